"""Many processes at once, and processes that are killed: nothing lost, nothing twice."""

import os
import random
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa
from fakes_querylog import OpenLog, entry, locked

from querylog import schema
from querylog.log import QueryLog

pytest_plugins = ("fixtures_querylog",)

WORKER = Path(__file__).with_name("worker_querylog.py")


def worker(var: Path, url: str, first: int, count: int, *more: str) -> subprocess.Popen[str]:
    arguments = [sys.executable, str(WORKER), str(var), url, str(first), str(count), *more]
    paths = os.pathsep.join([str(WORKER.parent.parent), str(WORKER.parent)])
    return subprocess.Popen(
        arguments, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": paths}
    )


def all_questions(log: QueryLog) -> list[str | None]:
    with log._database.read() as connection:
        return list(connection.scalars(sa.select(schema.queries.c.question)))


def crowd(log: QueryLog, tmp_path: Path, url: str, processes: int, each: int) -> None:
    crew = [worker(tmp_path, url, number * each, each) for number in range(processes)]
    readings = 0
    while any(process.poll() is None for process in crew):
        assert log.stats("all").days
        assert len(log.recent("all")) <= 10
        readings += 1
    assert [process.wait() for process in crew] == [0] * processes
    log.maintain()
    assert Counter(all_questions(log)) == Counter(f"Frage {number}" for number in range(processes * each))
    assert log.stats("all").answered == processes * each
    assert log.health().spooled == 0
    assert readings > 1


def test_several_processes_write_while_one_reads(open_log: OpenLog, tmp_path: Path, url: str) -> None:
    crowd(open_log(), tmp_path, url, processes=3, each=60)


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_eight_processes_write_ten_thousand_rows_each(open_log: OpenLog, tmp_path: Path, url: str) -> None:
    crowd(open_log(), tmp_path, url, processes=8, each=10_000)


def test_threads_share_one_log(open_log: OpenLog) -> None:
    log = open_log()
    texts = [[f"Faden {thread}, Frage {number}" for number in range(25)] for thread in range(8)]
    crew = [
        threading.Thread(target=lambda own=own: [log.record(entry(text)) for text in own]) for own in texts
    ]
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join()
    log.maintain()
    assert Counter(all_questions(log)) == Counter(text for own in texts for text in own)


def killed(tmp_path: Path, url: str, chance: random.Random, first: int) -> list[int]:
    """The ids that a process had shown when it was killed, somewhere around an answer."""
    process = worker(tmp_path, url, first, 1_000, "--show")
    assert process.stdout is not None
    shown = [int(process.stdout.readline()) for _ in range(chance.randrange(1, 30))]
    process.kill()
    rest, _ = process.communicate()
    shown += [int(line) for line in rest.splitlines(keepends=True) if line.endswith("\n")]
    return shown


def shown_are_on_record(open_log: OpenLog, tmp_path: Path, url: str, kills: int) -> None:
    chance = random.Random(9)  # noqa: S311 - when to kill is no secret
    shown = [record for number in range(kills) for record in killed(tmp_path, url, chance, number * 1_000)]
    log = open_log()
    with log._database.read() as connection:
        rows = list(connection.scalars(sa.select(schema.queries.c.id)))
    assert set(shown) <= set(rows)
    assert len(rows) == len(set(rows))
    assert len(rows) <= len(shown) + kills, "at most the one answer in flight was on record and not yet shown"
    assert log.health().spooled == 0


def test_an_answer_that_was_shown_is_on_record_whenever_the_process_is_killed(
    open_log: OpenLog, tmp_path: Path, url: str
) -> None:
    shown_are_on_record(open_log, tmp_path, url, kills=2)


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_a_hundred_kills_lose_no_shown_answer(open_log: OpenLog, tmp_path: Path, url: str) -> None:
    shown_are_on_record(open_log, tmp_path, url, kills=100)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_kills_while_spooling_lose_no_shown_answer(open_sqlite: OpenLog, tmp_path: Path) -> None:
    log, url = open_sqlite(), f"sqlite:///{tmp_path / 'log.sqlite3'}"
    chance = random.Random(9)  # noqa: S311 - the same
    with locked(tmp_path):
        shown = [record for number in range(20) for record in killed(tmp_path, url, chance, number * 1_000)]
    log.maintain()
    with log._database.read() as connection:
        rows = list(connection.scalars(sa.select(schema.queries.c.id)))
    assert set(shown) <= set(rows)
    assert len(rows) == len(set(rows))
