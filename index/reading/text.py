"""The two small repairs that a text may need: before its offsets are fixed, or once somebody typed it."""

from __future__ import annotations


def unix_lines(text: str) -> str:
    r"""`text` with every line ending in \n; the only change that .txt and .md go through."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def storable(text: str) -> str:
    """What an extractor or a terminal gave, with what no database can hold (lone surrogates, NUL) as U+FFFD."""
    paired = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unix_lines(paired.replace("\0", "\N{REPLACEMENT CHARACTER}"))
