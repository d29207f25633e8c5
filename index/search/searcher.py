"""From questions to sentences with what each arm says of them; nothing is ranked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.models import Article, Embedded, SentenceHit, Tokens
from index.names import Names
from index.search.arms import Arms, Asked
from index.search.late import LateArm
from index.search.scores import Rows, Scores
from index.search.surroundings import Surroundings
from index.search.versions import Versions
from index.sentence_table import SentenceTable


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

    def search(self, questions: Sequence[str], embedded: Embedded, limit: int) -> list[list[SentenceHit]]:
        """For each question its hits: see `SentenceIndex.search`."""
        wordings = [[question, *self.names.respelt(question, self.languages)] for question in questions]
        # So many rows lead to `limit` sentences, however many versions each has.
        asked = self.arms.ask(wordings, embedded.vectors, limit * self.versions.most)
        proposed = [self.proposed(one, limit) for one in asked]
        return [
            self.hits(one, embedded.tokens.of(at, at + 1), found)
            for at, (one, found) in enumerate(zip(asked, proposed, strict=True))
        ]

    def proposed(self, asked: Asked, limit: int) -> Proposed:
        """The `limit` best sentences of each arm and their neighbours."""
        count = len(self.sentences)
        near, matching = (self.versions.sentences_of(rows) for rows in (asked.nearest, asked.matching))
        best = np.union1d(near[near < count][:limit], matching[matching < count][:limit])
        rows = self.around.with_neighbours(best)
        scored = self.versions.with_parts(self.around.with_all(rows))
        asked.expect(scored)
        return Proposed(rows, scored)

    def hits(self, asked: Asked, question: Tokens, proposed: Proposed) -> list[SentenceHit]:
        """The proposed sentences with their scores, in order."""
        rows, scored = proposed.rows, proposed.scored
        versions = Scores(scored, np.column_stack([asked.cosines(scored), asked.shares(scored)]))
        best = self.versions.best(versions)
        dense, lexical = best.at(rows).T.tolist()
        dense_neighbour, lexical_neighbour = self.around.best_neighbour(best, rows).T.tolist()
        dense_title, lexical_title = self.around.of_title(best, rows).T.tolist()
        told = self.versions.with_parts(rows)
        late = self.versions.best(Scores(told, self.late.similarities(question, told))).at(rows).tolist()
        languages = self.versions.languages(Scores(scored, versions.values[:, 0]), rows)
        columns = zip(
            self.sentences.at(rows),
            dense,
            dense_neighbour,
            dense_title,
            lexical,
            lexical_neighbour,
            lexical_title,
            late,
            languages,
            strict=True,
        )
        return [SentenceHit(self.articles[one.article], one, *found) for one, *found in columns]
