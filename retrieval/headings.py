"""What a heading stands over: quoted by itself it would say nothing. Pure; by layout alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.models import Article, Sentence

_LONGEST = 80  # code points
_IN_A_ROW = 3  # a title, a chapter, a section
_ENDED = re.compile(r"[.!?…:;,。！？；，、][^\w\s]*$")
_ITEM = re.compile(r"(?:[-*+–—·•‣◦▪▫●○]|\(?\w{1,3}[.)])\s")
_NEAR = 20  # code points: how far marks of Markdown reach around a heading


def last_with(article: Article, sentences: Sequence[Sentence], number: int) -> int:
    """The number of the last sentence to quote with `number`: of a heading the first one below it, else itself.

    The lines of a table or a list look like headings over each other; each of them stays alone.
    """
    last = number
    while (
        last < len(sentences) and last - number < _IN_A_ROW and is_heading(article.text, sentences[last - 1])
    ):
        last += 1
    return number if is_heading(article.text, sentences[last - 1]) else last


def is_heading(text: str, sentence: Sentence) -> bool:
    """Whether a sentence of `text` has a short line to itself and does not end as a sentence does."""
    start, end = sentence.start, sentence.end
    own = text[start:end]
    if len(own) > _LONGEST or "\n" in own or _ENDED.search(own) or _ITEM.match(own):
        return False
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    return before.rstrip(" \t")[-1:] in ("", "\n") and after.lstrip(" \t")[:1] in ("", "\n")
