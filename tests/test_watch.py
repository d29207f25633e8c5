"""Changes are noticed once, and only after they have been left alone."""

import logging
import os
import threading
from pathlib import Path
from unittest.mock import create_autospec

import pytest
from fakes_index import Workshop
from fakes_measures import Clock

from index.errors import StoreUnwritable
from index.lock import ReindexLock
from index.operations import Operations
from index.sentence_index import SentenceIndex
from index.watch import Watcher
from retrieval.answerer import Answerer
from retrieval.assistant import Assistant
from retrieval.watching import reindex_watched


@pytest.fixture
def clock() -> Clock:
    return Clock()


def watched(folder: Path) -> Watcher:
    """What is there by now is known."""
    watcher = Watcher([folder], quiet=0)
    assert watcher.changed()
    return watcher


def test_a_new_file_counts_once_it_has_been_quiet(tmp_path: Path, clock: Clock) -> None:
    watcher = Watcher([tmp_path], quiet=5, clock=clock)
    clock.now = 5
    assert watcher.changed()
    assert not watcher.changed()
    (tmp_path / "a.txt").write_text("half", encoding="utf-8")
    assert not watcher.changed()
    clock.now = 9.9
    assert not watcher.changed()
    (tmp_path / "a.txt").write_text("half and half", encoding="utf-8")
    assert not watcher.changed()
    clock.now = 14.8
    assert not watcher.changed(), "it changed again meanwhile"
    clock.now = 15.0
    assert watcher.changed()
    assert not watcher.changed(), "once"


@pytest.mark.parametrize("change", ["edit", "delete", "touch", "subfolder"])
def test_every_kind_of_change_counts(tmp_path: Path, change: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text("one", encoding="utf-8")
    watcher = watched(tmp_path)
    if change == "edit":
        file.write_text("three", encoding="utf-8")
    elif change == "delete":
        file.unlink()
    elif change == "touch":
        os.utime(file, ns=(1, 1))
    else:
        (tmp_path / "deep").mkdir()
        (tmp_path / "deep" / "b.txt").write_text("new", encoding="utf-8")
    assert watcher.changed()


def test_hidden_files_do_not_count_and_folders_need_not_exist(tmp_path: Path) -> None:
    watcher = watched(tmp_path / "later")
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / ".lock").write_text("", encoding="utf-8")
    assert not watcher.changed()
    (tmp_path / "later" / "a.txt").write_text("", encoding="utf-8")
    assert watcher.changed()


def test_what_is_undone_in_time_is_no_change(tmp_path: Path, clock: Clock) -> None:
    watcher = Watcher([tmp_path], quiet=5, clock=clock)
    clock.now = 5
    assert watcher.changed()
    (tmp_path / "a.txt").write_text("", encoding="utf-8")
    assert not watcher.changed()
    (tmp_path / "a.txt").unlink()
    clock.now = 100
    assert not watcher.changed()


def test_the_loop_calls_for_each_change_and_stops_when_told(tmp_path: Path) -> None:
    watcher, stop, calls = watched(tmp_path), threading.Event(), []

    def on_change() -> bool:
        calls.append(1)
        if len(calls) == 2:
            stop.set()
        else:
            (tmp_path / "b.txt").write_text("", encoding="utf-8")
        return True

    (tmp_path / "a.txt").write_text("", encoding="utf-8")
    watcher.run(on_change, stop, every=0.01)
    assert calls == [1, 1]


def test_a_change_that_had_no_turn_is_tried_again_until_it_has(tmp_path: Path) -> None:
    watcher, stop, calls = watched(tmp_path), threading.Event(), []

    def on_change() -> bool:
        calls.append(1)
        if len(calls) == 3:
            threading.Timer(0.2, stop.set).start()
        return len(calls) == 3

    (tmp_path / "a.txt").write_text("", encoding="utf-8")
    watcher.run(on_change, stop, every=0.01)
    assert calls == [1, 1, 1]


def test_what_came_before_the_watch_counts(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "a.txt").write_text("", encoding="utf-8")
    watcher = Watcher([tmp_path], quiet=5, clock=clock)
    assert not watcher.changed(), "it may still be being written"
    clock.now = 5
    assert watcher.changed()
    assert not watcher.changed()


