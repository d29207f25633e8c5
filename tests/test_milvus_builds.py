"""Builds whose rows Milvus holds come and go as they do here, and what it has lost is made anew."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fakes_index import HashEmbedder, Workshop
from fakes_milvus import MilvusWorkshop, filled, milvus_process, needs_milvus
from fakes_retrieval import coefficients

from index.engine import HELD_FILE
from index.errors import EngineLost, EngineUnavailable, IndexMismatch, ReindexCancelled
from index.milvus.client import Milvus, Row
from index.milvus.connection import WORK_SECONDS
from index.milvus.engine import GRACE_SECONDS
from index.milvus.held import Held
from index.models import Progress, Vectors
from index.operations import Operations
from index.purge import purge
from index.recovery import open_or_rebuild
from index.remake import open_or_remake
from index.search.dense import DenseArm
from retrieval.answerer import Answerer, AnswerRules
from retrieval.citation import verify
from retrieval.models import Question
from retrieval.ranking.scoring import Scorer

pytestmark = needs_milvus

ANNA = "Ein Geheimnis von Anna. Niemand soll es lesen."


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[MilvusWorkshop]:
    yield from filled(tmp_path)


def test_builds_are_published_diffed_rolled_back_and_verified(workshop: MilvusWorkshop) -> None:
    first = workshop.reindex()
    assert not workshop.reindexer.run(who="test").published
    assert workshop.named() == [workshop.collection(first)]
    workshop.write("kim", "Kim traf Putin nie.")
    dry = workshop.reindexer.run(who="test", dry_run=True)
    assert (dry.published, dry.diff.changed) == (False, ("kim",))
    assert len(workshop.collections()) == 1, "a dry run writes nothing"
    second = workshop.reindex()
    assert workshop.named() == [workshop.collection(second)] != [workshop.collection(first)]
    assert workshop.opened().search(["Kim"], limit=9) == workshop.in_memory().search(["Kim"], limit=9)
    assert workshop.store.rollback().id == first
    assert workshop.named() == [workshop.collection(first)]
    assert {hit.text for hit in workshop.opened().search(["Kim"], limit=9)[0]} > {"Kim traf Putin."}
    answer = Answerer(workshop.opened(), first, Scorer(coefficients()), AnswerRules(0.0, 3, 2_000)).answer(
        Question("Kim traf Putin.")
    )
    workshop.store.rollback(second)
    verdict = verify(answer.passages[0].citation, workshop.store)
    assert (verdict.said, verdict.quote) == (True, "Kim traf Putin.")


def test_a_build_of_the_other_engine_is_refused_and_made_anew(
    workshop: MilvusWorkshop, tmp_path: Path
) -> None:
    remote = workshop.reindex()
    plain = Workshop(tmp_path)
    with pytest.raises(IndexMismatch, match="GIPFEL_INDEX__URL"):
        plain.store.open(plain.embedder)
    with pytest.raises(IndexMismatch):
        plain.store.rollback(remote)
    back = open_or_rebuild(plain.store, plain.embedder, plain.reindexer).build
    assert back.id != remote
    assert not (plain.store.folder(back.id) / HELD_FILE).exists()
    with pytest.raises(IndexMismatch, match="GIPFEL_INDEX__URL"):
        workshop.store.open(workshop.embedder)
    again = open_or_rebuild(workshop.store, workshop.embedder, workshop.reindexer).build
    assert (workshop.store.folder(again.id) / HELD_FILE).exists()
    assert again.index.search(["Kim"], limit=9) == back.index.search(["Kim"], limit=9)


def lose(workshop: MilvusWorkshop) -> None:
    workshop.milvus.drop(workshop.collection())


def lose_one_row(workshop: MilvusWorkshop) -> None:
    workshop.milvus.delete(workshop.collection(), [1])


def hold_others(workshop: MilvusWorkshop) -> None:
    """Another encoder's vectors under the same name."""
    name, held = workshop.collection(), Held.load(workshop.store.folder(workshop.store.current_id() or ""))
    other = HashEmbedder("hash@2").embed_questions(workshop.opened().embedded()[0]).vectors
    workshop.milvus.drop(name)
    workshop.milvus.create(name, held.dim)
    workshop.milvus.insert(name, [Row(row, vector, {1: 0.5}, "kim") for row, vector in enumerate(other)])
    workshop.milvus.finish(name)


