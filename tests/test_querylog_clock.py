"""A clock that runs ahead is no reason to delete what nobody can bring back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fakes_querylog import ASKER, OTHER, OpenLog, entry, found_in

from querylog.errors import ClockDoubted
from querylog.models import AuditEntry
from querylog.reader import today

pytest_plugins = ("fixtures_querylog",)


def test_a_clock_that_is_years_ahead_deletes_nothing_and_says_what_to_do(
    open_log: OpenLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = open_log()
    log.record(entry())
    log.audit(AuditEntry(action="reindex", outcome="ok", user=ASKER))
    ahead = today() + timedelta(days=3_650)
    monkeypatch.setattr("querylog.log.today", lambda: ahead)
    with pytest.raises(ClockDoubted, match=r"3650 days older.*set the clock.*log expire"):
        log.maintain()
    assert len(log.recent("all")) == len(log.audit_trail("all")) == 1
    assert log.expire() == 2  # an operator's word counts
    log.maintain()


def test_what_is_over_goes_however_long_the_bot_was_away_once_something_is_recorded(
    open_log: OpenLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = open_log()
    log.record(entry("ALT", asked_at=datetime.now(UTC) - timedelta(days=1_000)))
    with pytest.raises(ClockDoubted):
        log.maintain()
    log.record(entry("NEU"))
    log.maintain()
    assert [query.question for query in log.recent("all")] == ["NEU"]


def test_an_admin_s_action_tells_the_time_as_a_question_does(open_log: OpenLog) -> None:
    log = open_log()
    log.record(entry("ALT", asked_at=datetime.now(UTC) - timedelta(days=1_000)))
    log.audit(AuditEntry(action="reindex", outcome="ok", user=ASKER))
    log.maintain()
    assert log.recent("all") == []


def test_where_nobody_asked_for_months_what_is_over_goes_by_itself(
    open_log: OpenLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = open_log(retention_days=30)
    log.record(entry())
    later = today() + timedelta(days=300)
    monkeypatch.setattr("querylog.log.today", lambda: later)
    log.maintain()
    assert log.recent("all") == []


def test_what_a_member_deleted_is_overwritten_whatever_the_clock_says(
    open_sqlite: OpenLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = open_sqlite()
    log.record(entry("FREMDE-FRAGE", user=OTHER))
    log.record(entry("MEINE-FRAGE", user=ASKER))
    monkeypatch.setattr(log._database, "overwrite", lambda: False)  # as while somebody reads
    assert not log.delete_user(ASKER).overwritten
    monkeypatch.undo()
    ahead = today() + timedelta(days=3_650)
    monkeypatch.setattr("querylog.log.today", lambda: ahead)
    with pytest.raises(ClockDoubted):
        log.maintain()
    assert found_in(tmp_path, "MEINE-FRAGE") == []
