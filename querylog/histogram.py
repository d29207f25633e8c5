"""Latencies in logarithmic buckets: a million of them are counted by one walk along an index."""

from __future__ import annotations

import math
from collections.abc import Mapping

_PER_DECADE = 25  # buckets between 10 and 100 ms: each 9.6 % wide, so a percentile is right within 5 %


def bucket(ms: float) -> int:
    """The number of the logarithmic bucket that a latency falls into."""
    return round(_PER_DECADE * math.log10(max(ms, 0.01)))


def percentile(histogram: Mapping[int, int], share: float) -> float | None:
    """Percentile in milliseconds of latencies counted by `bucket`; None where there are none.

    Nearest rank; within a bucket the latencies are taken as spread evenly on the logarithmic scale.
    """
    rank = math.ceil(share * sum(histogram.values()))
    below = 0
    for number in sorted(histogram):
        if below + histogram[number] >= rank > 0:
            inside = (rank - below - 0.5) / histogram[number] - 0.5
            return float(10 ** ((number + inside) / _PER_DECADE))
        below += histogram[number]
    return None