@pytest.mark.parametrize("harm", [lose, lose_one_row, hold_others])
def test_what_the_engine_has_lost_is_never_answered_from_and_made_anew(
    workshop: MilvusWorkshop, harm: Callable[[MilvusWorkshop], None]
) -> None:
    first = workshop.reindex()
    harm(workshop)
    with pytest.raises(EngineLost):
        workshop.store.open(workshop.embedder)
    assert workshop.reindexer.run(who="test").published, "an unchanged index is published anew"
    assert workshop.store.current_id() != first
    workshop.write("neu", "Ein neuer Text.")
    lost = workshop.reindex()
    harm(workshop)
    found = open_or_rebuild(workshop.store, workshop.embedder, workshop.reindexer)
    assert found.build.id == workshop.store.current_id() != lost, (
        "no older build in its place: one is made anew"
    )
    assert "neu" in found.build.index.articles
    assert found.build.index.search(["Kim"], limit=9)


def test_a_build_whose_rows_go_while_it_is_open_says_so(workshop: MilvusWorkshop) -> None:
    workshop.reindex()
    index = workshop.opened()
    index.check()
    lose(workshop)
    with pytest.raises(EngineLost):
        index.search(["Kim"], limit=3)
    with pytest.raises(EngineLost):
        index.check()


def test_collections_go_a_while_after_their_builds(workshop: MilvusWorkshop) -> None:
    workshop.store._keep = 0
    first = workshop.reindex()
    reader, name = workshop.opened(), workshop.collection(first)
    expected = reader.search(["Kim"], limit=3)
    for version in range(2):
        workshop.write("kim", f"Kim traf Putin, Fassung {version}.")
        workshop.reindex()
    assert first not in workshop.store.ids()
    assert reader.search(["Kim"], limit=3) == expected, "whoever reads an old build is not disturbed"
    workshop.engine._now = lambda now=workshop.engine._now: now() + GRACE_SECONDS
    workshop.store.tidy()
    assert name not in workshop.collections()
    assert workshop.collections() == sorted(workshop.collection(build) for build in workshop.store.ids())


def test_older_builds_leave_memory_and_come_back_with_a_rollback(workshop: MilvusWorkshop) -> None:
    first = workshop.reindex()
    expected = workshop.opened().search(["Kim"], limit=3)
    for version in range(3):
        workshop.write("kim", f"Kim traf Putin, Fassung {version}.")
        workshop.reindex()
    with pytest.raises(EngineUnavailable):
        workshop.milvus.rows(workshop.collection(first), [0])
    workshop.store.rollback(first)
    assert workshop.opened().search(["Kim"], limit=3) == expected


def test_the_build_before_stays_in_memory_for_those_who_still_answer_from_it(
    workshop: MilvusWorkshop,
) -> None:
    first = workshop.reindex()
    for version in range(2):
        workshop.write("kim", f"Kim traf Putin, Fassung {version}.")
        workshop.reindex()
    workshop.store.rollback(first)
    another = workshop.opened()
    expected = another.search(["Kim"], limit=3)
    workshop.write("kim", "Kim traf Putin, letzte Fassung.")
    workshop.reindex()
    assert another.search(["Kim"], limit=3) == expected
    workshop.store.tidy()
    with pytest.raises(EngineUnavailable):
        another.search(["Kim"], limit=3)


