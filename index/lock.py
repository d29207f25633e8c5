"""One reindex at a time, across processes; the second asker hears who, since when and how far."""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import ReindexBusy
from index.files import make_folder, temporary_beside
from index.models import Progress

logger = logging.getLogger(__name__)

_REPORT_EVERY = 0.5  # seconds between two writes of the state
_PATIENCE = 1.0  # seconds to outwait whoever only looked whether the lock is free


@dataclass(frozen=True, slots=True)
class Holder:
    """Who builds, and how far it is."""

    who: str
    pid: int
    started: str  # ISO 8601, UTC
    phase: str = "starting"
    done: int = 0
    total: int = 0

    def __str__(self) -> str:
        return f"{self.who}, since {self.started}, {self.phase} {self.done} of {self.total}"


class ReindexLock:
    """A lock that the operating system drops when its process dies, and a file that says who holds it."""

    def __init__(self, root: Path, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._root = root
        self._state = root / "reindex.json"
        self._now = now

    @contextmanager
    def held(self, who: str) -> Iterator[Progress]:
        """Holds the lock; what it yields is told of the progress.

        Raises:
            ReindexBusy: somebody else holds it; carries what is known of them.
            OSError: the folder cannot be written.
        """
        make_folder(self._root)
        lock = FileLock(self._root / "reindex.lock")
        self._acquire(lock)
        try:
            holder = Holder(who, os.getpid(), self._now().isoformat(timespec="seconds"))
            yield _Reporter(self._write, holder)
        finally:
            self._state.unlink(missing_ok=True)
            lock.release()

    def wait(self) -> None:
        """Returns once nobody holds the lock."""
        with FileLock(self._root / "reindex.lock"):
            return

    def holder(self) -> Holder | None:
        """Who builds right now; None where nobody does."""
        if not (self._root / "reindex.lock").exists():
            return None
        lock = FileLock(self._root / "reindex.lock")
        try:
            with lock.acquire(timeout=0):
                return None  # a state file that is still there is a dead process's
        except Timeout:
            return self._read()

    def _acquire(self, lock: FileLock) -> None:
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                lock.acquire(timeout=0.05)
            except Timeout:
                holder = self._read()
                if holder is None and time.monotonic() < deadline:
                    continue  # it has not said who it is yet, or only looked
                raise ReindexBusy(holder) from None
            return

    def _read(self) -> Holder | None:
        try:
            return Holder(**json.loads(self._state.read_bytes()))
        except (OSError, ValueError, TypeError):
            return None

    def _write(self, holder: Holder) -> None:
        temporary = temporary_beside(self._state)
        try:
            temporary.write_text(json.dumps(asdict(holder)), encoding="utf-8")
            temporary.replace(self._state)  # whole, but not flushed: after a power cut nobody builds
        except OSError as error:
            temporary.unlink(missing_ok=True)
            logger.warning("Nobody can see how far the reindex is: %s", error)


class _Reporter:
    """Writes the state at once on a new phase, else now and then."""

    def __init__(self, write: Callable[[Holder], None], holder: Holder) -> None:
        self._write_to = write
        self._holder = holder
        self._written = time.monotonic()
        write(holder)

    def __call__(self, phase: str, done: int, total: int) -> None:
        fresh = phase != self._holder.phase
        self._holder = replace(self._holder, phase=phase, done=done, total=total)
        if fresh or time.monotonic() - self._written >= _REPORT_EVERY:
            self._written = time.monotonic()
            self._write_to(self._holder)
