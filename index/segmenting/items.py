"""Which lines of a paragraph begin an item of a list."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.segmenting.marks import BLANK, EMOJI

_BULLET = re.compile(rf"{BLANK}*(?:[•‣◦▪▫●○■□◆◇▶▷※①-⑳{EMOJI}]|[\d#*]\ufe0f?\u20e3)")
_ITEM = re.compile(
    rf"{BLANK}*(?:(?P<dash>[-*+–—·])|\(?(?P<number>\d{{1,3}})[.)]|\(?(?P<letter>[^\W\d_])[.)])(?:{BLANK}|$)"
)
_DEEPEST = 8  # lists in lists
_BLANKS = re.compile(rf"{BLANK}*")


@dataclass(frozen=True, slots=True)
class _Item:
    indent: int
    mark: re.Match[str] | None  # None: a bullet that is nothing else


class Items:
    """The items that are open at one line of a paragraph after another, outer ones first."""

    def __init__(self, text: str, first: tuple[int, int]) -> None:
        self._text = text
        self._open: list[_Item] = []
        self.begins(first, ended=True)

    def begins(self, line: tuple[int, int], *, ended: bool) -> bool:
        """Whether the line begins an item; `ended`: whether the line above ends as a sentence does.

        A bullet always does, a dash or a number where the line above has ended or the list goes on: by its mark, or
        indented below an item. "26. April" and "– sagte er" at the beginning of a wrapped line do not.
        """
        mark = _ITEM.match(self._text, *line)
        bullet = _BULLET.match(self._text, *line) is not None
        blanks = _BLANKS.match(self._text, *line)
        item = _Item(blanks.end() - line[0] if blanks else 0, None if bullet else mark)
        if not bullet and (mark is None or not (ended or self._goes_on(item.indent, mark))):
            return False
        while self._open and self._open[-1].indent >= item.indent:
            self._open.pop()
        self._open = [*self._open[-_DEEPEST:], item]
        return True

    def _goes_on(self, indent: int, mark: re.Match[str]) -> bool:
        if any(_continues(one.mark, mark) for one in self._open):
            return True
        dash = mark["dash"] is not None and mark["dash"] in "-*+"
        return dash and bool(self._open) and (self._open[-1].mark is None or indent > self._open[-1].indent)


def is_first(text: str, start: int, end: int) -> bool:
    """Whether a line begins like the first item of a numbered list: "1.", "(1)", "a)"."""
    mark = _ITEM.match(text, start, end)
    return mark is not None and (mark["number"] == "1" or mark["letter"] == "a")


def _continues(above: re.Match[str] | None, here: re.Match[str]) -> bool:
    """Whether the item `here` goes on with the list of the item above: the same mark, or the next number."""
    if above is None or above.lastgroup != here.lastgroup:
        return False
    if here["number"]:
        return int(here["number"]) == int(above["number"]) + 1
    return here["dash"] == above["dash"]
