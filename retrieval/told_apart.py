"""Two in one question of whom each said something: which sentences are about the one and not the other. Pure.

A statement rarely names who made it ("Russland befürworte ..."): its paragraph does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.folding import fold
from index.models import SentenceHit

_SHORTEST = 3  # letters that two spellings of one name share at least: Kim, Kims; Putin, Putins
_VOICING = str.maketrans("gdbz", "ktps")
"""Romanised Korean writes "Gim" what the rest of the world writes "Kim"."""


def about_each(hits: Sequence[SentenceHit], names: Sequence[str]) -> list[list[SentenceHit]]:
    """For each of `names` the hits in paragraphs that name it and none of the others; maybe none at all."""
    paragraphs: dict[tuple[str, int], list[str]] = {}
    for hit in hits:
        paragraphs.setdefault(_place(hit), []).extend(_spelled(hit.text))
    named = {place: {name for name in names if _is_in(name, words)} for place, words in paragraphs.items()}
    return [[hit for hit in hits if named[_place(hit)] == {name}] for name in names]


def _place(hit: SentenceHit) -> tuple[str, int]:
    return hit.article.id, hit.sentence.paragraph


def _spelled(text: str) -> list[str]:
    return fold(text).translate(_VOICING).split()


def _is_in(name: str, words: Iterable[str]) -> bool:
    """Whether a word is the name or, with an ending, begins like it; in whichever script."""
    parts = [part for part in _spelled(name) if len(part) >= _SHORTEST]
    return any(
        len(word) >= _SHORTEST and (word.startswith(part) or part.startswith(word))
        for part in parts
        for word in words
    )
