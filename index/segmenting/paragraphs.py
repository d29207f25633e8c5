"""Paragraphs of a text, and the lines inside them that end a sentence without a full stop.

A blank line ends a paragraph. A single line break is white space, unless the text is not wrapped (one line is one
paragraph) or the line is a heading or a list item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from index.segmenting.marks import BLANK, INVISIBLE

Span = tuple[int, int]

_WRAPPED_AT_MOST = 160  # code points: nobody wraps later, so a longer line shows that every break is meant
_HEADING_AT_MOST = 0.6  # of the widest line of its paragraph: a wrapped line is nearly as wide as the widest

_NEAR = 60  # code points: how far a rule looks

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|$)")
_EMPTY = re.compile(rf"{BLANK}*")
_BULLET = re.compile(rf"{BLANK}*[•‣◦▪▫●○■□◆◇▶▷※①-⑳]")
_ITEM = re.compile(
    rf"{BLANK}*(?:(?P<dash>[-*+–—·]){BLANK}|\(?(?P<number>\d{{1,3}})[.)]{BLANK}|\(?(?P<letter>[^\W\d_])[.)]{BLANK})"
)
_MARKDOWN_HEADING = re.compile(r" {0,3}#{1,6}\s")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)\s*$")
_ENDED = re.compile(rf"[.!?…:。！？][^\w\s]*{BLANK}*$")
_GOES_ON = re.compile(rf"[,;(\[„–—-]{BLANK}*$")
_FIRST = re.compile(rf"{BLANK}*[^\w{INVISIBLE}]*")


def paragraph_spans(text: str) -> list[Span]:
    """Half-open spans of the paragraphs of `text`, in order: what stands between blank lines.

    A paragraph with a line of over 160 characters is no wrapped text: there, every line is a paragraph if it begins
    as a sentence can. Invisible characters on a blank line belong to the paragraph before it (or the first one), so
    that every character but white space lies in a paragraph.
    """
    found: list[Span] = []
    lines: list[Span] = []
    start = 0
    for line in _lines(text, 0, len(text)):
        if not _is_empty(text, *line):
            lines.append(line)
            continue
        found += _split_unwrapped(text, lines)
        lines = []
        if found and not text[slice(*line)].isspace():
            found[-1] = (found[-1][0], line[1])
    found += _split_unwrapped(text, lines)
    if found:
        start = 0 if text[: found[0][0]].strip() else found[0][0]
        return [(start, found[0][1]), *found[1:]]
    return [(0, len(text))] if text.strip() else []


def unit_spans(text: str, paragraph: Span) -> list[Span]:
    """Half-open spans of the parts of one paragraph between line breaks that end a sentence, in order.

    Such a break stands before a list item, around a markdown heading, and after a line that is much shorter than the
    paragraph's widest one, does not end like an unfinished one, and is not followed by a small letter.
    """
    lines = list(_lines(text, *paragraph))
    widest = max(end - start for start, end in lines)
    units = [lines[0]]
    item = _ITEM.match(text, *lines[0])
    for above, line in pairwise(lines):
        here = _ITEM.match(text, *line)
        is_item = bool(_BULLET.match(text, *line)) or (
            here is not None and (_ENDED.search(text, *_tail(*above)) is not None or _continues(item, here))
        )
        if is_item or _is_heading(text, above, line, widest):
            units.append(line)
            item = here
        else:
            units[-1] = (units[-1][0], line[1])
    return units


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and (found := _LINE.match(text, start, end)):
        yield start, found.end()
        start = found.end()


def _tail(start: int, end: int) -> Span:
    return max(start, end - _NEAR), end


def _is_empty(text: str, start: int, end: int) -> bool:
    found = _EMPTY.match(text, start, end)
    return found is not None and found.end() == end


def _split_unwrapped(text: str, lines: list[Span]) -> list[Span]:
    if not lines:
        return []
    if all(end - start <= _WRAPPED_AT_MOST for start, end in lines):
        return [(lines[0][0], lines[-1][1])]
    found = [lines[0]]
    for start, end in lines[1:]:
        if _begins_anew(text, start, end):
            found.append((start, end))
        else:
            found[-1] = (found[-1][0], end)
    return found


def _begins_anew(text: str, start: int, end: int) -> bool:
    """Whether the line can begin a sentence: with a capital, or a letter of a script without capitals."""
    found = _FIRST.match(text, start, min(start + _NEAR, end))
    first = text[found.end() : min(found.end() + 1, end)] if found else ""
    return first.isalpha() and not first.islower()


def _continues(above: re.Match[str] | None, here: re.Match[str]) -> bool:
    """Whether the item `here` goes on with the list of the item above: the same mark, or the next number."""
    if above is None or above.lastgroup != here.lastgroup:
        return False
    if here["number"]:
        return int(here["number"]) == int(above["number"]) + 1
    return here["dash"] == above["dash"]


def _is_heading(text: str, above: Span, line: Span, widest: int) -> bool:
    if _MARKDOWN_HEADING.match(text, *above) or _MARKDOWN_HEADING.match(text, *line):
        return True
    if _UNDERLINE.match(text, *above):
        return True
    short = above[1] - above[0] <= _HEADING_AT_MOST * widest
    return short and not _GOES_ON.search(text, *_tail(*above)) and _begins_anew(text, *line)
