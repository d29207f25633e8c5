"""The late arm: a question's words and a sentence's, each in its context, compared one by one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import load_array, save_array
from index.errors import IndexCorrupt
from index.models import Tokens
from index.search.scores import Rows, Values
from index.search.weighing import idf

IDS, VECTORS, ENDS = ("token_ids.npy", "token_vectors.npy", "token_ends.npy")
FREQUENCY = "token_frequency.npy"
_LARGEST = 127


class LateArm:
    """Late interaction (ColBERT's MaxSim; Khattab and Zaharia 2020, SIGIR) over the tokens of every row.

    For each token of the question the best cosine with any token of the row counts; their mean, weighed by how rare
    the question's tokens are among the rows, is what the row is worth. It scores rows that the other arms propose.
    """

    def __init__(self, tokens: Tokens, frequency: NDArray[np.int64]) -> None:
        """Takes the tokens, and `frequency_of` them."""
        if not len(tokens.ids) == len(tokens.vectors) == (tokens.ends[-1] if len(tokens) else 0):
            raise IndexCorrupt(f"{len(tokens.ids)} tokens, {len(tokens.vectors)} vectors of tokens: reindex")
        if frequency.ndim != 2 or frequency.shape[1] != 2:  # noqa: PLR2004 - a token, and in how many rows it is
            raise IndexCorrupt(f"{FREQUENCY}: shape {frequency.shape}, not (tokens, 2)")
        self.tokens = tokens
        self._frequency = frequency

    @classmethod
    def build(cls, tokens: Tokens) -> LateArm:
        """Of the tokens of every row."""
        return cls(tokens, frequency_of(tokens))

    def __len__(self) -> int:
        return len(self.tokens)

    def similarities(self, question: Tokens, rows: Rows) -> Values:
        """What each of `rows`, shape (n,), is worth for one question, in [-1, 1]."""
        if not len(rows):
            return np.zeros(0)
        theirs = self.tokens.rows(rows.tolist())
        cosines = _cosines(theirs.vectors, question.vectors)
        best = np.maximum.reduceat(cosines, [0, *theirs.ends[:-1]], axis=0)
        weights = self._rarity(question.ids)
        worth: Values = (best * weights).sum(axis=1) / weights.sum()
        return worth

    def _rarity(self, ids: NDArray[np.int32]) -> Values:
        """Of each token among the rows, as BM25 weighs a word."""
        counts = np.zeros(len(ids))
        if len(self._frequency):
            known = self._frequency[:, 0]
            at = np.minimum(np.searchsorted(known, ids), len(known) - 1)
            counts = np.where(known[at] == ids, self._frequency[at, 1], 0.0)
        return idf(counts, len(self))

    def save(self, folder: Path) -> None:
        """Writes the tokens into `folder`."""
        save_array(folder / FREQUENCY, self._frequency)
        save_array(folder / IDS, self.tokens.ids)
        save_array(folder / VECTORS, self.tokens.vectors)
        save_array(folder / ENDS, self.tokens.ends)

    @classmethod
    def load(cls, folder: Path) -> LateArm:
        """Maps what `save` wrote into memory, so that processes share it.

        Raises:
            IndexCorrupt: a file is missing, unreadable, or does not fit the others.
        """
        ids, vectors, ends, frequency = (
            load_array(folder / name) for name in (IDS, VECTORS, ENDS, FREQUENCY)
        )
        return cls(Tokens(ids, vectors, ends), frequency)


def tokens_of(ids: Sequence[NDArray[np.int32]], vectors: Sequence[NDArray[np.float32]], width: int) -> Tokens:
    """Tokens of texts in eight bits a number; a text without any gets one that is near nothing.

    Args:
        ids: for each text, its tokens' numbers, shape (n,).
        vectors: for each text, its tokens' vectors, shape (n, width).
        width: of a vector.
    """
    nothing = np.zeros(1, dtype=np.int32), np.zeros((1, width), dtype=np.float32)
    texts = [(one, rows) if len(one) else nothing for one, rows in zip(ids, vectors, strict=True)]
    rows = np.concatenate([rows for _, rows in texts] or [np.zeros((0, width), dtype=np.float32)])
    largest = np.abs(rows).max(axis=1, keepdims=True, initial=1e-9)
    return Tokens(
        np.concatenate([one for one, _ in texts] or [np.zeros(0, dtype=np.int32)]).astype(np.int32),
        np.rint(rows * (_LARGEST / largest)).astype(np.int8),
        np.cumsum([len(one) for one, _ in texts], dtype=np.int64),
    )


def joined(parts: Sequence[Tokens]) -> Tokens:
    """The tokens of several lots of texts, at least one, one lot after another."""
    ends = np.cumsum([0, *(len(part.ids) for part in parts)])
    return Tokens(
        np.concatenate([part.ids for part in parts]),
        np.concatenate([part.vectors for part in parts]),
        np.concatenate([part.ends + end for part, end in zip(parts, ends[:-1], strict=True)]),
    )


def _cosines(left: NDArray[np.int8], right: NDArray[np.int8]) -> Values:
    """Cosine of each row with each row; 0 with a row of zeros.

    The products are whole numbers below 2^24, which float32 adds without rounding, in any order and on any thread.
    """
    ours, theirs = left.astype(np.float32), right.astype(np.float32)
    cosines: Values = (ours @ theirs.T) / np.outer(_lengths(ours), _lengths(theirs))
    return cosines


def _lengths(rows: NDArray[np.float32]) -> Values:
    """Of each row of whole numbers; 1 of a row of zeros, which is divided by it."""
    lengths: Values = np.sqrt(np.vecdot(rows, rows).astype(np.float64))
    lengths[lengths == 0] = 1
    return lengths


def frequency_of(tokens: Tokens) -> NDArray[np.int64]:
    """Each token that is there, ascending, and how many rows hold it: shape (tokens, 2)."""
    row_of = np.repeat(np.arange(len(tokens)), np.diff(tokens.ends, prepend=0))
    end = int(tokens.ids.max(initial=0)) + 1
    once_a_row = np.unique(row_of * end + tokens.ids) % end
    ids, rows = np.unique(once_a_row, return_counts=True)
    return np.stack([ids, rows], axis=1)
