"""Reading the log: what was asked, what went unanswered, what admins did."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from querylog import reading, replay, rows, statistics
from querylog import unanswered as gaps
from querylog.database import Database
from querylog.delivery import Delivery
from querylog.errors import LogUnavailable
from querylog.events import clean
from querylog.models import AuditRecord, Query, Scope, Stats, UnansweredGroup, is_id
from querylog.pseudonyms import Secrets
from retrieval.models import Question


class LogReader:
    """All that changes nothing. A scope is a guild's id, or "all" for the operator."""

    def __init__(
        self, database: Database, delivery: Delivery, secrets: Secrets, *, retention_days: int, alike: float
    ) -> None:
        self._database = database
        self._delivery = delivery
        self._secrets = secrets
        self._retention_days = retention_days
        self._alike = alike

    def get(self, record: int, scope: Scope = "all") -> Query | None:
        """The question with this id, if it is on record, or waits to be, and is in scope.

        Raises:
            LogUnavailable, SpoolUnavailable: It does not wait, and the database cannot be asked.
        """
        if not is_id(record):
            return None
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
            return reading.search(connection, clean(text), scope, limit)

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
        """Counts of the days of a period, its two included, of which anything can be kept; by default of all these."""
        last = min(until or today(), today())
        first = max(since or date.min, min(self._first_day(), last))
        with self._database.read() as connection:
            return statistics.stats(connection, scope, first, last)

    def export(self, scope: Scope, since: date | None = None, until: date | None = None) -> Iterator[Query]:
        """Every question of a period, oldest first; for `export.write_csv` and `export.write_json_lines`."""
        return reading.between(self._database.read, scope, since or self._first_day(), until or today())

    def audit_trail(self, scope: Scope, limit: int = 20) -> list[AuditRecord]:
        """Admin actions, newest first."""
        with self._database.read() as connection:
            return reading.audit_trail(connection, scope, limit)

    def _first_day(self) -> date:
        return today() - timedelta(days=self._retention_days - 1)


def today() -> date:
    """The day it is, UTC."""
    return datetime.now(UTC).date()
