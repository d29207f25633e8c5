"""The lexical arm of a large index: n-grams lead to words, words to rows, and only those rows are scored."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.folding import character_ngrams
from index.ragged import Integers, join
from index.search.lexical import K1, B
from index.search.scores import Rows, Values, highest
from index.search.weighing import LARGEST, SMALLEST, Weighing, idf, most_of
from index.search.word_tables import BLOCK, Numbers, WordTables, held, packed, unpacked

if TYPE_CHECKING:
    from scipy.sparse import csr_array

WORDS_WALKED = 30_000
"""How many entries of its n-grams' lists of words a question may touch, the rarest n-grams first."""
ROWS_WALKED = 60_000
"""How many entries of those words' lists of rows it may touch, the words most like its own first."""
WORDS_FOLLOWED = 1_000
"""How many words lead to rows."""
SCORED = 8
"""For each row asked for, so many are scored exactly; and at least:"""
SCORED_ALWAYS = 256


class WordwiseArm:
    """BM25 by the weights of `LexicalArm`, bit for bit, of whichever rows are asked for."""

    def __init__(self, tables: WordTables) -> None:
        self._tables = tables
        self._mean_length = float(np.array(tables.length, dtype=np.int64).mean()) or 1.0

    def __len__(self) -> int:
        return len(self._tables.length)

    @classmethod
    def build(cls, texts: Sequence[str]) -> WordwiseArm:
        """Indexes one text a row. The same texts give the same files, byte for byte."""
        return cls(WordTables.build(texts))

    def ask(self, question: str, limit: int) -> AskedWordwise:
        """One question, for `limit` rows."""
        names = dict.fromkeys(map(packed, character_ngrams(question, SMALLEST, LARGEST)))
        wanted = np.array(list(names), dtype=np.int64)
        at = np.searchsorted(self._tables.grams, wanted)
        there = at < len(self._tables.grams)
        there[there] = self._tables.grams[at[there]] == wanted[there]
        return AskedWordwise(self._tables, self._mean_length, at[there], len(wanted), limit)

    @property
    def weighing(self) -> Weighing:
        """What a question's n-grams weigh; all of them in memory, for a search engine beside this process."""
        names = {unpacked(gram): number for number, gram in enumerate(self._tables.grams.tolist())}
        return Weighing(names, self._tables.frequency.astype(np.int64), len(self))

    def by_row(self) -> csr_array:
        """What BM25 gives each row for each n-gram, shape (rows, n-grams), float32."""
        from scipy.sparse import csr_array

        tables, shape = self._tables, (len(self), len(self._tables.grams))
        idfs, lengths = _idf_in_float32(tables.frequency, len(self)), _norm(tables, self._mean_length)
        ends, numbers, weights = [np.zeros(1, np.int64)], [], []
        for start in range(0, len(self), BLOCK):
            some = np.arange(start, min(start + BLOCK, len(self)))
            row, gram, often = held(tables.words_of_rows, tables.grams_of_words, some, shape[1])
            ends.append(ends[-1][-1] + np.bincount(row, minlength=len(some)).cumsum())
            numbers.append(gram.astype(np.int32))
            weights.append(_weights(idfs[gram], lengths[some][row], often))
        return csr_array(
            (np.concatenate(weights), np.concatenate(numbers), np.concatenate(ends)), shape=shape
        )

    def save(self, folder: Path) -> None:
        """Writes arrays into `folder/wordwise`."""
        self._tables.save(folder)

    @classmethod
    def load(cls, folder: Path) -> WordwiseArm:
        """Maps what `save` wrote into memory.

        Raises:
            IndexCorrupt: a file is missing, no array, or does not fit the others.
        """
        return cls(WordTables.load(folder))


