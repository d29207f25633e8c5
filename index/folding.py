"""Text as the lexical arm sees it: one script, one case, no accents, no invisible characters."""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """A copy for matching only: lower-case Latin words, one space between them.

    Every script is romanised, so that Путин, 푸틴 and Putin meet; NFKC joins what is only written differently.
    """
    words = "".join(_kept(char) for char in unicodedata.normalize("NFKC", text))
    return _NOT_A_WORD.sub(" ", anyascii(words).lower()).strip()


def _kept(char: str) -> str:
    """Letters, digits and their marks stay, format characters (soft hyphens) go, all else parts words."""
    category = unicodedata.category(char)
    if category[0] in "LMN":
        return char
    return "" if category == "Cf" else " "


def character_ngrams(text: str, smallest: int, largest: int) -> list[str]:
    """Character n-grams of the folded text's words, `smallest` to `largest` long, repeats included.

    A word is padded with one space on each side, so that its beginning and end count.
    """
    words = [f" {word} " for word in fold(text).split()]
    return [
        word[start : start + size]
        for word in words
        for size in range(smallest, largest + 1)
        for start in range(len(word) - size + 1)
    ]
