"""Measures that no busy machine can spoil: a clock that stands still, and a count of calls."""

import sys
from collections.abc import Callable
from types import FrameType


class Clock:
    """Seconds, as late as a test sets it."""

    def __init__(self, now: float = 0.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def calls_of(work: Callable[[], object]) -> int:
    """How many functions, ours and built-in ones, are called while `work` runs."""
    counted = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return counted
