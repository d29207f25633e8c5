"""A reindex in a process of its own: the same outcome, progress, errors; killed or cancelled, nothing is published."""

import os
import pickle
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from fakes_index import Workshop
from threadpoolctl import threadpool_info

from index.errors import (
    ArticleRefused,
    ConfirmationNeeded,
    IndexRoomError,
    NothingToIndex,
    ReindexBusy,
    ReindexCancelled,
    ReindexDied,
    TranslationStale,
)
from index.lock import ReindexLock
from index.reindex import Reindexer
from index.worker import Job, run_apart


def make(root: Path) -> Reindexer:
    return Workshop(root).reindexer


def make_one_that_dies(root: Path) -> Reindexer:
    workshop = Workshop(root)
    workshop.embedder.on_embed = lambda: os.kill(os.getpid(), signal.SIGKILL)
    return workshop.reindexer


def make_one_that_dies_with_a_word_unread() -> object:
    class Deaf:
        def run(self, *, cancelled: Callable[[], bool], **_: object) -> None:
            while not cancelled():
                time.sleep(0.01)
            os.kill(os.getpid(), signal.SIGKILL)

    return Deaf()


def make_one_that_is_terminated(root: Path) -> Reindexer:
    workshop = Workshop(root)

    workshop.embedder.on_embed = lambda: os.kill(os.getpid(), signal.SIGTERM)
    return workshop.reindexer


def make_one_that_cannot_start(root: Path) -> Reindexer:
    raise RuntimeError(root)


def make_and_tell_threads(root: Path) -> Reindexer:
    told = {one["user_api"]: one["num_threads"] for one in threadpool_info()}
    (root / "threads").write_text(f"{told['openmp']} {told['blas']} {os.environ['OMP_NUM_THREADS']}")
    return make(root)


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    workshop = Workshop(tmp_path)
    workshop.write("kim", "Kim traf Putin. Sie sprachen lange. Es war kalt.")
    return workshop


def test_it_builds_elsewhere_and_tells_here(workshop: Workshop, tmp_path: Path) -> None:
    (workshop.seeds / "bad.txt").write_bytes(b"")
    told: list[str] = []
    outcome = run_apart(Job(partial(make, tmp_path), "test"), progress=lambda phase, *_: told.append(phase))
    assert outcome.published
    assert outcome.build == workshop.store.open(workshop.embedder).id
    assert [(type(error), error.reason) for error in outcome.refused] == [(ArticleRefused, "empty")]
    assert list(dict.fromkeys(told)) == ["read", "embed", "publish"]
    assert workshop.embedder.asked == [], "nothing was embedded in this process"


def test_it_takes_one_core_alone(workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    assert run_apart(Job(partial(make_and_tell_threads, tmp_path), "test")).published
    assert (tmp_path / "threads").read_text() == "1 1 1"


@pytest.mark.slow
def test_errors_come_back_whole(workshop: Workshop, tmp_path: Path) -> None:
    job = Job(partial(make, tmp_path), "Boris")
    with ReindexLock(workshop.store.root).held("Anna"), pytest.raises(ReindexBusy) as busy:
        run_apart(job)
    assert busy.value.holder.who == "Anna"
    workshop.reindex()
    workshop.write("kim", "Weg.")
    with pytest.raises(ConfirmationNeeded) as needed:
        run_apart(job)
    assert needed.value.outcome.diff.sentences_removed == 3
    (workshop.seeds / "kim.txt").unlink()
    with pytest.raises(NothingToIndex):
        run_apart(job)


def test_a_cancel_ends_it_with_nothing_published(workshop: Workshop, tmp_path: Path) -> None:
    with pytest.raises(ReindexCancelled):
        run_apart(Job(partial(make, tmp_path), "test"), cancelled=lambda: True)
    assert workshop.store.ids() == []
    assert workshop.reindex()


@pytest.mark.parametrize(
    "broken", [make_one_that_dies, pytest.param(make_one_that_cannot_start, marks=pytest.mark.slow)]
)
def test_a_process_that_dies_is_an_error_and_frees_the_lock(
    workshop: Workshop, tmp_path: Path, broken: object
) -> None:
    with pytest.raises(ReindexDied):
        run_apart(Job(partial(broken, tmp_path), "test"))
    assert workshop.store.ids() == []
    assert workshop.reindex()


def test_a_process_that_is_told_to_end_puts_back_what_it_took_out(workshop: Workshop, tmp_path: Path) -> None:
    zug = workshop.library.add("zug.txt", b"Der Zug fuhr ab. Niemand winkte.")
    workshop.reindex()
    workshop.write("mond", "Der Mond ist rund.")  # something to embed
    with pytest.raises(ReindexDied):
        run_apart(Job(partial(make_one_that_is_terminated, tmp_path), "test", confirmed=True, without="zug"))
    assert (workshop.library.added / "zug.txt").exists()
    workshop.reindex()
    assert zug.id in workshop.opened().articles


def test_killed_with_a_word_to_it_unread_it_died_like_any_other() -> None:
    with pytest.raises(ReindexDied, match="-9"):
        run_apart(Job(make_one_that_dies_with_a_word_unread, "test"), cancelled=lambda: True)  # type: ignore[arg-type]


def test_a_process_that_cannot_start_is_said_to_have_died(
    workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr("multiprocessing.util.spawnv_passfds", full)
    with pytest.raises(ReindexDied, match="no more processes"):
        run_apart(Job(partial(make, tmp_path), "test"))


def killed_removing(workshop: Workshop, root: Path) -> None:
    workshop.library.add("zug.txt", b"Der Zug fuhr ab. Niemand winkte.")
    workshop.reindex()
    workshop.write("mond", "Der Mond ist rund.")  # something to embed
    with pytest.raises(ReindexDied):
        run_apart(Job(partial(make_one_that_dies, root), "test", confirmed=True, without="zug"))
    assert not (workshop.library.added / "zug.txt").exists()


def test_what_a_killed_process_took_out_goes_back_with_the_next_reindex(
    workshop: Workshop, tmp_path: Path
) -> None:
    killed_removing(workshop, tmp_path)
    workshop.reindex()
    assert (workshop.library.added / "zug.txt").exists()
    assert "zug" in workshop.opened().articles
    workshop.library.remove("zug")
    workshop.reindex()
    assert "zug" not in workshop.opened().articles


def test_what_is_removed_again_after_a_killed_process_stays_out(workshop: Workshop, tmp_path: Path) -> None:
    killed_removing(workshop, tmp_path)
    workshop.operations.remove("zug")
    workshop.reindex()
    assert "zug" not in workshop.opened().articles


@pytest.mark.slow
def test_when_the_caller_stops_listening_the_process_ends(workshop: Workshop, tmp_path: Path) -> None:
    def impatient(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_apart(Job(partial(make, tmp_path), "test"), progress=impatient)
    assert ReindexLock(workshop.store.root).holder() is None


@pytest.mark.parametrize(
    "error",
    [
        ArticleRefused("a.txt", "too_large", "split it", {"limit": 7}),
        TranslationStale("a.ko.translation.toml", "translate anew", "a", "ko", (1, 2)),
        ReindexBusy(None),
    ],
)
def test_an_error_crosses_process_borders_with_its_words_and_all_it_knows(error: IndexRoomError) -> None:
    there = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (type(there), str(there), vars(there)) == (type(error), str(error), vars(error))
