"""Where records wait while the database cannot take them: JSON lines, for the owner alone, safe to kill."""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from querylog.errors import SpoolUnavailable

log = logging.getLogger(__name__)

Event = dict[str, Any]
"""One line: `kind` (`query`, `feedback` or `audit`) and its row, with pseudonyms instead of users."""

_LOCK_S = 5


class Spool:
    """One file that every process with this `var/` shares."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lock = FileLock(f"{file}.lock", timeout=_LOCK_S, mode=0o600)
        self._threads = threading.RLock()

    def append(self, event: Callable[[], Event]) -> None:
        """Add one line and wait until the disk has it.

        Args:
            event: asked for it when nobody else can read or change the spool any more.

        Raises:
            SpoolUnavailable: Nothing was added.
        """
        with self._open() as file:
            line = json.dumps(event(), separators=(",", ":")).encode() + b"\n"
            end = file.seek(0, os.SEEK_END)
            if _is_torn(file):
                line = b"\n" + line  # a killed process left half a line: it must not swallow this one
            try:
                _write_through(file, line)
            except OSError:
                file.truncate(end)
                raise

    def __len__(self) -> int:
        """Lines that wait."""
        try:
            return self.file.read_bytes().count(b"\n")
        except FileNotFoundError:
            return 0

    def events(self) -> list[Event]:
        """Every line that waits."""
        with self._open() as file:
            return list(_parse(file.read(), self.file))

    def rewrite(self, keep: Callable[[list[Event]], list[Event]]) -> None:
        """Hand every line to `keep` and leave only what it returns (all of it, if it raises); others wait.

        The old bytes are overwritten before the file shrinks, so that a deleted line is not left on the disk
        by this program (a copy-on-write file system or an SSD may still keep one).
        """
        with self._open() as file:
            events = list(_parse(file.read(), self.file))
            kept = keep(events)
            if kept == events:
                return
            replacement = b"".join(
                json.dumps(event, separators=(",", ":")).encode() + b"\n" for event in kept
            )
            beside = self.file.with_name(f"{self.file.name}.new")
            with os.fdopen(os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600), "r+b") as fresh:
                _write_through(fresh, replacement)
            beside.replace(self.file)
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            _write_through(file, bytes(size))

    @contextmanager
    def _open(self) -> Iterator[Any]:
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self._threads, self._lock:
                descriptor = os.open(self.file, os.O_CREAT | os.O_RDWR, 0o600)
                with os.fdopen(descriptor, "r+b", buffering=0) as file:
                    yield file
        except (OSError, Timeout) as error:
            raise SpoolUnavailable(f"{self.file}: {error}") from error


def _is_torn(file: Any) -> bool:  # noqa: ANN401 - a raw binary file
    end = file.seek(0, os.SEEK_END)
    if not end:
        return False
    file.seek(end - 1)
    return bool(file.read(1) != b"\n")


def _write_through(file: Any, data: bytes) -> None:  # noqa: ANN401 - a raw binary file
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]  # a raw file may take a part: the disk is filling up
    os.fsync(file.fileno())


def _parse(data: bytes, file: Path) -> Iterator[Event]:
    for line in data.split(b"\n"):
        try:
            if line:
                yield json.loads(line)
        except ValueError:
            # Only a kill in the middle of an append leaves such a line: its answer was never shown.
            log.exception("%s: half a line of %d bytes is dropped", file.name, len(line))
