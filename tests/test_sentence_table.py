"""Sentences as one array: what a tuple of them would say, without holding it; and lists in two arrays."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.models import Sentence
from index.ragged import join, ragged
from index.sentence_table import SentenceTable

SENTENCES = [
    Sentence("a", 1, 0, 5, 1),
    Sentence("a", 2, 6, 9, 1),
    Sentence("c", 1, 0, 4, 1),
]
TABLE = SentenceTable.of(("a", "b", "c"), SENTENCES)


def test_it_is_the_sequence_of_its_sentences() -> None:
    assert list(TABLE) == SENTENCES
    assert len(TABLE) == 3
    assert [TABLE[0], TABLE[2], TABLE[-1]] == [SENTENCES[0], SENTENCES[2], SENTENCES[2]]
    assert TABLE[1:] == tuple(SENTENCES[1:])
    assert SentenceTable.of(("a", "b", "c"), SENTENCES) == TABLE
    assert SentenceTable.of(("a", "b", "c"), SENTENCES[:2]) != TABLE
    with pytest.raises(IndexError):
        TABLE[3]


def test_an_articles_sentences_stand_together() -> None:
    assert [TABLE.span(name) for name in ("a", "b", "c", "d")] == [
        slice(0, 2),
        slice(0, 0),
        slice(2, 3),
        slice(0, 0),
    ]
    assert TABLE.row("a", 2) == 1
    for name, number in (("a", 0), ("a", 3), ("b", 1), ("d", 1)):
        with pytest.raises(KeyError):
            TABLE.row(name, number)


@pytest.mark.parametrize(
    "rows", [np.zeros((2, 4), np.int64), np.zeros(5, np.int64), np.zeros((1, 5)), np.full((1, 5), 1)]
)
def test_what_is_no_table_of_sentences_is_refused(rows: np.ndarray) -> None:
    with pytest.raises((ValueError, IndexError)):
        SentenceTable(("a",), rows)


@given(st.lists(st.lists(st.integers(0, 6)), max_size=6), st.lists(st.integers(0, 5), max_size=8))
def test_lists_are_found_and_inverted(given_lists: list[list[int]], which: list[int]) -> None:
    lists = ragged(given_lists)
    some = [at for at in which if at < len(given_lists)]
    values, sizes = lists.of(np.array(some, np.int64))
    assert values.tolist() == [value for at in some for value in given_lists[at]]
    assert sizes.tolist() == [len(given_lists[at]) for at in some]
    inverted = lists.inverted(7)
    for value in range(7):
        holders = [at for at, one in enumerate(given_lists) if value in one]
        assert inverted.of(np.array([value]))[0].tolist() == holders
    assert lists.fits(7)
    assert not join([1], np.array([7])).fits(7)
    assert not join([2], np.array([0])).fits(7)
