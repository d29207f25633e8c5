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
from querylog.lasting import flush_folder

logger = logging.getLogger(__name__)

Event = dict[str, Any]
"""One line: `kind` (`query`, `feedback` or `audit`) and its row, with pseudonyms instead of users."""

_LOCK_S = 5


class Spool:
    """One file that every process with this `var/` shares."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lock = FileLock(f"{file}.lock", timeout=_LOCK_S, mode=0o600)
        self._threads = threading.RLock()
        # Held by who changes lines; adding one takes the lock above alone.
        self._change_lock = FileLock(f"{file}.change.lock", timeout=_LOCK_S, mode=0o600)
        self._changing_threads = threading.RLock()

    def append(self, event: Callable[[], Event]) -> None:
        """Add one line and wait until the disk has it.

        Args:
            event: asked for it when nobody else can read or change the spool any more.

        Raises:
            SpoolUnavailable: Nothing was added.
        """
        with self._open() as file:
            line = _lines([event()])
            end = file.seek(0, os.SEEK_END)
            if _is_torn(file):
                line = b"\n" + line  # a killed process left half a line: it must not swallow this one
            try:
                _write_through(file, line)
            except OSError:
                file.truncate(end)
                raise

    def __len__(self) -> int:
        """Lines that wait.

        Raises:
            SpoolUnavailable: They cannot be counted.
        """
        try:
            *lines, _half = self.file.read_bytes().split(b"\n")
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise SpoolUnavailable(f"{self.file}: {error.strerror}") from error
        return sum(map(bool, lines))

    def events(self) -> list[Event]:
        """Every line that waits."""
        with self._open() as file:
            return list(_parse(file.read(), self.file))

    def rewrite(self, keep: Callable[[list[Event]], list[Event]]) -> None:
        """Hand every line to `keep` and leave only what it returns (all of it, if it raises); others wait.

        Raises:
            SpoolUnavailable: All of it is left.
        """
        with self._changing(), self._open() as file:
            read = file.read()
            kept = _lines(keep(list(_parse(read, self.file))))
            if kept != read:  # half a line that a kill left goes, too
                self._replace(file, kept)

    def drain(self, keep: Callable[[list[Event]], list[Event]]) -> None:
        """`rewrite` for a `keep` that takes its time: lines can be added meanwhile, and stay.

        Raises:
            SpoolUnavailable: All of it is left.
        """
        with self._changing():
            with self._open() as file:
                read = file.read()
            kept = _lines(keep(list(_parse(read, self.file))))
            if kept != read:
                with self._open() as file:
                    file.seek(len(read))
                    self._replace(file, kept + file.read())

    def _replace(self, file: Any, lines: bytes) -> None:  # noqa: ANN401 - a raw binary file
        """Put others in the place of all lines.

        The old bytes are overwritten before the file shrinks, so that a deleted line is not left on the disk
        by this program (a copy-on-write file system or an SSD may still keep one).
        """
        beside = self.file.with_name(f"{self.file.name}.new")
        try:
            with os.fdopen(os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600), "r+b") as fresh:
                _write_through(fresh, lines)
            beside.replace(self.file)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
        flush_folder(self.file.parent)  # else a power cut could bring back the old file, overwritten
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        _write_through(file, bytes(size))

    @contextmanager
    def _changing(self) -> Iterator[None]:
        with self._in_our_words(), self._changing_threads, self._change_lock:
            yield

    @contextmanager
    def _open(self) -> Iterator[Any]:
        with self._in_our_words(), self._threads, self._lock:
            fresh = not self.file.exists()
            descriptor = os.open(self.file, os.O_CREAT | os.O_RDWR, 0o600)
            with os.fdopen(descriptor, "r+b", buffering=0) as file:
                if fresh:
                    flush_folder(self.file.parent)
                yield file

    @contextmanager
    def _in_our_words(self) -> Iterator[None]:
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            yield
        except (OSError, Timeout) as error:
            raise SpoolUnavailable(f"{self.file}: {error.strerror or error}") from error


def _lines(events: list[Event]) -> bytes:
    return b"".join(json.dumps(event, separators=(",", ":")).encode() + b"\n" for event in events)


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
            logger.warning(
                "%s: half a line of %d bytes, which a killed process left, is dropped", file, len(line)
            )
