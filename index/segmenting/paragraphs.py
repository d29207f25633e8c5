"""Paragraphs of a text, and the lines inside them that end a sentence without a full stop.

A blank line ends a paragraph. A single line break is white space, unless the text is not wrapped (one line is one
paragraph) or the line is a heading, a list item or a row of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from index.segmenting.blocks import Fences, Rows
from index.segmenting.items import Items, is_first
from index.segmenting.marks import BLANK, INVISIBLE

Span = tuple[int, int]

_WRAPPED_AT_MOST = 160  # code points: nobody wraps later, so a longer line shows that every break is meant
_HEADING_AT_MOST = 0.6  # of the widest line near it: a wrapped line is nearly as wide
_AROUND = 5  # lines before and after: a page may hold columns, and what is wider than they are

_NEAR = 60  # code points: how far a rule looks

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|$)")
_EMPTY = re.compile(rf"{BLANK}*")
_MARKDOWN_HEADING = re.compile(r" {0,3}#{1,6}\s")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)\s*$")
_ENDED = re.compile(rf"[.!?…:。！？](?:[^\w\s]|_)*{BLANK}*$")
_GOES_ON = re.compile(rf"[,;(\[„–—-]{BLANK}*$")
_QUOTED = re.compile(rf"{BLANK}*>")  # as Markdown and e-mails mark what somebody else wrote
_QUOTED_BLANK = re.compile(rf"(?:{BLANK}|>)*$")
_LABELLED = re.compile(rf"{BLANK}*[*_]{{0,2}}[^\W\d_](?:[^\n:]{{0,30}}[\w)])?[*_]{{0,2}}:[*_]{{0,2}}{BLANK}")
_WORD = re.compile(r"\S*")
_FIRST = re.compile(rf"{BLANK}*[^\w{INVISIBLE}]*")


def paragraph_spans(text: str) -> list[Span]:
    """Half-open spans of the paragraphs of `text`, in order: what stands between blank lines, and blocks of code.

    A paragraph with a line of over 160 characters is no wrapped text: there, every line is a paragraph if it begins
    as a sentence can. Invisible characters on a blank line belong to the paragraph before it (or the first one), so
    that every character but white space lies in a paragraph.
    """
    found: list[Span] = []
    lines: list[Span] = []
    fences = Fences(text)
    line = (0, 0)
    while line[1] < len(text):
        line = _line(text, line[1], len(text))
        code = fences.end(*line, above=len(text[slice(*lines[-1])].rstrip()) if lines else 0)
        if code is None and not _is_empty(text, *line):
            lines.append(line)
            continue
        found += _split_unwrapped(text, lines)
        lines = []
        if code is not None:
            line = (line[0], code)
            found.append(line)
        elif found and not text[slice(*line)].isspace():
            found[-1] = (found[-1][0], line[1])
    found += _split_unwrapped(text, lines)
    if found:
        start = 0 if text[: found[0][0]].strip() else found[0][0]
        return [(start, found[0][1]), *found[1:]]
    return [(0, len(text))] if text.strip() else []


def unit_spans(text: str, paragraph: Span) -> list[Span]:
    """Half-open spans of the parts of one paragraph between line breaks that end a sentence, in order.

    Such a break stands before a list item, around a markdown heading and the rows of a table, and after a line that
    ends much earlier than those around it, does not end like an unfinished one, and is not followed by a small letter.
    """
    lines = list(_lines(text, *paragraph))
    widths = [len(text[start:end].rstrip()) for start, end in lines]
    units = [lines[0]]
    items, rows = Items(text, lines[0]), Rows(text, *paragraph)
    for at, (above, line) in enumerate(pairwise(lines), start=1):
        near = widths[max(0, at - _AROUND) : at + _AROUND]
        if items.begins(line, ended=_ENDED.search(text, *_tail(*above)) is not None):
            units.append(line)
            continue
        breaks = rows.part(above, line)
        if breaks is None:
            breaks = _breaks(text, above, line, widths[at - 1], max(near))
        if breaks:
            units.append(line)
            items = Items(text, line)
        else:
            units[-1] = (units[-1][0], line[1])
    return units


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end:
        line = _line(text, start, end)
        yield line
        start = line[1]


def _line(text: str, start: int, end: int) -> Span:
    found = _LINE.match(text, start, end)
    return start, found.end() if found else end


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


def _breaks(text: str, above: Span, line: Span, width: int, widest: int) -> bool:
    """Whether a sentence ends between two lines: `above` is `width` code points wide, of the lines near it `widest`."""
    if _QUOTED.match(text, *line):
        return not _QUOTED.match(text, *above) or _QUOTED_BLANK.match(text, *above) is not None
    if _QUOTED.match(text, *above):
        return _begins_anew(text, *line)
    return _is_heading(text, above, line, width, widest)


def _is_heading(text: str, above: Span, line: Span, width: int, widest: int) -> bool:
    if _MARKDOWN_HEADING.match(text, *above) or _MARKDOWN_HEADING.match(text, *line):
        return True
    if _UNDERLINE.match(text, *above):
        return True
    if not (_begins_anew(text, *line) or is_first(text, *line)) or _GOES_ON.search(text, *_tail(*above)):
        return False
    if _LABELLED.match(text, *above) and _LABELLED.match(text, *line):
        return False  # of one record: "Height: 412 m", below it "Tracks: 3"
    return width <= _HEADING_AT_MOST * widest and width + _first_word(text, *line) <= widest


def _first_word(text: str, start: int, end: int) -> int:
    """Code points of a line up to the end of its first word: what would have fitted into a wider line above."""
    first = _FIRST.match(text, start, min(start + _NEAR, end))
    found = _WORD.match(text, first.end() if first else start, end)
    return found.end() - start if found else 0
