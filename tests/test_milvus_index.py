"""Milvus in the index's place: the same questions get the same answers, and builds come and go as they do here."""

import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from fakes_index import HashEmbedder, Workshop
from fakes_milvus import MilvusWorkshop, milvus_process, needs_milvus
from fakes_retrieval import SEEDS, coefficients

from index.dense import DenseArm
from index.embedder import open_default
from index.engine import HELD_FILE
from index.errors import EngineLost, EngineUnavailable, IndexMismatch, ReindexCancelled
from index.milvus.client import GRAMS, VECTOR, Milvus, Row
from index.milvus.connection import WORK_SECONDS
from index.milvus.engine import GRACE_SECONDS
from index.milvus.held import Held
from index.models import Progress, SentenceHit, Vectors
from index.operations import Operations
from index.purge import purge
from index.reading import NAMES_FILE, read_folder, read_names
from index.recovery import open_or_rebuild
from index.remake import open_or_remake
from index.scores import Rows, Values
from index.sentence_index import SentenceIndex
from retrieval.answerer import Answerer, AnswerRules
from retrieval.citation import verify
from retrieval.golden import read_questions
from retrieval.models import Question
from retrieval.scoring import Scorer

pytestmark = needs_milvus

ANNA = "Ein Geheimnis von Anna. Niemand soll es lesen."


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[MilvusWorkshop]:
    workshop = MilvusWorkshop(tmp_path)
    workshop.write("kim", "Kim traf Putin. Sie sprachen lange.\n\nEs war kalt.")
    workshop.write("zug", "—\n\nDer Zug fuhr ab. Niemand winkte.")
    workshop.translate("kim", "en", {(1, 1): "Kim met Putin."})
    yield workshop
    workshop.close()


def embedded(workshop: Workshop) -> SentenceIndex:
    return SentenceIndex.build(workshop.library.read().articles, workshop.embedder)


def opened(workshop: Workshop) -> SentenceIndex:
    return workshop.store.open(workshop.embedder).index


def collection(workshop: Workshop, build: str | None = None) -> str:
    return Held.load(workshop.store.folder(build or workshop.store.current_id() or "")).collection


def named(workshop: MilvusWorkshop) -> list[str]:
    """The collections that the alias of the live build names."""
    alias = f"{workshop.engine._prefix()}_live"
    return [name for name in collections(workshop) if alias in workshop.milvus.aliases(name)]


def collections(workshop: MilvusWorkshop) -> list[str]:
    return workshop.milvus.collections("gipfel_")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SentenceIndex, SentenceIndex]]:
    """The articles that ship with the encoder that ships, embedded and in Milvus."""
    root = tmp_path_factory.mktemp("both")
    embedder = open_default(root / "encoder")
    names, _ = read_names((SEEDS,))
    here = SentenceIndex.build(read_folder(SEEDS, max_bytes=1_000_000).articles, embedder, names=names)
    workshop = MilvusWorkshop(root)
    workshop.store.publish(here)
    yield here, workshop.store.open(embedder).index
    workshop.close()


def test_golden_questions_get_the_same_hits_on_both_engines(
    both: tuple[SentenceIndex, SentenceIndex],
) -> None:
    here, there = both
    questions = [one.question for one in read_questions(SEEDS / "questions.jsonl")]
    sample = random.Random(8).sample(questions, 60)  # noqa: S311 - repeatable, not secret
    expected, found = (index.search(sample, limit=30) for index in (here, there))
    assert all(map(same, expected, found)), "a question was answered otherwise"
    alone = [there.search([text], limit=30)[0] for text in sample]
    assert alone == found, "a batch answers as each of its questions does alone"


def same(here: list[SentenceHit], there: list[SentenceHit]) -> bool:
    """The same scores to the last bit; at the end of the 30 a tie may let in another of equal rank."""
    by_sentence = {(hit.article.id, hit.sentence.number): hit for hit in here}
    shared = [hit for hit in there if by_sentence.get((hit.article.id, hit.sentence.number)) == hit]
    return len(shared) == len(there) == len(here)


def test_of_many_rows_the_same_few_are_found(workshop: MilvusWorkshop) -> None:
    chance = random.Random(8)  # noqa: S311 - repeatable, not secret
    words = [
        f"{first}{second}" for first in ("kim", "zug", "insel", "brot") for second in ("ar", "el", "on", "ut")
    ]
    for name in ("a", "b", "c"):
        texts = [" ".join(chance.choices(words, k=6)).capitalize() + "." for _ in range(200)]
        workshop.write(name, "\n\n".join(texts))
    workshop.reindex()
    questions = [" ".join(chance.choices(words, k=3)) for _ in range(30)]
    here, there = embedded(workshop), opened(workshop)
    for limit in (1, 7, 50):
        found = list(
            zip(here.search(questions, limit=limit), there.search(questions, limit=limit), strict=True)
        )
        assert sum(map(len, there.search(questions, limit=limit))) < 30 * len(here.sentences), (
            "all rows prove nothing"
        )
        ties = sum(one != other for one, other in found)
        assert ties <= 2, f"{ties} of 30 questions found other rows"
        assert all(len(one) - 3 <= len(other) <= len(one) + 3 for one, other in found)


