"""Until when a member waits, for all processes that share the database."""

from __future__ import annotations

import time

import sqlalchemy as sa

from querylog.inserting import insert_into
from querylog.schema import cooldowns

_APART_MS = 60_000  # further than the claims of a crowd that comes at once


def claim(connection: sa.Connection, name: str, seconds: float) -> float:
    """Begin a cooldown where none runs: 0 for the one process that may answer, else the seconds left.

    Args:
        connection: in a write transaction.
        name: the member's pseudonym.
        seconds: from now to the member's next question.
    """
    is_sqlite = connection.dialect.name == "sqlite"
    now = _now(is_sqlite=is_sqlite)
    insert = insert_into(connection.dialect.name, cooldowns)
    insert = insert.values(pseudonym=name, free_at=now + round(seconds * 1000))
    begun = insert.on_conflict_do_update(
        index_elements=["pseudonym"],
        set_={"free_at": insert.excluded.free_at},
        # One that began in the future did so before the clock was set back: nobody waits for that.
        where=(cooldowns.c.free_at <= now) | (cooldowns.c.free_at > insert.excluded.free_at + _APART_MS),
    ).returning(cooldowns.c.free_at)
    if connection.scalar(begun) is not None:
        return 0.0
    left = connection.scalar(sa.select(cooldowns.c.free_at - now).where(cooldowns.c.pseudonym == name))
    return max(1, int(left or 0)) / 1000


def drop_over(connection: sa.Connection) -> None:
    """Delete the cooldowns that are over."""
    now = _now(is_sqlite=connection.dialect.name == "sqlite")
    connection.execute(sa.delete(cooldowns).where(cooldowns.c.free_at <= now))


def _now(*, is_sqlite: bool) -> sa.ColumnElement[int]:
    """Milliseconds since 1970 by one clock for all: the server's; a file's users share a machine."""
    if is_sqlite:
        return sa.literal(round(time.time() * 1000), sa.BigInteger)
    return sa.cast(sa.extract("epoch", sa.func.clock_timestamp()) * 1000, sa.BigInteger)
