"""Search against an oracle, and what a saved index is when it is read again."""

import json
from pathlib import Path

import numpy as np
import pytest
from fakes_index import HashEmbedder
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import IndexCorrupt, NothingToIndex
from index.models import Article, SentenceHit
from index.reading import read_bytes
from index.sentence_index import SentenceIndex

TEXTS = {
    "gipfel": "Kim und Putin trafen sich in Wladiwostok. Danach gab es ein Essen.\n\nMoskau will weniger Sanktionen.",
    "wetter": "Am Montag regnet es im Norden. Im Süden scheint die Sonne.",
    "sport": "Der Verein gewann das Spiel. Die Fans feierten die ganze Nacht. Am Ende stand es drei zu eins.",
}
QUESTION = "Wo trafen sich Kim und Putin?"


def articles(*, titles: bool = False) -> list[Article]:
    found = []
    for name, text in TEXTS.items():
        metadata = f"---\ntitle: Bericht {name}\nlanguage: de\n---\n" if titles else ""
        found.append(read_bytes(f"{name}.md", (metadata + text).encode(), max_bytes=10_000))
    return found


def scores(hits: list[SentenceHit]) -> dict[tuple[str, int], tuple[float, ...]]:
    return {
        (hit.article.id, hit.sentence.number): (
            hit.dense,
            hit.dense_neighbour,
            hit.dense_title,
            hit.lexical,
            hit.lexical_neighbour,
            hit.lexical_title,
            hit.late,
        )
        for hit in hits
    }


def test_the_dense_score_is_the_plain_dot_product() -> None:
    embedder = HashEmbedder()
    index = SentenceIndex.build(articles(), embedder)
    [question] = embedder.embed_questions([QUESTION]).vectors
    expected = {}
    for sentence in index.sentences:
        text = index.articles[sentence.article].text[sentence.start : sentence.end]
        [vector] = embedder.embed_passages([text]).vectors
        expected[sentence.article, sentence.number] = float(vector @ question)
    [hits] = index.search([QUESTION], limit=100)
    found = {key: values[0] for key, values in scores(hits).items()}
    assert found == pytest.approx(expected, abs=1e-6)
    assert len(found) == len(index.sentences)


def test_the_nearest_sentences_by_dot_product_are_always_among_the_hits() -> None:
    embedder = HashEmbedder()
    index = SentenceIndex.build(articles(), embedder)
    for question in (QUESTION, "Sonne", "Sanktionen Moskau", "xyz"):
        best = int(np.argmax(index.vectors @ embedder.embed_questions([question]).vectors[0]))
        [hits] = index.search([question], limit=1)
        assert (index.sentences[best].article, index.sentences[best].number) in scores(hits)


def test_the_late_score_is_the_mean_over_the_words_of_the_question() -> None:
    """Each of these words is as rare as the other, so the mean is a plain one."""
    embedder = HashEmbedder()
    index = SentenceIndex.build(articles(), embedder)
    asked = "unerhört allerhand"
    [hits] = index.search([asked], limit=100)
    for hit in hits:
        best = [max(float(_unit(word) @ _unit(own)) for own in hit.text.split()) for word in asked.split()]
        assert hit.late == pytest.approx(np.mean(best), abs=0.02)


def _unit(word: str) -> np.ndarray:
    vector = HashEmbedder()._word(word.lower())
    return vector / np.linalg.norm(vector)


def test_neighbours_count_within_their_paragraph_only() -> None:
    index = SentenceIndex.build(articles(), HashEmbedder())
    [hits] = index.search([QUESTION], limit=100)
    found = scores(hits)
    first, second, other_paragraph = (found["gipfel", number] for number in (1, 2, 3))
    assert second[1] == first[0]
    assert second[4] == first[3] > 0
    assert other_paragraph[1] == other_paragraph[4] == 0


def test_a_title_counts_for_each_sentence_of_its_article_and_is_never_a_hit() -> None:
    index = SentenceIndex.build(articles(titles=True), HashEmbedder())
    [hits] = index.search(["Bericht gipfel"], limit=100)
    found = scores(hits)
    assert {found["gipfel", number][5] for number in (1, 2, 3)} == {found["gipfel", 1][5]}
    assert found["gipfel", 1][5] > found["sport", 1][5]
    assert len(found) == len(index.sentences) == len(index.vectors)


