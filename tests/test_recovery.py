"""Whatever happened to the live build: the newest whole one answers, or a new one, and it is said."""

import logging
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from fakes_faults import Fault, watched
from fakes_index import HashEmbedder, Workshop

from index.changes import Limits
from index.errors import NothingToIndex
from index.lock import ReindexLock
from index.recovery import Opened, open_or_rebuild
from index.reindex import Reindexer

Said = Callable[[], list[str]]


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    workshop = Workshop(tmp_path)
    for version in range(3):
        workshop.write("kim", f"Kim kam wieder, Fassung {version}.")
        workshop.reindex()
    return workshop


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> Said:
    """What the log has said so far, in order."""
    caplog.set_level(logging.DEBUG, "index.recovery")
    return lambda: [record.getMessage() for record in caplog.records if record.name == "index.recovery"]


def recover(workshop: Workshop) -> Opened:
    return open_or_rebuild(workshop.store, workshop.embedder, workshop.reindexer)


def damage(workshop: Workshop, *builds: str) -> None:
    for build in builds:
        path = workshop.store.root / "builds" / build / "vectors.npy"
        path.write_bytes(path.read_bytes()[:-1])


def test_a_whole_live_build_is_opened_without_a_word(workshop: Workshop, said: Said) -> None:
    assert recover(workshop).build.id == workshop.store.current_id()
    assert said() == []


def test_the_first_start_builds_and_warns_of_nothing(
    tmp_path: Path, said: Said, caplog: pytest.LogCaptureFixture
) -> None:
    workshop = Workshop(tmp_path)
    workshop.write("kim", "Kim kam.")
    opened = recover(workshop)
    assert opened.build.id == workshop.store.current_id()
    assert "no build is published" in said()[0]
    assert opened.build.id in said()[-1]
    assert {record.levelno for record in caplog.records if record.name == "index.recovery"} == {logging.DEBUG}


def test_where_nobody_can_read_which_build_is_live_one_in_memory_answers(
    workshop: Workshop, said: Said
) -> None:
    (workshop.store.root / "current").unlink()
    (
        workshop.store.root / "current"
    ).mkdir()  # as an unreadable file: an OSError that is no FileNotFoundError
    opened = recover(workshop)
    assert opened.build.manifest.sequence == 0
    assert "current" in said()[0]


def test_a_damaged_live_build_gives_way_to_the_newest_whole_one(workshop: Workshop, said: Said) -> None:
    newest, middle, oldest = workshop.store.ids()
    damage(workshop, newest)
    opened = recover(workshop)
    assert opened.build.id == middle
    assert f"{newest}: vectors.npy" in said()[0]
    assert middle in said()[1]
    damage(workshop, middle)
    assert recover(workshop).build.id == oldest


def test_after_a_rollback_the_rejected_build_comes_last(workshop: Workshop) -> None:
    rejected, live, oldest = workshop.store.ids()
    workshop.store.rollback()
    damage(workshop, live)
    assert recover(workshop).build.id == oldest
    damage(workshop, oldest)
    assert recover(workshop).build.id == rejected


def test_what_was_live_before_comes_before_what_a_rollback_left(workshop: Workshop) -> None:
    rejected, live, oldest = workshop.store.ids()
    workshop.store.rollback()
    workshop.write("kim", "Kim kam ein letztes Mal.")
    damage(workshop, workshop.reindex())
    assert recover(workshop).build.id == live
    damage(workshop, live, oldest)
    assert recover(workshop).build.id == rejected


def test_with_no_whole_build_it_is_built_from_the_articles(workshop: Workshop, said: Said) -> None:
    before = workshop.store.ids()
    damage(workshop, *before)
    opened = recover(workshop)
    assert opened.build.id not in before
    assert opened.build.index.articles["kim"].text == "Kim kam wieder, Fassung 2."
    assert said()[-2:] == ["no other build is whole", f"built {opened.build.id} from the articles"]


@pytest.mark.parametrize("name", ["builds", "current", "texts", "cache"])
def test_whatever_part_of_the_store_is_lost_something_answers(workshop: Workshop, name: str) -> None:
    path = workshop.store.root / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert recover(workshop).build.index.articles["kim"].text == "Kim kam wieder, Fassung 2."


def test_another_encoder_means_a_new_build_not_an_older_one(workshop: Workshop, said: Said) -> None:
    before = workshop.store.ids()
    embedder = HashEmbedder("hash@2")
    limits = Limits(sentences=0.5, recall=0.5)
    reindexer = Reindexer(workshop.library, workshop.store, embedder, limits=limits)
    opened = open_or_rebuild(workshop.store, embedder, reindexer)
    assert opened.build.id not in before
    assert opened.build.manifest.encoder == "hash@2"
    assert "encoder hash@1, this bot has hash@2" in said()[0]


def test_an_older_build_of_this_encoder_does_not_stand_in_for_one_of_another(workshop: Workshop) -> None:
    other = HashEmbedder("hash@2")
    workshop.write("kim", "Kim kam mit einem anderen Encoder.")
    Reindexer(workshop.library, workshop.store, other, limits=Limits(1, 1)).run(who="test")
    workshop.write("kim", "Kim kam heute.")
    opened = recover(workshop)
    assert opened.build.index.articles["kim"].text == "Kim kam heute."
    assert opened.build.id == workshop.store.current_id()


def test_where_nothing_can_be_written_it_answers_from_memory(workshop: Workshop, said: Said) -> None:
    damage(workshop, *workshop.store.ids())
    with watched(workshop.store.root, Fault(0, for_good=True)):
        opened = recover(workshop)
    assert opened.build.id.startswith("000000-")
    assert opened.build.index.search(["Kim"], limit=1)[0][0].text == "Kim kam wieder, Fassung 2."
    assert "No space left" in said()[-1]


def test_with_neither_build_nor_article_it_says_all_that_it_tried(workshop: Workshop) -> None:
    builds = workshop.store.ids()
    damage(workshop, *builds)
    shutil.rmtree(workshop.seeds)
    with pytest.raises(NothingToIndex) as caught:
        recover(workshop)
    assert "vectors.npy" in str(caught.value)
    assert "no readable article" in str(caught.value)
    assert "put a .txt, .md, .html or .pdf there" in str(caught.value)


def test_two_that_start_at_once_build_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Said
) -> None:
    workshop = Workshop(tmp_path)
    workshop.write("kim", "Kim kam.")
    first = Workshop(tmp_path)

    def publish_meanwhile(_: ReindexLock) -> None:
        first.store.publish(first.reindexer.unpublished().index)

    monkeypatch.setattr(ReindexLock, "wait", publish_meanwhile)
    with ReindexLock(workshop.store.root).held("the other"):
        opened = recover(workshop)
    assert opened.build.id == first.store.current_id()
    assert workshop.embedder.asked == []
    assert "another process" in said()[-1]


def test_who_waited_for_one_that_was_stopped_builds_itself_and_says_for_whom(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    workshop = Workshop(tmp_path)
    workshop.write("kim", "Kim kam.")
    with ExitStack() as other:
        other.enter_context(ReindexLock(workshop.store.root).held("the other"))
        monkeypatch.setattr(ReindexLock, "wait", lambda _: other.close())
        opened = recover(workshop)
    assert opened.build.id == workshop.store.current_id()
    assert "the other, since" in caplog.text
