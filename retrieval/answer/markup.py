"""What of Markdown and HTML says nothing by itself: pictures, remarks nobody is shown, tags, addresses of links."""

from __future__ import annotations

import re

from index.segmenting.marks import EMOJI

_PICTURE = r"\[!\[[^\[\]]*\]\([^()\n]*\)\]\([^()\n]*\)|!\[[^\[\]]*\]\([^()\n]*\)"  # also one that is a link
_ADDRESS = r"(?=\S*(?:[/#]|\w\.\w))\S+"
_TITLE = r"(?:[ \t]+[\"'(][^\n]*[\"')])?"
# "[1]: https://..."; "[^1]: ..." is a footnote, "[Kim]: ..." somebody who speaks
_DEFINITION = rf"^[ ]{{0,3}}\[[^\[\]^\n][^\[\]\n]*\]:[ \t]+{_ADDRESS}{_TITLE}[ \t]*$"
_SILENT = re.compile(
    rf"{_PICTURE}|<!--.*?-->|</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>|{_DEFINITION}", re.DOTALL | re.MULTILINE
)
_HEADING = re.compile(r"^[ ]{0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$", re.MULTILINE)
_COMMENT = 5_000  # code points; a longer one is none
_LINE = 200  # code points of a line that are looked at
_SIGN = re.compile(rf"[{EMOJI}]|[\d#*]\ufe0f?\u20e3")


def has_words(text: str) -> bool:
    """Whether anything is left to read of it."""
    silent = any(mark in text for mark in ("![", "<", "]:"))
    return any(map(str.isalnum, _SILENT.sub("", text) if silent else text))


def in_one_line(text: str) -> str:
    """A text without line breaks, and its headings without their marks: "2.3 › Gone", the one over the other."""
    return " ".join(_HEADING.sub(r"\1 ›", text).split()).removesuffix(" ›")


def is_shown(text: str, start: int, end: int) -> bool:
    """Whether anything is left to read of this stretch, which may stand inside a comment."""
    opened = text.rfind("<!--", max(0, start - _COMMENT), min(start + 4, end))
    closed = text.find("-->", opened, opened + _COMMENT) if opened >= 0 else -1
    return has_words(text[closed + 3 if closed >= start else start : end])


def is_one_of_several(text: str, start: int, end: int) -> bool:
    """Whether a line begins with an emoji or holds a "|", and so does the one above it or below.

    They are items of a list, or rows of a table.
    """
    above = text.rfind("\n", 0, max(0, start - 1)) + 1
    below = text.find("\n", end) + 1
    near = [text[above:start][:_LINE]] if above < start else []
    near += [text[below : below + _LINE].partition("\n")[0]] if below else []
    if _SIGN.match(text, start):
        return any(map(_SIGN.match, near))
    return "|" in text[start:end] and any("|" in line for line in near)
