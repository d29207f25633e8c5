"""Milvus in the index's place: the same questions get the same answers."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from fakes_milvus import MilvusWorkshop, filled, needs_milvus
from fakes_retrieval import SEEDS

from index.embedder import open_default
from index.milvus.client import GRAMS, VECTOR, Milvus, Row
from index.milvus.connection import WORK_SECONDS
from index.models import SentenceHit, Vectors
from index.reading import NAMES_FILE, read_folder, read_names
from index.search.scores import Rows, Values
from index.sentence_index import SentenceIndex
from retrieval.evaluation.golden import read_questions

pytestmark = needs_milvus


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[MilvusWorkshop]:
    yield from filled(tmp_path)


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
    here, there = workshop.in_memory(), workshop.opened()
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
    there = workshop.opened()
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
    index = workshop.opened()
    asked.clear()
    index.search(["Kim", "Zug"], limit=9)
    index.check()
    assert {level for _, level in asked} == {"Bounded"}
    assert {name for name, _ in asked} == {workshop.collection()}, "never through the alias"


def test_an_articles_name_cannot_reach_into_the_filter(workshop: MilvusWorkshop) -> None:
    names = ['an "odd\\ name', 'x" or id >= 0 or article == "', "김정은", "plain"]
    workshop.milvus.create("gipfel_names", 2, worded=False)
    workshop.milvus.insert("gipfel_names", [Row(row, [1.0, 0.0], {}, name) for row, name in enumerate(names)])
    workshop.milvus.finish("gipfel_names")
    assert [workshop.milvus.ids_of("gipfel_names", name) for name in names] == [[0], [1], [2], [3]]
