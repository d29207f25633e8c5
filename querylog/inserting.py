"""Inserts that say what to do where the row is there already, which SQL leaves to each database."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    import sqlalchemy as sa
    from sqlalchemy.dialects import postgresql


def insert_into(dialect: str, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    """An insert with `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if dialect == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # a start with SQLite does without it

    return postgresql.insert(table)


@cache
def insert_once(dialect: str, table: sa.Table, *unique: str) -> sqlite.Insert | postgresql.Insert:
    """An insert that does nothing where the row is there already."""
    return insert_into(dialect, table).on_conflict_do_nothing(index_elements=unique)
