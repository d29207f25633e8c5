"""Cooldowns in the database that several processes share."""

import threading
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from fakes_querylog import OpenLog

from querylog import schema
from querylog.log import QueryLog

pytest_plugins = ("fixtures_querylog",)


def kept(log: QueryLog) -> int:
    with log._database.read() as connection:
        return len(connection.execute(sa.select(schema.cooldowns)).all())


def test_one_claim_a_cooldown_and_the_others_hear_the_seconds_left(open_log: OpenLog) -> None:
    first, second = open_log(), open_log()
    assert first.claim(7, 30.0) == 0.0
    assert 29.0 < second.claim(7, 30.0) <= 30.0
    assert second.claim(8, 30.0) == 0.0


def test_a_cooldown_that_is_over_can_be_claimed_again(open_log: OpenLog) -> None:
    log = open_log()
    assert log.claim(7, 0.05) == 0.0
    time.sleep(0.06)
    assert log.claim(7, 30.0) == 0.0
    assert log.claim(7, 30.0) > 0


def test_nobody_waits_because_a_clock_was_set_back(open_log: OpenLog) -> None:
    log = open_log()
    log.claim(7, 30.0)
    with log._database.write() as connection:
        connection.execute(
            sa.update(schema.cooldowns).values(free_at=schema.cooldowns.c.free_at + 36_000_000)
        )
    assert log.claim(7, 30.0) == 0.0
    assert 29.0 < log.claim(7, 30.0) <= 30.0


def test_of_a_crowd_that_claims_at_once_one_may_ask(open_log: OpenLog) -> None:
    logs = [open_log(lock_timeout_ms=20_000) for _ in range(4)]
    waits: list[float] = []
    crew = [threading.Thread(target=lambda log=log: waits.append(log.claim(7, 60.0))) for log in logs * 4]
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join()
    assert min(waits) == 0.0
    assert all(wait > 0 for wait in sorted(waits)[1:])
    assert len(waits) == 16


def test_upkeep_and_a_members_deletion_leave_nothing_of_it(open_log: OpenLog) -> None:
    log = open_log()
    log.claim(7, 0.01)
    log.claim(8, 60.0)
    time.sleep(0.02)
    log.maintain()
    assert kept(log) == 1
    log.delete_user(8)
    assert kept(log) == 0


@pytest.mark.parametrize("user", [123456789012345678])
def test_it_names_nobody(open_sqlite: OpenLog, tmp_path: Path, user: int) -> None:
    log = open_sqlite()
    log.claim(user, 60.0)
    log.close()
    assert str(user).encode() not in b"".join(file.read_bytes() for file in tmp_path.glob("log.sqlite3*"))
