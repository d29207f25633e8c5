"""The query log: every question with its answer, what went unanswered, and what members think of it.

Synchronous and safe to share between threads; callers on an event loop use a worker thread.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from querylog import guilds, privacy, reading, replay, retention, rows, statistics
from querylog import unanswered as gaps
from querylog.database import Database
from querylog.delivery import Delivery
from querylog.errors import LogUnavailable, UnknownRecord
from querylog.identities import Identities
from querylog.models import (
    AuditEntry,
    AuditRecord,
    Deleted,
    GuildSettings,
    Health,
    Maintenance,
    Query,
    QueryEntry,
    Scope,
    Stats,
    UnansweredGroup,
    Vote,
)
from querylog.overwriting import Overwriting
from querylog.pseudonyms import Secrets
from querylog.spool import Spool
from retrieval.models import Question

log = logging.getLogger(__name__)

DATABASE = "querylog.sqlite3"
SECRETS = "querylog.secret.json"
SPOOL = "querylog.spool.jsonl"


class QueryLog:
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
        self._database = database
        self._secrets = secrets
        self._identities = Identities(database, secrets)
        self._delivery = Delivery(database, spool, self._identities.prepare)
        self._retention_days = retention_days
        self._audit_days = audit_days
        self._alike = alike
        self._expired_on: date | None = None
        self._overwriting = Overwriting(database)
        self._guilds: dict[int, GuildSettings] = {}
        self._guilds_away = False  # the last look at a guild's settings failed

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
        alike: float = gaps.ALIKE,
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
            DatabaseTooNew, SecretMismatch, SecretExposed, DriverMissing: Starting would break a promise.
        """
        database = Database(url or f"sqlite:///{var / DATABASE}", lock_timeout_ms=lock_timeout_ms)
        spool, names = Spool(var / SPOOL), Secrets(var / SECRETS, secrets)
        opened = cls(
            database, spool, names, retention_days=retention_days, audit_days=audit_days, alike=alike
        )
        try:
            opened._delivery.replay()
        except LogUnavailable as error:
            log.error("the query log is not available (%s): records are spooled until it is", error)  # noqa: TRY400 - the message is the whole story
        return opened

    def close(self) -> None:
        """Give every connection back."""
        self._database.close()

    def record(self, entry: QueryEntry) -> int:
        """Put a question on record, before its answer is shown; its id. A database's trouble never raises."""
        self._delivery.send(rows.query_event(entry, self._secrets))
        return entry.id

    def feedback(self, record: int, user: int, vote: Vote, comment: str | None = None) -> None:
        """Keep a member's vote (the last one counts).

        Raises:
            UnknownRecord: The question was deleted or has expired.
        """
        event = rows.feedback_event(record, user, vote, comment, self._secrets)
        try:
            self._delivery.send(event)
        except UnknownRecord:
            if not self._delivery.is_waiting(record):
                raise
            self._delivery.keep(event)

    def audit(self, entry: AuditEntry) -> None:
        """Put an admin's action on record, before its result is shown."""
        self._delivery.send(rows.audit_event(entry, self._secrets))

    def audit_trail(self, scope: Scope, limit: int = 20) -> list[AuditRecord]:
        """Admin actions, newest first."""
        with self._database.read() as connection:
            return guilds.audit_trail(connection, scope, limit)

    def get(self, record: int, scope: Scope = "all") -> Query | None:
        """The question with this id, if it is on record, or waits to be, and is in scope.

        Raises:
            LogUnavailable, SpoolUnavailable: It does not wait, and the database cannot be asked.
        """
        try:
            with self._database.read() as connection:
                found = reading.one(connection, record, scope)
        except LogUnavailable:
            waiting = self._delivery.waiting_query(record)
            if waiting is None:
                raise
            return rows.waiting_query(waiting, scope)
        if found is None and (waiting := self._delivery.waiting_query(record)):
            found = rows.waiting_query(waiting, scope)
        return found

    def earlier_question(self, record: int) -> str | None:
        """What a follow-up to the answer with this id is read together with; None where that is not kept.

        Raises:
            LogUnavailable, SpoolUnavailable: The database cannot be asked.
        """
        return replay.earlier_question(record, self.get)

    def question_of(self, query: Query) -> Question:
        """A logged question as it was asked, to be asked again.

        Raises:
            NotReplayable: A text that it needs is not kept.
        """
        return replay.question_of(query, self.get, self._secrets.all())

    def recent(self, scope: Scope, limit: int = 10) -> list[Query]:
        """The questions recorded last, newest first."""
        with self._database.read() as connection:
            return reading.recent(connection, scope, limit)

    def search(self, text: str, scope: Scope, limit: int = 10) -> list[Query]:
        """Questions that contain a text, newest first."""
        with self._database.read() as connection:
            return reading.search(connection, rows.clean(text), scope, limit)

    def up_voted(self, scope: Scope, limit: int = 100) -> list[Query]:
        """Answers that somebody liked and nobody disliked, newest first."""
        with self._database.read() as connection:
            return reading.up_voted(connection, scope, limit)

    def unanswered(
        self,
        embed: gaps.Embed,
        scope: Scope,
        *,
        since: date | None = None,
        limit: int = 10,
        wordings: int = 300,
    ) -> list[UnansweredGroup]:
        """Refused or down-voted questions, alike ones together, most asked first."""
        since = since or self._first_day()
        with self._database.read() as connection:
            return gaps.unanswered(
                connection, embed, scope, since, alike=self._alike, wordings=wordings, limit=limit
            )

    def stats(self, scope: Scope, since: date | None = None, until: date | None = None) -> Stats:
        """Counts of a period, its two days included; by default of all that is kept."""
        with self._database.read() as connection:
            return statistics.stats(connection, scope, since or self._first_day(), until or _today())

    def export(self, scope: Scope, since: date | None = None, until: date | None = None) -> Iterator[Query]:
        """Every question of a period, oldest first; for `export.write_csv` and `export.write_json_lines`."""
        return reading.between(self._database.read, scope, since or self._first_day(), until or _today())

    def delete_user(self, user: int) -> Deleted:
        """Remove what is kept of a member, at once: questions, votes, comments, spooled records.

        Raises:
            LogUnavailable, SpoolUnavailable: Nothing on record was removed; try again.
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
            LogUnavailable, SpoolUnavailable: Nothing changed, or not all bytes are overwritten yet; try again.
        """
        self._identities.prepare()
        privacy.forget_text(self._database, self._delivery, text_sha256)

    def is_paused(self, user: int) -> bool:
        """Whether the member paused the logging of texts."""
        with self._database.read() as connection:
            return privacy.is_paused(connection, self._identities.names(user))

    def guild_settings(self, guild: int) -> GuildSettings:
        """What the guild's admins set; what was last known of it while the database is away."""
        try:
            with self._database.read() as connection:
                self._guilds[guild] = guilds.settings_of(connection, guild)
            self._guilds_away = False
        except LogUnavailable as error:
            if not self._guilds_away:  # once an outage
                log.warning("guilds' settings cannot be read, the last known hold: %s", error)
            self._guilds_away = True
        return self._guilds.get(guild, GuildSettings(guild))

    def save_guild_settings(self, settings: GuildSettings) -> None:
        """Set what a guild's admins decided."""
        with self._database.write() as connection:
            guilds.save_settings(connection, settings)

    def expire(self, today: date | None = None) -> int:
        """Delete what has been kept long enough, and make its bytes unreadable; how many rows."""
        gone = retention.expire(
            self._database,
            today or _today(),
            retention_days=self._retention_days,
            audit_days=self._audit_days,
        )
        self._identities.forget_unused(self._delivery.waiting())
        self._overwriting.owe()
        self._overwriting.settle()
        return gone

    def maintain(self) -> Maintenance:
        """One round of upkeep, to be called every minute or so: replay the spool, expire once a day.

        Raises:
            LogUnavailable: The database is still away.
        """
        replayed = self._delivery.replay()
        self._database.checkpoint()
        expired = 0
        if self._expired_on != _today():
            expired = self.expire()
            self._expired_on = _today()
        else:
            self._overwriting.settle()
        return Maintenance(replayed, expired)

    def rotate_secret(self) -> str:
        """New pseudonyms from now on, older ones still found; the new secret's fingerprint.

        Raises:
            SecretFixed: The secret comes from a setting.
        """
        return self._identities.rotate()

    def health(self) -> Health:
        """Whether the database takes records, and how many wait."""
        return self._delivery.health()

    def _first_day(self) -> date:
        return _today() - timedelta(days=self._retention_days - 1)


def _today() -> date:
    return datetime.now(UTC).date()
