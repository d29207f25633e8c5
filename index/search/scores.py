"""Scores of some rows of an index: what was computed for a question, looked up by row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Values = NDArray[np.float64]
NONE = -1
"""Stands for a row that is not there."""


def highest(rows: Rows, values: Values, limit: int) -> Rows:
    """The `limit` of `rows` with the highest values, best first; of equal ones the first."""
    found: Rows = rows[np.argsort(-values, kind="stable")[:limit]]
    return found


@dataclass(frozen=True, slots=True)
class Scores:
    """`values[i]` is the score of row `rows[i]`, or its scores by several arms: shape (n,) or (n, arms).

    The rows have shape (n,), are ascending, and each is there once.
    """

    rows: Rows
    values: Values

    def at(self, rows: Rows) -> Values:
        """Scores of `rows`, shape (len(rows),) or (len(rows), arms); 0 for `NONE`.

        Each other row must be among those scored.
        """
        found: Values = np.zeros((len(rows), *self.values.shape[1:]))
        there = rows != NONE
        found[there] = self.values[self.rows.searchsorted(rows[there])]
        return found
