"""Sentences that say the same in all but the same words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from index.folding import fold, word_ngrams

NEAR_DUPLICATE = 0.8  # Jaccard overlap of character 4-grams
_GRAM = 4


@dataclass(frozen=True, slots=True)
class Wording:
    """What a sentence is compared by."""

    grams: frozenset[str]  # its character n-grams
    numbers: tuple[str, ...]  # in order


def wording(text: str) -> Wording:
    """What a sentence is compared by."""
    folded = fold(text)
    grams = frozenset[str]().union(*map(_grams, folded.split()))
    return Wording(grams, tuple(re.findall(r"\d+", folded)))


@lru_cache(maxsize=20_000)  # candidates of one question share most of their words
def _grams(word: str) -> frozenset[str]:
    return frozenset(word_ngrams(word, _GRAM, _GRAM))


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
