"""Scores of some rows of an index: what was computed for a question, looked up by row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Values = NDArray[np.float64]
NONE = -1
"""Stands for a row that is not there."""


@dataclass(frozen=True, slots=True)
class Scores:
    """`values[i]` is the score of row `rows[i]`; both have shape (n,), the rows are ascending and each there once."""

    rows: Rows
    values: Values

    def at(self, rows: Rows) -> Values:
        """Scores of `rows`, shape (len(rows),); 0 for `NONE`. Each other row must be among those scored."""
        found: Values = np.zeros(len(rows))
        there = rows != NONE
        found[there] = self.values[np.searchsorted(self.rows, rows[there])]
        return found
