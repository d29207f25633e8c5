"""What the database or the spool holds, as the nouns that it was made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from querylog.models import Cited, Feedback, Query, Scope, Surface, Vote
from querylog.schema import from_ms
from querylog.spool import Event
from retrieval.models import Timing

Row = sa.RowMapping | Mapping[str, Any]
"""A row of the database, or of an event that will be one."""


def cited_of(row: Row) -> Cited:
    """A passage row, with its score where it was joined to one."""
    return Cited(
        article=row["article"],
        sentences=(row["first"], row["last"]),
        start=row["start_at"],
        end=row["end_at"],
        key=(row["key_start"], row["key_end"]),
        text_sha256=row["text_sha256"],
        quote=row["quote"],
        score=row.get("score", 0.0),
    )


def feedback_of(row: sa.RowMapping) -> Feedback:
    """A feedback row."""
    return Feedback(Vote(row["vote"]), row["comment"], from_ms(row["at"]))


def waiting_query(event: Event, scope: Scope) -> Query | None:
    """A question that waits for the database, as it will be on record; None outside the scope."""
    row = event["row"]
    return query_of(row, event["passages"], ()) if scope in ("all", row["guild"]) else None


def query_of(row: Row, passages: Iterable[Row], votes: Iterable[Feedback]) -> Query:
    """A query row with its passages (best first) and votes."""
    found = tuple(cited_of(passage) for passage in passages)
    answered = bool(row["answered"])
    return Query(
        id=row["id"],
        asked_at=from_ms(row["asked_at"]),
        surface=Surface(row["surface"]),
        guild=row["guild"],
        channel=row["channel"],
        user=row["pseudonym"],
        locale=row["locale"],
        language=row["language"],
        question=row["question"],
        follows=row["follows"],
        earlier=row.get("earlier"),  # a record that waits in the spool of an older version has none
        answered=answered,
        refusal=row["refusal"],
        confidence=row["confidence"],
        build=row["build"],
        encoder=row["encoder"],
        ms=Timing(row["ms_embed"], row["ms_search"], row["ms_total"]),
        citations=found if answered else (),
        closest=() if answered else found,
        feedback=tuple(votes),
    )
