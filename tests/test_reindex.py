"""One operation from articles to a published build: only what changed, nothing unasked, nothing by halves."""

from pathlib import Path

import pytest
from fakes_index import HashEmbedder, Workshop

from index.changes import AnswerChange, CheckReport, Limits
from index.engine import EmbeddedEngine
from index.errors import (
    ArticleRefused,
    ConfirmationNeeded,
    IndexMismatch,
    IndexRoomError,
    NothingToIndex,
    ReindexCancelled,
)
from index.models import Progress
from index.opening import OpenBuild
from index.reindex import Reindexer
from index.search.arms import Sizes
from index.sentence_index import SentenceIndex


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    workshop = Workshop(tmp_path)
    for at in range(4):
        workshop.write(f"a{at}", f"Artikel {at} beginnt. Artikel {at} geht weiter. Artikel {at} endet.")
    return workshop


def test_only_changed_sentences_are_embedded(workshop: Workshop) -> None:
    assert workshop.reindexer.run(who="test").embedded == 12
    workshop.write("a2", "Artikel 2 beginnt. Artikel 2 macht eine Wendung. Artikel 2 endet.")
    workshop.embedder.asked.clear()
    outcome = workshop.reindexer.run(who="test")
    assert workshop.embedder.asked == ["Artikel 2 macht eine Wendung."]
    assert (outcome.embedded, outcome.reused) == (1, 11)
    assert outcome.diff.changed == ("a2",)
    assert (outcome.diff.sentences_added, outcome.diff.sentences_removed) == (1, 1)


def test_another_title_is_a_change_that_costs_no_sentence(workshop: Workshop) -> None:
    workshop.reindex()
    (workshop.seeds / "a1.meta.toml").write_text('title = "Der Titel"\n', encoding="utf-8")
    diff = workshop.reindexer.run(who="test").diff
    assert (diff.changed, diff.sentences_added, diff.sentences_removed) == (("a1",), 0, 0)


def test_an_incremental_build_equals_a_full_one(workshop: Workshop) -> None:
    workshop.reindex()
    workshop.write("a1", "Artikel 1 ist neu. Artikel 1 endet.")
    workshop.reindex()
    full = SentenceIndex.build(workshop.library.read().articles, HashEmbedder())
    incremental = workshop.opened()
    assert incremental.vectors.tobytes() == full.vectors.tobytes()
    assert incremental.search(["Artikel neu"], limit=5) == full.search(["Artikel neu"], limit=5)


def test_nothing_changed_publishes_nothing(workshop: Workshop) -> None:
    build = workshop.reindex()
    outcome = workshop.reindexer.run(who="test")
    assert not outcome.published
    assert outcome.build == build
    assert workshop.store.ids() == [build]


def test_a_damaged_live_build_is_replaced_though_nothing_changed(workshop: Workshop) -> None:
    build = workshop.reindex()
    (workshop.store.root / "builds" / build / "vectors.npy").write_bytes(b"")
    assert workshop.reindexer.run(who="test").published


def test_a_kept_text_that_was_altered_stops_no_reindex(workshop: Workshop) -> None:
    workshop.reindex()
    before = workshop.opened().articles["a1"].text_sha256
    (workshop.store.root / "texts" / before[:2] / before).write_bytes(b"Artikel 1 war anders.")
    workshop.write("a1", "Artikel 1 ist neu. Artikel 1 endet.")
    diff = workshop.reindexer.run(who="test").diff
    assert (diff.changed, diff.sentences_added, diff.sentences_removed) == (("a1",), 2, 3)


def test_a_dry_run_tells_all_and_changes_nothing(workshop: Workshop) -> None:
    build = workshop.reindex()
    workshop.write("a9", "Ganz neu. Zwei Sätze.")
    (workshop.seeds / "a0.txt").unlink()
    outcome = workshop.reindexer.run(who="test", dry_run=True)
    assert (outcome.diff.added, outcome.diff.removed, outcome.diff.changed) == (("a9",), ("a0",), ())
    assert (outcome.diff.sentences_before, outcome.diff.sentences_after) == (12, 11)
    assert (outcome.diff.sentences_added, outcome.diff.sentences_removed) == (2, 3)
    assert not outcome.published
    assert workshop.store.current_id() == build


