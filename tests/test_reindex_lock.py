"""One reindex at a time, across processes: the second hears who, since when and how far."""

import multiprocessing
import threading
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from fakes_index import Workshop

from index.errors import ReindexBusy, ReindexCancelled, StoreUnwritable
from index.lock import ReindexLock

SPAWN = multiprocessing.get_context("spawn")
NOON = datetime(2019, 4, 25, 12, 0, tzinfo=UTC)


def hold(root: Path, connection: Connection) -> None:
    """Holds the lock until told to let go."""
    with ReindexLock(root, now=lambda: NOON).held("Anna") as own:
        own("embed", 3, 12)
        connection.send("held")
        if connection.recv() == "are you to end?":
            connection.send(own.cancelled())


@pytest.fixture
def other(tmp_path: Path):  # noqa: ANN201 - a process and the line to it
    ours, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=hold, args=(tmp_path / "index", theirs), daemon=True)
    process.start()
    assert ours.recv() == "held"
    yield process, ours
    process.kill()
    process.join()


def test_the_second_asker_hears_who_since_when_and_how_far(tmp_path: Path, other: tuple) -> None:
    process, line = other
    lock = ReindexLock(tmp_path / "index")
    with pytest.raises(ReindexBusy) as caught, lock.held("Boris"):
        pass
    holder = caught.value.holder
    assert holder is not None
    assert (holder.who, holder.pid, holder.started) == ("Anna", process.pid, "2019-04-25T12:00:00+00:00")
    assert (holder.phase, holder.done, holder.total) == ("embed", 3, 12)
    assert lock.holder() == holder
    line.send("let go")
    process.join()
    assert lock.holder() is None
    with lock.held("Boris"):
        assert ReindexLock(tmp_path / "index").holder().who == "Boris"


def test_the_lock_of_a_killed_process_is_taken_over(tmp_path: Path, other: tuple) -> None:
    process, _ = other
    process.kill()
    process.join()
    lock = ReindexLock(tmp_path / "index")
    assert (tmp_path / "index" / "reindex.json").exists(), "it died without a chance to clean up"
    assert lock.holder() is None
    with lock.held("Boris"):
        assert lock.holder().who == "Boris"


def test_two_threads_of_one_process_are_two_askers(tmp_path: Path) -> None:
    caught: list[BaseException] = []

    def ask() -> None:
        try:
            with ReindexLock(tmp_path).held("Boris"):
                pass
        except ReindexBusy as error:
            caught.append(error)

    with ReindexLock(tmp_path).held("Anna"):
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
    assert [error.holder.who for error in caught] == ["Anna"]


def test_waiting_ends_when_the_lock_is_free(tmp_path: Path, other: tuple) -> None:
    process, line = other
    waited = threading.Event()

    def wait() -> None:
        ReindexLock(tmp_path / "index").wait()
        waited.set()

    thread = threading.Thread(target=wait)
    thread.start()
    assert not waited.is_set()
    line.send("let go")
    thread.join(60)
    assert waited.is_set()
    process.join()


def test_an_error_frees_the_lock(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), ReindexLock(tmp_path).held("Anna"):
        raise RuntimeError
    with ReindexLock(tmp_path).held("Boris"):
        pass


def test_a_torn_state_file_still_means_busy(tmp_path: Path) -> None:
    with ReindexLock(tmp_path).held("Anna"):
        for content in (b"", b"{", b"[]", b'{"who": 1}', b"\xff"):
            (tmp_path / "reindex.json").write_bytes(content)
            assert ReindexLock(tmp_path)._read() is None
        with pytest.raises(ReindexBusy, match="nobody knows whose"), ReindexLock(tmp_path).held("Boris"):
            pass


def test_a_reindex_that_finds_another_running_changes_nothing(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    workshop.write("a", "Ein Satz.")
    with ReindexLock(workshop.store.root).held("Anna"), pytest.raises(ReindexBusy):
        workshop.reindexer.run(who="Boris")
    assert workshop.store.ids() == []
    assert workshop.reindex()


def test_another_process_cancels_through_the_lock(tmp_path: Path, other: tuple) -> None:
    process, line = other
    assert ReindexLock(tmp_path / "index").cancel().who == "Anna"
    line.send("are you to end?")
    assert line.recv() is True
    process.join()
    assert ReindexLock(tmp_path / "index").cancel() is None
    assert sorted(path.name for path in (tmp_path / "index").iterdir()) == ["reindex.lock"]


def test_a_word_for_one_reindex_does_not_end_the_next(tmp_path: Path) -> None:
    lock = ReindexLock(tmp_path)
    with lock.held("Anna") as first:
        lock.cancel()
        assert first.cancelled()
        word = (tmp_path / "reindex.cancel").read_bytes()
    with lock.held("Boris") as second:
        (tmp_path / "reindex.cancel").write_bytes(word)
        assert not second.cancelled()


def test_a_cancelled_reindex_publishes_nothing(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    workshop.write("a", "Ein Satz.")
    workshop.embedder.on_embed = lambda: ReindexLock(workshop.store.root).cancel()
    with pytest.raises(ReindexCancelled):
        workshop.reindexer.run(who="test")
    assert workshop.store.ids() == []
    workshop.embedder.on_embed = lambda: None
    assert workshop.reindex()


def test_the_name_that_a_killed_process_left_goes_with_the_next_look(tmp_path: Path, other: tuple) -> None:
    process, _ = other
    process.kill()
    process.join()
    assert b"Anna" in (tmp_path / "index" / "reindex.json").read_bytes()
    assert ReindexLock(tmp_path / "index").holder() is None
    assert not (tmp_path / "index" / "reindex.json").exists()


def test_where_the_lock_cannot_be_looked_at_no_reindex_is_known_of(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    (workshop.store.root / "reindex.lock").mkdir(parents=True)  # as in a read-only folder
    operations = workshop.operations
    assert operations.running() is None
    with pytest.raises(StoreUnwritable):
        operations.cancel()
