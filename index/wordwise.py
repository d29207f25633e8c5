"""The lexical arm of a large index: n-grams lead to words, words to rows, and only those rows are scored.

Rows repeat words and words repeat n-grams, so these tables together are a fraction of one of every row's n-grams.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexCorrupt
from index.folding import character_ngrams, fold, word_ngrams
from index.lexical import K1, LARGEST, SMALLEST, B, idf
from index.lists import Lists, join, lists_of
from index.scores import Rows, Values

FOLDER = "wordwise"
WORDS_WALKED = 50_000
"""How many entries of its n-grams' lists of words a question may touch, the rarest n-grams first."""
ROWS_WALKED = 100_000
"""How many entries of those words' lists of rows it may touch, the words most like its own first."""
WORDS_FOLLOWED = 1_000
"""How many words lead to rows."""
SCORED = 8
"""For each row asked for, so many are scored exactly; and at least:"""
SCORED_ALWAYS = 256
_BLOCK = 2048  # rows scored, or counted while building, at once

Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class _Tables:
    """One array a file."""

    grams: NDArray[np.int64]  # each n-gram packed into a number, ascending; its place here is its own number
    frequency: Numbers  # of each n-gram: how many rows hold it
    length: Numbers  # of each row: how many n-grams it has, repeats included
    row_starts: NDArray[np.int64]
    row_words: Numbers  # of each row, repeats included
    word_starts: NDArray[np.int64]
    word_grams: Numbers  # of each word, repeats included
    gram_starts: NDArray[np.int64]
    gram_words: Numbers  # of each n-gram: the words that hold it, ascending
    holder_starts: NDArray[np.int64]
    holders: Numbers  # of each word: the rows that hold it, ascending

    @property
    def words_of_rows(self) -> Lists:
        return Lists(self.row_starts, self.row_words)

    @property
    def grams_of_words(self) -> Lists:
        return Lists(self.word_starts, self.word_grams)

    @property
    def words_of_grams(self) -> Lists:
        return Lists(self.gram_starts, self.gram_words)

    @property
    def rows_of_words(self) -> Lists:
        return Lists(self.holder_starts, self.holders)

    def check(self) -> None:
        """Raises `IndexCorrupt` where one is not what it should be, or does not fit another."""
        for field in fields(self):
            table = getattr(self, field.name)
            wide = field.name == "grams" or field.name.endswith("_starts")
            if table.ndim != 1 or table.dtype != (np.int64 if wide else np.int32):
                raise IndexCorrupt(f"{FOLDER}/{field.name}.npy: shape {table.shape}, type {table.dtype}")
        lists = (self.words_of_rows, self.grams_of_words, self.words_of_grams, self.rows_of_words)
        rows, words, grams = len(self.length), len(self.holder_starts) - 1, len(self.grams)
        sizes = [len(one.starts) - 1 for one in lists]
        if sizes != [rows, words, grams, words] or len(self.frequency) != grams:
            raise IndexCorrupt(f"{FOLDER}: {sizes} lists for {rows} rows, {words} words, {grams} n-grams")
        for one, most in zip(lists, (words, grams, words, rows), strict=True):
            if not one.fits(most):
                raise IndexCorrupt(f"{FOLDER}: a list names what is not there")


