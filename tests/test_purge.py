"""A purged text is gone for good: from articles, kept texts, builds and cache; and it does not come back."""

import errno
import hashlib
import os
from contextlib import suppress
from pathlib import Path
from unittest.mock import create_autospec

import pytest
from fakes_faults import Fault, watched
from fakes_index import Workshop, sidecar

from index.errors import (
    ArticleUnknown,
    IndexCorrupt,
    IndexMismatch,
    IndexMissing,
    StoreUnwritable,
    TextPurged,
)
from index.purge import Purged, purge
from index.recovery import open_or_rebuild
from index.remake import open_or_remake
from index.sentence_index import SentenceIndex
from retrieval.answerer import Answerer
from retrieval.assistant import Assistant

PRIVATE = "Ein Geheimnis von Anna. Niemand soll es lesen."
SHA = hashlib.sha256(PRIVATE.encode()).hexdigest()


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    workshop = Workshop(tmp_path)
    workshop.write("kim", "Kim traf Putin.")
    workshop.reindex()
    workshop.library.add("anna.txt", PRIVATE.encode())
    workshop.reindex()
    workshop.write("kim", "Kim traf Putin in Wladiwostok.")
    workshop.reindex()
    return workshop


def run(workshop: Workshop, sha: str = SHA) -> Purged:
    return purge(sha, workshop.library, workshop.store, workshop.reindexer, who="test")


def traces(workshop: Workshop) -> list[str]:
    """Files under var/ that hold the text or one of its vectors."""
    vectors = [
        row.tobytes()
        for row in workshop.embedder.embed_questions(PRIVATE.replace(". ", ".|").split("|")).vectors
    ]
    wanted = [b"Geheimnis", b"Niemand soll", *vectors]
    root = workshop.store.root.parent
    return [
        path.relative_to(root).as_posix()
        for path in sorted(root.rglob("*"))
        if path.is_file() and any(part in path.read_bytes() for part in wanted)
    ]


def test_no_byte_of_a_purged_text_or_its_vectors_is_left(workshop: Workshop) -> None:
    oldest = workshop.store.ids()[-1]
    assert len(traces(workshop)) >= 6, "the search for traces must be able to find some"
    done = run(workshop)
    assert traces(workshop) == []
    assert len(done.builds) == 2
    assert done.live == workshop.store.current_id()
    assert workshop.store.ids() == [done.live, oldest]
    assert list(workshop.opened().articles) == ["kim"]


def test_the_vectors_of_other_texts_are_kept(workshop: Workshop) -> None:
    run(workshop)
    workshop.write("mond", "Der Mond ist rund.")
    outcome = workshop.reindexer.run(who="test")
    assert (outcome.embedded, outcome.reused > 0) == (1, True)


def test_a_purged_text_is_known_as_purged(workshop: Workshop) -> None:
    run(workshop)
    assert workshop.store.text(SHA) is None
    assert workshop.store.texts.purged(SHA)
    assert run(workshop).builds == (), "again is no error"


def test_a_purged_text_does_not_come_back(workshop: Workshop) -> None:
    held = SentenceIndex.build(workshop.library.read().articles, workshop.embedder)
    run(workshop)
    workshop.library.add("again.txt", PRIVATE.encode())
    workshop.write("anna", PRIVATE)
    outcome = workshop.reindexer.run(who="test")
    assert [error.reason for error in outcome.refused] == ["purged", "purged"]
    with pytest.raises(TextPurged):
        workshop.store.publish(held)


def test_a_shipped_text_is_purged_though_its_file_stays(workshop: Workshop) -> None:
    kim = workshop.opened().articles["kim"]
    run(workshop, kim.text_sha256)
    assert list(workshop.opened().articles) == ["anna"]
    assert (workshop.seeds / "kim.txt").exists()


def test_an_unknown_hash_is_an_error_and_changes_nothing(workshop: Workshop) -> None:
    builds = workshop.store.ids()
    for sha in ("0" * 64, "../current", ""):
        with pytest.raises(ArticleUnknown):
            run(workshop, sha)
    assert workshop.store.ids() == builds
    assert workshop.store.texts.all_purged() == frozenset()


