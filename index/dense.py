"""The dense arm: exact inner product over unit vectors; FAISS is translated here and nowhere else."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.errors import IndexCorrupt
from index.models import Vectors

FILE = "vectors.npy"


class DenseArm:
    """Sentence vectors, searchable by cosine. Row i belongs to sentence i."""

    def __init__(self, vectors: Vectors) -> None:
        """Takes unit rows, shape (n, dim)."""
        if vectors.ndim != 2 or vectors.dtype != np.float32:  # noqa: PLR2004 - a matrix has two axes
            raise IndexCorrupt(
                f"vectors have shape {vectors.shape} and type {vectors.dtype}, not (n, dim) float32"
            )
        self.vectors = vectors
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(vectors)

    def __len__(self) -> int:
        return len(self.vectors)

    def nearest(self, questions: Vectors, limit: int) -> list[NDArray[np.int64]]:
        """Rows of the `limit` sentences nearest to each question, best first; fewer where there are fewer."""
        if questions.shape[1] != self.vectors.shape[1]:
            raise IndexCorrupt(f"questions are {questions.shape[1]} wide, sentences {self.vectors.shape[1]}")
        _, rows = self._index.search(questions, min(limit, len(self)))
        # FAISS pads missing results with row -1.
        return [found[found >= 0] for found in rows]

    def cosines(self, question: Vectors, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Cosine of one question, shape (dim,), with each of `rows`, shape (len(rows),), in [-1, 1].

        Summed in float64 one row at a time, so that it does not depend on batch, threads or index type.
        """
        products = self.vectors[rows].astype(np.float64) * question.astype(np.float64)
        cosines: NDArray[np.float64] = np.clip(products.sum(axis=1), -1.0, 1.0)
        return cosines

    def save(self, folder: Path) -> None:
        """Writes the vectors into `folder`."""
        np.save(folder / FILE, self.vectors, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> DenseArm:
        """Reads what `save` wrote.

        Raises:
            IndexCorrupt: the file is missing or is no array.
        """
        try:
            return cls(np.load(folder / FILE, allow_pickle=False))
        except (OSError, ValueError) as error:
            raise IndexCorrupt(f"{FILE}: {error}") from error
