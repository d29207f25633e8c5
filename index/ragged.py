"""Ragged arrays: many lists of numbers, one behind the other, in two arrays."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.int64]
Integers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Ragged:
    """The i-th list is `values[starts[i]:starts[i + 1]]`; `starts` has shape (lists + 1,)."""

    starts: Positions
    values: Integers

    def __len__(self) -> int:
        return len(self.starts) - 1

    def sizes(self, which: Integers) -> Positions:
        """How long each of the lists `which` is."""
        found: Positions = self.starts[which + 1] - self.starts[which]
        return found

    def of(self, which: Integers) -> tuple[Integers, Positions]:
        """The lists `which` one behind the other, and how long each is."""
        sizes = self.sizes(which)
        return self.values[ranges(self.starts[which], sizes)], sizes

    def inverted(self, count: int) -> Ragged:
        """For each of the values 0 to `count` - 1 the lists that hold it, ascending and each once."""
        keys = self.values.astype(np.int64) * max(len(self), 1)
        keys += np.repeat(np.arange(len(self)), np.diff(self.starts))
        keys = np.unique(keys)
        value, holder = np.divmod(keys, max(len(self), 1))
        return join(np.bincount(value, minlength=count), holder.astype(np.int32))

    def fits(self, count: int) -> bool:
        """Whether these are lists, and of values from 0 to `count` - 1."""
        starts = self.starts
        whole = (
            len(starts) > 0
            and starts[0] == 0
            and starts[-1] == len(self.values)
            and bool((np.diff(starts) >= 0).all())
        )
        return whole and (not len(self.values) or 0 <= self.values.min() <= self.values.max() < count)


def join(sizes: Integers, values: Integers) -> Ragged:
    """Lists of these sizes, cut from `values`."""
    return Ragged(np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]), values)


def ragged(lists: Iterable[Iterable[int]]) -> Ragged:
    """`lists` in two arrays of int64."""
    values, starts = array("q"), array("q", [0])
    for one in lists:
        values.extend(one)
        starts.append(len(values))
    return Ragged(np.frombuffer(starts, np.int64), np.frombuffer(values, np.int64))


def ranges(starts: Positions, sizes: Positions) -> Positions:
    """The whole numbers from each start on, as many as its size says, one range behind the other."""
    ends = sizes.cumsum()
    found: Positions = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + sizes, sizes)
    return found
