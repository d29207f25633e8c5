"""Quotation marks and brackets: what opens, what closes, and which of them belong to the sentence before."""

from __future__ import annotations

import re
from collections.abc import Iterator

INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
"""Characters without a glyph, as the inside of a regular expression's class."""
EMOJI = r"\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
"""Emoji and other signs that lines begin with, as the inside of a regular expression's class."""
BLANK = rf"[\s{INVISIBLE}]"
STOP = re.compile(r"[.!?…‼⁇⁈⁉。！？｡．]+")

# An opening mark and what closes it: the same mark opens in one language and closes in another.
_CLOSERS = {
    "„": '“”"‟',
    "“": '”"',
    "‟": "”",
    "”": "”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "‚": "‘’'",
    "‘": "’'",
    "'": "'’",
    '"': '"”“',
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
    "(": ")",
    "[": "]",
    "{": "}",
}
_ALWAYS_OPEN = frozenset("„‚‟「『《〈([{")
MARKS = "".join(sorted({*_CLOSERS, *"".join(_CLOSERS.values())}))
QUOTES = re.escape(MARKS.replace("'", "").replace("’", ""))
"""The marks that never stand inside a word, for a regular expression's class."""
_MARK = re.compile(rf"[{QUOTES}]|(?<!\w)'|['’](?!\w)")
_NESTED = 4  # an opening mark this deep under others that never closed is given up

_NOTE = re.compile(r"\[[^\[\]]{1,60}\](?::\d{1,4}(?:[-–]\d{1,4})?(?!\d))?|[¹²³⁰-⁹]+")
_EMOJIS = re.compile(rf"[ \u00a0]?[{EMOJI}\u200d\ufe0f]+(?={BLANK}|$)")
_ENDS_AFTER = re.compile(rf"{BLANK}|$|[,;:]|{STOP.pattern}|[{re.escape(MARKS)}]")
_EMPHASIS = re.compile(r"[*_]{1,3}")  # of Markdown
_SPACED_CLOSER = re.compile(rf"[ \u00a0\u202f]([{re.escape(MARKS)}])(?={BLANK}|$|[,;:.!?…])")


def pairs(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of each closing mark that has its opening mark in `text`, and of that opening mark."""
    waiting: list[int] = []
    for found in _MARK.finditer(text):
        mark = found[0]
        near = range(1, min(_NESTED, len(waiting)) + 1)
        depth = next((back for back in near if mark in _CLOSERS[text[waiting[-back]]]), 0)
        if depth:
            yield found.start(), waiting[-depth]
            del waiting[-depth:]
        elif mark in _CLOSERS:
            waiting.append(found.start())


def closing_end(text: str, position: int, opened: dict[int, int]) -> int:
    """Where the sentence whose stop ends at `position` ends with all that belongs to it.

    That is: closing marks, more stops, what ends bold type ("**"), a note set without a space ("[3]", "[3]:12", "²"),
    and emoji before a space.
    `opened` is `dict(pairs(text))`.
    """
    while position < len(text):
        mark = text[position]
        spaced = _SPACED_CLOSER.match(text, position)
        if position in opened or (
            mark in MARKS and mark not in _ALWAYS_OPEN and _ENDS_AFTER.match(text, position + 1)
        ):
            position += 1
        elif (bold := _EMPHASIS.match(text, position)) and _ENDS_AFTER.match(text, bold.end()):
            position = bold.end()
        elif spaced and spaced.start(1) in opened:
            position = spaced.end()
        elif (
            found := STOP.match(text, position)
            or _NOTE.match(text, position)
            or _EMOJIS.match(text, position)
        ):
            position = found.end()
        else:
            break
    return position
