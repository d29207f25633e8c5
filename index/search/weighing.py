"""What a question's n-grams weigh: its half of BM25, known without the sentences."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import load_array, save_array
from index.errors import IndexCorrupt
from index.folding import character_ngrams
from index.search.scores import Values

SMALLEST, LARGEST = 3, 5
VOCABULARY_FILE = "vocabulary.json"
FREQUENCY_FILE = "frequency.npy"
Grams = NDArray[np.int32]
"""Numbers of n-grams, in the order of the question."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """The n-grams of an index's rows and how many rows hold each."""

    vocabulary: Mapping[str, int]  # an n-gram's number
    frequency: NDArray[np.int64]  # rows that hold each n-gram, shape (n-grams,)
    rows: int

    def of(self, question: str) -> tuple[Grams, float]:
        """The known n-grams of a question, and the most that a row could score with all of them."""
        grams = dict.fromkeys(character_ngrams(question, SMALLEST, LARGEST))
        numbers = [number for number in map(self.vocabulary.get, grams) if number is not None]
        known = np.array(numbers, dtype=np.int32)
        return known, most_of(self.frequency[known], len(grams) - len(known), self.rows)

    def save(self, folder: Path) -> None:
        """Writes an array and JSON into an existing folder."""
        grams = sorted(self.vocabulary, key=self.vocabulary.__getitem__)
        (folder / VOCABULARY_FILE).write_text(json.dumps(grams, ensure_ascii=False), encoding="utf-8")
        save_array(folder / FREQUENCY_FILE, self.frequency)

    @classmethod
    def load(cls, folder: Path, rows: int) -> Weighing:
        """Reads what `save` wrote of an index of so many rows.

        Raises:
            IndexCorrupt: a file is missing or not what it should be.
        """
        try:
            grams = json.loads((folder / VOCABULARY_FILE).read_bytes())
            vocabulary = {gram: number for number, gram in enumerate(grams)}
        except (OSError, ValueError, TypeError) as error:
            raise IndexCorrupt(f"{folder.name}: {error}") from error
        return cls(vocabulary, load_array(folder / FREQUENCY_FILE), rows)


def most_of(frequency: NDArray[np.integer], unseen: int, rows: int) -> float:
    """The most that a row could score for a question of n-grams that so many of the rows hold, and `unseen` others.

    Lucene's BM25 gives an n-gram at most its idf, so the sum of the question's idfs bounds the score (Kamphuis et al.
    2020, ECIR); an n-gram that no row holds counts in full, so that a question about something else scores low
    everywhere.
    """
    return float(idf(frequency, rows).sum()) + unseen * float(idf(np.zeros(1), rows)[0])


def idf(frequency: NDArray[np.integer | np.floating], rows: int) -> Values:
    """ln(1 + (N - n + 0.5) / (n + 0.5)) of what n of the N rows hold: Lucene's inverse document frequency."""
    found: Values = np.log1p((rows - frequency + 0.5) / (frequency + 0.5))
    return found
