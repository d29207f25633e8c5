"""A sentence is found through any of its versions: once, by the best, always alike, and quoted in the original."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes_index import HashEmbedder, Workshop
from fakes_retrieval import answerer, article, summit
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import IndexCorrupt
from index.models import SentenceHit
from index.purge import purge
from index.reading import read_folder
from index.remake import open_or_remake
from index.search.lexical import AskedLexical
from index.sentence_index import SentenceIndex
from retrieval.models import Question

TEXT = "Kim traf Putin. Sie sprachen lange. Es war kalt.\n\nAm Abend fuhren sie ab."
ENGLISH = {(1, 1): "Kim met Putin.", (2, 3): "They talked for a long time. It was cold."}


def translated(root: Path) -> Workshop:
    workshop = Workshop(root)
    workshop.write("kim", TEXT)
    workshop.write("zug", "Der Zug fuhr ab. Niemand winkte.")
    workshop.translate("kim", "en", ENGLISH)
    workshop.translate("kim", "ko", {(1, 1): "김정은은 푸틴을 만났다."})
    return workshop


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return translated(tmp_path)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SentenceIndex:
    articles = translated(tmp_path_factory.mktemp("seeds")).library.read().articles
    return SentenceIndex.build(articles, HashEmbedder())


def hits(index: SentenceIndex, question: str, limit: int = 30) -> dict[tuple[str, int], SentenceHit]:
    [found] = index.search([question], limit=limit)
    keys = [(hit.article.id, hit.sentence.number) for hit in found]
    assert keys == sorted(set(keys)), "one hit a sentence, in order"
    return dict(zip(keys, found, strict=True))


@given(
    st.lists(
        st.sampled_from(
            ["Kim", "met", "traf", "Putin", "cold", "kalt", "김정은은", "푸틴을", "Zug", "talked"]
        ),
        min_size=1,
    )
)
@settings(max_examples=30, deadline=None)
def test_the_best_version_counts_and_is_named(index: SentenceIndex, words: list[str]) -> None:
    question = " ".join(words)
    [vector] = index.embedder.embed_questions([question]).vectors
    for (name, number), hit in hits(index, question).items():
        article = index.articles[name]
        versions = {None: hit.text} | {
            part.language: part.text
            for part in article.translations
            if part.sentences[0] <= number <= part.sentences[1]
        }
        scores = {
            language: float(index.embedder.embed_passages([text]).vectors[0] @ vector)
            for language, text in versions.items()
        }
        assert hit.dense == pytest.approx(max(scores.values()), abs=1e-6)
        assert scores[hit.translated] == pytest.approx(hit.dense, abs=1e-6)
        assert hit.language == (hit.translated or "de")


@pytest.mark.parametrize("limit", [1, 2, 30])
def test_a_question_in_another_language_finds_its_own_words(index: SentenceIndex, limit: int) -> None:
    found = hits(index, "김정은은 푸틴을 만났다.", limit)
    first = max(found.values(), key=lambda hit: hit.lexical)
    assert (first.sentence.number, first.translated) == (1, "ko")
    assert first.dense == pytest.approx(1.0, abs=1e-6)
    assert first.late == pytest.approx(1.0, abs=1e-6)
    assert first.text == "Kim traf Putin."


def test_a_translation_in_the_same_words_does_not_count_in_place_of_the_original(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    workshop.write("kim", TEXT)
    workshop.translate("kim", "en", {(1, 1): "Kim traf Putin."})
    index = SentenceIndex.build(workshop.library.read().articles, HashEmbedder())
    assert hits(index, "Kim traf Putin")["kim", 1].translated is None


def test_a_part_over_several_sentences_counts_for_each(index: SentenceIndex) -> None:
    found = hits(index, ENGLISH[2, 3])
    assert [found["kim", number].late for number in (2, 3)] == pytest.approx([1.0, 1.0], abs=1e-6)
    assert found["kim", 1].late < 0.9
    assert found["kim", 2].dense == found["kim", 3].dense == pytest.approx(1.0, abs=1e-6)
    assert found["kim", 4].translated is None


def test_however_many_versions_there_are_as_many_sentences_are_proposed(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    words = [f"wort{number}" for number in range(8)]
    workshop.write("a", " ".join(f"Das {word} kam gestern an." for word in words))
    for language in ("en", "ko", "ru"):
        workshop.translate("a", language, {(1, 1): "Das wort0 kam gestern an."})
    index = SentenceIndex.build(workshop.library.read().articles, workshop.embedder)
    embedded = workshop.embedder.embed_questions(["Das wort0 kam gestern an."])
    searcher = index._searcher
    [asked] = searcher.arms.ask([["Das wort0 kam gestern an."]], embedded.vectors, 3 * searcher.versions.most)
    unworded = replace(asked, lexical=AskedLexical(np.zeros(len(searcher.arms)), limit=3))
    assert len(searcher.hits(unworded, embedded.tokens, searcher.proposed(unworded, 3))) >= 3


def test_without_translations_it_is_the_index_of_the_originals(index: SentenceIndex, tmp_path: Path) -> None:
    workshop = translated(tmp_path)
    for sidecar in workshop.seeds.glob("*.toml"):
        sidecar.unlink()
    plain = SentenceIndex.build(workshop.library.read().articles, HashEmbedder())
    bare = index.without_translations()
    for question in ("Kim met Putin", "Wer sprach lange?", "푸틴을"):
        assert hits(bare, question) == hits(plain, question)
        assert all(hit.translated is None for hit in hits(bare, question).values())


def test_a_build_is_the_same_when_it_is_read_again(workshop: Workshop) -> None:
    workshop.reindex()
    build = workshop.store.open(workshop.embedder)
    again = SentenceIndex.build(workshop.library.read().articles, workshop.embedder)
    assert build.index.articles == again.articles
    for question in ("Kim met Putin", "Wer sprach lange?"):
        assert hits(build.index, question) == hits(again, question)
    assert workshop.store.articles(build.id) == tuple(again.articles.values())


def test_a_removed_build_is_made_again_with_its_translations(tmp_path: Path) -> None:
    workshop = translated(tmp_path)
    workshop.store._keep = 0
    first = workshop.reindex()
    expected = hits(workshop.opened(), "Kim met Putin")
    for number in range(3):
        workshop.translate("kim", "en", {(1, 1): f"Version {number}."})
        workshop.reindex()
    assert first not in workshop.store.ids()
    assert hits(open_or_remake(workshop.store, workshop.embedder, first), "Kim met Putin") == expected


def test_a_sidecar_that_comes_changes_or_goes_makes_a_build_though_no_article_changed(
    workshop: Workshop,
) -> None:
    changed = []
    for parts in ({(1, 1): "Kim saw Putin."}, {(2, 2): "They talked."}, None):
        sidecar = workshop.translate("kim", "ru", parts or {})
        if parts is None:
            sidecar.unlink()
        outcome = workshop.reindexer.run(who="test")
        assert outcome.published
        changed.append((outcome.diff.changed, outcome.diff.translations))
        live = workshop.opened().articles["kim"]
        fresh = {one.id: one for one in read_folder(workshop.seeds, max_bytes=10_000).articles}["kim"]
        assert live == fresh
    assert changed == [((), ("kim.en", "kim.ko", "kim.ru")), (("kim",), ("kim.ru",)), (("kim",), ("kim.ru",))]
    assert not workshop.reindexer.run(who="test").published


def test_a_stale_translation_is_named_on_every_reindex_and_its_article_answers(workshop: Workshop) -> None:
    workshop.write("kim", TEXT.replace("kalt", "warm"))
    for _ in range(2):
        outcome = workshop.reindexer.run(who="test", confirmed=True)
        assert [error.reason for error in outcome.refused] == ["translation_stale"]
    article = workshop.opened().articles["kim"]
    assert {(part.language, part.sentences) for part in article.translations} == {
        ("en", (1, 1)),
        ("ko", (1, 1)),
    }


def test_an_unchanged_translation_is_not_embedded_again(workshop: Workshop) -> None:
    workshop.reindex()
    workshop.embedder.asked.clear()
    workshop.translate("kim", "en", ENGLISH | {(4, 4): "In the evening they left."})
    workshop.reindex()
    assert workshop.embedder.asked == ["In the evening they left."]


def test_a_purge_takes_the_translations_of_a_text_too(workshop: Workshop) -> None:
    workshop.reindex()
    workshop.translate("kim", "en", {(1, 1): "Secretly they met."})
    workshop.reindex()
    workshop.library.added.mkdir(parents=True)
    for sidecar in workshop.seeds.glob("kim*"):  # what ships is the operator's to delete
        sidecar.rename(workshop.library.added / sidecar.name)
    workshop.reindex()
    sha = workshop.library.read().articles[0].text_sha256
    assert traces(workshop)
    purge(sha, workshop.library, workshop.store, workshop.reindexer, who="test")
    assert traces(workshop) == []


def test_a_purge_of_a_shipped_text_leaves_another_article_of_its_name(workshop: Workshop) -> None:
    workshop.reindex()
    sha = {one.id: one for one in workshop.library.read().articles}["kim"].text_sha256
    workshop.library.remove("kim")
    workshop.library.add("kim.txt", b"Ein ganz anderer Text.")
    purge(sha, workshop.library, workshop.store, workshop.reindexer, who="test")
    assert (workshop.library.added / "kim.txt").exists()


def traces(workshop: Workshop) -> list[str]:
    """Files under var/ that hold a translation or its vector."""
    texts = [*ENGLISH.values(), "김정은은 푸틴을 만났다.", "Secretly they met."]
    wanted = [b"met Putin", "만났다".encode(), b"Secretly", b"talked for"]
    wanted += [row.tobytes() for row in workshop.embedder.embed_questions(texts).vectors]
    root = workshop.store.root.parent
    return [
        path.name
        for path in root.rglob("*")
        if path.is_file() and any(part in path.read_bytes() for part in wanted)
    ]


def test_a_build_whose_translation_covers_a_sentence_that_is_not_there_is_refused(workshop: Workshop) -> None:
    workshop.reindex()
    folder = workshop.store.folder(str(workshop.store.current_id()))
    path = folder / "articles.json"
    records = json.loads(path.read_text(encoding="utf-8"))
    records[0]["translations"][0]["sentences"] = [1, 99]
    path.write_text(json.dumps(records), encoding="utf-8")
    with pytest.raises(IndexCorrupt):
        SentenceIndex.load(folder, workshop.embedder)


@pytest.mark.parametrize("language", ["en", "ko", "ru"])
def test_an_answer_quotes_the_original_and_brings_its_translation(language: str) -> None:
    source = summit()
    parts = {part.sentences: part for part in source.translations if part.language == language}
    answer = answerer(source).answer(Question(parts[3, 3].text, language))
    passage = answer.passages[0]
    first, last = passage.citation.sentences
    assert first <= 3 <= last
    assert passage.quote == source.text[passage.citation.start : passage.citation.end]
    assert passage.language == "de"
    assert passage.translation is not None
    assert passage.translation.language == language
    assert passage.translation.origin == "project"
    assert passage.translation.sentences == (first, last)
    assert parts[3, 3].text in passage.translation.text


def test_a_question_in_the_articles_language_brings_no_translation() -> None:
    answer = answerer().answer(Question("Trafen sich Putin und Kim auf der Insel Russki?"))
    assert answer.answered
    assert all(passage.translation is None for passage in answer.passages)


def test_an_answer_is_the_same_alone_in_a_batch_and_from_articles_in_another_order() -> None:
    reading = read_folder(Path(__file__).parent.parent / "seeds", max_bytes=1_000_000)
    articles = [*reading.articles, article("zug", "Der Zug fuhr ab. Niemand winkte.")]
    bots = [answerer(*articles), answerer(*reversed(articles))]
    asked = [Question("푸틴과 김정은은 어디서 만났나?"), Question("Where did they meet?"), Question("Где?")]
    alone = [bots[0].read_many([one])[0][1] for one in asked]
    assert [read for _, read in bots[0].read_many(asked)] == alone
    assert [read for _, read in bots[1].read_many(asked)] == alone
