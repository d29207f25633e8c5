"""What a question asks for, told from its question words in German, English, Korean and Russian."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from enum import StrEnum
from pathlib import Path

from index.folding import shaped


class QuestionType(StrEnum):
    """What would answer it."""

    WHEN = "when"  # a date or a time of day
    WHERE = "where"  # a place
    HOW_LONG = "how_long"  # a duration
    HOW_MANY = "how_many"  # a number
    WHO = "who"  # a person
    WHY = "why"
    YES_NO = "yes_no"
    OTHER = "other"


MEASURED = (QuestionType.WHEN, QuestionType.HOW_LONG, QuestionType.HOW_MANY)
"""An answer to these shows by its form, a date or a number, so a sentence without any does not say it."""


def _patterns() -> dict[str, tuple[tuple[QuestionType, re.Pattern[str]], ...]]:
    tables = tomllib.loads(Path(__file__).with_name("question_words.toml").read_text(encoding="utf-8"))
    return {
        language: tuple((QuestionType(kind), re.compile("|".join(words))) for kind, words in table.items())
        for language, table in tables.items()
    }


_PATTERNS = _patterns()


def question_type(question: str, language: str) -> QuestionType:
    """The type of the question word that comes first; YES_NO for a question without one, OTHER for a phrase.

    Args:
        question: as typed.
        language: of the question; in one that no table knows everything is OTHER.
    """
    text = " ".join(unicodedata.normalize("NFKC", shaped(question)).lower().split())
    found = [
        (match.start(), rank, kind)
        for rank, (kind, pattern) in enumerate(_PATTERNS.get(language, ()))
        if (match := pattern.search(text))
    ]
    if found:
        return min(found)[2]
    asks = language in _PATTERNS and text.endswith("?")
    return QuestionType.YES_NO if asks else QuestionType.OTHER
