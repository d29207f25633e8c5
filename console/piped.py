"""Questions that are piped in: a line each, in the encoding that they were saved in."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from io import BufferedReader, TextIOWrapper

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",  # what `>` writes in Windows' own PowerShell
    codecs.BOM_UTF16_BE: "utf-16",
}
_NO_TEXT = re.compile("[\0\N{REPLACEMENT CHARACTER}]")


def lines_of(stream: Iterable[str]) -> Iterable[str]:
    """The lines of a stream, which is read as its byte order mark says; without one as the terminal's encoding."""
    if isinstance(stream, TextIOWrapper) and isinstance(stream.buffer, BufferedReader):
        start = stream.buffer.peek()
        encoding = next((name for mark, name in _MARKS.items() if start.startswith(mark)), None)
        stream.reconfigure(encoding=encoding, errors="replace")
    return stream


def is_text(line: str) -> bool:
    """Whether every byte of a line could be read, in an encoding that it was written in."""
    return not _NO_TEXT.search(line)
