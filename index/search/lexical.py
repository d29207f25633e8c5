"""The lexical arm: BM25 over character n-grams of romanised text; bm25s is translated here and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import bm25s
import numpy as np
from numpy.typing import NDArray

from index.errors import IndexCorrupt
from index.folding import fold, word_ngrams
from index.ragged import ranges
from index.search.scores import Rows, Values, highest
from index.search.weighing import LARGEST, SMALLEST, Grams, Weighing

if TYPE_CHECKING:
    from scipy.sparse import csr_array

K1, B = 1.0, 0.75
FOLDER = "lexical"
_ENTRIES_AT_ONCE = 32_768
"""Up to so many it is quicker to bring an n-gram's rows together than to add up each n-gram's by itself."""


class LexicalArm:
    """BM25 scores of every sentence, as the share of the question's weight that the sentence holds."""

    def __init__(self, bm25: bm25s.BM25) -> None:
        self._bm25 = bm25
        self._sentences = int(bm25.scores["num_docs"])
        frequency = np.diff(bm25.scores["indptr"]).astype(np.int64)
        self.weighing = Weighing(bm25.vocab_dict, frequency, self._sentences)

    def __len__(self) -> int:
        return self._sentences

    @classmethod
    def build(cls, texts: Sequence[str]) -> LexicalArm:
        """Indexes one text a row. The same texts give the same files, byte for byte."""
        vocabulary: dict[str, int] = {"": 0}
        known: dict[str, list[int]] = {}  # words repeat, and looking one up is faster than cutting it

        def numbered(word: str) -> list[int]:
            if word not in known:
                grams = word_ngrams(word, SMALLEST, LARGEST)
                known[word] = [vocabulary.setdefault(gram, len(vocabulary)) for gram in grams]
            return known[word]

        rows = [[number for word in fold(text).split() for number in numbered(word)] for text in texts]
        if not any(rows):  # else the average length, by which BM25 divides, would be 0
            rows = [[0] for _ in rows]
        bm25 = bm25s.BM25(k1=K1, b=B, method="lucene")
        bm25.index((rows, vocabulary), show_progress=False)
        return cls(bm25)

    def shares(self, question: str) -> NDArray[np.float64]:
        """For each sentence, BM25(question, sentence) over the most that any sentence could score, in [0, 1)."""
        known, most = self.weighing.of(question)
        if not len(known) or most <= 0:
            return np.zeros(self._sentences)
        return self._scores(known).astype(np.float64) / most

    def _scores(self, grams: Grams) -> NDArray[np.float32]:
        """BM25 of every sentence, added up n-gram by n-gram in float32, as bm25s does; few entries in one go."""
        starts, rows, weights = (self._bm25.scores[name] for name in ("indptr", "indices", "data"))
        sizes = self.weighing.frequency[grams]
        if sizes.sum() > _ENTRIES_AT_ONCE:
            return np.asarray(self._bm25.get_scores_from_ids(grams))
        entries = ranges(starts[grams].astype(np.int64), sizes)
        scores = np.zeros(self._sentences, dtype=np.float32)
        np.add.at(scores, rows[entries], weights[entries])
        return scores

    def ask(self, question: str, limit: int) -> AskedLexical:
        """One question, for `limit` rows; every row is scored at once."""
        return AskedLexical(self.shares(question), limit)

    def by_row(self) -> csr_array:
        """What BM25 gives each row for each n-gram, shape (rows, n-grams), float32."""
        from scipy.sparse import csc_array

        scores, shape = self._bm25.scores, (self._sentences, len(self.weighing.frequency))
        return csc_array((scores["data"], scores["indices"], scores["indptr"]), shape=shape).tocsr()

    def save(self, folder: Path) -> None:
        """Writes arrays and JSON into `folder/lexical`."""
        self._bm25.save(folder / FOLDER, show_progress=False, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> LexicalArm:
        """Reads what `save` wrote.

        Raises:
            IndexCorrupt: a file is missing or not what it should be.
        """
        try:
            return cls(bm25s.BM25.load(folder / FOLDER, load_corpus=False, allow_pickle=False))
        except (OSError, ValueError, KeyError, TypeError, json.JSONDecodeError) as error:
            raise IndexCorrupt(f"{FOLDER}: {error}") from error


@dataclass(frozen=True)
class AskedLexical:
    """One question's share of every row."""

    every: Values
    limit: int

    @cached_property
    def matching(self) -> Rows:
        """The `limit` rows with the highest shares, best first; none that shares nothing."""
        rows = np.flatnonzero(self.every > 0)
        if len(rows) > self.limit:  # only what is among the best needs its place among them
            last = np.partition(self.every[rows], -self.limit)[-self.limit]
            rows = np.flatnonzero(self.every >= last)
        return highest(rows, self.every[rows], self.limit)

    def shares(self, rows: Rows) -> Values:
        """Of `rows`, shape (len(rows),)."""
        return self.every[rows]