def test_scripts_meet() -> None:
    index = SentenceIndex.build(articles(), HashEmbedder())
    for question in ("Путин", "푸틴", "PUTIN", "Pu\u00adtin"):
        [hits] = index.search([question], limit=1)
        assert scores(hits)["gipfel", 1][3] > 0.3, question


def test_lexical_shares_stay_below_one_and_unknown_words_lower_them() -> None:
    index = SentenceIndex.build(articles(), HashEmbedder())
    [exact], [more] = (
        [scores(index.search([text], limit=5)[0])["gipfel", 1][3]]
        for text in (
            "Kim und Putin trafen sich in Wladiwostok",
            "Kim und Putin trafen sich qqqqq xxxxx zzzzz",
        )
    )
    assert 0 < more < exact < 1


def test_saved_and_loaded_it_answers_the_same(tmp_path: Path) -> None:
    built = SentenceIndex.build(articles(titles=True), HashEmbedder())
    built.save(tmp_path)
    loaded = SentenceIndex.load(tmp_path, HashEmbedder())
    assert loaded.sentences == built.sentences
    assert dict(loaded.articles) == dict(built.articles)
    assert loaded.search([QUESTION], limit=3) == built.search([QUESTION], limit=3)


def test_the_same_articles_make_the_same_files(tmp_path: Path) -> None:
    for name, order in (("one", articles()), ("two", articles()[::-1])):
        (tmp_path / name).mkdir()
        SentenceIndex.build(order, HashEmbedder()).save(tmp_path / name)
    files = sorted(
        path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file()
    )
    assert files
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes(), file


@pytest.mark.parametrize("missing", ["articles.json", "sentences.npy", "vectors.npy", "lexical"])
def test_a_missing_part_is_refused(tmp_path: Path, missing: str) -> None:
    SentenceIndex.build(articles(), HashEmbedder()).save(tmp_path)
    (tmp_path / missing).rename(tmp_path / "gone")
    with pytest.raises(IndexCorrupt):
        SentenceIndex.load(tmp_path, HashEmbedder())


@pytest.mark.parametrize(
    "empty", ["articles.json", "sentences.npy", "vectors.npy", "token_ids.npy", "lexical/vocab.index.json"]
)
def test_an_empty_file_is_refused(tmp_path: Path, empty: str) -> None:
    """As a file system may leave one after a power cut."""
    SentenceIndex.build(articles(), HashEmbedder()).save(tmp_path)
    assert (tmp_path / empty).exists()
    (tmp_path / empty).write_bytes(b"")
    with pytest.raises(IndexCorrupt):
        SentenceIndex.load(tmp_path, HashEmbedder())


def test_parts_that_do_not_fit_are_refused_with_both_numbers(tmp_path: Path) -> None:
    SentenceIndex.build(articles(), HashEmbedder()).save(tmp_path)
    vectors = np.load(tmp_path / "vectors.npy")
    np.save(tmp_path / "vectors.npy", vectors[:-1])
    with pytest.raises(IndexCorrupt, match=f"{len(vectors) - 1} vectors, {len(vectors)} lexical rows"):
        SentenceIndex.load(tmp_path, HashEmbedder())


def test_a_stranger_in_the_articles_file_is_refused(tmp_path: Path) -> None:
    SentenceIndex.build(articles(), HashEmbedder()).save(tmp_path)
    records = json.loads((tmp_path / "articles.json").read_text(encoding="utf-8"))
    records[0]["author"] = "somebody"
    (tmp_path / "articles.json").write_text(json.dumps(records), encoding="utf-8")
    with pytest.raises(IndexCorrupt, match="author"):
        SentenceIndex.load(tmp_path, HashEmbedder())


def test_no_articles_make_no_index() -> None:
    with pytest.raises(NothingToIndex):
        SentenceIndex.build([], HashEmbedder())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=4))
def test_a_question_is_scored_the_same_alone_and_among_others(others: list[str]) -> None:
    index = SentenceIndex.build(articles(), HashEmbedder())
    [alone] = index.search([QUESTION], limit=4)
    assert index.search([*others, QUESTION, *others], limit=4)[len(others)] == alone
