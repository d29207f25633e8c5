"""Making the bytes of deleted rows unreadable: once for all deletions that wait for it together."""

from __future__ import annotations

import threading
import time

from querylog.database import Database

PAUSE_S = 60.0  # between two that members' deletions start: it rewrites the whole file


class Overwriting:
    """Thread-safe. What a deletion owes is settled by it, by another one, or by the next upkeep."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._counts = threading.Lock()
        self._turn = threading.Lock()
        self._owed = 0  # deletions so far
        self._settled = 0  # of these, whose bytes are gone
        self._next = 0.0  # when a deletion may settle again, on the monotonic clock, seconds

    @property
    def due(self) -> bool:
        """Whether bytes of deleted rows may still stand in the file."""
        return self._settled < self._owed

    def owe(self) -> None:
        """Rows were deleted, and that is committed."""
        with self._counts:
            self._owed += 1

    def after_deletion(self) -> bool:
        """Settle, unless a deletion just did; whether nothing is due.

        Raises:
            LogUnavailable: The database is away.
        """
        mine = self._owed
        with self._turn:
            # Whoever had the turn before may have settled this deletion along with its own.
            if self._settled >= mine:
                return True
            if time.monotonic() < self._next:
                return False
            settled = self._settle()
            self._next = time.monotonic() + PAUSE_S
            return settled

    def settle(self) -> bool:
        """Overwrite all that is due, now; whether it succeeded.

        Raises:
            LogUnavailable: The database is away.
        """
        with self._turn:
            return not self.due or self._settle()

    def _settle(self) -> bool:
        owed = self._owed
        done = self._database.overwrite()
        if done:
            self._settled = owed
        return done
