"""The dense arm: exact, and through a graph that must find what exact search finds."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import IndexCorrupt
from index.models import Vectors
from index.search import dense
from index.search.dense import EXACT, DenseArm, DenseSearch

DIM = 32


def vectors(count: int, seed: int = 0) -> Vectors:
    """Rows around a few centres, as sentences lie around subjects."""
    random = np.random.default_rng(seed)
    rows = random.standard_normal((40, DIM))[random.integers(0, 40, count)]
    rows = rows + random.standard_normal((count, DIM))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


ROWS = vectors(3_000)
QUESTIONS = vectors(40, seed=1)


@pytest.fixture(scope="module")
def graph() -> DenseArm:
    return DenseArm.build(ROWS, exact_up_to=100)


def test_up_to_its_size_an_index_is_searched_exactly_and_beyond_through_a_graph(graph: DenseArm) -> None:
    assert DenseArm.build(ROWS, exact_up_to=len(ROWS)).search == EXACT
    assert graph.search.kind == "hnsw,sq8"
    assert graph.search.recall is not None
    assert graph.search.recall >= dense.RECALL


def test_a_graph_tells_how_far_it_is_finds_as_much_piece_by_piece_and_can_be_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dense, "_LINKED_AT_ONCE", 900)
    told: list[tuple[str, int, int]] = []
    arm = DenseArm.build(ROWS, 100, lambda *step: told.append(step))
    assert told == [("link", done, 3_000) for done in (0, 900, 1_800, 2_700, 3_000)]
    assert arm.search.kind == "hnsw,sq8"

    def end(phase: str, done: int, total: int) -> None:
        if done:
            raise InterruptedError(phase, done, total)

    with pytest.raises(InterruptedError):
        DenseArm.build(ROWS, 100, end)
    exact: list[tuple[str, int, int]] = []
    DenseArm.build(ROWS, len(ROWS), lambda *step: exact.append(step))
    assert exact == []


def test_exact_search_finds_what_a_sort_of_all_cosines_does() -> None:
    arm = DenseArm(ROWS)
    for question in QUESTIONS:
        every = arm.cosines(question, np.arange(len(ROWS)))
        assert set(arm.nearest(question, 10)) == set(np.argsort(-every)[:10])


def test_a_graph_finds_at_least_the_stated_share_of_it(graph: DenseArm) -> None:
    exact = DenseArm(ROWS)
    found = [
        len(set(graph.nearest(question, 10)) & set(exact.nearest(question, 10))) for question in QUESTIONS
    ]
    assert (
        sum(found) / (10 * len(QUESTIONS)) >= dense.RECALL - 0.02
    )  # another sample than the one it was measured on


def test_cosines_are_those_of_the_vectors_themselves_whatever_the_search(graph: DenseArm) -> None:
    """The quantised copy in the graph proposes rows; it scores none."""
    for question in QUESTIONS:
        rows = graph.nearest(question, 10)
        cosines = graph.cosines(question, rows)
        assert (cosines == DenseArm(ROWS).cosines(question, rows)).all()
        assert cosines == pytest.approx(
            ROWS[rows].astype(np.float64) @ question.astype(np.float64), abs=1e-12
        )
        assert list(cosines) == sorted(cosines, reverse=True)


def test_a_graph_that_finds_too_little_is_given_up_for_exact_search_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    monkeypatch.setattr(dense, "_WIDTHS", (1,))
    monkeypatch.setattr(dense, "_LINKS", 2)
    arm = DenseArm.build(ROWS, exact_up_to=100)
    assert arm.search.kind == "exact"
    assert arm.search.recall is not None
    assert 0 < arm.search.recall < dense.RECALL
    assert f"recall@10 of the graph is {arm.search.recall:.3f}, below 0.99" in caplog.text
    arm.save(tmp_path)
    assert not (tmp_path / dense.GRAPH_FILE).exists()
    loaded = DenseArm.load(tmp_path, arm.search)
    for question in QUESTIONS:
        assert (loaded.nearest(question, 10) == DenseArm(ROWS).nearest(question, 10)).all()


@pytest.mark.parametrize("exact_up_to", [100, len(ROWS)])
def test_what_was_saved_is_mapped_and_finds_the_same(tmp_path: Path, exact_up_to: int) -> None:
    built = DenseArm.build(ROWS, exact_up_to)
    built.save(tmp_path)
    loaded = DenseArm.load(tmp_path, built.search)
    assert not loaded.vectors.flags.writeable, "a mapping that processes share"
    assert not loaded.vectors.flags.owndata
    for question in QUESTIONS:
        assert (loaded.nearest(question, 30) == built.nearest(question, 30)).all()


@given(st.lists(st.integers(0, len(QUESTIONS) - 1), min_size=1, max_size=6))
@settings(max_examples=30, deadline=None)
def test_a_question_finds_the_same_whatever_was_asked_before(graph: DenseArm, before: list[int]) -> None:
    alone = graph.nearest(QUESTIONS[0], 10)
    for at in before:
        graph.nearest(QUESTIONS[at], 1 + at)
    assert (graph.nearest(QUESTIONS[0], 10) == alone).all()


def test_more_threads_find_the_same(graph: DenseArm, monkeypatch: pytest.MonkeyPatch) -> None:
    threads = dense.faiss.omp_get_max_threads()
    try:
        found = []
        for count in (1, 4):
            dense.faiss.omp_set_num_threads(count)
            found.append([graph.nearest(question, 10).tolist() for question in QUESTIONS])
        assert found[0] == found[1]
    finally:
        dense.faiss.omp_set_num_threads(threads)


def test_more_rows_than_there_are_cannot_be_found(graph: DenseArm) -> None:
    few = DenseArm(ROWS[:3])
    assert sorted(few.nearest(QUESTIONS[0], 10)) == [0, 1, 2]
    assert len(set(graph.nearest(QUESTIONS[0], 2 * len(ROWS)))) <= len(ROWS)


def test_a_question_of_another_width_is_refused() -> None:
    with pytest.raises(IndexCorrupt, match="16"):
        DenseArm(ROWS).nearest(np.ones(16, np.float32), 1)


@pytest.mark.parametrize("name", [dense.FILE, dense.GRAPH_FILE])
@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "something else"])
def test_a_damaged_file_is_refused_by_name(tmp_path: Path, graph: DenseArm, name: str, damage: str) -> None:
    graph.save(tmp_path)
    path = tmp_path / name
    if damage == "missing":
        path.unlink()
    else:
        data = path.read_bytes()
        kept = {"cut": data[: len(data) // 2], "empty": b""}
        path.write_bytes(kept.get(damage, b"something else" * 9))
    with pytest.raises(IndexCorrupt, match=name.replace(".", r"\.")):
        DenseArm.load(tmp_path, graph.search)


def test_a_graph_over_other_vectors_is_refused(tmp_path: Path, graph: DenseArm) -> None:
    graph.save(tmp_path)
    np.save(tmp_path / dense.FILE, ROWS[:-1])
    with pytest.raises(IndexCorrupt, match=r"graph\.faiss: 3000 rows of 32, vectors have shape \(2999, 32\)"):
        DenseArm.load(tmp_path, graph.search)


def test_another_kind_of_faiss_index_is_refused(tmp_path: Path, graph: DenseArm) -> None:
    graph.save(tmp_path)
    flat = dense.faiss.IndexFlatIP(DIM)
    flat.add(ROWS)
    dense.faiss.write_index(flat, str(tmp_path / dense.GRAPH_FILE))
    with pytest.raises(IndexCorrupt, match="not an HNSW graph"):
        DenseArm.load(tmp_path, graph.search)


def test_a_search_names_its_kind_and_no_other_word() -> None:
    assert DenseSearch.model_validate_json('{"kind": "exact"}') == EXACT
    with pytest.raises(ValueError, match="kind"):
        DenseSearch.model_validate_json('{"kind": "ivf"}')


def test_rows_that_are_equal_count_as_found_whichever_is_found_and_go_by_number() -> None:
    """A text that stands fifty times has fifty nearest rows, any ten of which are right."""
    rows = np.concatenate([np.repeat(ROWS[:20], 50, axis=0), ROWS])
    arm = DenseArm.build(rows, exact_up_to=100)
    assert arm.search.kind == "hnsw,sq8"
    few = DenseArm(np.repeat(ROWS[:2], 10, axis=0))
    assert few.nearest(ROWS[1], 5).tolist() == [10, 11, 12, 13, 14]


def test_on_one_thread_the_same_vectors_make_the_same_graph(tmp_path: Path) -> None:
    threads = dense.faiss.omp_get_max_threads()
    try:
        dense.faiss.omp_set_num_threads(1)
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            DenseArm.build(ROWS, exact_up_to=100).save(tmp_path / name)
    finally:
        dense.faiss.omp_set_num_threads(threads)
    one, two = ((tmp_path / name / dense.GRAPH_FILE).read_bytes() for name in ("one", "two"))
    assert one == two
