"""The head line of KBS pages (`date 2019-04 ⓒKBS News / Photo : Yonhap`): metadata, not a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.reading.metadata import Metadata

# Every part is bounded, so that a paragraph that lost its line ends is not taken for one long head line.
_HEAD_LINE = re.compile(
    r"[\s\u200b\u2060\ufeff]*date(?![^\W\d_])[^\S\n]*:?(?P<date>[^\nⓒⒸ©]{0,60})[ⓒⒸ©]"
    r"[^\S\n]*(?P<publisher>[^\n/]{0,80}?)[^\S\n]*(?:/[^\n]{0,160})?",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?<!\d)(\d{4})(?:[-./](\d{1,2}))?(?:[-./](\d{1,2}))?(?!\d)")
_MARKS = re.compile("[ⓒⒸ©]")


def metadata_spans(text: str) -> list[tuple[int, int]]:
    """Where the head lines of an article's text stand, in order.

    Args:
        text: the article's text.

    Returns:
        Half-open spans in code points, each a whole line without its line end.
    """
    return [match.span() for match in _head_lines(text)]


def head_metadata(text: str) -> Metadata:
    """Publisher and date as the first head line gives them; all None where there is no head line."""
    match = next(_head_lines(text), None)
    if match is None:
        return Metadata()
    date = _DATE.search(match["date"])
    parts = [f"{int(part):02}" for part in date.groups() if part] if date else []
    return Metadata.lenient(publisher=match["publisher"], date="-".join(parts))


def _head_lines(text: str) -> Iterator[re.Match[str]]:
    # Looking for the rare sign first, and once a line, keeps this linear on twenty megabytes of anything.
    seen = -1
    for mark in _MARKS.finditer(text):
        if mark.start() < seen:
            continue
        start = text.rfind("\n", 0, mark.start()) + 1
        end = text.find("\n", mark.end())
        seen = len(text) if end < 0 else end
        match = _HEAD_LINE.fullmatch(text, start, seen)
        # "Date night was a success © ..." is a sentence.
        if match and (not match["date"].strip() or re.search(r"\d", match["date"])):
            yield match
