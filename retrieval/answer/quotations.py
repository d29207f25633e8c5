"""Where a sentence is but a piece of somebody's words, which go on in the next ones. Pure; by marks alone."""

from __future__ import annotations

import re

# German closes with the mark that English opens with: what stands before it tells.
_OPENING = re.compile(r"„|(?:^|(?<=[\s(\[]))[\"“”«»](?=\S)")
_NO_QUOTATION = re.compile(r"<[^<>\n]*>|\d['’′]\s?\d+[\"”]")  # a tag's attributes, feet and inches
_CLOSING = re.compile(r"(?<=[^\s(\[])[\"“”«»]")


def goes_on(text: str) -> bool:
    """Whether a quotation that opens in it does not close."""
    return _left_open(text) > 0


def went_on(text: str) -> bool:
    """Whether a quotation closes in it that did not open."""
    return _left_open(text) < 0


def _left_open(text: str) -> int:
    text = _NO_QUOTATION.sub(" ", text)
    return len(_OPENING.findall(text)) - len(_CLOSING.findall(text))
