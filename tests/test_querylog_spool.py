"""The file in which records wait: whole lines, for its owner alone, whatever the disk or a kill does."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fakes_faults import watched
from fakes_querylog import OpenLog, entry, locked, log_event

from querylog.errors import SpoolUnavailable
from querylog.log import SPOOL, QueryLog
from querylog.models import AuditEntry
from querylog.spool import Spool

pytest_plugins = ("fixtures_querylog",)


def test_the_spool_is_for_its_owner_alone_and_names_nobody(open_sqlite: OpenLog, tmp_path: Path) -> None:
    log = open_sqlite(lock_timeout_ms=20)
    user = 123456789012345678
    with locked(tmp_path):
        log.record(entry(user=user))
        log.audit(AuditEntry(action="reindex", outcome="ok", user=user))
    assert stat.S_IMODE((tmp_path / SPOOL).stat().st_mode) == 0o600
    assert str(user) not in (tmp_path / SPOOL).read_text()


def test_the_first_record_that_waits_makes_its_folder(tmp_path: Path) -> None:
    box = Spool(tmp_path / "var" / SPOOL)
    box.append(lambda: {"kind": "query"})
    assert box.events() == [{"kind": "query"}]


def test_half_a_line_swallows_no_other(tmp_path: Path) -> None:
    box = Spool(tmp_path / SPOOL)
    box.append(lambda: {"kind": "query", "n": 1})
    with (tmp_path / SPOOL).open("ab") as file:
        file.write(b'{"kind":"que')
    box.append(lambda: {"kind": "query", "n": 2})
    assert box.events() == [{"kind": "query", "n": 1}, {"kind": "query", "n": 2}]


def test_a_deletion_takes_half_a_line_with_it(open_sqlite: OpenLog, tmp_path: Path) -> None:
    log = open_sqlite()
    (tmp_path / SPOOL).write_bytes(b'{"kind":"query","row":{"question":"GEHEIM')
    log.delete_user(7)
    assert (tmp_path / SPOOL).read_bytes() == b""


def test_a_line_without_anything_on_it_is_no_record_that_waits(open_sqlite: OpenLog, tmp_path: Path) -> None:
    log = open_sqlite()
    Spool(tmp_path / SPOOL).append(lambda: log_event(log, entry()))
    with (tmp_path / SPOOL).open("ab") as file:
        file.write(b"\n\n")
    assert log.health().spooled == 1
    log.maintain()
    assert (tmp_path / SPOOL).read_bytes() == b""


@contextmanager
def no_room_after(size: int) -> Iterator[None]:
    """No file of this process can grow beyond so many bytes: writes stop half way, as on a full disk."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_keeps_records_in_memory_and_leaves_no_half_line(
    open_sqlite: OpenLog, tmp_path: Path
) -> None:
    log = open_sqlite(lock_timeout_ms=20)
    with locked(tmp_path):
        log.record(entry("erste"))
        whole = (tmp_path / SPOOL).read_bytes()
        with no_room_after(len(whole) + 10):
            log.record(entry("zweite"))
        assert (tmp_path / SPOOL).read_bytes() == whole
        assert log.health().spooled == 2
    log.maintain()
    assert {query.question for query in log.recent("all")} == {"erste", "zweite"}


def test_a_spool_that_cannot_be_read_stops_neither_the_start_nor_the_answers(tmp_path: Path) -> None:
    (tmp_path / SPOOL).mkdir()
    log = QueryLog.open(tmp_path)
    record = log.record(entry())
    assert log.get(record) is not None
    assert not log.health().available
    with pytest.raises(SpoolUnavailable):
        log.maintain()
    log.close()


def test_a_rewritten_spool_is_lasting_before_the_old_one_is_overwritten(tmp_path: Path) -> None:
    box = Spool(tmp_path / SPOOL)
    box.append(lambda: {"kind": "query", "n": 1})
    done: list[tuple[str, str]] = []
    with watched(tmp_path, lambda event, path: done.append((event, path))):
        box.rewrite(lambda _: [])
    steps = [(event, Path(path).name) for event, path in done if event in ("os.fsync", "os.rename")]
    assert steps[:3] == [
        ("os.fsync", f"{SPOOL}.new"),
        ("os.rename", f"{SPOOL}.new"),
        ("os.fsync", tmp_path.name),
    ]
    assert steps[3][0] == "os.fsync"


def test_a_spool_that_cannot_be_rewritten_stays_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    box = Spool(tmp_path / SPOOL)
    box.append(lambda: {"kind": "query", "n": "x" * 100})
    whole = (tmp_path / SPOOL).read_bytes()
    with no_room_after(50), pytest.raises(SpoolUnavailable):
        box.rewrite(lambda events: [event | {"more": "y"} for event in events])
    assert (tmp_path / SPOOL).read_bytes() == whole
    assert not (tmp_path / f"{SPOOL}.new").exists()
