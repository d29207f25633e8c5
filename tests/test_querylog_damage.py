"""A log whose files are damaged: answers go on, and the message says what to do."""

from pathlib import Path

import pytest
from fakes_querylog import OpenLog, entry, lines

from querylog.errors import LogUnavailable
from querylog.log import SPOOL, QueryLog
from querylog.spool import Spool

pytest_plugins = ("fixtures_querylog",)


@pytest.mark.parametrize("damage", ["malformed", "no database"])
def test_a_damaged_database_is_told_with_what_to_do_and_records_wait(
    damage: str, tmp_path: Path, open_sqlite: OpenLog, caplog: pytest.LogCaptureFixture
) -> None:
    log = open_sqlite()
    for number in range(50):
        log.record(entry(f"Frage {number}"))
    log.close()
    file = tmp_path / "log.sqlite3"
    data = file.read_bytes()
    file.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096) if damage == "malformed" else b"x" * 5000)
    again = open_sqlite()
    with pytest.raises(LogUnavailable, match=r"make a new one as docs/query-log\.md says"):
        again.recent("all")
    again.record(entry("Wer war dabei?"))
    assert len(lines(tmp_path)) == 1
    assert "docs/query-log.md" in caplog.text


def test_half_a_line_of_the_spool_is_told_in_a_line(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / SPOOL
    file.write_bytes(b'{"kind": "query"}\n{"kind": "query", "row"')
    assert Spool(file).events() == [{"kind": "query"}]
    assert f"{file}: half a line of 23 bytes" in caplog.text
    assert "Traceback" not in caplog.text


def test_a_database_that_cannot_be_opened_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    log = QueryLog.open(tmp_path / "file" / "var")
    with pytest.raises(LogUnavailable, match=r"unable to open database file: make room, run this as"):
        log.recent("all")
