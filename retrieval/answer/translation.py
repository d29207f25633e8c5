"""What has been translated of some sentences of an article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from index.models import TranslatedPart


def translations_of(
    parts: Iterable[TranslatedPart], sentences: tuple[int, int], language: str | None = None
) -> tuple[TranslatedPart, ...]:
    """Those that say something of the sentences from the first to the last of `sentences`.

    `parts` are an article's, and stay in order; `language` None means every language.
    """
    first, last = sentences
    return tuple(
        part
        for part in parts
        if part.sentences[0] <= last and part.sentences[1] >= first and language in (None, part.language)
    )


def without_gap(parts: Sequence[TranslatedPart], number: int) -> TranslatedPart | None:
    """What parts of one language, in order, say of sentence `number` and without a gap around it; None of it: None."""
    runs: list[list[TranslatedPart]] = [[part] for part in parts[:1]]
    for before, part in pairwise(parts):
        if part.sentences[0] == before.sentences[1] + 1:
            runs[-1].append(part)
        else:
            runs.append([part])
    for run in runs:
        first, last = run[0].sentences[0], run[-1].sentences[1]
        if first <= number <= last:
            return replace(run[0], sentences=(first, last), text=" ".join(part.text for part in run))
    return None
