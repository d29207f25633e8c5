"""What stands around a sentence: its neighbours in the paragraph, and its article's title."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from index.models import Article
from index.search.scores import NONE, Rows, Scores, Values
from index.sentence_table import SentenceTable


@dataclass(frozen=True, slots=True)
class Surroundings:
    """For each sentence's row, the row of its neighbours and title; each array has shape (sentences,), -1: none."""

    previous: Rows
    following: Rows
    title: Rows

    @classmethod
    def of(cls, sentences: SentenceTable, articles: Mapping[str, Article]) -> Surroundings:
        """Titles have rows of their own behind the sentences', one for each article that has a title, in order."""
        rows = np.arange(len(sentences))
        same = (np.diff(sentences.article) == 0) & (np.diff(sentences.paragraph) == 0)
        previous = np.concatenate([[NONE], np.where(same, rows[:-1], NONE)])[: len(rows)]
        following = np.concatenate([np.where(same, rows[1:], NONE), [NONE]])[: len(rows)]
        titled = [bool(articles[name].title) for name in sentences.names]
        title = np.where(titled, len(rows) + np.cumsum(titled) - 1, NONE)
        return cls(previous, following, title[sentences.article])

    def with_neighbours(self, rows: Rows) -> Rows:
        """`rows` and their neighbours, each once, in order."""
        return _known(rows, self.previous[rows], self.following[rows])

    def with_all(self, rows: Rows) -> Rows:
        """`rows`, their neighbours and their titles, each once, in order."""
        return _known(rows, self.previous[rows], self.following[rows], self.title[rows])

    def best_neighbour(self, scores: Scores, rows: Rows) -> Values:
        """The better of the two neighbours' scores, as `Scores.at` has them; 0 for a sentence that stands alone."""
        return np.maximum(scores.at(self.previous[rows]), scores.at(self.following[rows]))

    def of_title(self, scores: Scores, rows: Rows) -> Values:
        """The title's score, as `Scores.at` has it; 0 where the article has no title."""
        return scores.at(self.title[rows])


def _known(*rows: Rows) -> Rows:
    found: Rows = np.unique(np.concatenate(rows))
    known: Rows = found[found != NONE]
    return known
