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
    """Polls files and folders; a change counts once it has been quiet for some seconds.

    Polling works on every file system, network folders and container mounts included.

    Args:
        paths: files, or folders with all their visible files; they need not exist.
        quiet: seconds without a further change.
        at_start: whether what is there at the beginning counts as a change: it may have come before.
        clock: seconds that never go back.
    """

    def __init__(
        self,
        paths: Iterable[Path],
        *,
        quiet: float = 0.0,
        at_start: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._paths = tuple(paths)
        self._quiet = quiet
        self._clock = clock
        self._last = self._snapshot()
        self._known: Snapshot | None = None if at_start else self._last
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
        for path in self._paths:
            for file in _files(path):
                try:
                    status = file.stat()
                except OSError:
                    continue  # gone between listing and looking
                found.add((os.fspath(file), status.st_size, status.st_mtime_ns))
        return frozenset(found)


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, inner, names in os.walk(path):  # a folder that goes meanwhile is no error of its
        inner[:] = [name for name in inner if not name.startswith(".")]
        yield from (Path(folder, name) for name in names if not name.startswith("."))
