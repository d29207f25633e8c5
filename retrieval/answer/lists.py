"""Items of lists, rows of tables and code: what is announced by a line above it. Pure; by layout alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.models import Sentence

# A long dash also opens direct speech, a letter with a full stop is an initial.
_ITEM = re.compile(r"(?:[-*+·•‣◦▪▫●○▶▷◆◇※]|[*_]{0,2}\(?(?:\d{1,3}[.)]|[^\W\d_]\)))\s")
_CODE = re.compile(r"`{3}|~{3}")
TABLE_HEAD = re.compile(r"[^\n|]*\|[^\n]*\n[ \t]*[|:-][\s|:-]*")
"""A table's first line and the rule below it."""
_ANNOUNCES = re.compile(r"[:：](?:[^\w\s]|_)*$")
_SENTENCES = 8  # of a list that comes along
_CODE_POINTS = 600
_FAR = 60  # sentences: how far above an item what announces its list may stand


def is_item(text: str, sentence: Sentence) -> bool:
    """Whether a sentence of `text` begins an item of a list."""
    return _ITEM.match(text, sentence.start, sentence.end) is not None


def announces(text: str, sentence: Sentence, following: Sentence) -> bool:
    """Whether a sentence ends with a colon, and a list, a table or code follows."""
    if not _ANNOUNCES.search(text, max(sentence.start, sentence.end - 9), sentence.end):
        return False
    table = text.startswith("|", following.start) or TABLE_HEAD.fullmatch(
        text, following.start, following.end
    )
    listed = is_item(text, following) or table or _is_code(text, following)
    return bool(listed)


def end_of_list(text: str, sentences: Sequence[Sentence], number: int) -> int:
    """The number of the last sentence of the list or table that sentence `number` begins, as far as it may be shown."""
    first = last = sentences[number - 1]
    if above_list(text, sentences, number) is None and not is_item(text, first):
        return number
    for following in sentences[number : number + _SENTENCES - 1]:
        listed = following.paragraph == last.paragraph or is_item(text, following)
        if not listed or following.end - first.start > _CODE_POINTS:
            break
        last = following
    return last.number


def above_list(text: str, sentences: Sequence[Sentence], number: int) -> int | None:
    """The number of the sentence above the list that sentence `number` is an item of, or of the table's head above it.

    None where it is neither item nor row, or nothing stands above.
    """
    own = sentences[number - 1]
    if "|" in text[own.start : own.end] and not is_item(text, own):
        heads = (one for one in reversed(sentences[: number - 1]) if one.paragraph == own.paragraph)
        return next((one.number for one in heads if TABLE_HEAD.fullmatch(text, one.start, one.end)), None)
    if not is_item(text, own):
        return None
    at = number - 1  # of the sentence above, from 1
    while at > max(0, number - _FAR) and _is_listed(text, sentences, at):
        at -= 1
    return at if at > 0 and not _is_listed(text, sentences, at) else None


def _is_listed(text: str, sentences: Sequence[Sentence], number: int) -> bool:
    """Whether sentence `number` stands in a paragraph that holds items from its beginning, or is code."""
    own = sentences[number - 1]
    if is_item(text, own) or _is_code(text, own):
        return True
    first = number
    while first > 1 and sentences[first - 2].paragraph == own.paragraph and number - first < _FAR:
        first -= 1
        if is_item(text, sentences[first - 1]):
            return True
    return False


def _is_code(text: str, sentence: Sentence) -> bool:
    return _CODE.match(text, sentence.start) is not None
