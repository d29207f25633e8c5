"""An article is taken out with the build that lacks it, or stays: no file goes before that."""

from contextlib import suppress
from pathlib import Path

import pytest
from fakes_faults import Fault, watched
from fakes_index import Workshop, sidecar

from index.engine import EmbeddedEngine
from index.errors import (
    ArticleUnknown,
    ConfirmationNeeded,
    IndexRoomError,
    NothingToIndex,
    ReindexBusy,
    ReindexCancelled,
    StoreUnwritable,
)
from index.files import files_in
from index.lock import ReindexLock
from index.purge import purge
from index.reading import Metadata
from index.watch import Watcher

KIM = "Kim traf Putin in Wladiwostok. Sie sprachen lange."
TRAIN = "Der Zug fuhr ab. Niemand winkte. Es regnete stark. Dann wurde es still."


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    workshop = Workshop(tmp_path)
    workshop.write("kim", KIM)
    article = workshop.library.add("zug.txt", TRAIN.encode(), Metadata(title="Der Zug"))
    translation = sidecar(article, {(1, 1): "The train left."})
    workshop.library.add_translation("zug.en.translation.toml", translation.encode())
    workshop.reindex()
    return workshop


def held(workshop: Workshop) -> dict[str, bytes]:
    """What lies in the admins' folder, locks and what a crash left half written aside."""
    files = files_in(workshop.library.added).items()
    return {name: path.read_bytes() for name, path in files if ".lock" not in name and ".tmp-" not in name}


def live(workshop: Workshop) -> set[str]:
    return set(workshop.opened().articles)


def remove(workshop: Workshop, *, confirmed: bool) -> None:
    workshop.reindexer.run(who="test", without="zug", confirmed=confirmed)


def test_what_nobody_confirms_stays_as_it_was(workshop: Workshop) -> None:
    before = held(workshop)
    assert len(before) == 3
    with pytest.raises(ConfirmationNeeded) as needed:
        remove(workshop, confirmed=False)
    assert needed.value.outcome.diff.removed == ("zug",)
    assert held(workshop) == before
    assert not workshop.reindexer.run(who="test").published
    assert held(workshop) == before
    assert live(workshop) == {"kim", "zug"}


def test_what_is_confirmed_is_gone_with_all_that_belongs_to_it(workshop: Workshop) -> None:
    remove(workshop, confirmed=True)
    assert live(workshop) == {"kim"}
    assert held(workshop) == {}
    with pytest.raises(ArticleUnknown):
        remove(workshop, confirmed=True)


def test_a_dry_run_or_a_reindex_that_fails_takes_nothing_out(workshop: Workshop) -> None:
    before = held(workshop)
    assert workshop.reindexer.run(who="test", without="zug", dry_run=True).diff.removed == ("zug",)
    with pytest.raises(ReindexCancelled):
        workshop.reindexer.run(who="test", without="zug", confirmed=True, cancelled=lambda: True)
    with ReindexLock(workshop.store.root).held("Anna"), pytest.raises(ReindexBusy):
        remove(workshop, confirmed=True)
    (workshop.seeds / "kim.txt").unlink()
    with pytest.raises(NothingToIndex):
        remove(workshop, confirmed=True)
    assert held(workshop) == before


def test_a_shipped_article_that_nobody_confirms_stays_too(workshop: Workshop) -> None:
    workshop.write("mond", "Der Mond ist rund. Er scheint. Er ist weit weg. Niemand wohnt dort.")
    workshop.reindex()
    workshop.library.remove("zug")
    workshop.reindex()
    with pytest.raises(ConfirmationNeeded):
        workshop.reindexer.run(who="test", without="mond")
    assert workshop.library.removed() == frozenset()
    workshop.reindexer.run(who="test", without="mond", confirmed=True)
    assert workshop.library.removed() == {"mond"}


def test_a_file_that_came_under_the_same_name_meanwhile_is_nobodys_to_delete(workshop: Workshop) -> None:
    workshop.library.remove("zug")
    (workshop.library.added / "zug.txt").write_text("Ein anderer Zug kam an.", encoding="utf-8")
    workshop.reindex()
    assert live(workshop) == {"kim", "zug"}
    assert held(workshop) == {"zug.txt": b"Ein anderer Zug kam an."}
    workshop.library.remove("zug")
    (workshop.library.added / "zug.txt").write_text("Ein dritter Zug.", encoding="utf-8")
    workshop.library.take_back("zug")
    assert held(workshop) == {"zug.txt": b"Ein dritter Zug."}


