"""One place that talks to the database: connections, transactions, and its errors in our words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import exc

from querylog.engines import (
    SYNCHRONOUS,
    create_for_owner_only,
    identity_of,
    postgresql_engine,
    sqlite_engine,
)
from querylog.errors import TO_MEND, TO_RESTORE, DriverMissing, LogRejected, LogUnavailable
from querylog.migrations import NEWEST, migrate, version_of
from querylog.turns import Turns

_REMEDIES = {
    "database disk image is malformed": TO_RESTORE,
    "file is not a database": TO_RESTORE,
    "unable to open database file": TO_MEND,
    "attempt to write a readonly database": TO_MEND,
    "database or disk is full": TO_MEND,
    "disk I/O error": TO_MEND,  # on a full disk, too
}
"""What to do, by what SQLite says."""
_QUEUE_S = 2.0  # how long a thread waits at least for this process's other writers, before the database's own patience
_PATIENCE_S = 30  # how long the clean-up after a deletion waits for readers to finish


class Database:
    """SQLite (a file) or PostgreSQL behind one URL; safe to share between threads."""

    def __init__(
        self, url: str | sa.URL, *, lock_timeout_ms: int = 500, synchronous: str = SYNCHRONOUS
    ) -> None:
        self.url = sa.make_url(url)
        if self.url.get_backend_name() == "postgresql":
            self.url = self.url.set(drivername="postgresql+psycopg")
        self._lock_timeout_ms = lock_timeout_ms
        try:
            if self.is_sqlite:
                self._engine = sqlite_engine(self.url, lock_timeout_ms, synchronous)
            else:
                self._engine = postgresql_engine(self.url, lock_timeout_ms)
        except (ImportError, exc.NoSuchModuleError) as error:
            raise DriverMissing(f"{self.url.drivername}: {error}: pip install 'psycopg[binary]'") from error
        self._turns = Turns()
        self._opened: tuple[int, int] | None = None  # which file SQLite's is, once it is prepared
        self._migrated = False
        self._queue_s = max(_QUEUE_S, lock_timeout_ms / 1000)

    @property
    def is_sqlite(self) -> bool:
        """Whether the log is a file of this machine."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def file(self) -> Path:
        """SQLite's file."""
        return Path(self.url.database or "")

    def prepare(self) -> int:
        """Create or migrate the schema; the version that was found.

        Raises:
            DatabaseTooNew: A newer bot wrote this database.
            LogUnavailable: It cannot be reached now.
        """
        if self.is_sqlite:
            create_for_owner_only(self.file)
            self._opened = self._opened or identity_of(self.file)
        with self.write() as connection:
            found = migrate(connection)
        self._migrated = True
        return found

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A read transaction: one consistent view, and nobody waits for it."""
        with self._in_our_words(), self._transaction("DEFERRED") as connection:
            if not self._migrated and (found := version_of(connection)) < NEWEST:
                raise LogUnavailable(
                    f"{self.url.database}: still at schema version {found}, and this bot reads {NEWEST}: "
                    "it could not be migrated; see that nobody holds it and that the bot's user may write it"
                )
            yield connection

    @contextmanager
    def write(self, *, briefly: bool = False) -> Iterator[sa.Connection]:
        """A write transaction, committed at the end or rolled back whole.

        Args:
            briefly: Somebody waits for an answer: give up on a statement that outlasts the lock timeout.
        """
        # It takes its lock at once: upgrading a read lock later can only fail.
        with self._writing_alone(), self._in_our_words(), self._transaction("IMMEDIATE") as connection:
            if briefly and not self.is_sqlite:
                connection.exec_driver_sql(f"SET LOCAL statement_timeout = {self._lock_timeout_ms:d}")
            yield connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sa.Connection]:
        """SQLite's BEGIN is ours to say; by an event listener it would slow down every statement's execution."""
        if self._opened and identity_of(self.file) != self._opened:
            # SQLite would go on with the old file, and what it writes there would be lost with the process.
            raise LogUnavailable(f"{self.file}: removed or replaced while it was in use: restart the bot")
        with self._engine.begin() as connection:
            if self.is_sqlite:
                connection.exec_driver_sql(f"BEGIN {begin}")
            yield connection

    @contextmanager
    def _writing_alone(self) -> Iterator[None]:
        """SQLite lets waiting writers poll, so a crowd of threads starves some: ours queue here instead."""
        with ExitStack() as stack:
            if self.is_sqlite:
                try:
                    stack.enter_context(self._turns.turn(self._queue_s))
                except TimeoutError:
                    raise LogUnavailable(f"{self.file}: other writers took {self._queue_s:g} s") from None
            yield

    @contextmanager
    def _in_our_words(self) -> Iterator[None]:
        try:
            yield
        except (exc.IntegrityError, exc.DataError) as error:
            raise LogRejected(str(error.orig)) from error
        except OverflowError as error:  # the driver's own
            raise LogRejected("a number is larger than the database takes") from error
        except (exc.DBAPIError, exc.TimeoutError, sqlite3.Error) as error:
            why = str(getattr(error, "orig", None) or error).strip()
            why += f": {_REMEDIES[why]}" if why in _REMEDIES else ""
            raise LogUnavailable(f"{self.file}: {why}" if self.is_sqlite else why) from error

    def checkpoint(self) -> None:
        """Move SQLite's write-ahead log into the file as far as readers allow, so that no answer has to."""
        if self.is_sqlite:
            with (
                self._in_our_words(),
                closing(sqlite3.connect(self.file, isolation_level=None)) as connection,
            ):
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def overwrite(self) -> bool:
        """Make the bytes of deleted rows unreadable, not only unreachable; whether all of it succeeded.

        SQLite's `secure_delete` zeroes a deleted cell, but not the stale copies that moving cells between
        pages left behind: only rewriting the file (VACUUM) does. The write-ahead log holds the old pages
        until it is truncated. PostgreSQL frees the rows for reuse; see PRIVACY.md for what it leaves.
        """
        if not self.is_sqlite:
            with self._in_our_words(), self._engine.connect() as connection:
                autocommit = connection.execution_options(isolation_level="AUTOCOMMIT")
                autocommit.exec_driver_sql(
                    "VACUUM queries, passages, citations, feedback, pauses, audit, cooldowns"
                )
            return True
        with (
            self._in_our_words(),
            closing(sqlite3.connect(self.file, _PATIENCE_S, isolation_level=None)) as connection,
        ):
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("VACUUM")
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()
