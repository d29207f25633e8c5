"""Sentences through their versions: the rows of translated parts lead back to the sentences they translate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from index.models import Article, TranslatedPart
from index.ragged import ranges
from index.search.scores import Rows, Scores
from index.sentence_table import SentenceTable


@dataclass(frozen=True, slots=True)
class Versions:
    """Pairs of a sentence's row and the row of a translated part that covers it, ordered by sentence.

    A part that covers several sentences counts for each of them.
    """

    parts: tuple[TranslatedPart, ...]  # in the order of their rows
    spans: Rows  # shape (parts, 2): half-open, of the sentences' rows that each part covers
    first_row: int  # of the parts; the rows before are the sentences' and the titles'
    sentence: Rows  # shape (pairs,), ascending
    part: Rows  # shape (pairs,)
    most: int  # versions of any one sentence, the original included

    @classmethod
    def of(cls, sentences: SentenceTable, articles: Mapping[str, Article], first_row: int) -> Versions:
        """Of the articles' translations, whose rows begin at `first_row`.

        Raises:
            KeyError: a sentence that is translated is not there.
        """
        parts: list[TranslatedPart] = []
        spans: list[tuple[int, int]] = []
        pairs: list[tuple[int, int]] = []
        for name in articles:
            for part in articles[name].translations:
                first, last = (sentences.row(name, number) for number in part.sentences)
                pairs += [(row, first_row + len(parts)) for row in range(first, last + 1)]
                spans.append((first, last + 1))
                parts.append(part)
        table = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
        most = int(np.bincount(table[:, 0]).max()) if len(table) else 0
        covered = np.array(spans, dtype=np.int64).reshape(-1, 2)
        return cls(tuple(parts), covered, first_row, table[:, 0], table[:, 1], most + 1)

    def with_parts(self, rows: Rows) -> Rows:
        """`rows`, ascending, and those of the parts that translate them, each once, in order."""
        return np.union1d(rows, self.part[ranges(*self._places(rows))]) if self.parts else rows

    def sentences_of(self, rows: Rows) -> Rows:
        """The sentences that `rows`, best first, lead to, in that order and each once; titles lead to none."""
        starts, ends = rows.copy(), rows + 1
        translated = rows >= self.first_row
        starts[translated], ends[translated] = self.spans[rows[translated] - self.first_row].T
        found = ranges(starts, ends - starts)
        _, first = np.unique(found, return_index=True)
        return found[np.sort(first)]

    def best(self, scores: Scores) -> Scores:
        """Scores of sentences and titles, a sentence's being that of its best version.

        `scores` are of sentences and titles with all their parts, as `with_parts` gives them.
        """
        count = int(scores.rows.searchsorted(self.first_row))
        known, best = scores.rows[:count], scores.values[:count].copy()
        first, sizes = self._places(known)
        translated = sizes > 0
        if translated.any():
            parts = scores.at(self.part[ranges(first, sizes)])
            starts = (sizes.cumsum() - sizes)[translated]
            best[translated] = np.maximum(best[translated], np.maximum.reduceat(parts, starts))
        return Scores(known, best)

    def languages(self, scores: Scores, rows: Rows) -> list[str | None]:
        """The language of each sentence's best version; None where it is the original, which wins a tie."""
        languages: list[str | None] = [None] * len(rows)
        highest = scores.at(rows)
        first, sizes = self._places(rows)
        parts = self.part[ranges(first, sizes)]
        of = np.repeat(np.arange(len(rows)), sizes)
        values = scores.at(parts)
        for pair in np.flatnonzero(values > highest[of]).tolist():
            if values[pair] > highest[of[pair]]:  # than every version before it
                highest[of[pair]] = values[pair]
                languages[of[pair]] = self.parts[parts[pair] - self.first_row].language
        return languages

    def _places(self, rows: Rows) -> tuple[Rows, Rows]:
        """Where in the pairs each row begins, and how many of them are its own."""
        first = np.searchsorted(self.sentence, rows, side="left")
        return first, np.searchsorted(self.sentence, rows, side="right") - first
