"""One question in several wordings, put to the lexical arm as if it were one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from index.search.arms import LexicalAsked
from index.search.scores import Rows, Values, highest

WORTH = 0.5
"""What a share counts for that only another spelling of the names brings."""


def respelt(wordings: Sequence[LexicalAsked], limit: int) -> LexicalAsked:
    """A question's wordings, the first as it was asked, as one that proposes `limit` rows."""
    return Respelt(wordings, limit) if len(wordings) > 1 else wordings[0]


@dataclass(frozen=True)
class Respelt:
    """What a row shares more of its best wording than of the question counts half.

    A share is of the wording's own weight, so a respelt question is worth no more than one asked like that, and less
    where it differs: in another language only its names can match, and these say what a text is about rather than
    which of its sentences answers. Measured on golden questions in `benchmarks/translations.md`.
    """

    wordings: Sequence[LexicalAsked]  # the first as it was asked, the others with its names spelt otherwise
    limit: int  # rows that each proposes

    @cached_property
    def matching(self) -> Rows:
        """The rows that share most of any wording, best first."""
        rows = np.unique(np.concatenate([one.matching for one in self.wordings]))
        return highest(rows, self.shares(rows), self.limit)

    def shares(self, rows: Rows) -> Values:
        """Share of the question's weight that each of `rows` holds, in [0, 1)."""
        own, *others = [one.shares(rows) for one in self.wordings]
        best = np.max([own, *others], axis=0)
        shares: Values = own + WORTH * (best - own)
        return shares
