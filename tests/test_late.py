"""The late arm against an oracle, and tokens as they are packed."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import IndexCorrupt
from index.models import Tokens
from index.search.late import LateArm, frequency_of, joined, tokens_of

WIDTH = 8


def texts(lengths: list[int], seed: int = 0) -> tuple[list[np.ndarray], list[np.ndarray]]:
    dice = np.random.default_rng(seed)
    ids = [dice.integers(0, 12, size=length, dtype=np.int32) for length in lengths]
    rows = [dice.standard_normal((length, WIDTH)).astype(np.float32) for length in lengths]
    return ids, [one / np.linalg.norm(one, axis=1, keepdims=True) for one in rows]


def oracle(
    ids: list[np.ndarray], rows: list[np.ndarray], question: tuple[np.ndarray, np.ndarray]
) -> list[float]:
    worth = []
    for one in rows:
        total = weights = 0.0
        for token, vector in zip(*question, strict=True):
            held = sum(token in own for own in ids)
            weight = np.log(1 + (len(ids) - held + 0.5) / (held + 0.5))
            total += weight * max((float(vector @ other) for other in one), default=0.0)
            weights += weight
        worth.append(total / weights)
    return worth


@given(st.lists(st.integers(0, 5), min_size=1, max_size=12), st.integers(1, 4), st.integers(0, 1000))
@settings(max_examples=60, deadline=None)
def test_every_row_is_worth_what_the_formula_says(lengths: list[int], asked: int, seed: int) -> None:
    ids, rows = texts(lengths, seed)
    [question_ids], [question] = texts([asked], seed + 1)
    arm = LateArm.build(tokens_of(ids, rows, WIDTH))
    found = arm.similarities(tokens_of([question_ids], [question], WIDTH), np.arange(len(lengths)))
    padded = [own if len(own) else np.zeros(1, np.int32) for own in ids]
    np.testing.assert_allclose(found, oracle(padded, rows, (question_ids, question)), atol=0.02)


def test_a_row_is_worth_the_same_alone_and_among_others() -> None:
    ids, rows = texts([3, 1, 7, 2])
    arm, question = LateArm.build(tokens_of(ids, rows, WIDTH)), tokens_of(*texts([5], 9), WIDTH)
    together = arm.similarities(question, np.array([0, 1, 2, 3]))
    assert [float(arm.similarities(question, np.array([row]))[0]) for row in range(4)] == together.tolist()
    assert arm.similarities(question, np.array([3, 0])).tolist() == [together[3], together[0]]
    assert arm.similarities(question, np.array([], dtype=np.int64)).shape == (0,)


def test_the_same_words_in_the_same_order_are_as_near_as_can_be() -> None:
    ids, rows = texts([4, 4])
    found = LateArm.build(tokens_of(ids, rows, WIDTH)).similarities(
        tokens_of(ids[:1], rows[:1], WIDTH), np.array([0, 1])
    )
    assert found[0] == pytest.approx(1.0, abs=1e-9)
    assert found[1] < 0.9


def test_lots_are_joined_and_taken_apart() -> None:
    ids, rows = texts([2, 0, 3, 1])
    whole = tokens_of(ids, rows, WIDTH)
    again = joined([tokens_of(ids[:2], rows[:2], WIDTH), tokens_of(ids[2:], rows[2:], WIDTH)])
    for left, right in (
        (whole, again),
        (whole.of(2, 4), whole.rows([2, 3])),
        (whole.of(0, 0), whole.rows([])),
    ):
        np.testing.assert_array_equal(left.ids, right.ids)
        np.testing.assert_array_equal(left.vectors, right.vectors)
        np.testing.assert_array_equal(left.ends, right.ends)
    assert whole.rows([3, 0]).ids.tolist() == [*ids[3], *ids[0]]


def test_what_was_saved_is_read_again_and_stays_on_disk(tmp_path: Path) -> None:
    arm = LateArm.build(tokens_of(*texts([3, 2]), WIDTH))
    arm.save(tmp_path)
    read, question = LateArm.load(tmp_path), tokens_of(*texts([2], 5), WIDTH)
    rows = np.array([0, 1])
    assert read.similarities(question, rows).tolist() == arm.similarities(question, rows).tolist()
    assert not read.tokens.vectors.flags.owndata
    assert not read.tokens.vectors.flags.writeable


@pytest.mark.parametrize(
    "name", ["token_ids.npy", "token_vectors.npy", "token_ends.npy", "token_frequency.npy"]
)
def test_a_file_that_is_missing_or_does_not_fit_is_refused(tmp_path: Path, name: str) -> None:
    LateArm.build(tokens_of(*texts([3, 2]), WIDTH)).save(tmp_path)
    table = np.load(tmp_path / name)
    np.save(tmp_path / name, table.T[:-1].T if name == "token_frequency.npy" else table[:-1])
    with pytest.raises(IndexCorrupt):
        LateArm.load(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(IndexCorrupt, match=name):
        LateArm.load(tmp_path)


def test_tokens_that_do_not_fit_their_ends_are_refused() -> None:
    whole = tokens_of(*texts([3, 2]), WIDTH)
    with pytest.raises(IndexCorrupt, match="5 tokens, 4 vectors"):
        LateArm(Tokens(whole.ids, whole.vectors[:-1], whole.ends), frequency_of(whole))