def test_a_renamed_article_loses_no_sentence(workshop: Workshop) -> None:
    workshop.reindex()
    (workshop.seeds / "a0.txt").rename(workshop.seeds / "b0.txt")
    diff = workshop.reindexer.run(who="test", dry_run=True).diff
    assert (diff.added, diff.removed) == (("b0",), ("a0",))
    assert (diff.sentences_added, diff.sentences_removed) == (0, 0)


def test_new_metadata_alone_is_a_change_and_a_build(workshop: Workshop) -> None:
    workshop.reindex()
    (workshop.seeds / "a0.meta.toml").write_text('publisher = "KBS"\n', encoding="utf-8")
    outcome = workshop.reindexer.run(who="test")
    assert outcome.diff.changed == ("a0",)
    assert outcome.published
    assert outcome.embedded == 0


def test_dropping_half_of_the_sentences_is_done_and_more_than_half_is_asked(workshop: Workshop) -> None:
    workshop.reindex()
    for name in ("a0", "a1"):
        (workshop.seeds / f"{name}.txt").unlink()
    assert workshop.reindexer.run(who="test").published
    build = workshop.store.current_id()
    workshop.write("a2", "Weg.")
    (workshop.seeds / "a3.txt").unlink()
    with pytest.raises(ConfirmationNeeded) as caught:
        workshop.reindexer.run(who="test")
    assert caught.value.outcome.doubts == ("sentences",)
    assert caught.value.outcome.diff.dropped == 1.0
    assert workshop.store.current_id() == build
    assert workshop.reindexer.run(who="test", confirmed=True).published


def checked(workshop: Workshop, check: object) -> Reindexer:
    limits = Limits(sentences=1.0, recall=0.5)
    return Reindexer(workshop.library, workshop.store, workshop.embedder, limits=limits, check=check)


def test_the_check_gets_the_candidate_unpublished_and_the_live_build(workshop: Workshop) -> None:
    seen: list[tuple[SentenceIndex, OpenBuild | None, str | None]] = []
    change = AnswerChange("q1", "Was?", "Dies.", None)

    def check(candidate: SentenceIndex, live: OpenBuild | None, _: Progress) -> CheckReport:
        seen.append((candidate, live, workshop.store.current_id()))
        return CheckReport(1, 1.0, 0.4, (change,))

    build = workshop.reindex()
    workshop.write("a9", "Neu.")
    with pytest.raises(ConfirmationNeeded) as caught:
        checked(workshop, check).run(who="test")
    ((candidate, live, current),) = seen
    assert "a9" in candidate.articles
    assert live is not None
    assert live.id == current == build == workshop.store.current_id()
    assert caught.value.outcome.doubts == ("recall",)
    assert caught.value.outcome.report.changes == (change,)


@pytest.mark.parametrize(
    ("before", "after", "doubtful"),
    [(0.8, 0.4, False), (0.8, 0.39, True), (0.0, 0.0, False), (None, 0.1, False)],
)
def test_recall_may_fall_by_the_set_share(
    workshop: Workshop, before: float | None, after: float, *, doubtful: bool
) -> None:
    outcome = checked(workshop, lambda *_: CheckReport(9, before, after, ())).run(who="test", dry_run=True)
    assert bool(outcome.doubts) == doubtful


def test_a_check_that_raises_publishes_nothing(workshop: Workshop) -> None:
    def check(candidate: SentenceIndex, live: OpenBuild | None, _: Progress) -> CheckReport:
        raise IndexMismatch(f"{len(candidate.articles)} articles do not please, {live}")

    with pytest.raises(IndexMismatch, match="do not please"):
        checked(workshop, check).run(who="test")
    assert workshop.store.ids() == []


def test_no_article_at_all_never_replaces_an_index(workshop: Workshop) -> None:
    build = workshop.reindex()
    for path in workshop.seeds.iterdir():
        path.unlink()
    for empty in (True, False):
        if not empty:
            workshop.seeds.rmdir()
        with pytest.raises(NothingToIndex):
            workshop.reindexer.run(who="test", confirmed=True)
    assert workshop.store.current_id() == build


