"""The `custom_id`s of buttons and forms: all that these know after a restart. Pure."""

from __future__ import annotations

import re

CONTEXT = re.compile(r"gipfel:context:(?P<record>\d{1,19})")
VOTE = re.compile(r"gipfel:vote:(?P<vote>up|down):(?P<record>\d{1,19})")
WRONG = re.compile(r"gipfel:wrong:(?P<record>\d{1,19})")
SOURCES = re.compile(r"gipfel:sources:(?P<page>\d{1,6})")
ARTICLE = re.compile(r"gipfel:article:(?P<text>[0-9a-f]{64}):(?P<page>\d{1,6})")
CONFIRM = re.compile(r"gipfel:reindex:confirm(?::(?P<text>[0-9a-f]{64}))?")
CANCEL = re.compile(r"gipfel:reindex:cancel:(?P<run>\d{1,20})")
DELETE = re.compile(r"gipfel:delete:(?P<user>\d{1,20})")


def context(record: int) -> str:
    """Of the button that shows the paragraphs around an answer's quotes."""
    return f"gipfel:context:{record}"


def vote(record: int, *, up: bool) -> str:
    """Of a thumb."""
    return f"gipfel:vote:{'up' if up else 'down'}:{record}"


def wrong(record: int) -> str:
    """Of the form that asks what was wrong with an answer."""
    return f"gipfel:wrong:{record}"


def sources(page: int) -> str:
    """Of a page of the list of articles, from 0."""
    return f"gipfel:sources:{page}"


def article(text_sha256: str, page: int) -> str:
    """Of a page of one article, from 0; by its text, since an id may be longer than a `custom_id`."""
    return f"gipfel:article:{text_sha256}:{page}"


def confirm(text_sha256: str | None) -> str:
    """Of the button that publishes all the same, without the article with this text where there is one."""
    return "gipfel:reindex:confirm" if text_sha256 is None else f"gipfel:reindex:confirm:{text_sha256}"


def cancel(run: int) -> str:
    """Of the button that ends the reindex which the interaction with this id started."""
    return f"gipfel:reindex:cancel:{run}"


def delete(user: int) -> str:
    """Of the confirmation that a member wants everything deleted."""
    return f"gipfel:delete:{user}"