def test_no_graph_is_linked_for_what_milvus_will_search(
    workshop: MilvusWorkshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact_up_to: list[int] = []
    build = DenseArm.build

    def told(vectors: Vectors, most: int, progress: Progress | None = None) -> DenseArm:
        exact_up_to.append(most)
        return build(vectors, most, progress)

    monkeypatch.setattr(DenseArm, "build", told)
    workshop.reindex()
    assert exact_up_to == [sys.maxsize]


def test_a_cancel_while_milvus_takes_the_rows_leaves_the_old_build_and_no_half_of_the_new(
    workshop: MilvusWorkshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.milvus.engine._PER_INSERT", 2)
    live = workshop.reindex()
    before = workshop.collections()
    workshop.write("neu", "Ein neuer Text. Noch einer.")
    at: list[tuple[str, int]] = []
    with pytest.raises(ReindexCancelled, match="cancelled at publish, 4 of"):
        workshop.reindexer.run(
            who="test",
            progress=lambda phase, done, _: at.append((phase, done)),
            cancelled=lambda: at[-1:] == [("publish", 2)],
        )
    assert workshop.store.current_id() == live
    assert workshop.store.ids() == [live]
    assert workshop.collections() == before


def test_where_one_process_alone_can_use_the_file_it_reindexes_here(workshop: MilvusWorkshop) -> None:
    operations = Operations(
        workshop.library,
        workshop.store,
        lambda: workshop.reindexer,
        lambda: workshop.embedder.name,
        alone=True,
    )
    assert operations.reindex(who="test").published, "nothing crossed to another process: a lambda cannot"


def test_a_file_that_another_process_has_open_is_said(workshop: MilvusWorkshop, tmp_path: Path) -> None:
    with (
        milvus_process(tmp_path / "milvus.db"),
        pytest.raises(EngineUnavailable, match="one process at a time"),
    ):
        workshop.reindex()


def test_another_bots_collections_on_the_same_server_are_left_alone(workshop: MilvusWorkshop) -> None:
    workshop.milvus.create("gipfel_00000000_0123456789abcdef", 4)
    workshop.reindex()
    workshop.store.tidy()
    assert "gipfel_00000000_0123456789abcdef" in workshop.collections()


def test_a_purge_takes_the_rows_out_at_once_and_the_collections_with_it(workshop: MilvusWorkshop) -> None:
    workshop.library.add("anna.txt", ANNA.encode())
    oldest = workshop.reindex()
    for version in range(3):
        workshop.write("kim", f"Kim traf Putin in Wladiwostok, Fassung {version}.")
        doomed = workshop.reindex()
    with pytest.raises(EngineUnavailable):
        workshop.milvus.rows(workshop.collection(oldest), [0])  # it has left memory
    reader, names = workshop.opened(), workshop.collections()
    sha = reader.articles["anna"].text_sha256
    workshop.store.purge_text(sha)
    for build in (oldest, doomed):
        assert workshop.milvus.ids_of(workshop.collection(build), "anna") == []
    [hits] = reader.search(["Ein Geheimnis von Anna."], limit=30)
    assert {hit.article.id for hit in hits} == {"kim", "zug"}, (
        "a process that still reads it finds the text no more"
    )
    done = purge(sha, workshop.library, workshop.store, workshop.reindexer, who="test")
    assert len(done.builds) == 4
    assert workshop.collections() == [workshop.collection()]
    assert workshop.collection() not in names
    assert list(workshop.opened().articles) == ["kim", "zug"]
    files = [path for path in (workshop.store.root.parents[1] / "milvus.db").rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if b"anna" in path.read_bytes()]


def test_an_old_build_is_asked_again_after_its_collection_went(workshop: MilvusWorkshop) -> None:
    workshop.store._keep = 0
    first = workshop.reindex()
    expected = workshop.opened().search(["Kim"], limit=3)
    for version in range(3):
        workshop.write("kim", f"Kim traf Putin, Fassung {version}.")
        workshop.reindex()
    assert open_or_remake(workshop.store, workshop.embedder, first).search(["Kim"], limit=3) == expected


def test_wherever_a_reindex_stops_the_old_build_answers_and_halves_are_swept(
    workshop: MilvusWorkshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.engine._now = lambda now=workshop.engine._now: now() + GRACE_SECONDS
    workshop.store._keep = 0
    workshop.reindex()
    real, left = Milvus._ask, 0

    def failing(milvus: Milvus, call: Callable[..., object], seconds: float = WORK_SECONDS) -> object:
        nonlocal left
        left -= 1
        if left < 0:
            raise EngineUnavailable("gone")
        return real(milvus, call, seconds)

    seen = set()
    for after in range(0, 60, 3):  # each one is in `test_milvus_crash.py`
        old, before = workshop.opened(), workshop.store.current_id()
        expected = old.search(["Kim"], limit=9)
        workshop.write("kim", f"Kim traf Putin, Fassung {after}.")
        left = after
        monkeypatch.setattr(Milvus, "_ask", failing)
        published = True
        try:
            workshop.reindexer.run(who="test", confirmed=True)
        except EngineUnavailable:
            published = False
        monkeypatch.setattr(Milvus, "_ask", real)
        through = left >= 0
        seen.add(published)
        if published:
            assert workshop.store.current_id() != before
            assert workshop.opened().search(["Kim"], limit=9) == workshop.in_memory().search(["Kim"], limit=9)
        else:
            assert workshop.store.current_id() == before
            assert workshop.opened().search(["Kim"], limit=9) == expected
        if through:
            break
    assert seen == {True, False}
    workshop.store.tidy()
    assert workshop.collections() == sorted(workshop.collection(build) for build in workshop.store.ids())
