"""Events into rows, each exactly once however often it is tried."""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa

from querylog.events import unanswered_key, without_text
from querylog.inserting import insert_once
from querylog.schema import audit, citations, feedback, passages, pauses, queries
from querylog.spool import Event

_IDENTITY = ("text_sha256", "start_at", "end_at", "key_start", "key_end", "article")

# Built once: putting a statement together takes longer than running it, and an answer waits for these.
_PAUSED = sa.select(sa.literal(1)).where(pauses.c.pseudonym.in_(sa.bindparam("names", expanding=True)))
_CITE = sa.insert(citations)


def apply(connection: sa.Connection, event: Event) -> bool:
    """Write one event; False where feedback finds no question (it was deleted or has expired)."""
    match event["kind"]:
        case "query":
            _write_query(connection, event)
        case "audit":
            connection.execute(insert_once(connection.dialect.name, audit, "event"), event["row"])
        case _:
            return _write_feedback(connection, event)
    return True


@cache
def _insert_query(dialect: str) -> sa.sql.dml.ReturningInsert[int]:
    return insert_once(dialect, queries, "id").returning(queries.c.seq)


def _write_query(connection: sa.Connection, event: Event) -> None:
    names = event["names"]
    if names and connection.scalar(_PAUSED, {"names": names}):
        event = without_text(event)
    row = event["row"]
    seq = connection.scalar(_insert_query(connection.dialect.name), row)
    if seq is None:
        return  # replayed after a kill between the commit and the clearing of the spool
    cite(connection, seq, row, event["passages"])


def cite(connection: sa.Connection, seq: int, row: Event, shown: list[Event]) -> None:
    """Write which passages a question's answer showed, best first."""
    if not shown:
        return
    ids = _passage_ids(connection, shown)
    found = [
        {
            "query": seq,
            "position": position,
            "passage": ids[_identity(passage)],
            "cited": row["answered"],
            "score": passage["score"],
            "day": row["day"],
            "guild": row["guild"],
        }
        for position, passage in enumerate(shown)
    ]
    connection.execute(_CITE, found)


def _passage_ids(connection: sa.Connection, shown: list[Event]) -> dict[tuple[Any, ...], int]:
    """The rows of passages by what they are, those that were not there written now."""
    known = _known(connection, shown)
    missing = [one for one in shown if _identity(one) not in known]
    if missing:
        once = insert_once(connection.dialect.name, passages, *_IDENTITY)
        connection.execute(once, [{name: one[name] for name in one if name != "score"} for one in missing])
        known |= _known(connection, missing)
    return known


def _known(connection: sa.Connection, shown: list[Event]) -> dict[tuple[Any, ...], int]:
    wanted = {f"{name}_{place}": one[name] for place, one in enumerate(shown) for name in _IDENTITY}
    return {tuple(row[1:]): row[0] for row in connection.execute(_find_passages(len(shown)), wanted)}


@cache
def _find_passages(count: int) -> sa.Select[Any]:
    same = (
        sa.and_(*(passages.c[name] == sa.bindparam(f"{name}_{place}") for name in _IDENTITY))
        for place in range(count)
    )
    return sa.select(passages.c.id, *(passages.c[name] for name in _IDENTITY)).where(sa.or_(*same))


def _identity(passage: Event) -> tuple[Any, ...]:
    return tuple(passage[name] for name in _IDENTITY)


def _write_feedback(connection: sa.Connection, event: Event) -> bool:
    query = connection.execute(sa.select(queries).where(queries.c.id == event["query"])).mappings().first()
    if query is None:
        return False
    own = sa.and_(feedback.c.query == query["seq"], feedback.c.pseudonym.in_(event["names"]))
    if connection.scalar(sa.select(sa.literal(1)).where(own, feedback.c.at > event["at"])):
        return True  # an older vote comes late from the spool
    connection.execute(sa.delete(feedback).where(own))
    connection.execute(
        sa.insert(feedback).values(
            query=query["seq"],
            pseudonym=event["names"][0],
            secret=event["secret"],
            vote=event["vote"],
            comment=event["comment"],
            at=event["at"],
            day=query["day"],
            guild=query["guild"],
        )
    )
    refresh_unanswered(connection, [query["seq"]])
    return True


def refresh_unanswered(connection: sa.Connection, seqs: list[int]) -> None:
    """Count each question as unanswered or not, after its votes changed."""
    voted_down = sa.exists().where(feedback.c.query == queries.c.seq, feedback.c.vote < 0)
    table = queries.c
    wanted = sa.select(
        table.seq, table.question, table.earlier, table.answered, table.refusal, voted_down.label("down")
    ).where(table.seq.in_(seqs))
    for row in connection.execute(wanted).all():
        key = unanswered_key(
            row.question, row.earlier, answered=bool(row.answered), refusal=row.refusal, down=bool(row.down)
        )
        connection.execute(sa.update(queries).where(table.seq == row.seq).values(unanswered_key=key))
