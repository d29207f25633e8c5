"""The query log: every question with its answer, what went unanswered, and what members think of it.

Synchronous and safe to share between threads; callers on an event loop use a worker thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from querylog import cooldowns, guilds, privacy, retention
from querylog.database import Database
from querylog.delivery import Delivery
from querylog.errors import LogUnavailable, SpoolUnavailable, UnknownRecord
from querylog.events import audit_event, feedback_event, query_event
from querylog.identities import Identities
from querylog.models import AuditEntry, Deleted, GuildSettings, Health, QueryEntry, Vote, is_id
from querylog.overwriting import Overwriting
from querylog.pseudonyms import Secrets
from querylog.reader import LogReader, today
from querylog.spool import Spool
from querylog.unanswered import ALIKE

DATABASE = "querylog.sqlite3"
SECRETS = "querylog.secret.json"
SPOOL = "querylog.spool.jsonl"


class QueryLog(LogReader):
    """One database with its spool and its secrets. Made by `open`, ended by `close`."""

    def __init__(
        self,
        database: Database,
        spool: Spool,
        secrets: Secrets,
        *,
        retention_days: int,
        audit_days: int,
        alike: float,
    ) -> None:
        self._identities = Identities(database, secrets)
        delivery = Delivery(database, spool, self._identities.prepare)
        super().__init__(database, delivery, secrets, retention_days=retention_days, alike=alike)
        self._audit_days = audit_days
        self._expired_on: date | None = None
        self._overwriting = Overwriting(database)

    @classmethod
    def open(
        cls,
        var: Path,
        url: str = "",
        *,
        secrets: Sequence[str] = (),
        lock_timeout_ms: int = 500,
        retention_days: int = 90,
        audit_days: int = 365,
        alike: float = ALIKE,
    ) -> QueryLog:
        """Open (and create or migrate) the log of this `var/`; one whose database is away now opens later.

        Args:
            var: The folder of the secret, the spool and, without `url`, the database.
            url: SQLAlchemy's; "" is SQLite in `var`.
            secrets: The pseudonyms' secrets, newest first; none: a file in `var`, made on first start.
            lock_timeout_ms: How long an answer waits for the database before its record is spooled; with SQLite,
                its turn among this process's writers comes first and may take as long, or 2 s.
            retention_days: How long questions are kept, their own day included.
            audit_days: The same for admin actions.
            alike: Cosine from which two unanswered questions are counted as one.

        Raises:
            DatabaseTooNew, SecretMismatch, SecretExposed, SecretUnusable, DriverMissing: Starting would break a
                promise.
        """
        own = sa.URL.create("sqlite", database=str(var / DATABASE))  # whatever characters the path has
        database = Database(url or own, lock_timeout_ms=lock_timeout_ms)
        spool, names = Spool(var / SPOOL), Secrets(var / SECRETS, secrets)
        opened = cls(
            database, spool, names, retention_days=retention_days, audit_days=audit_days, alike=alike
        )
        with suppress(LogUnavailable, SpoolUnavailable):  # said with the first record that has to wait
            opened._delivery.replay()
        return opened

    def close(self) -> None:
        """Write or spool what only memory holds, and give every connection back."""
        self._delivery.flush()
        self._database.close()

    def record(self, entry: QueryEntry) -> int:
        """Put a question on record, before its answer is shown; its id. A database's trouble never raises."""
        self._delivery.send(query_event(entry, self._secrets))
        return entry.id

    def feedback(self, record: int, user: int, vote: Vote, comment: str | None = None) -> None:
        """Keep a member's vote (the last one counts).

        Raises:
            UnknownRecord: The question was deleted or has expired.
            SpoolUnavailable: It may wait in the spool, which cannot be read.
        """
        if not is_id(record):
            raise UnknownRecord(f"no question {record} on record")
        event = feedback_event(record, user, vote, comment, self._secrets)
        try:
            self._delivery.send(event)
        except UnknownRecord:
            if self._delivery.is_waiting(record):
                self._delivery.keep(event)
            else:
                self._delivery.send(event)  # between both looks a replay may have put it on record

    def audit(self, entry: AuditEntry) -> None:
        """Put an admin's action on record, before its result is shown."""
        self._delivery.send(audit_event(entry, self._secrets))

    def delete_user(self, user: int) -> Deleted:
        """Remove what is kept of a member, at once: questions, votes, comments, spooled records.

        Raises:
            LogUnavailable, SpoolUnavailable: Not all of it is removed; try again.
            SecretMismatch: Rows made with a secret that is not at hand would be missed.
        """
        names = self._identities.names(user)
        return privacy.delete_user(self._database, self._delivery, self._overwriting, names)

    def export_user(self, user: int) -> dict[str, Any]:
        """Everything that is kept of a member, for JSON."""
        names = self._identities.names(user)
        with self._database.read() as connection:
            return privacy.export_user(connection, self._delivery.waiting(), names)

    def pause_user(self, user: int, *, paused: bool = True) -> None:
        """Stop (or resume) keeping the texts of a member's questions."""
        names, secret = self._identities.names(user), self._secrets.current.fingerprint
        privacy.pause_user(self._database, self._delivery, names, secret, paused=paused)

    def forget_text(self, text_sha256: str) -> None:
        """Erase every quotation of an article's text that the operator purged, bytes included.

        Raises:
            LogUnavailable, SpoolUnavailable: Not all of it is erased or overwritten yet; try again.
        """
        self._identities.prepare()
        privacy.forget_text(self._database, self._delivery, text_sha256)

    def is_paused(self, user: int) -> bool:
        """Whether the member paused the logging of texts."""
        with self._database.read() as connection:
            return privacy.is_paused(connection, self._identities.names(user))

    def guild_settings(self, guild: int) -> GuildSettings:
        """What the guild's admins set.

        Raises:
            LogUnavailable: The database cannot tell.
        """
        with self._database.read() as connection:
            return guilds.settings_of(connection, guild)

    def save_guild_settings(self, settings: GuildSettings) -> None:
        """Set what a guild's admins decided.

        Raises:
            LogUnavailable: The database cannot take it.
        """
        with self._database.write() as connection:
            guilds.save_settings(connection, settings)

    def claim(self, user: int, cooldown: float) -> float:
        """Begin a member's cooldown for every process of the bot: 0 where none runs, else the seconds left of it.

        Raises:
            LogUnavailable: The database cannot tell.
        """
        self._identities.prepare()
        with self._database.write(briefly=True) as connection:
            return cooldowns.claim(connection, self._secrets.current.pseudonym(user), cooldown)

    def expire(self, day: date | None = None) -> int:
        """Delete what has been kept long enough, and make its bytes unreadable; how many rows."""
        gone = retention.expire(
            self._database,
            day or today(),
            retention_days=self._retention_days,
            audit_days=self._audit_days,
        )
        self._identities.forget_unused(self._delivery.waiting())
        self._overwriting.owe()
        self._overwriting.settle()
        return gone

    def maintain(self) -> None:
        """One round of upkeep, to be called every minute or so: replay the spool, expire once a day.

        Raises:
            LogUnavailable: The database is still away.
            SpoolUnavailable: What waits cannot be read.
            ClockDoubted: Nothing expires; all else was done.
        """
        self._delivery.replay()
        with self._database.write() as connection:
            cooldowns.drop_over(connection)
        self._database.checkpoint()
        self._overwriting.settle()
        day = today()
        if self._expired_on != day:
            retention.check_clock(self._database, day)
            self.expire(day)
            self._expired_on = day

    def rotate_secret(self) -> str:
        """New pseudonyms from now on, older ones still found; the new secret's fingerprint.

        Raises:
            SecretFixed: The secret comes from a setting.
        """
        return self._identities.rotate()

    def health(self) -> Health:
        """Whether the database takes records, and how many wait."""
        return self._delivery.health()
