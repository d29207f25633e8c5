"""Getting an event on record whatever the database does: written, or spooled, or held until either works."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import sqlalchemy as sa

from querylog.database import Database
from querylog.errors import TO_MEND, LogRejected, QueryLogError, SpoolUnavailable, UnknownRecord
from querylog.events import names_of, without_text
from querylog.models import Health
from querylog.schema import pauses
from querylog.spool import Event, Spool
from querylog.writing import apply

logger = logging.getLogger(__name__)

_CHUNK = 100  # events in one transaction of a replay: an answer's record waits for one at most
_HELD = 10_000  # events kept in memory while not even the spool can be written
_BACK_OFF_S = 1.0  # after a failure, answers go straight to the spool for so long


class Delivery:
    """Writes events, never in vain; thread-safe."""

    def __init__(self, database: Database, spool: Spool, prepare: Callable[[], None]) -> None:
        self._database = database
        self._spool = spool
        self._prepare = prepare
        self._lock = threading.Lock()
        self._held: list[Event] = []
        self._paused: frozenset[str] = frozenset()
        self._retry_at = 0.0  # on the monotonic clock, seconds
        self._failures = 0
        self._last_error: str | None = None
        self._told: str | None = None

    def send(self, event: Event) -> None:
        """Write the event, or keep it for later; never raises for a database's sake."""
        if time.monotonic() < self._retry_at:
            self.keep(event)
            return
        try:
            self.write(event)
        except UnknownRecord:
            raise
        except QueryLogError as error:
            self._note_failure(error)
            self.keep(event)

    def write(self, event: Event) -> None:
        """Write the event now.

        Raises:
            UnknownRecord: It is feedback, and its question is not on record.
        """
        self._prepare()
        with self._database.write(briefly=True) as connection:
            found = apply(connection, event)
        if not found:
            raise UnknownRecord(f"no question {event['query']} on record")
        with self._lock:
            self._last_error = self._told = None

    def replay(self) -> None:
        """Write what waits, oldest first.

        Raises:
            LogUnavailable: The database still cannot take them; everything waits on.
            SpoolUnavailable: The spool cannot be read, or another process changes it just now.
        """
        self._prepare()
        self.refresh_paused()
        if len(self._spool) or self._held:
            replayed = self._replay()
            if replayed:
                logger.warning("records that waited and are on record now: %d", replayed)
        with self._lock:
            self._retry_at = 0.0
            self._last_error = self._told = None

    def _replay(self) -> int:
        """How many events are on record now that were not."""
        replayed = 0

        def write(spooled: list[Event]) -> list[Event]:
            # What is held in memory included: a deletion waits, and then finds it gone.
            nonlocal replayed
            with self._lock:
                held, self._held = self._held, []
            left = held
            try:
                # Votes come last: whichever of both places they waited in, their question is on record then.
                events = sorted([*spooled, *held], key=lambda event: event["kind"] == "feedback")
                rejected = self._write_all(events)
                left = [event for event in held if event in rejected]
            finally:
                with self._lock:
                    self._held = [*left, *self._held]
            replayed = len(events) - len(rejected)
            return [event for event in spooled if event in rejected]

        self._spool.drain(write)
        return replayed

    def transform(self, change: Callable[[list[Event]], list[Event]], meanwhile: Callable[[], None]) -> None:
        """Change what waits, spool and memory, and do `meanwhile` while no replay can run."""

        def both(events: list[Event]) -> list[Event]:
            meanwhile()
            with self._lock:
                self._held = change(self._held)
            return change(events)

        self._spool.rewrite(both)

    def waiting(self) -> list[Event]:
        """Everything that waits for the database."""
        with self._lock:
            held = list(self._held)
        return [*self._spool.events(), *held]

    def is_waiting(self, record: int) -> bool:
        """Whether the question with this id waits for the database."""
        return self.waiting_query(record) is not None

    def waiting_query(self, record: int) -> Event | None:
        """The question with this id, if it waits for the database."""
        asked = (event for event in self.waiting() if event["kind"] == "query")
        return next((event for event in asked if event["row"]["id"] == record), None)

    def refresh_paused(self) -> None:
        """Read again who paused, so that the spool does not keep their texts either."""
        with self._database.read() as connection:
            self._paused = frozenset(connection.scalars(sa.select(pauses.c.pseudonym)))

    def health(self) -> Health:
        """How the log is doing; what waits in a spool that cannot be read is not counted."""
        try:
            spooled, readable = len(self._spool), True
        except SpoolUnavailable:
            spooled, readable = 0, False
        with self._lock:
            return Health(readable and self._last_error is None, spooled + len(self._held), self._failures)

    def keep(self, event: Event) -> None:
        """Let the event wait for the next replay."""
        try:
            self._spool.append(lambda: self._as_kept(event))
        except SpoolUnavailable as error:
            with self._lock:
                self._held = [*self._held, self._as_kept(event)][-_HELD:]
            trouble = "; ".join(str(one) for one in (self._last_error, error) if one)
            remedy = "" if TO_MEND in trouble else f": {TO_MEND}"
            self._tell(trouble, f"records wait in memory and are lost with the process{remedy}")
        else:
            if self._last_error is not None:
                self._tell(self._last_error, "records are spooled until it can")

    def flush(self) -> None:
        """Try once more what only memory holds, before the process ends; what is lost with it is said."""
        with self._lock:
            held, self._held = self._held, []
            self._retry_at = 0.0
        for tried, event in enumerate(held):
            with suppress(UnknownRecord):
                self.send(event)
            if self._held:
                lost = len(held) - tried
                logger.error("records lost, which neither the database nor the spool took: %d", lost)
                return

    def _tell(self, trouble: str, consequence: str) -> None:
        """Says why a record has to wait, and where: once for all that wait for the same reason."""
        with self._lock:
            told, self._told = self._told, trouble
        if trouble != told:
            logger.error("the query log cannot be written (%s): %s", trouble, consequence)

    def _as_kept(self, event: Event) -> Event:
        paused = event["kind"] == "query" and names_of(event) & self._paused
        return without_text(event) if paused else event

    def _note_failure(self, error: QueryLogError) -> None:
        with self._lock:
            self._failures += 1
            self._last_error = f"{type(error).__name__}: {error}"
            if not isinstance(error, LogRejected):
                self._retry_at = time.monotonic() + _BACK_OFF_S

    def _write_all(self, events: list[Event]) -> list[Event]:
        """Write in chunks; one that the database rejects is tried alone, so that it holds up no other."""
        rejected = []
        for start in range(0, len(events), _CHUNK):
            chunk = events[start : start + _CHUNK]
            try:
                self._write_chunk(chunk)
            except LogRejected:
                rejected += [event for event in chunk if not self._accepts(event)]
        return rejected

    def _write_chunk(self, chunk: list[Event]) -> None:
        with self._database.write() as connection:
            for event in chunk:
                apply(connection, event)

    def _accepts(self, event: Event) -> bool:
        try:
            self._write_chunk([event])
        except LogRejected:
            logger.exception("the database rejects a spooled record; it stays in the spool")
            return False
        return True
