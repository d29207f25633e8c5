"""From questions to sentences with what each arm says of them; nothing is ranked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.arms import Arms, Asked
from index.late import LateArm
from index.models import Article, Embedded, SentenceHit, Tokens
from index.names import Names
from index.scores import Rows, Scores, Values
from index.surroundings import Surroundings
from index.table import SentenceTable
from index.versions import Versions


@dataclass(frozen=True, slots=True)
class Proposed:
    """Sentences that may answer a question."""

    rows: Rows  # ascending
    scored: Rows  # everything that is scored for them, ascending: their surroundings, and all of it in every version


@dataclass(frozen=True, slots=True)
class Searcher:
    """The parts of an index that a question passes: the arms propose sentences, then all of them score these."""

    articles: Mapping[str, Article]
    sentences: SentenceTable
    arms: Arms
    late: LateArm
    around: Surroundings
    versions: Versions
    names: Names
    languages: tuple[str, ...]  # of the articles and their translations, sorted

    def search(
        self, questions: Sequence[str], embedded: Embedded, limit: int, articles: Collection[str] | None
    ) -> list[list[SentenceHit]]:
        """For each question its hits: see `SentenceIndex.search`."""
        wordings = [[question, *self.names.respelt(question, self.languages)] for question in questions]
        # So many rows lead to `limit` sentences, however many versions each has.
        asked = self.arms.ask(wordings, embedded.vectors, limit * self.versions.most)
        if articles is None:
            proposed = [self.proposed(one, limit) for one in asked]
        else:
            spans = [self.sentences.span(article) for article in sorted(articles)]
            rows = np.concatenate([np.arange(0), *(np.arange(span.start, span.stop) for span in spans)])
            proposed = [self._proposed_among(one, rows, limit) for one in asked]
        return [
            self.hits(one, embedded.tokens.of(at, at + 1), found)
            for at, (one, found) in enumerate(zip(asked, proposed, strict=True))
        ]

    def proposed(self, asked: Asked, limit: int) -> Proposed:
        """The `limit` best sentences of each arm and their neighbours."""
        count = len(self.sentences)
        near, matching = (self.versions.sentences_of(rows) for rows in (asked.nearest, asked.matching))
        return self._with_neighbours(asked, near[near < count][:limit], matching[matching < count][:limit])

    def hits(self, asked: Asked, question: Tokens, proposed: Proposed) -> list[SentenceHit]:
        """The proposed sentences with their scores, in order."""
        rows, scored = proposed.rows, proposed.scored
        versions = _both(asked, scored)
        best = self.versions.best(versions)
        around = self.around.best_neighbour(best, rows), self.around.of_title(best, rows)
        dense, lexical = np.stack([best.at(rows), *around], axis=-1).transpose(1, 0, 2)
        told = self.versions.with_parts(rows)
        late = self.versions.best(Scores(told, self.late.similarities(question, told))).at(rows)
        columns = zip(
            self.sentences.at(rows),
            *np.column_stack([dense, lexical, late]).T.tolist(),
            self.versions.languages(Scores(scored, versions.values[:, 0]), rows),
            strict=True,
        )
        return [SentenceHit(self.articles[one.article], one, *found) for one, *found in columns]

    def _proposed_among(self, asked: Asked, rows: Rows, limit: int) -> Proposed:
        """The same of `rows`, ascending, alone: an approximate search would leave out most of few."""
        scored = self.versions.with_parts(rows)
        near, matching = self.versions.best(_both(asked, scored)).at(rows).T
        sharing = matching > 0
        best = _best(rows, near, limit), _best(rows[sharing], matching[sharing], limit)
        return self._with_neighbours(asked, *best)

    def _with_neighbours(self, asked: Asked, near: Rows, matching: Rows) -> Proposed:
        rows = self.around.with_neighbours(np.union1d(near, matching))
        scored = self.versions.with_parts(self.around.with_all(rows))
        asked.expect(scored)
        return Proposed(rows, scored)


def _both(asked: Asked, rows: Rows) -> Scores:
    """Cosines and shares, shape (len(rows), 2)."""
    return Scores(rows, np.column_stack([asked.cosines(rows), asked.shares(rows)]))


def _best(rows: Rows, values: Values, limit: int) -> Rows:
    found: Rows = rows[np.argsort(-values, kind="stable")[:limit]]
    return found