def test_the_last_text_can_be_purged_too(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    workshop.library.add("anna.txt", PRIVATE.encode())
    workshop.reindex()
    done = run(workshop)
    assert done.live is None
    assert traces(workshop) == []
    with pytest.raises(IndexMissing):
        workshop.store.open(workshop.embedder)


def answering(workshop: Workshop) -> Assistant:
    def make(index: SentenceIndex, build: str) -> Answerer:
        return create_autospec(Answerer, instance=True, index=index, build=build)

    assistant = Assistant(workshop.store, workshop.embedder, make)
    assistant.refresh()
    return assistant


def test_a_running_bot_stops_quoting_the_last_text_once_that_is_purged(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    workshop.library.add("anna.txt", PRIVATE.encode())
    workshop.reindex()
    assistant = answering(workshop)
    run(workshop)
    assert not assistant.refresh(again=False)
    with pytest.raises(IndexMissing):
        assert PRIVATE in assistant.answerer.index.articles["anna"].text


def test_a_running_bot_stops_quoting_a_purged_text_though_the_next_build_cannot_be_used(
    workshop: Workshop,
) -> None:
    assistant = answering(workshop)
    workshop.store.purge_text(SHA)
    assert not assistant.refresh(again=False)
    assert assistant.answerer, "it answers until the purge has published what comes next"
    done = run(workshop)
    (workshop.store.folder(str(done.live)) / "manifest.json").write_bytes(b"damaged")
    with pytest.raises(IndexCorrupt):
        assistant.refresh(again=False)
    with pytest.raises(IndexMissing):
        assert assistant.answerer


def test_a_running_bot_goes_on_where_its_build_is_gone_and_nothing_was_purged(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    workshop.library.add("anna.txt", PRIVATE.encode())
    workshop.reindex()
    assistant = answering(workshop)
    (workshop.store.root / "current").unlink()
    assert not assistant.refresh()
    assert assistant.answerer


def test_stopped_anywhere_it_is_finished_by_the_next_call_and_nothing_answers_from_it(
    workshop: Workshop,
) -> None:
    for after in range(0, 200, 23):
        fault = Fault(after)
        with watched(workshop.store.root.parent, fault), suppress(StoreUnwritable):
            run(workshop)
        if workshop.store.texts.purged(SHA):
            opened = open_or_rebuild(workshop.store, workshop.embedder, workshop.reindexer)
            assert SHA not in {article.text_sha256 for article in opened.build.index.articles.values()}
        run(workshop)
        assert traces(workshop) == []
        if not fault.struck:
            return
        (workshop.store.root / "purged" / SHA).unlink()
        workshop.library.add("anna.txt", PRIVATE.encode())
        workshop.reindex()
    pytest.fail("it never got through")


@pytest.mark.parametrize("aside", [False, True], ids=["added", "set aside"])
def test_killed_while_it_removes_files_it_finds_the_rest_when_called_again(
    workshop: Workshop, *, aside: bool
) -> None:
    class Killed(BaseException):
        """Nothing handles it, as nothing handles SIGKILL."""

    def killing(event: str, path: str) -> None:
        nonlocal left
        left -= event in ("os.remove", "os.rmdir")
        if left < 0:
            raise Killed(path)

    for after in range(10):
        article = workshop.library.read().articles[0]
        translation = sidecar(article, {(1, 1): "Geheimnis, translated."})
        workshop.library.add_translation("anna.en.translation.toml", translation.encode())
        if aside:
            workshop.library.remove("anna")
        left = after
        with watched(workshop.library.added, killing), suppress(Killed):
            workshop.store.purge_text(SHA)
            workshop.library.erase(SHA)
        run(workshop)
        assert traces(workshop) == [], f"killed before removal {after}"
        if left >= 0:
            break
        (workshop.store.root / "purged" / SHA).unlink()
        workshop.library.add("anna.txt", PRIVATE.encode())
    assert after > 1


def test_a_damaged_record_of_a_purge_stops_nothing(workshop: Workshop) -> None:
    workshop.store.purge_text(SHA)
    (workshop.store.root / "purged" / SHA).write_bytes(b"{")
    run(workshop)
    assert traces(workshop) == []


def test_vectors_that_cannot_be_removed_are_not_called_erased(workshop: Workshop) -> None:
    def full(event: str, path: str) -> None:
        if event == "os.remove" and path.endswith("vectors.sqlite3"):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), path)

    with watched(workshop.store.root.parent, full), pytest.raises(StoreUnwritable):
        run(workshop)
    assert traces(workshop) != []
    run(workshop)
    assert traces(workshop) == []


def test_a_build_that_holds_a_purged_text_is_not_opened(workshop: Workshop) -> None:
    workshop.store.purge_text(SHA)
    with pytest.raises(IndexMismatch, match="purged"):
        workshop.store.open(workshop.embedder)


def test_a_build_that_may_hold_a_purged_text_does_not_stay(workshop: Workshop) -> None:
    newest, middle, oldest = workshop.store.ids()
    for build in (middle, oldest):
        (workshop.store.folder(build) / "manifest.json").write_bytes(b"{")
    assert set(run(workshop).builds) == {newest, middle, oldest}, "nobody can say what two of them held"
    assert traces(workshop) == []


def test_a_build_whose_text_was_purged_is_not_made_again(workshop: Workshop) -> None:
    held = workshop.store.ids()[1]
    run(workshop)
    with pytest.raises(IndexMissing, match="the text of anna is no longer kept"):
        open_or_remake(workshop.store, workshop.embedder, held)
