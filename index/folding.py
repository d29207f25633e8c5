"""Text as the lexical arm sees it: one script, one case, no accents, no invisible characters."""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

_CONJUNCTIONS = frozenset(("und", "oder", "bzw", "bis", "sowie", "and", "or", "to", "и", "или"))
_PARTED = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]\n[ \t]*(?=([^\W\d_]+))")
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """A copy for matching only: lower-case Latin words, one space between them.

    Every script is romanised, so that Путин, 푸틴 and Putin meet; NFKC joins what is only written differently, and a
    word that a line end parts is one.
    """
    return " ".join(unicodedata.normalize("NFKC", _joined(text)).translate(_FOLDED).split())


class _Folded(dict[int, str]):
    """What `str.translate` makes of a character, worked out when it is first met: romanising knows no neighbours.

    Letters, digits and their marks stay, format characters (soft hyphens) go, all else parts words.
    """

    def __missing__(self, code: int) -> str:
        category = unicodedata.category(chr(code))
        kept = anyascii(chr(code)).lower() if category[0] in "LMN" else "" if category == "Cf" else " "
        self[code] = _NOT_A_WORD.sub(" ", kept)
        return self[code]


_FOLDED = _Folded()


class _Shaped(dict[int, int | None]):
    """What `str.translate` leaves of a character: nothing where it only says how to lay others out."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.category(chr(code)) == "Cf" else code
        return self[code]


_SHAPED = _Shaped()


def shaped(text: str) -> str:
    """A copy as it is read: no soft hyphens or other characters without a shape, no word that a line end parts."""
    text = _joined(text)
    return text if text.isascii() else text.translate(_SHAPED)


def _joined(text: str) -> str:
    """With each word in one piece that a hyphen and a line end part, as in columns; "Vor-" before "und" is whole."""
    if not any(hyphen in text for hyphen in ("-\n", "\u2010\n", "\u00ad\n")):
        return text
    return _PARTED.sub(lambda found: "" if _goes_on(found[1]) else found[0], text)


def _goes_on(word: str) -> bool:
    return word[0].islower() and word not in _CONJUNCTIONS


def character_ngrams(text: str, smallest: int, largest: int) -> list[str]:
    """Character n-grams of the folded text's words, `smallest` to `largest` long, repeats included."""
    return [gram for word in fold(text).split() for gram in word_ngrams(word, smallest, largest)]


def word_ngrams(word: str, smallest: int, largest: int) -> list[str]:
    """Character n-grams of a folded word, padded with one space on each side, so that its beginning and end count."""
    padded = f" {word} "
    return [
        padded[start : start + size]
        for size in range(smallest, largest + 1)
        for start in range(len(padded) - size + 1)
    ]
