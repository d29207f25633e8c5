"""What logging costs an answer and how fast the log is read, with a million rows; JSON on standard output.

    PYTHONPATH=. python benchmarks/query_log.py [--rows 1000000] [--url postgresql://...] [--var DIR]

`--var` keeps the filled log for the next run; without it a temporary folder is used.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from query_log_writers import rows_per_second

from querylog import schema
from querylog.events import query_event
from querylog.log import QueryLog
from querylog.models import QueryEntry, Surface, Vote
from querylog.spool import Event
from retrieval.models import Answer, Citation, Passage, Question, Timing

DAYS = 90
GUILDS = 20
USERS = 5_000
SENTENCES = 2_000
WORDS = ("wer", "wo", "wann", "warum", "kim", "putin", "gipfel", "zug", "brücke", "staat", "treffen", "insel")


def passage(number: int) -> Passage:
    """A sentence of one of twenty articles."""
    article, sentence = f"article-{number % 20}", number // 20 + 1
    start = sentence * 120
    quote = f"Satz {sentence} des Artikels {article}, " + "mit noch etwas mehr Text darin. " * 2
    citation = Citation(
        article, (sentence, sentence), start, start + len(quote), f"{number % 20:064x}", "build-1"
    )
    return Passage(quote, citation, (start, start + len(quote)), 0.8, "de", 100)


def entry(number: int, chance: random.Random) -> QueryEntry:
    """A question of one of many users; a quarter are refused, and popular wordings repeat."""
    wording = int(chance.paretovariate(0.6)) % 200_000
    text = " ".join(random.Random(wording).choices(WORDS, k=7)) + f" {wording}?"
    answered = chance.random() < 0.75
    count = chance.choice((1, 1, 2, 3))
    found = tuple(passage(int(chance.paretovariate(0.5)) % SENTENCES) for _ in range(count))
    answer = Answer(
        question=text,
        language=chance.choice(("de", "de", "en", "ko", "ru")),
        answered=answered,
        confidence=chance.random(),
        passages=found if answered else (),
        closest=() if answered else found,
        build="20261124T100000-0123abcd",
        encoder="encoder-1@0123456789ab",
        ms=Timing(4.0, 1.0, chance.lognormvariate(2.5, 0.6)),
        refusal=None if answered else "not_found",
    )
    return QueryEntry(
        surface=Surface.SLASH,
        question=Question(text),
        answer=answer,
        user=chance.randrange(USERS),
        guild=chance.randrange(GUILDS),
        channel=number % 100,
        locale="de",
        asked_at=datetime.now(UTC) - timedelta(days=chance.random() * (DAYS - 1)),
    )


def fill(log: QueryLog, count: int) -> None:
    """Rows as `record` writes them, but in bulk: this is not what is measured."""
    database, secret = log._database, log._secrets
    chance = random.Random(7)
    known: dict[tuple[Any, ...], int] = {}
    for start in range(0, count, 20_000):
        numbers = range(start, min(start + 20_000, count))
        tables: dict[sa.Table, list[dict[str, Any]]] = {
            table: [] for table in (schema.queries, schema.passages, schema.citations, schema.feedback)
        }
        for number in numbers:
            event = query_event(entry(number, chance), secret)
            add(tables, number + 1, event, known)
            if chance.random() < 0.05:
                vote(tables, number + 1, event["row"], chance)
        with database.write() as connection:
            for table, values in tables.items():
                if values:
                    connection.execute(sa.insert(table), values)
    if not database.is_sqlite:
        with database.write() as connection:
            for name, key in (("queries", "seq"), ("passages", "id"), ("feedback", "id")):
                newest = f"(SELECT max({key}) FROM {name})"
                connection.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('{name}', '{key}'), {newest})"
                )
        database.overwrite()


def add(tables: dict[sa.Table, list[Any]], seq: int, event: Event, known: dict[tuple[Any, ...], int]) -> None:
    """One question with its citations."""
    row = event["row"]
    tables[schema.queries].append({"seq": seq, **row})
    for position, quote in enumerate(event["passages"]):
        score = quote.pop("score")
        key = tuple(quote.values())
        if key not in known:
            known[key] = len(known) + 1
            tables[schema.passages].append({"id": known[key], **quote})
        cited = {"query": seq, "position": position, "passage": known[key], "cited": row["answered"]}
        tables[schema.citations].append(cited | {"score": score, "day": row["day"], "guild": row["guild"]})


def vote(tables: dict[sa.Table, list[Any]], seq: int, row: Event, chance: random.Random) -> None:
    """The asker's vote on it."""
    copied = {name: row[name] for name in ("pseudonym", "secret", "day", "guild")}
    cast = {"query": seq, "vote": chance.choice((1, 1, -1)), "comment": None, "at": row["asked_at"]}
    tables[schema.feedback].append(copied | cast)