def test_what_comes_back_brings_nothing_of_an_earlier_article_of_its_id(workshop: Workshop) -> None:
    workshop.library.remove("zug")
    workshop.library.add("zug.txt", b"Ein anderer Zug kam an.")
    workshop.library.remove("zug")
    workshop.library.take_back("zug")
    assert held(workshop) == {"zug.txt": b"Ein anderer Zug kam an."}


def test_what_a_kill_took_out_before_there_was_a_build_goes_back(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    workshop.write("kim", KIM)
    workshop.library.add("zug.txt", TRAIN.encode())
    workshop.library.remove("zug")
    workshop.store.root.mkdir()
    (workshop.store.root / "reindex.removal").write_text("zug")
    workshop.reindex()
    assert live(workshop) == {"kim", "zug"}


@pytest.mark.parametrize("damaged", [b"", b"\xff\xfe"])
def test_a_damaged_note_of_a_removal_stops_nothing_and_brings_nothing_back(
    workshop: Workshop, damaged: bytes
) -> None:
    operations = workshop.operations
    operations.remove("zug")
    aside = held(workshop)
    (workshop.store.root / "reindex.removal").write_bytes(damaged)
    with pytest.raises(ConfirmationNeeded):
        workshop.reindexer.run(who="test")
    assert held(workshop) == aside
    workshop.reindex()
    assert (live(workshop), held(workshop)) == ({"kim"}, {})


def test_what_somebody_took_out_before_stays_taken_out(workshop: Workshop) -> None:
    operations = workshop.operations
    operations.remove("zug")
    with pytest.raises(ConfirmationNeeded):
        remove(workshop, confirmed=False)
    with pytest.raises(ArticleUnknown):
        workshop.reindexer.run(who="test", without="mond")
    workshop.reindex()
    assert live(workshop) == {"kim"}
    assert held(workshop) == {}


@pytest.mark.parametrize("article", ["kim", "zug"])
def test_what_was_taken_out_before_no_later_attempt_brings_back(workshop: Workshop, article: str) -> None:
    workshop.operations.remove(article)
    left, noted = held(workshop), []

    def look(*_: object) -> None:
        noted.append((workshop.store.root / "reindex.removal").exists())  # a kill now would undo the removal

    workshop.reindexer.run(who="test", without=article, dry_run=True, progress=look)
    assert held(workshop) == left
    assert True not in noted
    assert article not in {one.id for one in workshop.library.read().articles}


def test_what_was_taken_out_can_be_added_again_before_a_reindex(workshop: Workshop) -> None:
    operations = workshop.operations
    operations.remove("zug")
    assert operations.add("eisenbahn.txt", TRAIN.encode()).id == "eisenbahn"


@pytest.mark.parametrize("left", ["zug/zug.meta.toml", ".tmp-1234-zug/zug.txt"])
def test_what_a_kill_left_of_deleted_files_goes_with_the_next_reindex(workshop: Workshop, left: str) -> None:
    remove(workshop, confirmed=True)
    half = workshop.library.added / ".removed" / left
    half.parent.mkdir()
    half.write_text(TRAIN, encoding="utf-8")
    workshop.reindex()
    assert not half.parent.exists()


def test_what_cannot_be_taken_out_whole_goes_back(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, move = held(workshop), Path.replace

    def fails(path: Path, to: Path) -> Path:
        if path.name == "zug.en.translation.toml" and ".removed" in to.parts:
            raise OSError("read-only")
        return move(path, to)

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(StoreUnwritable):
        remove(workshop, confirmed=True)
    assert held(workshop) == before


def test_what_comes_back_is_not_mixed_with_an_article_that_came_under_the_same_id(workshop: Workshop) -> None:
    def another(phase: str, done: int, total: int) -> None:
        if (phase, done) == ("read", total) and not (workshop.library.added / "zug.txt").exists():
            workshop.library.add("zug.txt", b"Ein anderer Zug kam an.")

    with pytest.raises(ConfirmationNeeded):
        workshop.reindexer.run(who="test", without="zug", progress=another)
    assert held(workshop) == {"zug.txt": b"Ein anderer Zug kam an."}


@pytest.mark.parametrize("confirmed", [False, True])
def test_stopped_anywhere_no_file_is_lost_before_a_build_without_it_is_live(
    workshop: Workshop, *, confirmed: bool
) -> None:
    whole = set(held(workshop).values())
    for after in range(0, 1_000, 3):
        fault = Fault(after, for_good=True)
        with watched(workshop.store.root.parent, fault), suppress(IndexRoomError):
            remove(workshop, confirmed=confirmed)
        if "zug" in live(workshop):
            assert set(held(workshop).values()) == whole, f"stopped before file operation {after}"
        if not fault.struck:
            break
        if "zug" not in live(workshop):
            workshop.store.rollback()
            workshop.library.add("zug.txt", TRAIN.encode(), Metadata(title="Der Zug"))
        workshop.library.take_back("zug")
    assert after > 20
    assert live(workshop) == ({"kim"} if confirmed else {"kim", "zug"})


def test_what_stops_a_removal_once_it_is_published_does_not_bring_the_article_back(
    workshop: Workshop,
) -> None:
    def broken(phase: str, done: int, total: int) -> None:
        if (phase, done) == ("publish", total):
            raise BrokenPipeError("nobody listens")

    workshop.write("mond", "Der Mond ist rund.")
    workshop.reindex()
    with pytest.raises(StoreUnwritable):
        workshop.reindexer.run(who="test", without="mond", confirmed=True, progress=broken)
    assert live(workshop) == {"kim", "zug"}
    workshop.reindex()
    assert live(workshop) == {"kim", "zug"}


@pytest.mark.parametrize("part", ["predecessor", "tidy"])
def test_what_cannot_be_tidied_after_a_publication_does_not_undo_it(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    def fails(*_: object) -> None:
        raise OSError(part)

    monkeypatch.setattr(workshop.store if part == "predecessor" else EmbeddedEngine, part, fails)
    remove(workshop, confirmed=True)
    assert live(workshop) == {"kim"}
    assert held(workshop) == {}


def test_what_is_set_aside_can_be_purged(workshop: Workshop) -> None:
    (sha,) = {one.text_sha256 for one in workshop.library.read().articles if one.id == "zug"}
    workshop.library.remove("zug")
    workshop.library.add("zug.txt", b"Ein anderer Zug kam an.")
    purge(sha, workshop.library, workshop.store, workshop.reindexer, who="test")
    assert held(workshop) == {"zug.txt": b"Ein anderer Zug kam an."}


def test_what_was_never_indexed_and_is_set_aside_can_be_purged(workshop: Workshop) -> None:
    article = workshop.library.add("bahn.txt", b"Eine Bahn kam an.")
    workshop.library.remove("bahn")
    purge(article.text_sha256, workshop.library, workshop.store, workshop.reindexer, who="test")
    assert not [name for name in held(workshop) if "bahn" in name]


def test_what_a_crash_left_of_deleted_files_goes_with_the_next_change(workshop: Workshop) -> None:
    left = workshop.library.added / ".removed" / ".tmp-1234-zug"
    left.mkdir(parents=True)
    (left / "zug.txt").write_text(TRAIN, encoding="utf-8")
    (sha,) = {one.text_sha256 for one in workshop.library.read().articles if one.id == "zug"}
    purge(sha, workshop.library, workshop.store, workshop.reindexer, who="test")
    assert not left.exists()


def test_a_removal_is_one_change_to_whoever_watches(workshop: Workshop) -> None:
    watcher = Watcher([workshop.library.added], quiet=0)
    assert watcher.changed()
    workshop.operations.remove("zug")
    assert watcher.changed()
    workshop.reindex()
    assert not watcher.changed(), "nobody reads what lies in a hidden folder"


def test_what_somebody_takes_out_just_then_without_a_reindex_is_not_brought_back(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def and_it_goes(article_id: str, **live: object) -> bool:
        monkeypatch.undo()
        workshop.library.remove(article_id)
        return True

    monkeypatch.setattr(workshop.library, "holds", and_it_goes)
    with pytest.raises(ConfirmationNeeded):
        remove(workshop, confirmed=False)
    assert all(name.startswith(".removed/zug/") for name in held(workshop))