def test_an_empty_seeds_folder_is_refused_though_there_are_added_articles(workshop: Workshop) -> None:
    workshop.library.add("mine.txt", b"Mein eigener Artikel. Er hat zwei lange deutsche Saetze.")
    workshop.reindex()
    for path in workshop.seeds.iterdir():
        path.unlink()
    with pytest.raises(NothingToIndex, match="a0, a1, a2, a3"):
        workshop.reindexer.run(who="test", confirmed=True)
    for name in ("a0", "a1", "a2", "a3"):
        workshop.library.remove(name, live={name})
    assert workshop.reindexer.run(who="test", confirmed=True).published


def test_refused_files_are_named_and_the_rest_is_indexed(workshop: Workshop) -> None:
    (workshop.seeds / "bad.txt").write_bytes(b"")
    outcome = workshop.reindexer.run(who="test")
    assert outcome.published
    assert [(type(error), error.file) for error in outcome.refused] == [(ArticleRefused, "bad.txt")]


def test_progress_goes_from_nothing_to_all_in_each_phase(workshop: Workshop) -> None:
    told: list[tuple[str, int, int]] = []
    checked(workshop, lambda *_: CheckReport(0, None, None, ())).run(
        who="test", progress=lambda phase, done, total: told.append((phase, done, total))
    )
    phases = list(dict.fromkeys(phase for phase, _, _ in told))
    assert phases == ["read", "embed", "check", "publish"]
    for phase in phases:
        steps = [(done, total) for name, done, total in told if name == phase]
        assert steps[0][0] == 0
        assert steps[-1][0] == steps[-1][1]


def test_cancelled_at_any_step_publishes_nothing_and_frees_the_lock(workshop: Workshop) -> None:
    build = workshop.reindex()
    workshop.write("a9", "Neu.")
    for steps in range(1_000):
        left = iter(range(steps))
        try:
            workshop.reindexer.run(who="test", cancelled=lambda left=left: next(left, None) is None)
        except ReindexCancelled:
            assert workshop.store.current_id() == build
        else:
            break
    assert steps > 8
    assert workshop.store.current_id() != build


def test_a_cancel_is_heard_while_the_candidate_is_judged(workshop: Workshop) -> None:
    judged: list[int] = []

    def check(candidate: SentenceIndex, live: OpenBuild | None, progress: Progress) -> CheckReport:
        for done in range(100):
            progress("check", done, 100)
            judged.append(done)
        return CheckReport(len(candidate.articles) + bool(live), None, None, ())

    with pytest.raises(ReindexCancelled, match="check, 3 of 100"):
        checked(workshop, check).run(who="test", cancelled=lambda: len(judged) == 3)
    assert workshop.store.ids() == []


def test_while_a_large_index_is_linked_a_cancel_is_heard_and_the_manifest_tells_of_the_graph(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.search.dense._LINKED_AT_ONCE", 10)
    workshop = Workshop(tmp_path, engine=EmbeddedEngine(Sizes(dense=5, lexical=5)))
    workshop.write("kim", "\n\n".join(f"Kim traf Putin zum {at}. Mal." for at in range(60)))
    at: list[tuple[str, int]] = []
    with pytest.raises(ReindexCancelled, match="cancelled at link, 20 of 60"):
        workshop.reindexer.run(
            who="test",
            progress=lambda phase, done, _: at.append((phase, done)),
            cancelled=lambda: at[-1:] == [("link", 10)],
        )
    assert workshop.store.current_id() is None
    search = workshop.store.manifest(workshop.reindex()).search
    assert search is not None
    assert (search.dense.kind, search.lexical) == ("hnsw,sq8", "by words")


def test_every_error_is_one_of_the_room(workshop: Workshop) -> None:
    (workshop.store.root).parent.mkdir(parents=True, exist_ok=True)
    workshop.store.root.write_text("a file stands in the way", encoding="utf-8")
    with pytest.raises(IndexRoomError):
        workshop.reindexer.run(who="test")
