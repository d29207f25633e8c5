"""What stays whole, whatever stops it holds: a block of code between fences, and a row of a table."""

from __future__ import annotations

import re

from index.segmenting.marks import BLANK

_FENCE = re.compile(r"[^\S\n]*(?P<mark>`{3,8}|~{3,8})(?P<info>[^`\n]*)$", re.MULTILINE)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_RULE = re.compile(rf"{BLANK}*[|:-][\s|:-]*$")  # the line below a table's head
_RULE_WITHOUT_EDGES = re.compile(r"^[ \t]*:?-+:?[ \t]*\|[ \t|:-]*$", re.MULTILINE)
_ROW = re.compile(rf"{BLANK}*\|.*\S")


class Fences:
    """Finds blocks of code in one text, asked from its beginning to its end; linear in its length."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._open: set[str] = set()  # fences that nothing closes any more

    def end(self, start: int, stop: int, above: int = 0) -> int | None:
        """Where the block ends whose first line is `[start, stop)`; None where none begins, or it is never closed.

        `above` is the width of the line above it: a row of tildes as long underlines that, and one above a blank line
        parts paragraphs.
        """
        opened = _FENCE.match(self._text, start, stop)
        if opened is None or opened["mark"] in self._open:
            return None
        bare = opened["mark"][0] == "~" and not opened["info"].strip()
        if bare and (0 < above <= len(opened["mark"]) or _BLANK_LINE.match(self._text, opened.end())):
            return None
        closing = re.compile(rf"^[^\S\n]*{opened['mark']}{opened['mark'][0]}*[^\S\n]*$\n?", re.MULTILINE)
        closed = closing.search(self._text, opened.end())
        if closed is None:
            self._open.add(opened["mark"])
            return None
        return closed.end()


def is_code(text: str, start: int, end: int) -> bool:
    """Whether this stretch, a paragraph, is a block of code."""
    if _FENCE.match(text, start, end) is None:
        return False
    first = text.find("\n", start, end) + 1
    return Fences(text[start:end]).end(0, first - start) == end - start


class Rows:
    """Knows which lines of one paragraph are rows of a table."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._without_edges = _RULE_WITHOUT_EDGES.search(text, start, end) is not None

    def has(self, start: int, end: int) -> bool:
        """Whether a line is one: with "|" at its beginning, or anywhere where a rule of "--- | ---" is below a head."""
        if self._without_edges and "|" in self._text[start:end]:
            return True
        return _ROW.match(self._text, start, end) is not None

    def part(self, above: tuple[int, int], line: tuple[int, int]) -> bool | None:
        """Whether a sentence ends between two lines, a table's head being one with its rule; None: neither is a row."""
        if not (self.has(*above) or self.has(*line)):
            return None
        rule = _RULE.match(self._text, *line) is not None and {"|", "-"} <= set(self._text[slice(*line)])
        return not (rule and self.has(*above))
