"""Rows go when their time is over, in small transactions that hold up no answer."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa

from querylog import schema
from querylog.database import Database
from querylog.errors import ClockDoubted
from querylog.schema import audit, citations, passages, queries

_BATCH = 2_000  # rows of one transaction
_STILLNESS = 366  # days without a record, from which on rather the clock runs ahead than nobody asked


def check_clock(database: Database, today: date) -> None:
    """Nothing of a log goes by a clock that may be years ahead: what it deletes no mended clock brings back.

    Raises:
        ClockDoubted: The newest record is too long ago.
    """
    with database.read() as connection:
        asked = connection.scalar(sa.select(sa.func.max(queries.c.day)))
        done = connection.scalar(sa.select(sa.func.max(audit.c.at)))
    days = [day for day in (asked, done and done // schema.DAY_MS) if day is not None]
    if days and schema.day_number(today) - max(days) > _STILLNESS:
        raise ClockDoubted(
            f"the clock says {today}, and the newest record is {schema.day_number(today) - max(days)} days older, so "
            "nothing expires: set the clock, or, where it is right, delete what is over by `python bot.py log expire`"
        )


def expire(database: Database, today: date, *, retention_days: int, audit_days: int) -> int:
    """Delete the questions asked `retention_days` days ago or earlier, and old audit entries; how many rows.

    Votes and citations go with their question, quotes with the last citation of them.
    """
    oldest_kept = schema.day_number(today - timedelta(days=retention_days - 1))
    oldest_action = schema.day_number(today - timedelta(days=audit_days - 1)) * schema.DAY_MS
    gone = _in_batches(database, queries, queries.c.seq, queries.c.day < oldest_kept)
    gone += _in_batches(database, audit, audit.c.id, audit.c.at < oldest_action)
    orphan = ~sa.exists().where(citations.c.passage == passages.c.id)
    _in_batches(database, passages, passages.c.id, orphan)
    return gone


def _in_batches(
    database: Database, table: sa.Table, key: sa.ColumnElement[int], over: sa.ColumnElement[bool]
) -> int:
    gone = 0
    while True:
        with database.write() as connection:
            some = sa.select(key).where(over).limit(_BATCH)
            count = connection.execute(sa.delete(table).where(key.in_(some))).rowcount
        gone += count
        if count < _BATCH:
            return gone
