"""What a member deletes is gone, down to the bytes of the files."""

import os
import random
import re
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from fakes_querylog import (
    ASKER,
    OTHER,
    OpenLog,
    embed,
    empty_postgresql,
    entry,
    found_in,
    locked,
    log_event,
    name_of,
)

from querylog import database, overwriting, schema
from querylog.errors import LogUnavailable
from querylog.log import QueryLog
from querylog.models import AuditEntry, Vote
from querylog.writing import apply

pytest_plugins = ("fixtures_querylog",)


def test_deleting_leaves_not_a_byte_in_any_file(open_sqlite: OpenLog, tmp_path: Path) -> None:
    log = open_sqlite(lock_timeout_ms=20)
    mine = log.record(entry("MEINE-FRAGE-1", user=ASKER))
    theirs = log.record(entry("FREMDE-FRAGE", user=OTHER))
    log.feedback(mine, OTHER, Vote.UP)
    log.feedback(theirs, ASKER, Vote.DOWN, "MEIN-KOMMENTAR")
    with locked(tmp_path):
        log.record(entry("MEINE-FRAGE-2", user=ASKER))
        log.feedback(theirs, OTHER, Vote.UP)
    needles = ("MEINE-FRAGE-1", "MEINE-FRAGE-2", "MEIN-KOMMENTAR", name_of(log, ASKER))
    assert all(found_in(tmp_path, needle) for needle in needles)
    gone = log.delete_user(ASKER)
    assert (gone.queries, gone.feedback, gone.spooled, gone.overwritten) == (1, 1, 1, True)
    assert [found_in(tmp_path, needle) for needle in needles] == [[], [], [], []]
    assert found_in(tmp_path, "FREMDE-FRAGE") == ["log.sqlite3"]
    log.maintain()
    assert [query.question for query in log.recent("all")] == ["FREMDE-FRAGE"]
    assert log.unanswered(embed, "all") == []  # the deleted vote counted it as unanswered


def test_a_deleted_vote_against_an_answer_no_longer_counts(open_log: OpenLog) -> None:
    log = open_log()
    log.feedback(log.record(entry("FREMDE-FRAGE", user=OTHER)), ASKER, Vote.DOWN)
    assert [group.questions for group in log.unanswered(embed, "all")] == [("FREMDE-FRAGE",)]
    log.delete_user(ASKER)
    assert log.unanswered(embed, "all") == []


def test_what_an_admin_did_is_not_deleted_with_their_questions_where_it_waits(
    open_sqlite: OpenLog, tmp_path: Path
) -> None:
    log = open_sqlite(lock_timeout_ms=20)
    with locked(tmp_path):
        log.record(entry(user=ASKER))
        log.audit(AuditEntry(action="reindex", outcome="ok", user=ASKER))
    assert log.delete_user(ASKER).spooled == 1
    log.maintain()
    assert [one.action for one in log.audit_trail("all")] == ["reindex"]


def test_deleting_reaches_copies_that_moving_pages_left_behind(open_sqlite: OpenLog, tmp_path: Path) -> None:
    """SQLite's secure_delete alone fails this: merging pages leaves stale copies of cells that moved."""
    log = open_sqlite()
    chance = random.Random(4)  # noqa: S311 - which rows are deleted is no secret
    users = range(150)
    with log._database.write() as connection:
        for _ in range(1_500):
            user = chance.choice(users)
            text = f"FRAGE-VON-{user}- " + "x" * chance.choice((20, 60, 300, 2_000))
            apply(connection, log_event(log, entry(text, user=user, numbers=())))
    gone = chance.sample(users, 100)
    for user in gone[1:]:
        with log._database.write() as connection:
            own = schema.queries.c.pseudonym == name_of(log, user)
            connection.execute(sa.delete(schema.queries).where(own))
    assert log.delete_user(gone[0]).overwritten
    whole = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert [user for user in gone if f"FRAGE-VON-{user}-".encode() in whole] == []
    assert [user for user in gone if bytes.fromhex(name_of(log, user)) in whole] == []
    assert len(log.recent("all", 1_000)) > 100


