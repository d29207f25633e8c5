"""What stands around a sentence: its neighbours in the paragraph, and its article's title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.models import Article, Sentence
from index.scores import NONE, Rows, Scores, Values


@dataclass(frozen=True, slots=True)
class Surroundings:
    """For each sentence's row, the row of its neighbours and title; each array has shape (sentences,), -1: none."""

    previous: Rows
    following: Rows
    title: Rows

    @classmethod
    def of(cls, sentences: Sequence[Sentence], articles: Mapping[str, Article]) -> Surroundings:
        """Titles have rows of their own behind the sentences', one for each article that has a title, in order."""
        previous = np.full(len(sentences), NONE, dtype=np.int64)
        following = np.full(len(sentences), NONE, dtype=np.int64)
        for row in range(1, len(sentences)):
            left, right = sentences[row - 1], sentences[row]
            if (left.article, left.paragraph) == (right.article, right.paragraph):
                previous[row], following[row - 1] = row - 1, row
        titled = [article.id for article in articles.values() if article.title]
        rows = {article: len(sentences) + at for at, article in enumerate(titled)}
        title = np.array([rows.get(sentence.article, NONE) for sentence in sentences], dtype=np.int64)
        return cls(previous, following, title)

    def with_neighbours(self, rows: Rows) -> Rows:
        """`rows` and their neighbours, each once, in order."""
        return _known(rows, self.previous[rows], self.following[rows])

    def with_all(self, rows: Rows) -> Rows:
        """`rows`, their neighbours and their titles, each once, in order."""
        return _known(rows, self.previous[rows], self.following[rows], self.title[rows])

    def best_neighbour(self, scores: Scores, rows: Rows) -> Values:
        """The better of the two neighbours' scores, shape (len(rows),); 0 for a sentence that stands alone."""
        return np.maximum(scores.at(self.previous[rows]), scores.at(self.following[rows]))

    def of_title(self, scores: Scores, rows: Rows) -> Values:
        """The title's score, shape (len(rows),); 0 where the article has no title."""
        return scores.at(self.title[rows])


def _known(*rows: Rows) -> Rows:
    found: Rows = np.unique(np.concatenate(rows))
    known: Rows = found[found != NONE]
    return known
