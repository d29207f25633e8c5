"""Sentences that say the same in all but the same words."""

from __future__ import annotations

from index.folding import character_ngrams

NEAR_DUPLICATE = 0.8  # Jaccard overlap of character 4-grams
_GRAM = 4


def wording(text: str) -> frozenset[str]:
    """What a sentence is compared by: its character n-grams."""
    return frozenset(character_ngrams(text, _GRAM, _GRAM))


def alike(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether one wording repeats the other."""
    fewer, more = sorted((len(mine), len(theirs)))
    if fewer < NEAR_DUPLICATE * more:  # too few to be most of all of them
        return False
    shared = len(mine & theirs)
    return shared >= NEAR_DUPLICATE * max(fewer + more - shared, 1)
