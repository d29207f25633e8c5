"""The steps of a reindex: told to whoever watches, and each a chance to end it."""

from __future__ import annotations

from collections.abc import Callable

from index.errors import ReindexCancelled
from index.lock import Hold
from index.models import Progress


class Steps:
    """Passes progress on, and ends the work at the first step after it was cancelled."""

    def __init__(self, hold: Hold, progress: Progress, cancelled: Callable[[], bool]) -> None:
        self._told = (hold, progress)
        self._cancelled = (cancelled, hold.cancelled)

    def __call__(self, phase: str, done: int, total: int) -> None:
        """As `Progress`.

        Raises:
            ReindexCancelled: Somebody asked it to end.
        """
        if any(cancelled() for cancelled in self._cancelled):
            raise ReindexCancelled(f"cancelled at {phase}, {done} of {total}")
        self.last(phase, done, total)

    def last(self, phase: str, done: int, total: int) -> None:
        """A step that can no longer be cancelled."""
        for tell in self._told:
            tell(phase, done, total)
