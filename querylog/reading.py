"""Logged questions and admin actions, newest first, as nouns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import sqlalchemy as sa

from querylog import rows, schema
from querylog.models import AuditRecord, Feedback, Query, Scope
from querylog.schema import citations, feedback, passages, queries

_PAGE = 1_000  # rows that an export reads in one transaction


def recent(connection: sa.Connection, scope: Scope, limit: int) -> list[Query]:
    """The questions recorded last."""
    return select(connection, scope, limit=limit)


def search(connection: sa.Connection, text: str, scope: Scope, limit: int) -> list[Query]:
    """Questions that contain `text`, whatever its case; `%` and `_` mean themselves."""
    found = sa.func.lower(queries.c.question).contains(text.lower(), autoescape=True)
    return select(connection, scope, found, limit=limit)


def one(connection: sa.Connection, record: int, scope: Scope) -> Query | None:
    """The question with this public id."""
    return next(iter(select(connection, scope, queries.c.id == record, limit=1)), None)


def up_voted(connection: sa.Connection, scope: Scope, limit: int) -> list[Query]:
    """Answered questions that somebody liked and nobody disliked."""
    liked = sa.exists().where(feedback.c.query == queries.c.seq, feedback.c.vote > 0)
    disliked = sa.exists().where(feedback.c.query == queries.c.seq, feedback.c.vote < 0)
    answered = (queries.c.answered == 1, queries.c.question.is_not(None))
    return select(connection, scope, *answered, liked, ~disliked, limit=limit)


def between(
    read: Callable[[], AbstractContextManager[sa.Connection]], scope: Scope, since: date, until: date
) -> Iterator[Query]:
    """Every question of a period, oldest first, in short transactions that hold up nobody."""
    chosen = sa.and_(
        schema.in_scope(queries.c.guild, scope),
        queries.c.day.between(schema.day_number(since), schema.day_number(until)),
    )
    last = 0
    while True:
        with read() as connection:
            wanted = (
                sa.select(queries).where(chosen, queries.c.seq > last).order_by(queries.c.seq).limit(_PAGE)
            )
            found = list(connection.execute(wanted).mappings())
            page = _complete(connection, found)
        yield from page
        if len(found) < _PAGE:
            return
        last = found[-1]["seq"]


def audit_trail(connection: sa.Connection, scope: Scope, limit: int) -> list[AuditRecord]:
    """Admin actions, newest first."""
    table = schema.audit
    chosen = sa.select(table).where(schema.in_scope(table.c.guild, scope))
    return [
        AuditRecord(schema.from_ms(row.at), row.guild, row.pseudonym, row.action, row.detail, row.outcome)
        for row in connection.execute(chosen.order_by(table.c.id.desc()).limit(limit))
    ]


def select(
    connection: sa.Connection, scope: Scope, *conditions: sa.ColumnElement[bool], limit: int | None = None
) -> list[Query]:
    """Questions that meet all conditions, newest first."""
    chosen = sa.select(queries).where(schema.in_scope(queries.c.guild, scope), *conditions)
    wanted = chosen.order_by(queries.c.seq.desc()).limit(limit)
    return _complete(connection, list(connection.execute(wanted).mappings()))


def _complete(connection: sa.Connection, found: list[Any]) -> list[Query]:
    """Rows with their passages and votes, in two statements for all of them."""
    seqs = [row["seq"] for row in found]
    quotes: dict[int, list[Any]] = defaultdict(list)
    joined = sa.select(citations.c.query, citations.c.score, passages).join(
        passages, passages.c.id == citations.c.passage
    )
    of_these = joined.where(citations.c.query.in_(seqs)).order_by(citations.c.query, citations.c.position)
    for row in connection.execute(of_these).mappings():
        quotes[row["query"]].append(row)
    votes: dict[int, list[Feedback]] = defaultdict(list)
    for row in connection.execute(
        sa.select(feedback).where(feedback.c.query.in_(seqs)).order_by(feedback.c.id)
    ).mappings():
        votes[row["query"]].append(rows.feedback_of(row))
    return [rows.query_of(row, quotes[row["seq"]], votes[row["seq"]]) for row in found]
