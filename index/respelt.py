"""One question asked in several wordings, as if it were one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from index.arms import Asked
from index.scores import Rows, Values

WORTH = 0.5
"""What a share counts for that only another spelling of the names brings."""


@dataclass(slots=True)
class Respelt:
    """Meant as it was asked; what a row shares more of its best wording than of the question counts half.

    A share is of the wording's own weight, so a respelt question is worth no more than one asked like that, and less
    where it differs: in another language only its names can match, and these say what a text is about rather than
    which of its sentences answers. Measured on golden questions in `benchmarks/translations.md`.
    """

    asked: Asked
    wordings: Sequence[Asked]  # the same question with its names spelt otherwise
    limit: int  # rows that each proposes

    _proposed: Rows = field(init=False)  # by any wording, in order

    def __post_init__(self) -> None:
        self._proposed = np.unique(np.concatenate([one.matching for one in (self.asked, *self.wordings)]))
        self.expect(self._proposed)

    @property
    def nearest(self) -> Rows:
        """The rows nearest in meaning, best first."""
        return self.asked.nearest

    @property
    def matching(self) -> Rows:
        """The rows that share most of any wording, best first."""
        rows = self._proposed
        best: Rows = rows[np.argsort(-self.shares(rows), kind="stable")[: self.limit]]
        return best

    def expect(self, rows: Rows) -> None:
        """Says which rows will be scored, in every wording."""
        for one in (self.asked, *self.wordings):
            one.expect(rows)

    def cosines(self, rows: Rows) -> Values:
        """Cosine of the question with each of `rows`."""
        return self.asked.cosines(rows)

    def shares(self, rows: Rows) -> Values:
        """Share of the question's weight that each of `rows` holds, in [0, 1)."""
        own = self.asked.shares(rows)
        best = np.max([own, *(one.shares(rows) for one in self.wordings)], axis=0)
        shares: Values = own + WORTH * (best - own)
        return shares