def embed(texts: list[str]) -> NDArray[np.float32]:
    """Bags of words; the real encoder's time is measured where the encoder is."""
    vectors = np.zeros((len(texts), 512), np.float32)
    for row, text in enumerate(texts):
        for word in text.split():
            vectors[row, hash(word) % 512] += 1
    return vectors


def milliseconds(work: Callable[[], object], times: int) -> dict[str, dict[str, float]]:
    """Percentiles of a call's time: as waited for, and as computed (what a busy machine adds is in the first)."""
    waited, computed = [], []
    for _ in range(times):
        start, processor = time.perf_counter(), time.thread_time()
        work()
        computed.append((time.thread_time() - processor) * 1000)
        waited.append((time.perf_counter() - start) * 1000)
    return {"waited": _percentiles(waited), "computed": _percentiles(computed)}


def _percentiles(taken: list[float]) -> dict[str, float]:
    found = dict(zip(("p50", "p95", "p99"), np.percentile(taken, (50, 95, 99)), strict=True))
    return {name: round(float(value), 2) for name, value in found.items()}


def measure(log: QueryLog) -> dict[str, object]:
    """Each operation on the filled log."""
    chance = random.Random(11)
    prepared = [entry(number, chance) for number in range(5_000)]
    found: dict[str, object] = {"record": milliseconds(lambda: log.record(prepared.pop()), 5_000)}
    found["records spooled meanwhile"] = log.health().spooled
    record = log.recent("all", 1)[0].id
    found["feedback"] = milliseconds(lambda: log.feedback(record, chance.randrange(USERS), Vote.UP), 500)
    found["recent"] = milliseconds(lambda: log.recent("all", 20), 50)
    found["recent, one guild"] = milliseconds(lambda: log.recent(3, 20), 50)
    found["unanswered"] = milliseconds(lambda: log.unanswered(embed, "all"), 10)
    found["unanswered, one guild"] = milliseconds(lambda: log.unanswered(embed, 3), 10)
    found["stats"] = milliseconds(lambda: log.stats("all"), 10)
    found["stats, one guild"] = milliseconds(lambda: log.stats(3), 10)
    found["search, nothing found"] = milliseconds(lambda: log.search("gibt es nicht", "all"), 5)
    found["delete one user, bytes included"] = milliseconds(lambda: log.delete_user(USERS - 1), 1)
    return found


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--url", default="")
    parser.add_argument("--var", type=Path)
    parser.add_argument("--skip-writers", action="store_true")
    parser.add_argument("--seconds", type=float, default=10, help="for each way of writing")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=".", prefix=".tmp") as temporary:
        log = QueryLog.open(arguments.var or Path(temporary), arguments.url)
        report: dict[str, object] = {"rows": arguments.rows}
        if not log.recent("all", 1):
            start = time.perf_counter()
            fill(log, arguments.rows)
            report["filled in s"] = round(time.perf_counter() - start)
        if log._database.is_sqlite:
            report["file MB"] = round(log._database.file.stat().st_size / 1e6)
        report["load"] = round(os.getloadavg()[0], 1)
        report["milliseconds"] = measure(log)
        log.close()
    if not arguments.skip_writers:
        report["rows per second, 4 writers"] = rows_per_second(arguments.seconds)
    print(json.dumps(report, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
