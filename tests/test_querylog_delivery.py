"""When the database cannot take a record: the member is answered, the record waits, nothing is lost or doubled."""

import json
import logging
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from fakes_querylog import OpenLog, entry, lines, locked, log_event
from filelock import FileLock

from querylog import delivery, spool
from querylog.errors import LogUnavailable
from querylog.events import feedback_event
from querylog.log import SPOOL, QueryLog
from querylog.models import AuditEntry, Vote
from querylog.spool import Event, Spool

pytest_plugins = ("fixtures_querylog",)


@contextmanager
def replaying(log: QueryLog) -> Iterator[None]:
    """A replay has read what waits, and writes it once the block ends."""
    write, begun, go = log._delivery._write_all, threading.Event(), threading.Event()

    def slowly(events: list[Event]) -> list[Event]:
        begun.set()
        go.wait(10)
        return write(events)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(log._delivery, "_write_all", slowly)
        replay = threading.Thread(target=log.maintain)
        replay.start()
        try:
            assert begun.wait(10)
            yield
        finally:
            go.set()
            replay.join()


def test_a_locked_database_holds_up_nobody_and_the_record_comes_later(
    open_sqlite: OpenLog, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    log = open_sqlite(lock_timeout_ms=20)
    with locked(tmp_path), caplog.at_level(logging.ERROR):
        record = log.record(entry("Wo?"))
        assert log.recent("all") == []
        with pytest.raises(LogUnavailable, match="locked"):
            log.maintain()
    health = log.health()
    assert (health.available, health.spooled, health.failures) == (False, 1, 1)
    assert re.search("locked.*spooled", caplog.text)
    log.maintain()
    assert [query.id for query in log.recent("all")] == [record]
    assert (log.health().available, log.health().spooled) == (True, 0)


def test_once_the_waiting_are_written_nothing_waits_any_more(open_sqlite: OpenLog, tmp_path: Path) -> None:
    log = open_sqlite(lock_timeout_ms=20)
    with locked(tmp_path):
        log.record(entry("Wo?"))
    log.maintain()
    log.record(entry("Wann?"))
    assert log.health().spooled == 0
    assert [query.question for query in log.recent("all")] == ["Wann?", "Wo?"]


def test_votes_and_actions_wait_behind_their_question(open_sqlite: OpenLog, tmp_path: Path) -> None:
    log = open_sqlite(lock_timeout_ms=20)
    with locked(tmp_path):
        record = log.record(entry())
        log.feedback(record, 3, Vote.DOWN, "nein")
        log.audit(AuditEntry(action="reindex", outcome="ok"))
    log.maintain()
    found = log.get(record)
    assert found is not None
    assert [one.comment for one in found.feedback] == ["nein"]
    assert len(log.audit_trail("all")) == 1


def test_a_vote_on_a_question_that_still_waits_waits_too(
    open_sqlite: OpenLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "_BACK_OFF_S", 0)
    log = open_sqlite(lock_timeout_ms=20)
    with locked(tmp_path):
        record = log.record(entry())
    log.feedback(record, 3, Vote.UP)
    assert [line["kind"] for line in lines(tmp_path)] == ["query", "feedback"]
    log.maintain()
    found = log.get(record)
    assert found is not None
    assert [one.vote for one in found.feedback] == [Vote.UP]


def test_a_question_that_waits_is_found_within_its_guild_alone(
    open_sqlite: OpenLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "_BACK_OFF_S", 0)
    log = open_sqlite(lock_timeout_ms=20)
    with locked(tmp_path):
        record = log.record(entry("Wo?", guild=1))
    waiting = log.get(record)
    assert (log.get(record, 2), log.get(record, 1)) == (None, waiting)
    log.maintain()
    assert waiting is not None
    assert log.get(record) == waiting


def test_an_older_vote_from_the_spool_does_not_replace_a_newer_one(
    open_sqlite: OpenLog, tmp_path: Path
) -> None:
    log = open_sqlite(lock_timeout_ms=20)
    record = log.record(entry())
    with locked(tmp_path):
        log.feedback(record, 3, Vote.DOWN)
    waiting = lines(tmp_path)[0] | {"at": int((datetime.now(UTC) - timedelta(hours=1)).timestamp() * 1000)}
    (tmp_path / SPOOL).write_text("")
    other = open_sqlite()
    other.feedback(record, 3, Vote.UP)
    (tmp_path / SPOOL).write_text(json.dumps(waiting) + "\n")
    other.maintain()
    found = other.get(record)
    assert found is not None
    assert [one.vote for one in found.feedback] == [Vote.UP]


def test_a_database_that_was_away_at_start_takes_a_deletion_first(tmp_path: Path) -> None:
    folder = tmp_path / "away"
    folder.write_text("a file where the database's folder should be")
    with closing(QueryLog.open(tmp_path / "var", f"sqlite:///{folder}/log.sqlite3")) as log:
        folder.unlink()
        assert log.delete_user(1).queries == 0


def test_a_database_that_is_away_at_start_is_opened_when_it_is_back(tmp_path: Path) -> None:
    folder = tmp_path / "away"
    folder.write_text("a file where the database's folder should be")
    log = QueryLog.open(tmp_path / "var", f"sqlite:///{folder}/log.sqlite3")
    record = log.record(entry())
    assert (log.health().available, log.health().spooled) == (False, 1)
    folder.unlink()
    log.maintain()
    assert log.get(record) is not None
    log.close()


def test_what_is_asked_after_the_folder_was_removed_is_not_lost_with_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    var, aside = tmp_path / "var", tmp_path / "aside"
    log = QueryLog.open(var)
    log.record(entry("vorher"))
    var.rename(aside)
    log.record(entry("nachher"))
    assert "querylog.sqlite3: removed or replaced while it was in use: restart the bot" in caplog.text
    assert log.health().spooled == 1
    (var / SPOOL).replace(aside / SPOOL)
    shutil.rmtree(var)
    aside.rename(var)
    log.maintain()
    assert {query.question for query in log.recent("all")} == {"vorher", "nachher"}
    log.close()


def test_a_postgresql_that_is_away_is_answered_for_by_the_spool(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    log = QueryLog.open(tmp_path, f"postgresql://nobody@/nothing?host={tmp_path}")
    log.record(entry())
    assert log.health().spooled == 1
    log.close()


def test_a_kill_between_commit_and_clearing_the_spool_doubles_nothing(
    open_log: OpenLog, tmp_path: Path
) -> None:
    log = open_log()
    made = entry()
    log.record(made)
    Spool(tmp_path / SPOOL).append(lambda: log_event(log, made))
    log.maintain()
    assert len(log.recent("all")) == 1


def test_a_line_that_the_database_rejects_waits_without_holding_up_the_others(
    open_log: OpenLog, tmp_path: Path
) -> None:
    log = open_log()
    bad = log_event(log, entry("schlecht"))
    bad["row"]["language"] = None
    box = Spool(tmp_path / SPOOL)
    for event in (log_event(log, entry("a")), bad, log_event(log, entry("b"))):
        box.append(lambda event=event: event)
    log.maintain()
    assert {query.question for query in log.recent("all")} == {"a", "b"}
    assert box.events() == [bad]


def test_a_record_that_does_not_wait_is_not_taken_for_gone_while_the_database_is_away(
    open_sqlite: OpenLog, tmp_path: Path
) -> None:
    log = open_sqlite()
    record = log.record(entry())
    log.close()
    (tmp_path / "log.sqlite3").write_bytes(b"no database at all")
    with pytest.raises(LogUnavailable):
        log.get(record)


def test_a_full_database_disk_spools(open_sqlite: OpenLog, caplog: pytest.LogCaptureFixture) -> None:
    log = open_sqlite()
    log.record(entry("erste"))
    with log._database.write() as connection:  # the same error as a full disk gives: SQLITE_FULL
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    log.close()
    with log._database.read() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    record = log.record(entry("zweite " + "x" * 50_000))
    assert not log.health().available
    assert "full" in caplog.text
    log.close()
    log.maintain()
    assert log.get(record) is not None


def test_a_deletion_during_a_replay_leaves_nothing_to_come_back(open_log: OpenLog, tmp_path: Path) -> None:
    log = open_log()
    box = Spool(tmp_path / SPOOL)
    box.append(lambda: log_event(log, entry("im Spool", user=7)))
    log._delivery._held = [log_event(log, entry("im Speicher", user=7))]
    deleted: list[int] = []
    deleting = threading.Thread(target=lambda: deleted.append(log.delete_user(7).queries))
    with replaying(log):
        deleting.start()
        deleting.join(0.3)
    deleting.join()
    log.maintain()
    assert (deleted, log.recent("all"), log.health().spooled) == ([2], [], 0)


def test_what_is_held_in_memory_waits_on_when_a_replay_fails(open_sqlite: OpenLog, tmp_path: Path) -> None:
    log = open_sqlite(lock_timeout_ms=20)
    log._delivery._held = [log_event(log, entry("im Speicher"))]
    with locked(tmp_path), pytest.raises(LogUnavailable):
        log.maintain()
    assert log.health().spooled == 1
    log.maintain()
    assert [query.question for query in log.recent("all")] == ["im Speicher"]


def test_memory_holds_the_newest_records_up_to_a_bound(
    open_sqlite: OpenLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "_HELD", 2)
    log = open_sqlite(lock_timeout_ms=20)
    (tmp_path / SPOOL).mkdir()  # where the file should be
    with locked(tmp_path):
        for text in ("eins", "zwei", "drei"):
            log.record(entry(text))
    held = [event["row"]["question"] for event in log._delivery._held]
    assert held == ["zwei", "drei"]
    (tmp_path / SPOOL).rmdir()


def test_a_vote_that_waited_elsewhere_than_its_question_finds_it(open_log: OpenLog, tmp_path: Path) -> None:
    log, made = open_log(), entry()
    vote = feedback_event(made.id, 3, Vote.UP, None, log._secrets)
    Spool(tmp_path / SPOOL).append(lambda: vote)
    log._delivery._held = [log_event(log, made)]
    log.maintain()
    found = log.get(made.id)
    assert found is not None
    assert [one.vote for one in found.feedback] == [Vote.UP]


def test_a_rejected_line_stays_where_it_waited(open_log: OpenLog, tmp_path: Path) -> None:
    log = open_log()
    bad = [log_event(log, entry(text)) for text in ("im Spool", "im Speicher")]
    for event in bad:
        event["row"]["language"] = None
    box = Spool(tmp_path / SPOOL)
    box.append(lambda: bad[0])
    log._delivery._held = [bad[1]]
    log.maintain()
    assert (box.events(), log._delivery._held) == ([bad[0]], [bad[1]])


def test_a_pause_between_a_failed_write_and_the_spool_is_heeded(
    open_log: OpenLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = open_log()
    append = Spool.append

    def late(spool: Spool, event: Callable[[], Event]) -> None:
        log.pause_user(7)
        append(spool, event)

    monkeypatch.setattr(Spool, "append", late)
    log._delivery.keep(log_event(log, entry("GEHEIM", user=7)))
    assert "GEHEIM" not in (tmp_path / SPOOL).read_text()


def test_a_record_does_not_wait_for_the_replay_of_others_and_is_not_lost(
    open_log: OpenLog, tmp_path: Path
) -> None:
    log = open_log()
    box = Spool(tmp_path / SPOOL)
    box.append(lambda: log_event(log, entry("alt")))
    keeping = threading.Thread(target=log._delivery.keep, args=(log_event(log, entry("neu")),))
    with replaying(log):
        keeping.start()
        keeping.join(3)
        waited = keeping.is_alive()
    keeping.join()
    assert not waited
    assert [event["row"]["question"] for event in box.events()] == ["neu"]
    log.maintain()
    assert {query.question for query in log.recent("all")} == {"alt", "neu"}


def test_a_start_goes_on_while_another_process_replays_the_spool(
    open_sqlite: OpenLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = open_sqlite()
    log._delivery.keep(log_event(log, entry()))
    monkeypatch.setattr(spool, "_LOCK_S", 0.1)
    with FileLock(f"{tmp_path / SPOOL}.change.lock"):
        other = open_sqlite()
    assert other.health().spooled == 1


def test_a_vote_whose_question_comes_on_record_meanwhile_is_kept(
    open_log: OpenLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, made = open_log(), entry()
    log._delivery.keep(log_event(log, made))
    look = log._delivery.is_waiting

    def late(record: int) -> bool:
        log.maintain()
        return look(record)

    monkeypatch.setattr(log._delivery, "is_waiting", late)
    log.feedback(made.id, 3, Vote.UP)
    found = log.get(made.id)
    assert found is not None
    assert [one.vote for one in found.feedback] == [Vote.UP]


@pytest.mark.parametrize("away", [False, True], ids=["database", "spool"])
def test_what_only_memory_holds_is_kept_when_the_process_ends(
    open_sqlite: OpenLog, tmp_path: Path, *, away: bool
) -> None:
    log = open_sqlite(lock_timeout_ms=20)
    log._delivery._held = [log_event(log, entry(text)) for text in ("eine", "andere")]
    with locked(tmp_path) if away else nullcontext():
        log.close()
    other = open_sqlite()
    assert {query.question for query in other.recent("all")} == {"eine", "andere"}


def test_what_is_lost_with_the_process_is_said(
    open_sqlite: OpenLog, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    log = open_sqlite(lock_timeout_ms=20)
    log._delivery._held = [log_event(log, entry(text)) for text in ("eine", "andere")]
    (tmp_path / SPOOL).unlink(missing_ok=True)
    (tmp_path / SPOOL).mkdir()
    with locked(tmp_path):
        log.close()
    assert "records lost, which neither the database nor the spool took: 2" in caplog.text


def test_a_folder_that_cannot_be_written_is_said_once_with_what_to_do(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "_BACK_OFF_S", 0)
    (tmp_path / "var").write_text("a file where the folder should be")
    log = QueryLog.open(tmp_path / "var", secrets=["of a setting"])
    for _ in range(3):
        log.record(entry())
    log.close()
    said, lost = [record.getMessage() for record in caplog.records]
    assert lost == "records lost, which neither the database nor the spool took: 3"
    assert f"{tmp_path / 'var' / 'querylog.sqlite3'}: " in said
    assert "lost with the process: make room, run this as the bot's user" in said
    assert "GIPFEL_VAR" in said


def test_an_outage_is_said_once_and_the_next_one_again(
    open_sqlite: OpenLog, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "_BACK_OFF_S", 0)
    log = open_sqlite(lock_timeout_ms=20)
    for outage, ended in ((1, log.maintain), (2, partial(log.record, entry())), (3, log.maintain)):
        with locked(tmp_path):
            for _ in range(3):
                log.record(entry())
        assert caplog.text.count("records are spooled until it can") == outage
        ended()
