"""What was asked, answered and cited in a period, counted by the database."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import sqlalchemy as sa

from querylog import rows, schema
from querylog.histogram import percentile
from querylog.models import CitedOften, Day, Scope, Stats, Vote
from retrieval.question.small_talk import AIMS

_CITED = 8  # sentences in the list of the most cited


def stats(connection: sa.Connection, scope: Scope, since: date, until: date) -> Stats:
    """Everything that a picture of the period needs; both days are included."""
    first, last = schema.day_number(since), schema.day_number(until)
    outcomes: Counter[tuple[int, int]] = Counter()
    talk: Counter[int] = Counter()
    languages: Counter[str] = Counter()
    daily: dict[int, Counter[int]] = {}
    whole: Counter[int] = Counter()
    for day, answered, refusal, language, number, count in _counts(connection, scope, first, last):
        if refusal in AIMS:  # nothing was asked: it would only flatter the times and spoil the shares
            talk[day] += count
            continue
        outcomes[day, answered] += count
        languages[language] += count
        daily.setdefault(day, Counter())[number] += count
        whole[number] += count
    votes = _votes(connection, scope, first, last)
    days = []
    for day in range(first, last + 1):
        histogram = daily.get(day, Counter())
        p50, p95 = percentile(histogram, 0.5), percentile(histogram, 0.95)
        moment = since + timedelta(days=day - first)
        days.append(Day(moment, outcomes[day, 1], outcomes[day, 0], talk[day], p50, p95))
    return Stats(
        days=tuple(days),
        languages=dict(languages.most_common()),
        up=votes[Vote.UP],
        down=votes[Vote.DOWN],
        cited=_most_cited(connection, scope, first, last),
        p50=percentile(whole, 0.5),
        p95=percentile(whole, 0.95),
    )


def _counts(
    connection: sa.Connection, scope: Scope, first: int, last: int
) -> list[tuple[int, int, str | None, str, int, int]]:
    """Questions by day, outcome, refusal, language and latency: one walk along one index, in its order."""
    table = schema.queries.c
    group = (table.day, table.answered, table.refusal, table.language, table.ms_bucket)
    chosen = sa.and_(table.day.between(first, last), schema.in_scope(table.guild, scope))
    found = connection.execute(sa.select(*group, sa.func.count()).where(chosen).group_by(*group))
    return [tuple(row) for row in found]


def _votes(connection: sa.Connection, scope: Scope, first: int, last: int) -> Counter[int]:
    table = schema.feedback.c
    chosen = sa.and_(table.day.between(first, last), schema.in_scope(table.guild, scope))
    found = connection.execute(sa.select(table.vote, sa.func.count()).where(chosen).group_by(table.vote))
    return Counter(dict(found.all()))


def _most_cited(connection: sa.Connection, scope: Scope, first: int, last: int) -> tuple[CitedOften, ...]:
    """Sentences by how often they were cited; one that several builds or longer quotes held counts as one."""
    table = schema.citations.c
    chosen = sa.and_(table.cited == 1, table.day.between(first, last), schema.in_scope(table.guild, scope))
    counted = (
        sa.select(table.passage, sa.func.count().label("count"))
        .where(chosen)
        .group_by(table.passage)
        .subquery()
    )
    joined = sa.select(schema.passages, counted.c.count).join(
        counted, counted.c.passage == schema.passages.c.id
    )
    merged: Counter[tuple[str, int, int]] = Counter()
    example = {}
    for row in connection.execute(joined.order_by(schema.passages.c.id)).mappings():
        cited = rows.cited_of(row)
        merged[cited.text_sha256, *cited.key] += row["count"]
        example[cited.text_sha256, *cited.key] = cited
    ranked = sorted(merged, key=lambda key: (-merged[key], key))
    return tuple(CitedOften(example[key], merged[key]) for key in ranked[:_CITED])
