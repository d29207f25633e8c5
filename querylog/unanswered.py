"""What to add next: questions that the articles did not answer, those alike together, most asked first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from querylog import reading, replay, rows, schema
from querylog.models import Scope, UnansweredGroup
from querylog.schema import citations, passages, queries
from retrieval.question.followups import read_together

ALIKE = 0.82
"""Cosine from which two questions are the same one, for the encoder that ships.

Fitted on the 6,000 pairs of STS-B's development part in German, English, Korean and Russian: of 0.50, 0.51, ... the
value with the best F1 (0.615) for pairs that people gave at least 4 of 5 ("mostly equivalent"). Of sentences that
belong to different pairs it puts 3 in 10,000 together. Across languages it finds a fifth of the same pairs only; a
lower value would put different questions of one language together. `benchmarks/alike.py` fits it again.
"""

Embed = Callable[[list[str]], NDArray[np.float32]]
"""Questions to vectors, shape (n, dim), unit rows."""


def unanswered(
    connection: sa.Connection,
    embed: Embed,
    scope: Scope,
    since: date,
    *,
    alike: float,
    wordings: int,
    limit: int,
) -> list[UnansweredGroup]:
    """Groups of refused or down-voted questions, most asked first.

    Args:
        connection: A read transaction.
        embed: Vectors of questions.
        scope: Whose questions.
        since: The first day that counts.
        alike: Cosine from which two questions are the same one, in [-1, 1].
        wordings: How many different wordings are looked at, most asked first.
        limit: How many groups at most.
    """
    found = [
        row | _said(row, lambda record: reading.one(connection, record, scope))
        for row in _wordings(connection, scope, since, wordings)
    ]
    vectors = embed([row["meant"] for row in found])
    groups = [[found[at] for at in members] for members in group(vectors, alike)]
    kept = sorted(groups, key=_asked_and_newest, reverse=True)[:limit]
    closest = _closest(connection, [members[0]["newest"] for members in kept])
    return [
        UnansweredGroup(
            questions=tuple(dict.fromkeys(row["shown"] for row in members)),
            count=sum(row["count"] for row in members),
            last_asked=schema.from_ms(max(row["asked_at"] for row in members)),
            closest=closest.get(members[0]["newest"]),
        )
        for members in kept
    ]


def group(vectors: NDArray[np.float32], alike: float) -> list[list[int]]:
    """Rows whose cosine with a group's first row reaches `alike`; each joins the first such group.

    Args:
        vectors: Shape (n, dim), unit rows.
        alike: Cosine, in [-1, 1].

    Returns:
        Groups of row numbers, in order of their first rows.
    """
    cosines = vectors @ vectors.T
    groups: list[list[int]] = []
    for row in range(len(vectors)):
        home = next((members for members in groups if cosines[members[0], row] >= alike), None)
        if home is None:
            groups.append([row])
        else:
            home.append(row)
    return groups


def _asked_and_newest(members: list[dict[str, Any]]) -> tuple[int, int]:
    """How often a group was asked, and its newest question."""
    return sum(row["count"] for row in members), max(row["newest"] for row in members)


def _said(row: Mapping[str, Any], get: replay.Get) -> dict[str, str]:
    """What a question is shown as and what it asks; one that leans on another stands before that, "…" where unknown."""
    question = row["question"]
    if row["earlier"] is None:
        return {"shown": question, "meant": question}
    earlier = replay.earlier_question(row["follows"], get)
    meant = read_together(earlier, question) if earlier else question
    return {"shown": f"{question} ← {earlier or '…'}", "meant": meant}


def _wordings(connection: sa.Connection, scope: Scope, since: date, limit: int) -> list[dict[str, Any]]:
    """Distinct questions and how often they were asked: an index counts, the newest row has the text."""
    table = queries.c
    chosen = sa.and_(
        table.unanswered_key.is_not(None),
        table.day >= schema.day_number(since),
        schema.in_scope(table.guild, scope),
    )
    counted = (
        sa.select(sa.func.count().label("count"), sa.func.max(table.seq).label("newest"))
        .where(chosen)
        .group_by(table.unanswered_key)
        .order_by(sa.text("count DESC"), sa.text("newest DESC"))
        .limit(limit)
        .subquery()
    )
    joined = sa.select(
        counted.c.count, counted.c.newest, table.question, table.earlier, table.follows, table.asked_at
    ).join(counted, counted.c.newest == table.seq)
    ordered = joined.order_by(counted.c.count.desc(), counted.c.newest.desc())
    return [dict(row) for row in connection.execute(ordered).mappings()]


def _closest(connection: sa.Connection, seqs: list[int]) -> dict[int, Any]:
    joined = sa.select(citations.c.query, citations.c.score, passages).join(
        passages, passages.c.id == citations.c.passage
    )
    first = joined.where(citations.c.query.in_(seqs), citations.c.position == 0)
    return {row["query"]: rows.cited_of(row) for row in connection.execute(first).mappings()}
