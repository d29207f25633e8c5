"""The title that a Markdown text bears: its one heading of the first level, where it begins with that."""

from __future__ import annotations

import re

_LONGEST = 500  # code points of a line that can be a title
_COMMENT = re.compile(r"\s*<!--.*?-->", re.DOTALL)
_FENCED = re.compile(r"^[ \t]*(```|~~~).*?^[ \t]*\1", re.MULTILINE | re.DOTALL)
_UNDERLINE = re.compile(r"=+\s*")
_LEVEL_ONE = re.compile(r"^(?:#[ \t]+\S|=+[ \t]*$)", re.MULTILINE)
_HASHES = re.compile(r"^#\s+|\s+#+$")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_MARKS = re.compile(r"[*`]+|(?<!\w)_+|_+(?!\w)")  # of bold, slanted and code; no part of "snake_case"


def headline(text: str) -> str | None:
    """The title without its markup; None where the text begins otherwise, or has several such headings."""
    start = 0
    while (comment := _COMMENT.match(text, start)) is not None:  # no copy of the text for each of many
        start = comment.end()
    first, _, rest = text[start:].lstrip().partition("\n")
    first = first.strip()
    if not first.startswith(("# ", "#\t")):
        underline, _, rest = rest.partition("\n")
        if not _UNDERLINE.fullmatch(underline):
            return None
    if len(first) > _LONGEST or _LEVEL_ONE.search(_FENCED.sub("", rest)):
        return None
    return _MARKS.sub("", _LINK.sub(r"\1", _HASHES.sub("", first))).strip() or None