def test_a_reader_in_the_way_delays_the_overwriting_and_it_is_said(
    open_sqlite: OpenLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_PATIENCE_S", 0.05)
    log = open_sqlite()
    log.maintain()
    log.record(entry("MEINE-FRAGE", user=ASKER))
    with closing(sqlite3.connect(tmp_path / "log.sqlite3", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM queries").fetchone()
        assert not log.delete_user(ASKER).overwritten
        assert log.recent("all") == []
    log.maintain()
    assert found_in(tmp_path, "MEINE-FRAGE") == []


def test_a_database_that_goes_between_deletion_and_overwriting_leaves_that_for_later(
    open_sqlite: OpenLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> bool:
        raise LogUnavailable("away")

    log = open_sqlite()
    log.record(entry(user=ASKER))
    with monkeypatch.context() as outage:
        outage.setattr(log._database, "overwrite", away)
        gone = log.delete_user(ASKER)
    assert (gone.queries, gone.overwritten) == (1, False)
    log.maintain()
    assert not log._overwriting.due


def counted_overwriting(log: QueryLog, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """When each rewriting of the file began, on the monotonic clock."""
    began: list[float] = []
    real = log._database.overwrite

    def overwrite() -> bool:
        began.append(time.monotonic())
        return real()

    monkeypatch.setattr(log._database, "overwrite", overwrite)
    return began


def test_a_deletion_that_finds_nothing_rewrites_no_file(
    open_log: OpenLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = open_log()
    log.record(entry(user=ASKER))
    rewritten = counted_overwriting(log, monkeypatch)
    assert log.delete_user(ASKER).overwritten
    for user in (ASKER, ASKER, OTHER):
        assert log.delete_user(user).overwritten
    assert len(rewritten) == 1


def test_a_deletion_soon_after_another_leaves_the_rewriting_to_upkeep(
    open_sqlite: OpenLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = open_sqlite()
    log.maintain()
    rewritten = counted_overwriting(log, monkeypatch)
    for user in (ASKER, OTHER):
        log.record(entry(f"FRAGE-VON-{user}", user=user))
    assert [log.delete_user(user).overwritten for user in (ASKER, OTHER)] == [True, False]
    assert (len(rewritten), log.recent("all")) == (1, [])
    log.maintain()
    log.maintain()
    assert len(rewritten) == 2
    assert found_in(tmp_path, f"FRAGE-VON-{OTHER}") == []


def test_deletions_that_wait_together_share_one_rewriting(
    open_sqlite: OpenLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overwriting, "PAUSE_S", 0.0)
    log = open_sqlite()
    users = range(5)
    for user in users:
        log.record(entry(user=user))
    began, go, real = [], threading.Event(), log._database.overwrite

    def slow() -> bool:
        began.append(1)
        go.wait(10)
        return real()

    monkeypatch.setattr(log._database, "overwrite", slow)
    with ThreadPoolExecutor(len(users)) as pool:
        deleting = [pool.submit(log.delete_user, user) for user in users]
        deadline = time.monotonic() + 10
        while log._overwriting._owed < len(users) and time.monotonic() < deadline:
            time.sleep(0.01)
        go.set()
        assert all(one.result().overwritten for one in deleting)
    assert len(began) <= 2, "the one that was running, and one for all that came meanwhile"


def test_deleting_removes_rows_votes_and_waiting_records_on_both_databases(open_log: OpenLog) -> None:
    log = open_log()
    mine, theirs = log.record(entry(user=ASKER)), log.record(entry(user=OTHER))
    log.feedback(theirs, ASKER, Vote.UP)
    log.feedback(mine, OTHER, Vote.UP)
    gone = log.delete_user(ASKER)
    assert (gone.queries, gone.feedback) == (1, 1)
    assert [query.id for query in log.recent("all")] == [theirs]
    assert log.recent("all")[0].feedback == ()
    with log._database.read() as connection:
        counts = [
            connection.scalar(sa.select(sa.func.count()).select_from(table))
            for table in (schema.queries, schema.citations, schema.feedback)
        ]
    assert counts == [1, 1, 0]


def test_what_postgresql_leaves_goes_with_vacuum_full(tmp_path: Path, postgresql_url: str) -> None:
    empty_postgresql(postgresql_url)
    log = QueryLog.open(tmp_path, postgresql_url)
    for user in (ASKER, OTHER):
        log.record(entry(f"FRAGE-VON-{user}", user=user))
    log.delete_user(ASKER)
    with log._database._engine.connect() as connection:
        autocommit = connection.execution_options(isolation_level="AUTOCOMMIT")
        folder = Path(str(autocommit.exec_driver_sql("SHOW data_directory").scalar()))
        autocommit.exec_driver_sql("VACUUM FULL queries, feedback")
        autocommit.exec_driver_sql("CHECKPOINT")
    log.close()
    assert found_in(folder / "base", f"FRAGE-VON-{OTHER}")
    assert found_in(folder / "base", f"FRAGE-VON-{ASKER}") == []


def test_postgresql_keeps_of_deleted_rows_what_the_privacy_page_says(
    postgresql_url: str, tmp_path: Path
) -> None:
    empty_postgresql(postgresql_url)
    log = QueryLog.open(tmp_path, postgresql_url)
    record = log.record(entry("GEHEIME-FRAGE", user=ASKER))
    log.feedback(record, ASKER, Vote.DOWN, "GEHEIMER-KOMMENTAR")
    log.record(entry("bleibt", user=OTHER))
    engine = log._database._engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        data = Path(connection.exec_driver_sql("SHOW data_directory").scalar_one())
        connection.exec_driver_sql("ANALYZE")
        connection.exec_driver_sql("CHECKPOINT")
    if not os.access(data / "base", os.R_OK | os.X_OK):
        pytest.skip("this user may not read PostgreSQL's files")
    secrets = ("GEHEIME-FRAGE", "GEHEIMER-KOMMENTAR", name_of(log, ASKER))
    assert all(found_in(data / "base", secret) for secret in secrets), "the search must be able to find them"
    assert log.delete_user(ASKER).overwritten
    assert [query.question for query in log.recent("all")] == ["bleibt"]
    page = (Path(__file__).parent.parent / "PRIVACY.md").read_text(encoding="utf-8")
    (statement,) = set(re.findall(r"`(VACUUM FULL [a-z, ]+)`", page))
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
        connection.exec_driver_sql("CHECKPOINT")
    left = [found_in(data / part, secret) for part in ("base", "global") for secret in secrets]
    assert left == [[]] * len(left)
    log.close()