class WordwiseArm:
    """BM25 by the weights of `LexicalArm`, bit for bit, of whichever rows are asked for."""

    def __init__(self, tables: _Tables) -> None:
        self._tables = tables
        self._mean_length = max(float(np.array(tables.length, dtype=np.int64).mean()), 1.0)

    def __len__(self) -> int:
        return len(self._tables.length)

    @classmethod
    def build(cls, texts: Sequence[str]) -> WordwiseArm:
        """Indexes one text a row. The same texts give the same files, byte for byte."""
        vocabulary: dict[str, int] = {}
        rows = lists_of(
            (vocabulary.setdefault(word, len(vocabulary)) for word in fold(text).split()) for text in texts
        )
        packed = lists_of(map(_packed, word_ngrams(word, SMALLEST, LARGEST)) for word in vocabulary)
        names, numbers = np.unique(packed.values, return_inverse=True)
        words = Lists(packed.starts, numbers.astype(np.int32))
        of_grams, of_words = words.inverted(len(names)), rows.inverted(len(vocabulary))
        upto = np.concatenate([[0], np.diff(words.starts)[rows.values].cumsum()])
        return cls(
            _Tables(
                grams=names,
                frequency=_frequency(rows, words, len(names)),
                length=np.diff(upto[rows.starts]).astype(np.int32),
                row_starts=rows.starts,
                row_words=rows.values.astype(np.int32),
                word_starts=words.starts,
                word_grams=words.values,
                gram_starts=of_grams.starts,
                gram_words=of_grams.values,
                holder_starts=of_words.starts,
                holders=of_words.values,
            )
        )

    def ask(self, question: str, limit: int) -> AskedWordwise:
        """One question, for `limit` rows."""
        names = dict.fromkeys(map(_packed, character_ngrams(question, SMALLEST, LARGEST)))
        wanted = np.array(list(names), dtype=np.int64)
        at = np.searchsorted(self._tables.grams, wanted)
        there = at < len(self._tables.grams)
        there[there] = self._tables.grams[at[there]] == wanted[there]
        return AskedWordwise(self._tables, self._mean_length, at[there], len(wanted), limit)

    def save(self, folder: Path) -> None:
        """Writes arrays into `folder/wordwise`."""
        (folder / FOLDER).mkdir()
        for field in fields(_Tables):
            np.save(_path(folder, field.name), getattr(self._tables, field.name), allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> WordwiseArm:
        """Maps what `save` wrote into memory.

        Raises:
            IndexCorrupt: a file is missing, no array, or does not fit the others.
        """
        found = {}
        for field in fields(_Tables):
            path = _path(folder, field.name)
            try:
                found[field.name] = np.load(path, mmap_mode="r", allow_pickle=False)
            except (OSError, ValueError) as error:
                raise IndexCorrupt(f"{FOLDER}/{path.name}: {error}") from error
        tables = _Tables(**found)
        tables.check()
        return cls(tables)


@dataclass(frozen=True)
class AskedWordwise:
    """One question's n-grams: `grams` are the numbers of those that some row holds, in its order, of `asked`."""

    tables: _Tables
    mean_length: float
    grams: NDArray[np.int64]
    asked: int
    limit: int

    @cached_property
    def matching(self) -> Rows:
        """The rows with the highest shares among those that its most telling words lead to, best first."""
        rows = np.sort(self._promising(max(SCORED * self.limit, SCORED_ALWAYS)))
        shares = self.shares(rows)
        best: Rows = rows[np.argsort(-shares, kind="stable")[: self.limit]]
        return best

    def shares(self, rows: Rows) -> Values:
        """As `LexicalArm.shares`, of `rows` alone, shape (len(rows),)."""
        frequency = self.tables.frequency[self.grams]
        total = len(self.tables.length)
        unseen = float(idf(np.zeros(1), total)[0])
        most = float(idf(frequency, total).sum()) + unseen * (self.asked - len(self.grams))
        if not len(self.grams) or most <= 0:
            return np.zeros(len(rows))
        # As bm25s has it: the logarithm of Python's `math`, kept in float32.
        idfs = np.array([math.log(1 + (total - n + 0.5) / (n + 0.5)) for n in frequency.tolist()], np.float32)
        blocks = [self._scores(rows[at : at + _BLOCK], idfs) for at in range(0, len(rows), _BLOCK)]
        return np.concatenate([np.zeros(0, np.float32), *blocks]).astype(np.float64) / most

    def _scores(self, rows: Rows, idfs: NDArray[np.float32]) -> NDArray[np.float32]:
        """BM25 of some rows, added up in float32 in the order of the question's n-grams, as bm25s does."""
        words, per_row = self.tables.words_of_rows.of(rows)
        distinct, place = np.unique(words, return_inverse=True)
        grams, per_word = self.tables.grams_of_words.of(distinct)
        order = np.argsort(self.grams)
        at = np.searchsorted(self.grams[order], grams)
        at[at == len(order)] = 0
        asked = self.grams[order[at]] == grams
        kept = np.bincount(np.repeat(np.arange(len(distinct)), per_word)[asked], minlength=len(distinct))
        columns, per_place = join(kept, order[at[asked]]).of(place)
        row = np.repeat(np.repeat(np.arange(len(rows)), per_row), per_place)
        shape = (len(rows), len(self.grams))
        counts = np.bincount(row * shape[1] + columns, minlength=shape[0] * shape[1]).reshape(shape)
        row, column = np.nonzero(counts)
        often = counts[row, column].astype(np.float32)
        scores = np.zeros(shape, np.float32)
        scores[row, column] = idfs[column] * (often / (self._norm(rows)[row] + often))
        total: NDArray[np.float32] = np.add.accumulate(scores, axis=1)[:, -1]
        return total

    def _promising(self, count: int) -> Rows:
        """At most some `count` rows, by what their words hold of the question's rarest n-grams."""
        if not len(self.grams):
            return np.zeros(0, np.int64)
        rarest = self.grams[np.argsort(self.tables.frequency[self.grams], kind="stable")]
        some = rarest[: _within(self.tables.words_of_grams.sizes(rarest), WORDS_WALKED)]
        words, per_gram = self.tables.words_of_grams.of(some)
        weights = np.repeat(idf(self.tables.frequency[some], len(self)), per_gram)
        words, weights = _heaviest(words, weights, len(self.tables.word_starts), WORDS_FOLLOWED)
        sizes = self.tables.rows_of_words.sizes(words)
        few = _within(sizes, ROWS_WALKED)
        rows, _ = self.tables.rows_of_words.of(words[:few])
        weights = np.repeat(weights[:few], sizes[:few]) / (self._norm(rows) + 1)
        found, _ = _heaviest(rows, weights, len(self), count)
        return found.astype(np.int64)

    def __len__(self) -> int:
        return len(self.tables.length)

    def _norm(self, rows: NDArray[np.integer]) -> Values:
        found: Values = K1 * ((1 - B) + B * self.tables.length[rows] / self.mean_length)
        return found


def _packed(gram: str) -> int:
    """An n-gram of at most 5 ASCII characters as a number of its own."""
    return int.from_bytes(gram.encode("ascii").ljust(LARGEST, b"\0"))


def _frequency(rows: Lists, words: Lists, count: int) -> Numbers:
    """For each n-gram the number of rows that hold it; block by block, for all at once would take gigabytes."""
    found = np.zeros(count, dtype=np.int64)
    for start in range(0, len(rows), _BLOCK):
        some = np.arange(start, min(start + _BLOCK, len(rows)))
        words_of, per_row = rows.of(some)
        grams, per_word = words.of(words_of)
        keys = np.repeat(np.repeat(some - start, per_row), per_word) * count + grams
        found += np.bincount(np.unique(keys) % count, minlength=count)
    return found.astype(np.int32)


def _within(sizes: NDArray[np.int64], most: int) -> int:
    """How many of these lists hold no more than `most` together; at least the first."""
    return max(int(np.searchsorted(sizes.cumsum(), most, side="right")), 1)


def _heaviest(keys: Numbers, weights: Values, keys_end: int, count: int) -> tuple[Numbers, Values]:
    """The `count` keys with the largest sums of weights, each once, the largest first; and the sums."""
    sums = np.bincount(keys, weights, minlength=keys_end)
    positions = np.arange(len(keys))
    last = np.empty(keys_end, dtype=np.int64)  # only where there is a key is it written and read
    last[keys] = positions
    once = keys[last[keys] == positions]
    reached = sums[once]
    if len(once) > count:
        some = np.argpartition(-reached, count)[:count]
        once, reached = once[some], reached[some]
    order = np.lexsort((once, -reached))
    return once[order], reached[order]


def _path(folder: Path, name: str) -> Path:
    return folder / FOLDER / f"{name}.npy"
