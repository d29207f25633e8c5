"""What the lexical arm of a large index keeps: which words a row has, which n-grams a word, and both the other way.

Rows repeat words and words repeat n-grams, so these tables together are a fraction of one of every row's n-grams.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import load_array, save_array
from index.errors import IndexCorrupt
from index.folding import fold, word_ngrams
from index.ragged import Ragged, ragged
from index.search.weighing import LARGEST, SMALLEST

FOLDER = "wordwise"
BLOCK = 2048
"""Rows whose n-grams are looked at together."""

Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class WordTables:
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
    def words_of_rows(self) -> Ragged:
        """A list a row."""
        return Ragged(self.row_starts, self.row_words)

    @property
    def grams_of_words(self) -> Ragged:
        """A list a word."""
        return Ragged(self.word_starts, self.word_grams)

    @property
    def words_of_grams(self) -> Ragged:
        """A list an n-gram."""
        return Ragged(self.gram_starts, self.gram_words)

    @property
    def rows_of_words(self) -> Ragged:
        """A list a word."""
        return Ragged(self.holder_starts, self.holders)

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

    @classmethod
    def build(cls, texts: Sequence[str]) -> WordTables:
        """Of one text a row. The same texts give the same tables."""
        vocabulary: dict[str, int] = {}
        rows = ragged(
            (vocabulary.setdefault(word, len(vocabulary)) for word in fold(text).split()) for text in texts
        )
        cut = ragged(map(packed, word_ngrams(word, SMALLEST, LARGEST)) for word in vocabulary)
        names, numbers = np.unique(cut.values, return_inverse=True)
        words = Ragged(cut.starts, numbers.astype(np.int32))
        of_grams, of_words = words.inverted(len(names)), rows.inverted(len(vocabulary))
        upto = np.concatenate([[0], np.diff(words.starts)[rows.values].cumsum()])
        return cls(
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

    def save(self, folder: Path) -> None:
        """Writes arrays into `folder/wordwise`."""
        (folder / FOLDER).mkdir()
        for field in fields(self):
            save_array(_path(folder, field.name), getattr(self, field.name))

    @classmethod
    def load(cls, folder: Path) -> WordTables:
        """Maps what `save` wrote into memory.

        Raises:
            IndexCorrupt: a file is missing, no array, or does not fit the others.
        """
        tables = cls(**{field.name: load_array(_path(folder, field.name)) for field in fields(cls)})
        tables.check()
        return tables


def packed(gram: str) -> int:
    """An n-gram of at most 5 ASCII characters as a number of its own."""
    return int.from_bytes(gram.encode("ascii").ljust(LARGEST, b"\0"))


def unpacked(number: int) -> str:
    """The n-gram that `packed` gave this number."""
    return number.to_bytes(LARGEST).rstrip(b"\0").decode("ascii")


def held(rows: Ragged, words: Ragged, some: NDArray[np.int64], count: int) -> tuple[NDArray[np.int64], ...]:
    """Which of `some` rows (by place) holds which of `count` n-grams, and how often: three arrays, in this order."""
    words_of, per_row = rows.of(some)
    grams, per_word = words.of(words_of)
    keys = np.repeat(np.repeat(np.arange(len(some)), per_row), per_word) * count + grams
    pairs, often = np.unique(keys, return_counts=True)
    row, gram = np.divmod(pairs, max(count, 1))
    return row, gram, often.astype(np.int64)


def _frequency(rows: Ragged, words: Ragged, count: int) -> Numbers:
    """For each n-gram the number of rows that hold it; block by block, for all at once would take gigabytes."""
    found = np.zeros(count, dtype=np.int64)
    for start in range(0, len(rows), BLOCK):
        some = np.arange(start, min(start + BLOCK, len(rows)))
        found += np.bincount(held(rows, words, some, count)[1], minlength=count)
    return found.astype(np.int32)


def _path(folder: Path, name: str) -> Path:
    return folder / FOLDER / f"{name}.npy"
