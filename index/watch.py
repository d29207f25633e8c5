"""Noticing that files changed: articles for watch mode, `current` for builds that other processes publish."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

Snapshot = frozenset[tuple[str, int, int]]
"""Path, size in bytes and time of change in nanoseconds of each file."""


class Watcher:
    """Polls files and folders; a change counts once it has been quiet for some seconds.

    Polling works on every file system, network folders and container mounts included.

    Args:
        paths: files, or folders with all their visible files; they need not exist.
        quiet: seconds without a further change.
        clock: seconds that never go back.
    """

    def __init__(
        self, paths: Iterable[Path], *, quiet: float = 0.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._paths = tuple(paths)
        self._quiet = quiet
        self._clock = clock
        self._known = self._last = self._snapshot()
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

    def run(self, on_change: Callable[[], object], stop: threading.Event, *, every: float = 1.0) -> None:
        """Calls `on_change` for each change until `stop` is set; what it raises ends the watch.

        Args:
            on_change: what to do.
            stop: set from another thread.
            every: seconds between two looks.
        """
        while not stop.wait(every):
            if self.changed():
                on_change()

    def _snapshot(self) -> Snapshot:
        found = set()
        for path in self._paths:
            for file in _files(path):
                try:
                    status = file.stat()
                except OSError:
                    continue  # gone between listing and looking
                found.add((os.fspath(file), status.st_size, status.st_mtime_ns))
        return frozenset(found)


def _files(path: Path) -> Iterable[Path]:
    if path.is_dir():
        return (file for file in path.rglob("*") if not file.name.startswith(".") and file.is_file())
    return (path,)
