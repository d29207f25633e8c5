"""Noticing that files changed, for watch mode."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

Snapshot = frozenset[tuple[str, int, int]]
"""Path, size in bytes and time of change in nanoseconds of each file."""


class Watcher:
    """Polls folders; a change counts once it has been quiet for some seconds.

    What is there at the beginning is the first change: it may have come just before. Polling works on every file
    system, network folders and container mounts included.

    Args:
        folders: with all their visible files; they need not exist.
        quiet: seconds without a further change.
        clock: seconds that never go back.
    """

    def __init__(
        self, folders: Iterable[Path], *, quiet: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._folders = tuple(folders)
        self._quiet = quiet
        self._clock = clock
        self._known: Snapshot | None = None
        self._last = self._snapshot()
        self._since = clock()

    def changed(self) -> bool:
        """Whether something changed since the last time this said so, and has been left alone since."""
        now = self._snapshot()
        if now != self._last:
            self._last, self._since = now, self._clock()
        if self._last == self._known or self._clock() - self._since < self._quiet:
            return False
        self._known = self._last
        return True

    def run(self, on_change: Callable[[], bool], stop: threading.Event, *, every: float = 1.0) -> None:
        """Calls `on_change` for each change until `stop` is set; what it raises ends the watch.

        Args:
            on_change: what to do; False where it has to be called again at the next look.
            stop: set from another thread.
            every: seconds between two looks.
        """
        due = False
        while not stop.wait(every):
            due = self.changed() or due
            if due:
                due = not on_change()

    def _snapshot(self) -> Snapshot:
        found = set()
        for folder in self._folders:
            for file in _files(folder):
                try:
                    status = file.stat()
                except OSError:
                    continue  # gone between listing and looking
                found.add((os.fspath(file), status.st_size, status.st_mtime_ns))
        return frozenset(found)


def _files(folder: Path) -> Iterator[Path]:
    for path, inner, names in os.walk(folder):  # a folder that goes meanwhile is no error of its
        inner[:] = [name for name in inner if not name.startswith(".")]
        yield from (Path(path, name) for name in names if not name.startswith("."))