def test_the_vectors_come_back_as_they_went(both: tuple[SentenceIndex, SentenceIndex]) -> None:
    here, there = both
    np.testing.assert_array_equal(here.vectors, there.vectors)
    question = "Where did Kim and Putin meet?"
    bare = there.without_translations().search([question], limit=30)
    assert bare == here.without_translations().search([question], limit=30)


def test_a_batch_is_two_searches_and_one_look_at_the_rows(
    both: tuple[SentenceIndex, SentenceIndex], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, there = both
    asked = []
    real = Milvus._ask

    def counted(milvus: Milvus, call: Callable[..., object], seconds: float = WORK_SECONDS) -> object:
        asked.append(call.__qualname__.split(".")[1])
        return real(milvus, call, seconds)

    monkeypatch.setattr(Milvus, "_ask", counted)
    there.search(["Wo war das?", "Wer kam mit dem Zug?", "Where did Kim and Putin meet?"], limit=30)
    assert asked == ["search", "search", "rows"]


def test_only_words_are_looked_for_again_where_a_name_is_respelt(
    workshop: MilvusWorkshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workshop.seeds / NAMES_FILE).write_text('[zug]\nde = "Zug"\nru = "Поезд"\n', encoding="utf-8")
    workshop.reindex()
    there = opened(workshop)
    here = SentenceIndex.build(there.articles.values(), workshop.embedder, names=there.names)
    asked = []
    real = Milvus.search

    def counted(
        milvus: Milvus, name: str, column: str, questions: Vectors, limit: int, *, seconds: float
    ) -> list[tuple[Rows, Values]]:
        asked.append((column, len(questions)))
        return real(milvus, name, column, questions, limit, seconds=seconds)

    monkeypatch.setattr(Milvus, "search", counted)
    assert there.search(["Putin, Поезд?"], limit=30) == here.search(["Putin, Поезд?"], limit=30)
    assert asked == [(VECTOR, 1), (GRAMS, 2)]


def test_rows_are_read_by_name_bounded_for_answers_and_strongly_right_after_writing(
    workshop: MilvusWorkshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pymilvus import MilvusClient

    asked: list[tuple[str, str]] = []

    def watch(method: str) -> None:
        real = getattr(MilvusClient, method)

        def watched(client: MilvusClient, name: str, *others: object, **options: str) -> object:
            asked.append((name, options["consistency_level"]))
            return real(client, name, *others, **options)

        monkeypatch.setattr(MilvusClient, method, watched)

    watch("search")
    watch("query")
    workshop.reindex()
    assert {level for _, level in asked} == {"Strong"}
    workshop.write("kim", "Kim traf Putin nie.")
    workshop.reindex()
    workshop.store.rollback()
    index = opened(workshop)
    asked.clear()
    index.search(["Kim", "Zug"], limit=9)
    index.check()
    assert {level for _, level in asked} == {"Bounded"}
    assert {name for name, _ in asked} == {collection(workshop)}, "never through the alias"


def test_an_articles_name_cannot_reach_into_the_filter(workshop: MilvusWorkshop) -> None:
    names = ['an "odd\\ name', 'x" or id >= 0 or article == "', "김정은", "plain"]
    workshop.milvus.create("gipfel_names", 2, worded=False)
    workshop.milvus.insert("gipfel_names", [Row(row, [1.0, 0.0], {}, name) for row, name in enumerate(names)])
    workshop.milvus.finish("gipfel_names")
    assert [workshop.milvus.ids_of("gipfel_names", name) for name in names] == [[0], [1], [2], [3]]


def test_builds_are_published_diffed_rolled_back_and_verified(workshop: MilvusWorkshop) -> None:
    first = workshop.reindex()
    assert not workshop.reindexer.run(who="test").published
    assert named(workshop) == [collection(workshop, first)]
    workshop.write("kim", "Kim traf Putin nie.")
    dry = workshop.reindexer.run(who="test", dry_run=True)
    assert (dry.published, dry.diff.changed) == (False, ("kim",))
    assert len(collections(workshop)) == 1, "a dry run writes nothing"
    second = workshop.reindex()
    assert named(workshop) == [collection(workshop, second)] != [collection(workshop, first)]
    assert opened(workshop).search(["Kim"], limit=9) == embedded(workshop).search(["Kim"], limit=9)
    assert workshop.store.rollback().id == first
    assert named(workshop) == [collection(workshop, first)]
    assert {hit.text for hit in opened(workshop).search(["Kim"], limit=9)[0]} > {"Kim traf Putin."}
    answer = Answerer(opened(workshop), first, Scorer(coefficients()), AnswerRules(0.0, 3, 2_000)).answer(
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
    workshop.milvus.drop(collection(workshop))


def lose_one_row(workshop: MilvusWorkshop) -> None:
    workshop.milvus.delete(collection(workshop), [1])


def hold_others(workshop: MilvusWorkshop) -> None:
    """Another encoder's vectors under the same name."""
    name, held = collection(workshop), Held.load(workshop.store.folder(workshop.store.current_id() or ""))
    other = HashEmbedder("hash@2").embed_questions(opened(workshop).embedded()[0]).vectors
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
    index = opened(workshop)
    index.check()
    lose(workshop)
    with pytest.raises(EngineLost):
        index.search(["Kim"], limit=3)
    with pytest.raises(EngineLost):
        index.check()


def test_collections_go_a_while_after_their_builds(workshop: MilvusWorkshop) -> None:
    workshop.store._keep = 0
    first = workshop.reindex()
    reader, name = opened(workshop), collection(workshop, first)
    expected = reader.search(["Kim"], limit=3)
    for version in range(2):
        workshop.write("kim", f"Kim traf Putin, Fassung {version}.")
        workshop.reindex()
    assert first not in workshop.store.ids()
    assert reader.search(["Kim"], limit=3) == expected, "whoever reads an old build is not disturbed"
    workshop.engine._now = lambda now=workshop.engine._now: now() + GRACE_SECONDS
    workshop.store.tidy()
    assert name not in collections(workshop)
    assert collections(workshop) == sorted(collection(workshop, build) for build in workshop.store.ids())


def test_older_builds_leave_memory_and_come_back_with_a_rollback(workshop: MilvusWorkshop) -> None:
    first = workshop.reindex()
    expected = opened(workshop).search(["Kim"], limit=3)
    for version in range(3):
        workshop.write("kim", f"Kim traf Putin, Fassung {version}.")
        workshop.reindex()
    with pytest.raises(EngineUnavailable):
        workshop.milvus.rows(collection(workshop, first), [0])
    workshop.store.rollback(first)
    assert opened(workshop).search(["Kim"], limit=3) == expected


def test_the_build_before_stays_in_memory_for_those_who_still_answer_from_it(
    workshop: MilvusWorkshop,
) -> None:
    first = workshop.reindex()
    for version in range(2):
        workshop.write("kim", f"Kim traf Putin, Fassung {version}.")
        workshop.reindex()
    workshop.store.rollback(first)
    another = opened(workshop)
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
    before = collections(workshop)
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
    assert collections(workshop) == before


def test_where_one_process_alone_can_use_the_file_it_reindexes_here(workshop: MilvusWorkshop) -> None:
    operations = Operations(workshop.library, workshop.store, lambda: workshop.reindexer, alone=True)
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
    assert "gipfel_00000000_0123456789abcdef" in collections(workshop)


def test_a_purge_takes_the_rows_out_at_once_and_the_collections_with_it(workshop: MilvusWorkshop) -> None:
    workshop.library.add("anna.txt", ANNA.encode())
    oldest = workshop.reindex()
    for version in range(3):
        workshop.write("kim", f"Kim traf Putin in Wladiwostok, Fassung {version}.")
        doomed = workshop.reindex()
    with pytest.raises(EngineUnavailable):
        workshop.milvus.rows(collection(workshop, oldest), [0])  # it has left memory
    reader, names = opened(workshop), collections(workshop)
    sha = reader.articles["anna"].text_sha256
    workshop.store.purge_text(sha)
    for build in (oldest, doomed):
        assert workshop.milvus.ids_of(collection(workshop, build), "anna") == []
    [hits] = reader.search(["Ein Geheimnis von Anna."], limit=30)
    assert {hit.article.id for hit in hits} == {"kim", "zug"}, (
        "a process that still reads it finds the text no more"
    )
    done = purge(sha, workshop.library, workshop.store, workshop.reindexer, who="test")
    assert len(done.builds) == 4
    assert collections(workshop) == [collection(workshop)]
    assert collection(workshop) not in names
    assert list(opened(workshop).articles) == ["kim", "zug"]
    files = [path for path in (workshop.store.root.parents[1] / "milvus.db").rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if b"anna" in path.read_bytes()]


def test_an_old_build_is_asked_again_after_its_collection_went(workshop: MilvusWorkshop) -> None:
    workshop.store._keep = 0
    first = workshop.reindex()
    expected = opened(workshop).search(["Kim"], limit=3)
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
        old, before = opened(workshop), workshop.store.current_id()
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
            assert opened(workshop).search(["Kim"], limit=9) == embedded(workshop).search(["Kim"], limit=9)
        else:
            assert workshop.store.current_id() == before
            assert opened(workshop).search(["Kim"], limit=9) == expected
        if through:
            break
    assert seen == {True, False}
    workshop.store.tidy()
    assert collections(workshop) == sorted(collection(workshop, build) for build in workshop.store.ids())
