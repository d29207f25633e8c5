"""Changes are noticed once, and only after they have been left alone."""

import os
import threading
from pathlib import Path

import pytest
from fakes_index import Workshop

from index.watch import Watcher


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_new_file_counts_once_it_has_been_quiet(tmp_path: Path, clock: Clock) -> None:
    watcher = Watcher([tmp_path], quiet=5, clock=clock)
    assert not watcher.changed()
    (tmp_path / "a.txt").write_text("half", encoding="utf-8")
    assert not watcher.changed()
    clock.now = 4.9
    assert not watcher.changed()
    (tmp_path / "a.txt").write_text("half and half", encoding="utf-8")
    assert not watcher.changed()
    clock.now = 9.8
    assert not watcher.changed(), "it changed again meanwhile"
    clock.now = 10.0
    assert watcher.changed()
    assert not watcher.changed(), "once"


@pytest.mark.parametrize("change", ["edit", "delete", "touch", "subfolder"])
def test_every_kind_of_change_counts(tmp_path: Path, clock: Clock, change: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text("one", encoding="utf-8")
    watcher = Watcher([tmp_path], clock=clock)
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


def test_hidden_files_do_not_count_and_folders_need_not_exist(tmp_path: Path, clock: Clock) -> None:
    watcher = Watcher([tmp_path / "later"], clock=clock)
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / ".lock").write_text("", encoding="utf-8")
    assert not watcher.changed()
    (tmp_path / "later" / "a.txt").write_text("", encoding="utf-8")
    assert watcher.changed()


def test_what_is_undone_in_time_is_no_change(tmp_path: Path, clock: Clock) -> None:
    watcher = Watcher([tmp_path], quiet=5, clock=clock)
    (tmp_path / "a.txt").write_text("", encoding="utf-8")
    assert not watcher.changed()
    (tmp_path / "a.txt").unlink()
    clock.now = 100
    assert not watcher.changed()


def test_a_build_published_by_another_process_is_noticed(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    workshop.write("kim", "Kim kam.")
    watcher = Watcher([workshop.store.root / "current"])
    assert not watcher.changed()
    workshop.reindex()
    assert watcher.changed()
    workshop.write("kim", "Kim ging.")
    workshop.reindex()
    assert watcher.changed()
    workshop.store.rollback()
    assert watcher.changed()
    assert not watcher.changed()


def test_the_loop_calls_for_each_change_and_stops_when_told(tmp_path: Path) -> None:
    watcher, stop, calls = Watcher([tmp_path]), threading.Event(), []

    def on_change() -> None:
        calls.append(1)
        if len(calls) == 2:
            stop.set()
        else:
            (tmp_path / "b.txt").write_text("", encoding="utf-8")

    (tmp_path / "a.txt").write_text("", encoding="utf-8")
    watcher.run(on_change, stop, every=0.01)
    assert calls == [1, 1]
