"""How an index's rows are searched is chosen by their number, kept in the build, and changes no score."""

import json
from pathlib import Path

import numpy as np
import pytest
from fakes_index import HashEmbedder, Workshop
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import IndexCorrupt
from index.milvus.engine import _Rows
from index.models import Article
from index.reading import read_bytes
from index.search.arms import Sizes
from index.search.dense import DenseSearch
from index.search.embedded_arms import SEARCH_FILE, EmbeddedArms, Search, read_search
from index.sentence_index import SentenceIndex

SUBJECTS = ["Kim", "Putin", "Moskau", "der Zug", "das Essen", "die Presse", "Wladiwostok", "der Hafen"]
VERBS = ["kam", "wartete", "schwieg", "begann", "endete", "half"]
PLACES = ["im Norden", "am Abend", "vor der Insel", "nach dem Treffen", "ohne Eile"]
WORDS = [*SUBJECTS, *VERBS, *PLACES, "Sanktionen", "푸틴", "Путин"]


def articles(count: int = 12) -> list[Article]:
    found = []
    for at in range(count):
        lines = [
            f"{SUBJECTS[(at + one) % 8]} {VERBS[(at * one) % 6]} {PLACES[(at + 2 * one) % 5]} zum {at + one}. Mal.\n\n"
            for one in range(8)
        ]
        text = f"---\ntitle: Bericht {at}\nlanguage: de\n---\n{''.join(lines)}"
        found.append(read_bytes(f"a{at:02}.md", text.encode(), max_bytes=10_000))
    return found


def with_sizes(index: SentenceIndex, sizes: Sizes) -> SentenceIndex:
    texts, embedded = index.embedded()
    arms = EmbeddedArms.build(texts, embedded.vectors, sizes)
    return SentenceIndex(index.articles, index.sentences, arms, index._late, index.embedder)


@pytest.fixture(scope="module")
def small() -> SentenceIndex:
    return SentenceIndex.build(articles(), HashEmbedder())


@pytest.fixture(scope="module")
def large(small: SentenceIndex) -> SentenceIndex:
    return with_sizes(small, Sizes(dense=0, lexical=0))


def test_the_number_of_rows_chooses(small: SentenceIndex, tmp_path: Path) -> None:
    rows = len(small._arms)
    chosen = {}
    for name, sizes in {
        "at": Sizes(rows, rows),
        "beyond": Sizes(rows - 1, rows - 1),
        "one": Sizes(rows, 0),
    }.items():
        (tmp_path / name).mkdir()
        with_sizes(small, sizes).save(tmp_path / name)
        search = read_search(tmp_path / name / SEARCH_FILE)
        chosen[name] = (search.dense.kind, search.lexical)
    assert chosen == {
        "at": ("exact", "every row"),
        "beyond": ("hnsw,sq8", "by words"),
        "one": ("exact", "by words"),
    }


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), st.integers(1, 20))
@settings(max_examples=40, deadline=None)
def test_large_arms_answer_as_small_ones_do(
    small: SentenceIndex, large: SentenceIndex, words: list[str], limit: int
) -> None:
    """Of so few rows the graph leaves out none, so that hits are equal, scores bit for bit."""
    question = " ".join(words)
    assert large.search([question], limit=limit) == small.search([question], limit=limit)


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join), max_size=5))
@settings(max_examples=20, deadline=None)
def test_large_arms_answer_alike_alone_and_among_others(large: SentenceIndex, others: list[str]) -> None:
    [alone] = large.search(["Wann schwieg Putin?"], limit=5)
    assert large.search([*others, "Wann schwieg Putin?"], limit=5)[-1] == alone


def test_a_saved_index_of_large_arms_answers_the_same(large: SentenceIndex, tmp_path: Path) -> None:
    large.save(tmp_path)
    loaded = SentenceIndex.load(tmp_path, large.embedder)
    for word in WORDS:
        assert loaded.search([word], limit=7) == large.search([word], limit=7)
    assert loaded.sentences == large.sentences


def test_the_manifest_says_how_its_build_is_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workshop = Workshop(tmp_path)
    workshop.write("kim", "Kim traf Putin. Sie sprachen lange.")
    manifest = workshop.store.manifest(workshop.reindex())
    assert manifest.search == Search(dense=DenseSearch(), lexical="every row")
    written = json.loads((workshop.store.folder(manifest.id) / "manifest.json").read_bytes())
    assert written["search"]["dense"]["kind"] == "exact"


@pytest.mark.parametrize(
    "content", [None, b"{", b'{"lexical": "somehow"}', b'{"dense": {"kind": "exact"}, "more": 1}']
)
def test_a_build_that_does_not_say_how_it_is_searched_is_refused(
    small: SentenceIndex, tmp_path: Path, content: bytes | None
) -> None:
    small.save(tmp_path)
    (tmp_path / SEARCH_FILE).unlink()
    if content is not None:
        (tmp_path / SEARCH_FILE).write_bytes(content)
    with pytest.raises(IndexCorrupt, match=r"search\.json"):
        SentenceIndex.load(tmp_path, small.embedder)


def test_a_build_that_names_the_other_arm_is_refused(small: SentenceIndex, tmp_path: Path) -> None:
    small.save(tmp_path)
    (tmp_path / SEARCH_FILE).write_text(Search(lexical="by words").model_dump_json())
    with pytest.raises(IndexCorrupt, match="wordwise"):
        SentenceIndex.load(tmp_path, small.embedder)


def test_arms_search_only_when_they_are_looked_at(
    small: SentenceIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors = small.embedder.embed_questions(["Kim"]).vectors
    [asked] = small._arms.ask([["Kim"]], vectors, 3)
    searched = []
    whole = type(small._arms._dense).nearest
    monkeypatch.setattr(
        type(small._arms._dense), "nearest", lambda *given: searched.append(given) or whole(*given)
    )
    assert asked.shares(np.arange(3)).shape == (3,)
    assert not searched
    assert (asked.nearest == asked.nearest).all()
    assert len(searched) == 1


@pytest.mark.parametrize("lexical", [9, 0])
def test_a_row_without_a_word_goes_to_an_engine_with_what_no_question_asks_for(lexical: int) -> None:
    texts = ["0", "—", "Kim 0"]
    vectors = HashEmbedder().embed_passages(texts).vectors
    made = EmbeddedArms.build(texts, vectors, Sizes(9, lexical))
    asked, _ = made.weighing.of("0 Kim")
    grams = [_Rows(made, ["a"] * 3)(row).grams for row in range(3)]
    assert len(grams[1]) == 1, "servers refuse an empty one"
    assert [bool(set(found) & set(asked.tolist())) for found in grams] == [True, False, True]
