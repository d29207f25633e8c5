"""What PRIVACY.md promises, looked for in the bytes of the files."""

import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from fakes_querylog import (
    ASKER,
    OTHER,
    SHA,
    TEXT,
    OpenLog,
    embed,
    entry,
    found_in,
    locked,
    log_event,
    name_of,
)

from querylog import database, delivery, schema
from querylog.errors import LogUnavailable
from querylog.log import SECRETS, SPOOL
from querylog.models import AuditEntry, Vote

pytest_plugins = ("fixtures_querylog",)


def test_no_file_ever_holds_a_users_id(open_sqlite: OpenLog, tmp_path: Path) -> None:
    log = open_sqlite(lock_timeout_ms=20)
    record = log.record(entry(user=ASKER))
    log.feedback(record, ASKER, Vote.UP)
    log.audit(AuditEntry(action="reindex", outcome="ok", user=ASKER))
    log.pause_user(ASKER)
    with locked(tmp_path):
        log.record(entry(user=ASKER))
    assert found_in(tmp_path, str(ASKER)) == []
    assert found_in(tmp_path, ASKER.to_bytes(8, "big")) == []
    assert "log.sqlite3-wal" in found_in(tmp_path, name_of(log, ASKER))


def test_every_file_is_for_its_owner_alone(open_sqlite: OpenLog, tmp_path: Path) -> None:
    log = open_sqlite(lock_timeout_ms=20)
    log.record(entry())
    with locked(tmp_path):
        log.record(entry())
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir() if file.is_file()}
    assert {"log.sqlite3", "log.sqlite3-wal", SECRETS, SPOOL} <= modes.keys()
    assert set(modes.values()) == {0o600}


def test_a_paused_member_is_on_record_without_words(open_log: OpenLog, tmp_path: Path) -> None:
    log = open_log(lock_timeout_ms=20)
    assert not log.is_paused(ASKER)
    log.pause_user(ASKER)
    assert log.is_paused(ASKER)
    log.record(entry("GEHEIM", user=ASKER, answered=False, earlier="was andere schrieben"))
    log.record(entry("offen", user=OTHER))
    assert [(query.question, query.earlier) for query in log.recent("all")] == [("offen", None), (None, None)]
    assert log.unanswered(embed, "all") == []
    assert found_in(tmp_path, "GEHEIM") == []
    log.pause_user(ASKER, paused=False)
    log.record(entry("wieder da", user=ASKER))
    assert log.recent("all")[0].question == "wieder da"


def test_a_pause_reaches_the_spool(
    open_sqlite: OpenLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "_BACK_OFF_S", 0)
    log = open_sqlite(lock_timeout_ms=20)
    with locked(tmp_path):
        log.record(entry("VOR-DER-PAUSE", user=ASKER))
    log.pause_user(ASKER)
    assert found_in(tmp_path, "VOR-DER-PAUSE") == []
    with locked(tmp_path):
        log.record(entry("IN-DER-PAUSE", user=ASKER))
    assert found_in(tmp_path, "IN-DER-PAUSE") == []
    log.maintain()
    assert [query.question for query in log.recent("all")] == [None, None]


def test_a_pause_made_in_another_process_reaches_what_is_replayed(open_log: OpenLog, tmp_path: Path) -> None:
    log, other = open_log(), open_log()
    other.pause_user(ASKER)
    log._delivery.keep(log_event(log, entry("GEHEIM", user=ASKER)))
    log.maintain()
    assert [query.question for query in log.recent("all")] == [None]
    assert found_in(tmp_path, "GEHEIM") == []


