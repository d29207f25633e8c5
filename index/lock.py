"""One reindex at a time, across processes; others hear who, since when and how far, and may ask it to end."""

from __future__ import annotations

import json
import logging
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import ReindexBusy
from index.files import make_folder, sweep, temporary_beside, write_atomic

logger = logging.getLogger(__name__)

FILES = "reindex.*"
"""Names of the files that are written by who holds this lock, in a folder where the store's lock guards the others."""
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
    token: str = ""  # random: a word meant for one reindex must not end the next

    def __str__(self) -> str:
        return f"{self.who}, since {self.started}, {self.phase} {self.done} of {self.total}"


class ReindexLock:
    """A lock that the operating system drops when its process dies, and a file that says who holds it."""

    def __init__(self, root: Path, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._root = root
        self._state = root / "reindex.json"
        self._cancel = root / "reindex.cancel"  # holds the token of the reindex that is to end
        self._now = now
        self._told = False  # that its state cannot be written

    @contextmanager
    def held(self, who: str) -> Iterator[Hold]:
        """Holds the lock; what it yields is told of the progress, and knows whether somebody asked to cancel.

        Raises:
            ReindexBusy: somebody else holds it; carries what is known of them.
            OSError: the folder cannot be written.
        """
        make_folder(self._root)
        lock = FileLock(self._root / "reindex.lock")
        self._acquire(lock)
        try:
            sweep(self._root, of=FILES)
            started = self._now().isoformat(timespec="seconds")
            holder = Holder(who, os.getpid(), started, token=secrets.token_hex(8))
            yield Hold(holder, self._write, self._cancel)
        finally:
            self._forget()  # what this fails to remove, whoever looks next removes
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
                self._forget()
                return None
        except Timeout:
            return self._read()

    def cancel(self) -> Holder | None:
        """Asks whoever builds, in whichever process, to end at its next step; None where nobody does.

        Raises:
            OSError: the folder cannot be written.
        """
        holder = self.holder()
        if holder is not None:
            write_atomic(self._cancel, holder.token.encode())
        return holder

    def _forget(self) -> None:
        """Removes what says who builds: left by who ended or was killed, it would name somebody for no reason."""
        for path in (self._state, self._cancel):
            with suppress(OSError):  # a read-only folder
                path.unlink(missing_ok=True)

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
            if not self._told:
                logger.warning("Nobody can see how far the reindex is: %s: %s", self._state, error.strerror)
            self._told = True


class Hold:
    """Writes the state at once on a new phase, else now and then."""

    def __init__(self, holder: Holder, write: Callable[[Holder], None], cancel: Path) -> None:
        self._holder = holder
        self._write_to = write
        self._cancel = cancel
        self._written = time.monotonic()
        write(holder)

    def __call__(self, phase: str, done: int, total: int) -> None:
        """As `Progress`."""
        fresh = phase != self._holder.phase
        self._holder = replace(self._holder, phase=phase, done=done, total=total)
        if fresh or time.monotonic() - self._written >= _REPORT_EVERY:
            self._written = time.monotonic()
            self._write_to(self._holder)

    def cancelled(self) -> bool:
        """Whether somebody asked this reindex to end, in whichever process."""
        try:
            return self._cancel.read_text(encoding="ascii") == self._holder.token
        except (OSError, ValueError):
            return False
