"""Why a file is no article: one stable key a reason, and what its owner can do about it."""

from __future__ import annotations

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from index.errors import ArticleRefused

REMEDIES = {
    "empty": "it holds no words: put the article's text into it, or delete it",
    "binary": "it holds binary data, not text: export the article as .txt, .md, .html or .pdf",
    "too_large": "it is over the limit of {limit} bytes: split it, or, if it is an article, raise "
    "GIPFEL_INDEX__MAX_ARTICLE_BYTES",
    "unreadable": "it cannot be read ({problem}): check its permissions and that it is a regular file",
    "link_leaves_folder": "it is a symbolic link that leaves the folder: copy the file itself into it",
    "duplicate_id": "the id {id!r}, its name without folder and suffix, is also that of {others}: "
    "keep one of them, or give each another name",
    "unsafe_name": "its name cannot serve as an id ({problem}): rename it, such as to 2019-04-summit.txt",
    "unsupported_type": "only {types} are read: convert the article, or move the file out of the folder",
    "not_an_article": "a file of this name is never an article: rename it if it is one",
    "encoding_unknown": "its text encoding is not clear ({problem}): save it again as UTF-8",
    "no_text": "no text could be found in it: if it is a scan, run text recognition (such as ocrmypdf); "
    "otherwise save the article's text as .txt",
    "encrypted": "it is protected by a password: save a copy without one",
    "damaged": "it cannot be parsed ({problem}): save or download it again",
    "too_complex": "it took over {seconds} s, or too much memory, to take apart: save the article's text as .txt",
    "metadata_invalid": "its metadata cannot be used ({problem}): correct it; seeds/README.md lists the keys",
    "translation_invalid": "this translation cannot be used ({problem}): correct it, or make a new one from "
    "`python bot.py translations template ARTICLE --lang CODE`",
    "translation_stale": "the article has changed since sentences {numbers} were translated, which are left out: "
    "translate them anew; `python bot.py translations template ARTICLE --lang CODE` shows them with their hashes",
    "translation_alone": "there is no article {id!r} that it could translate: rename it to ARTICLE.{language}"
    ".translation.toml",
    "names_invalid": "these names cannot be used ({problem}): correct them; seeds/README.md shows an entry",
}
"""What to do, by reason; braces are filled in by `refusal`."""


def refusal(file: str, reason: str, **details: object) -> ArticleRefused:
    """The refusal of `file` (its name, possibly with folders), ready to be raised."""
    return ArticleRefused(printable(file), reason, REMEDIES[reason].format(**details), details)


def faults(error: ValidationError) -> str:
    """What is wrong with each value of a file, in words that its author can use."""
    return "; ".join(_said(fault) for fault in error.errors(include_input=False, include_url=False))


def _said(fault: ErrorDetails) -> str:
    where = ".".join(map(str, fault["loc"]))
    unknown = fault["type"] == "extra_forbidden"
    what = "there is no such key" if unknown else fault["msg"].removeprefix("Value error, ")
    return f"{where}: {what}" if where else what


def printable(name: str) -> str:
    """A file's name as any terminal or page can show it: what cannot be printed becomes U+FFFD."""
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in name
    )
