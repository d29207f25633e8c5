"""Many lists in two arrays: taken out, turned round, and refused where they name what is not there."""

import numpy as np
import pytest

from index.ragged import Ragged, join, ragged, ranges

HELD = [[2, 0, 2], [], [1], [0, 1]]


def as_lists(lists: Ragged) -> list[list[int]]:
    return [part.tolist() for part in np.split(lists.values, lists.starts[1:-1])]


def test_some_lists_come_one_behind_the_other_with_their_sizes() -> None:
    values, sizes = ragged(HELD).of(np.array([3, 1, 0]))
    assert (values.tolist(), sizes.tolist()) == ([0, 1, 2, 0, 2], [2, 0, 3])


def test_turned_round_each_holder_is_named_once_ascending() -> None:
    assert as_lists(ragged(HELD).inverted(4)) == [[0, 3], [2, 3], [0], []]


def test_no_lists_turned_round_are_empty_ones() -> None:
    assert as_lists(ragged([]).inverted(2)) == [[], []]


def test_lists_cut_by_their_sizes() -> None:
    assert as_lists(join(np.array([2, 0, 1]), np.array([5, 6, 7]))) == [[5, 6], [], [7]]


def test_ranges_one_behind_the_other() -> None:
    assert ranges(np.array([4, 9, 0]), np.array([2, 0, 3])).tolist() == [4, 5, 0, 1, 2]
    assert ranges(np.array([], np.int64), np.array([], np.int64)).tolist() == []


@pytest.mark.parametrize(
    ("starts", "values", "fits"),
    [
        ([0, 2, 3], [0, 2, 1], True),
        ([0], [], True),
        ([0, 2, 3], [0, 3, 1], False),  # there is no 3 among 3
        ([0, 2, 3], [0, -1, 1], False),
        ([0, 3, 2], [0, 1], False),
        ([1, 2], [0, 1], False),
        ([0, 1], [0, 1], False),
        ([], [], False),
    ],
)
def test_lists_fit_what_they_name(
    starts: list[int],
    values: list[int],
    fits: bool,  # noqa: FBT001 - a table
) -> None:
    assert bool(Ragged(np.array(starts, np.int64), np.array(values, np.int32)).fits(3)) is fits