def test_an_export_has_all_of_a_members_rows_and_nobody_elses(open_log: OpenLog) -> None:
    log = open_log()
    mine, theirs = log.record(entry("meine", user=ASKER)), log.record(entry("fremde", user=OTHER))
    log.feedback(theirs, ASKER, Vote.DOWN, "mein Kommentar")
    log.feedback(mine, OTHER, Vote.UP, "fremder Kommentar")
    log.audit(AuditEntry(action="reindex", outcome="ok", user=ASKER))
    log._delivery.keep(log_event(log, entry("wartet", user=ASKER)))
    found = log.export_user(ASKER)
    assert [query["question"] for query in found["questions"]] == ["meine"]
    assert [(vote["id"], vote["comment"]) for vote in found["feedback"]] == [(str(theirs), "mein Kommentar")]
    assert [action["action"] for action in found["admin_actions"]] == ["reindex"]
    assert [event["row"]["question"] for event in found["waiting"]] == ["wartet"]
    assert "fremde" not in str(found)
    assert str(ASKER) not in str(found)


def test_retention_counts_days_and_leaves_no_bytes(open_sqlite: OpenLog, tmp_path: Path) -> None:
    log = open_sqlite(retention_days=3, audit_days=5)
    noon = datetime.now(UTC).replace(hour=12, minute=0)
    for days in range(6):
        log.record(entry(f"VOR-{days}-TAGEN", asked_at=noon - timedelta(days=days), numbers=(days % 3 + 1,)))
        log.audit(AuditEntry(action=f"TAT-{days}", outcome="ok", at=noon - timedelta(days=days)))
    log.maintain()
    assert [query.question for query in log.recent("all")] == ["VOR-2-TAGEN", "VOR-1-TAGEN", "VOR-0-TAGEN"]
    assert [found_in(tmp_path, f"VOR-{days}-TAGEN") for days in (3, 4, 5)] == [[], [], []]
    assert [record.action for record in log.audit_trail("all")] == [
        "TAT-4",
        "TAT-3",
        "TAT-2",
        "TAT-1",
        "TAT-0",
    ]


def test_a_day_that_begins_while_the_one_before_expires_is_not_left_out(
    open_sqlite: OpenLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = open_sqlite(retention_days=3)
    day = datetime.now(UTC).date()
    days = iter([day, *[day + timedelta(days=1)] * 9])
    monkeypatch.setattr("querylog.log.today", lambda: next(days))
    log.record(entry(asked_at=datetime.now(UTC) - timedelta(days=2)))
    left = []
    for _ in range(2):
        log.maintain()
        left.append(len(log.recent("all")))
    assert left == [1, 0]


def test_quotes_go_with_the_last_citation_of_them(open_log: OpenLog) -> None:
    log = open_log(retention_days=3)
    old = datetime.now(UTC) - timedelta(days=9)
    log.record(entry(numbers=(1, 2), asked_at=old))
    log.record(entry(numbers=(2,)))
    log.expire()
    with log._database.read() as connection:
        assert [row.first for row in connection.execute(sa.select(schema.passages))] == [2]


def test_a_purged_article_is_quoted_no_more(open_sqlite: OpenLog, tmp_path: Path) -> None:
    log = open_sqlite(lock_timeout_ms=20)
    record = log.record(entry(numbers=(1,)))
    with locked(tmp_path):
        log.record(entry(numbers=(2,)))
    assert found_in(tmp_path, TEXT[:41])
    assert found_in(tmp_path, "Sanktionen")
    log.forget_text(SHA)
    log.maintain()
    assert found_in(tmp_path, TEXT[:41]) == []
    assert found_in(tmp_path, "Sanktionen") == []
    found = log.get(record)
    assert found is not None
    assert (found.citations[0].sentences, found.citations[0].sentence) == ((1, 1), "")


def test_a_reader_in_the_way_of_a_purge_is_an_error_and_not_silence(
    open_sqlite: OpenLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_PATIENCE_S", 0.05)
    log = open_sqlite()
    log.record(entry(numbers=(1,)))
    with closing(sqlite3.connect(tmp_path / "log.sqlite3", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM queries").fetchone()
        with pytest.raises(LogUnavailable, match="try again"):
            log.forget_text(SHA)
    log.forget_text(SHA)
    assert found_in(tmp_path, TEXT[:41]) == []