def test_a_folder_that_goes_while_it_is_looked_through_ends_no_watch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inner").mkdir()
    watcher = watched(tmp_path)
    (tmp_path / "a.txt").write_text("", encoding="utf-8")
    real = os.scandir

    def scandir(path: object) -> object:
        if os.fspath(path).endswith("inner"):  # type: ignore[arg-type]
            raise FileNotFoundError(path)
        return real(path)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", scandir)
    assert watcher.changed()


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    workshop = Workshop(tmp_path)
    workshop.write("kim", "Kim kam. Er blieb lange. Dann ging er.")
    workshop.reindex()
    return workshop


def parts_of(workshop: Workshop) -> tuple[Operations, Assistant]:
    def make(index: SentenceIndex, build: str) -> Answerer:
        return create_autospec(Answerer, instance=True, index=index, build=build)

    operations = workshop.operations
    # In this process, so that the workshop's embedder does.
    here = create_autospec(operations, instance=True)
    here.running.side_effect = operations.running
    here.reindex.side_effect = lambda **more: operations.reindex(**more, apart=False)
    return here, Assistant(workshop.store, workshop.embedder, make)


def test_watch_mode_publishes_what_changed_and_answers_from_it(workshop: Workshop) -> None:
    operations, assistant = parts_of(workshop)
    workshop.write("putin", "Putin kam auch. Er sprach mit Kim.")
    assert reindex_watched(operations, assistant, threading.Event())
    assert set(assistant.answerer.index.articles) == {"kim", "putin"}


def test_watch_mode_waits_for_another_reindex_and_has_its_turn_afterwards(workshop: Workshop) -> None:
    operations, assistant = parts_of(workshop)
    workshop.write("putin", "Putin kam auch. Er sprach mit Kim.")
    with ReindexLock(workshop.store.root).held("Anna"):
        assert not reindex_watched(operations, assistant, threading.Event())
        operations.running.side_effect = lambda: None  # it began right after the look
        assert not reindex_watched(operations, assistant, threading.Event())
    assert reindex_watched(operations, assistant, threading.Event())
    assert "putin" in assistant.answerer.index.articles


def test_watch_mode_publishes_nothing_that_drops_much_and_says_so(
    workshop: Workshop, caplog: pytest.LogCaptureFixture
) -> None:
    operations, assistant = parts_of(workshop)
    before = workshop.store.current_id()
    workshop.write("kim", "Weg.")
    assert reindex_watched(operations, assistant, threading.Event()), "nobody answers by trying again"
    assert workshop.store.current_id() == before
    assert "needs a confirmation: sentences" in caplog.text


@pytest.mark.parametrize("error", [StoreUnwritable("the disk is full"), ZeroDivisionError("unforeseen")])
def test_watch_mode_survives_what_fails_and_says_what_to_do(
    workshop: Workshop, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    operations, assistant = parts_of(workshop)
    workshop.write("putin", "Putin kam auch. Er sprach mit Kim.")
    real, operations.reindex.side_effect = operations.reindex.side_effect, error
    assert reindex_watched(operations, assistant, threading.Event())
    assert str(error) in caplog.text
    assert "the next change among the articles tries again, or `python bot.py reindex`" in caplog.text
    operations.reindex.side_effect = real
    assert reindex_watched(operations, assistant, threading.Event())
    assert "putin" in assistant.answerer.index.articles


def test_watch_mode_stops_with_the_bot(workshop: Workshop, caplog: pytest.LogCaptureFixture) -> None:
    operations, assistant = parts_of(workshop)
    before, stop = workshop.store.current_id(), threading.Event()
    workshop.write("putin", "Putin kam auch. Er sprach mit Kim.")
    stop.set()
    with caplog.at_level(logging.INFO, "retrieval"):
        assert reindex_watched(operations, assistant, stop)
    assert workshop.store.current_id() == before
    assert [record.levelname for record in caplog.records if record.name == "retrieval.watching"] == ["INFO"]
    assert "the next start begins with one" in caplog.text