@dataclass(frozen=True)
class AskedWordwise:
    """One question's n-grams: `grams` are the numbers of those that some row holds, in its order, of `asked`."""

    tables: WordTables
    mean_length: float
    grams: NDArray[np.int64]
    asked: int
    limit: int

    @cached_property
    def matching(self) -> Rows:
        """The rows with the highest shares among those that its most telling words lead to, best first."""
        rows = np.sort(self._promising(max(SCORED * self.limit, SCORED_ALWAYS)))
        return highest(rows, self.shares(rows), self.limit)

    def shares(self, rows: Rows) -> Values:
        """As `LexicalArm.shares`, of `rows` alone, shape (len(rows),)."""
        frequency = self.tables.frequency[self.grams]
        total = len(self.tables.length)
        most = most_of(frequency, self.asked - len(self.grams), total)
        if not len(self.grams) or most <= 0:
            return np.zeros(len(rows))
        idfs = _idf_in_float32(frequency, total)
        blocks = [self._scores(rows[at : at + BLOCK], idfs) for at in range(0, len(rows), BLOCK)]
        return np.concatenate([np.zeros(0, np.float32), *blocks]).astype(np.float64) / most

    def _scores(self, rows: Rows, idfs: NDArray[np.float32]) -> NDArray[np.float32]:
        """BM25 of some rows, added up in float32 in the order of the question's n-grams, as bm25s does."""
        counts = self._counts(rows)
        row, column = np.nonzero(counts)
        lengths = _norm(self.tables, self.mean_length, rows)
        scores = np.zeros(counts.shape, np.float32)
        scores[row, column] = _weights(idfs[column], lengths[row], counts[row, column])
        total: NDArray[np.float32] = np.add.accumulate(scores, axis=1)[:, -1]
        return total

    def _counts(self, rows: Rows) -> NDArray[np.int64]:
        """How often each row holds each of the question's n-grams, shape (len(rows), len(grams))."""
        words, words_of_row = self.tables.words_of_rows.of(rows)
        distinct, place = np.unique(words, return_inverse=True)
        grams, grams_of_word = self.tables.grams_of_words.of(distinct)
        at = _places(grams, self.grams, len(self.tables.grams))
        asked = at >= 0
        word = np.repeat(np.arange(len(distinct)), grams_of_word)[asked]
        columns_of_words = join(np.bincount(word, minlength=len(distinct)), at[asked])
        columns, columns_of_place = columns_of_words.of(place)
        row = np.repeat(np.repeat(np.arange(len(rows)), words_of_row), columns_of_place)
        shape = (len(rows), len(self.grams))
        return np.bincount(row * shape[1] + columns, minlength=shape[0] * shape[1]).reshape(shape)

    def _promising(self, count: int) -> Rows:
        """At most some `count` rows, by what their words hold of the question's rarest n-grams."""
        if not len(self.grams):
            return np.zeros(0, np.int64)
        rarest = self.grams[np.argsort(self.tables.frequency[self.grams], kind="stable")]
        some = rarest[: _within(self.tables.words_of_grams.sizes(rarest), WORDS_WALKED)]
        words, per_gram = self.tables.words_of_grams.of(some)
        weights = np.repeat(idf(self.tables.frequency[some], len(self.tables.length)), per_gram)
        words, weights = _heaviest(words, weights, len(self.tables.word_starts), WORDS_FOLLOWED)
        sizes = self.tables.rows_of_words.sizes(words)
        few = _within(sizes, ROWS_WALKED)
        rows, _ = self.tables.rows_of_words.of(words[:few])
        weights = np.repeat(weights[:few], sizes[:few]) / (_norm(self.tables, self.mean_length, rows) + 1)
        found, _ = _heaviest(rows, weights, len(self.tables.length), count)
        return found.astype(np.int64)


def _norm(tables: WordTables, mean_length: float, rows: NDArray[np.integer] | slice = slice(None)) -> Values:
    """What stands beside an n-gram's count below the line of BM25, for each of `rows`."""
    lengths = tables.length[rows].astype(np.float64)
    found: Values = K1 * ((1 - B) + B * lengths / mean_length)
    return found


def _idf_in_float32(frequency: NDArray[np.integer], rows: int) -> NDArray[np.float32]:
    """As bm25s has it: the logarithm of Python's `math`, kept in float32."""
    known, place = np.unique(frequency, return_inverse=True)
    return np.array([math.log(1 + (rows - n + 0.5) / (n + 0.5)) for n in known.tolist()], np.float32)[place]


def _weights(idfs: NDArray[np.float32], lengths: Values, often: NDArray[np.integer]) -> NDArray[np.float32]:
    """BM25 of n-grams that stand so often in rows of such lengths."""
    counts = often.astype(np.float32)
    found: NDArray[np.float32] = (idfs * (counts / (lengths + counts))).astype(np.float32)
    return found


def _within(sizes: NDArray[np.int64], most: int) -> int:
    """How many of these lists hold no more than `most` together; at least the first."""
    return max(int(np.searchsorted(sizes.cumsum(), most, side="right")), 1)


def _places(numbers: Integers, among: Integers, end: int) -> Numbers:
    """Where each of `numbers` stands in `among`, which holds none twice; -1 where it does not. All are below `end`."""
    place = np.empty(end, dtype=np.int32)  # only where there is one of either is it written and read
    place[numbers] = -1
    place[among] = np.arange(len(among))
    found: Numbers = place[numbers]
    return found


def _heaviest(keys: Numbers, weights: Values, keys_end: int, count: int) -> tuple[Numbers, Values]:
    """The `count` keys with the largest sums of weights, each once, the largest first; and the sums."""
    positions = np.arange(len(keys), dtype=np.int32)
    last = np.empty(keys_end, dtype=np.int32)  # only where there is a key is it written and read
    last[keys] = positions
    stands_for = last[keys]
    sums = np.bincount(stands_for, weights)
    is_last = stands_for == positions
    once, reached = keys[is_last], sums[is_last]
    if len(once) > count:
        some = np.argpartition(-reached, count)[:count]
        once, reached = once[some], reached[some]
    order = np.lexsort((once, -reached))
    return once[order], reached[order]
