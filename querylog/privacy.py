"""What members can do with what is kept of them: see it, delete it, keep their words out of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from querylog import export, reading, rows, schema
from querylog.database import Database
from querylog.delivery import Delivery
from querylog.errors import LogUnavailable
from querylog.events import names_of, without_quote, without_text
from querylog.models import Deleted
from querylog.overwriting import Overwriting
from querylog.schema import audit, cooldowns, feedback, passages, pauses, queries
from querylog.spool import Event
from querylog.writing import refresh_unanswered


def delete_user(
    database: Database, delivery: Delivery, overwriting: Overwriting, names: list[str]
) -> Deleted:
    """Remove a member's questions, votes and comments, on record and waiting; a pause stays in force.

    Raises:
        LogUnavailable, SpoolUnavailable: Not all of it is removed; try again.
    """
    counts = {"queries": 0, "feedback": 0, "spooled": 0}

    def in_database() -> None:
        with database.write() as connection:
            counts["queries"], counts["feedback"] = _delete_rows(connection, names)

    def others(events: list[Event]) -> list[Event]:
        kept = [event for event in events if event["kind"] == "audit" or not names_of(event) & set(names)]
        counts["spooled"] += len(events) - len(kept)
        return kept

    delivery.transform(others, in_database)
    if counts["queries"] or counts["feedback"]:
        overwriting.owe()
    return Deleted(**counts, overwritten=_overwritten(overwriting))


def _overwritten(overwriting: Overwriting) -> bool:
    try:
        return overwriting.after_deletion()
    except LogUnavailable:
        return False


def _delete_rows(connection: sa.Connection, names: list[str]) -> tuple[int, int]:
    connection.execute(sa.delete(cooldowns).where(cooldowns.c.pseudonym.in_(names)))
    own = feedback.c.pseudonym.in_(names)
    voted_on = list(connection.scalars(sa.select(feedback.c.query).where(own)))
    votes = connection.execute(sa.delete(feedback).where(own)).rowcount
    asked = connection.execute(sa.delete(queries).where(queries.c.pseudonym.in_(names))).rowcount
    refresh_unanswered(connection, voted_on)
    return asked, votes


def pause_user(
    database: Database, delivery: Delivery, names: list[str], secret: str, *, paused: bool
) -> None:
    """Stop (or resume) keeping the texts of a member's questions, those that wait included.

    Raises:
        LogUnavailable, SpoolUnavailable: It does not hold, or texts still wait in the spool; try again.
    """

    def in_database() -> None:
        with database.write() as connection:
            connection.execute(sa.delete(pauses).where(pauses.c.pseudonym.in_(names)))
            if paused:
                since = schema.to_ms(datetime.now(UTC))
                connection.execute(sa.insert(pauses).values(pseudonym=names[0], secret=secret, since=since))
        delivery.refresh_paused()  # before anything else can be spooled

    def textless(events: list[Event]) -> list[Event]:
        if not paused:
            return events
        return [
            without_text(event) if event["kind"] == "query" and names_of(event) & set(names) else event
            for event in events
        ]

    delivery.transform(textless, in_database)


def forget_text(database: Database, delivery: Delivery, text_sha256: str) -> None:
    """Erase what the log quotes of an article whose text the operator purged; where it stood remains.

    Raises:
        LogUnavailable, SpoolUnavailable: Not all of it is erased or overwritten yet; try again.
    """

    def in_database() -> None:
        with database.write() as connection:
            quoted = passages.c.text_sha256 == text_sha256
            connection.execute(sa.update(passages).where(quoted).values(quote=""))

    def blank(events: list[Event]) -> list[Event]:
        return [without_quote(event, text_sha256) for event in events]

    delivery.transform(blank, in_database)
    if not database.overwrite():
        raise LogUnavailable(
            "the quotations are gone, but a reader kept their bytes from being overwritten: try again"
        )


def is_paused(connection: sa.Connection, names: list[str]) -> bool:
    """Whether the member paused the logging of texts."""
    return bool(connection.scalar(sa.select(sa.exists().where(pauses.c.pseudonym.in_(names)))))


def export_user(connection: sa.Connection, waiting: list[Event], names: list[str]) -> dict[str, Any]:
    """Everything that is kept of a member, for JSON; other members' comments are theirs and not in it."""
    own = queries.c.pseudonym.in_(names)
    asked = [export.as_dict(query) for query in reading.select(connection, "all", own)]
    for query in asked:
        del query["feedback"]
    joined = sa.select(feedback, queries.c.id.label("record")).join(
        queries, queries.c.seq == feedback.c.query
    )
    votes = [
        {"id": str(row["record"])} | export.feedback_dict(rows.feedback_of(row))
        for row in connection.execute(joined.where(feedback.c.pseudonym.in_(names))).mappings()
    ]
    actions = [
        {
            "at": schema.from_ms(row.at).isoformat(),
            "action": row.action,
            "detail": row.detail,
            "outcome": row.outcome,
        }
        for row in connection.execute(sa.select(audit).where(audit.c.pseudonym.in_(names)))
    ]
    return {
        "exported_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "texts_paused": is_paused(connection, names),
        "questions": asked,
        "feedback": votes,
        "admin_actions": actions,
        "waiting": [event for event in waiting if names_of(event) & set(names)],
    }
