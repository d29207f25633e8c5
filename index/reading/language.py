"""Which language an article is in, where nobody said."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lingua import LanguageDetector

UNDETERMINED = "und"
# The bot's own four and their likely neighbours: without them a French article would pass for English.
_CANDIDATES = ("DE", "EN", "KO", "RU", "FR", "ES", "IT", "NL", "PL", "UK", "JA", "ZH")
_BEGINNING = 2_000  # code points that are looked at
_ENOUGH = 800  # of them, some eight sentences: more costs time and changes nothing
_FEWEST = 150  # of them, fewer of which could be names
_BRACKETS = re.compile(r"\([^()\n]*\)|\[[^\[\]\n]*\]")


def detect_language(text: str) -> str:
    """ISO 639-1 code of the language that the beginning of `text` is in, or `und` where it holds no words.

    What stands in brackets is left out where enough remains: encyclopedias begin with names in other languages there.
    """
    beginning = unicodedata.normalize("NFC", text.lstrip()[:_BEGINNING])
    bare = _BRACKETS.sub(" ", _BRACKETS.sub(" ", beginning))  # twice: one pair may stand within another
    start = (bare if len(" ".join(bare.split())) >= _FEWEST else beginning)[:_ENOUGH]
    # Soft hyphens and zero-width characters would cut words in pieces.
    plain = "".join(character for character in start if character.isprintable() or character.isspace())
    language = _detector().detect_language_of(plain)
    return UNDETERMINED if language is None else language.iso_code_639_1.name.lower()


def is_detectable(language: str) -> bool:
    """Whether `detect_language` can name this language at all."""
    return language.upper() in _CANDIDATES


@cache
def _detector() -> LanguageDetector:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = [getattr(IsoCode639_1, code) for code in _CANDIDATES]
    return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).build()
