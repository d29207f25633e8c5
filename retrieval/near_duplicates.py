"""Sentences that say the same in all but the same words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.folding import character_ngrams, fold

NEAR_DUPLICATE = 0.8  # Jaccard overlap of character 4-grams
_GRAM = 4


@dataclass(frozen=True, slots=True)
class Wording:
    """What a sentence is compared by."""

    grams: frozenset[str]  # its character n-grams
    numbers: tuple[str, ...]  # in order


def wording(text: str) -> Wording:
    """What a sentence is compared by."""
    return Wording(frozenset(character_ngrams(text, _GRAM, _GRAM)), tuple(re.findall(r"\d+", fold(text))))


def alike(mine: Wording, theirs: Wording) -> bool:
    """Whether one wording is nearly the other."""
    fewer, more = sorted((len(mine.grams), len(theirs.grams)))
    if fewer < NEAR_DUPLICATE * more:  # too few to be most of all of them
        return False
    shared = len(mine.grams & theirs.grams)
    return shared >= NEAR_DUPLICATE * max(fewer + more - shared, 1)


def repeats(mine: Wording, theirs: Wording) -> bool:
    """Whether one says the same again: with another number it may contradict the other."""
    return mine.numbers == theirs.numbers and alike(mine, theirs)
