"""Both arms over the same rows, and what they say of one question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index.dense import DenseArm
from index.errors import IndexCorrupt
from index.lexical import LexicalArm
from index.models import Vectors
from index.scores import Rows, Values
from index.weighing import Weighing

if TYPE_CHECKING:
    from scipy.sparse import csr_array


class Asked(Protocol):
    """One question put to both arms."""

    @property
    def nearest(self) -> Rows:
        """The rows nearest in meaning, best first."""

    @property
    def matching(self) -> Rows:
        """The rows that share most of the question's wording, best first; none that shares nothing."""

    def expect(self, rows: Rows) -> None:
        """Says which rows will be scored, so that those of all questions asked together are read at once."""

    def cosines(self, rows: Rows) -> Values:
        """Cosine of the question with each of `rows`, in [-1, 1]; the same whatever else is asked."""

    def shares(self, rows: Rows) -> Values:
        """Share of the question's weight that each of `rows` holds, in [0, 1)."""


class Arms(Protocol):
    """Where the rows of an index are searched."""

    def __len__(self) -> int:
        """How many rows there are."""

    @property
    def vectors(self) -> Vectors:
        """Every row's vector, shape (len, dim)."""

    def ask(self, questions: Sequence[str], vectors: Vectors, limit: int) -> list[Asked]:
        """Puts questions, whose vectors have shape (len(questions), dim), to both arms: `limit` rows from each."""

    def check(self) -> None:
        """Raises `EngineUnavailable` or `EngineLost` where the rows cannot be searched now."""


class EmbeddedArms:
    """Both arms in this process."""

    def __init__(self, dense: DenseArm, lexical: LexicalArm) -> None:
        if len(dense) != len(lexical):
            raise IndexCorrupt(f"{len(dense)} vectors, {len(lexical)} lexical rows: reindex")
        self._dense = dense
        self._lexical = lexical

    @classmethod
    def build(cls, texts: Sequence[str], vectors: Vectors) -> EmbeddedArms:
        """Of one text and one vector a row."""
        return cls(DenseArm(vectors), LexicalArm.build(texts))

    def __len__(self) -> int:
        return len(self._dense)

    @property
    def vectors(self) -> Vectors:
        """Every row's vector, shape (len, dim)."""
        return self._dense.vectors

    @property
    def weighing(self) -> Weighing:
        """What a question's n-grams weigh."""
        return self._lexical.weighing

    def weights(self) -> csr_array:
        """What each row's n-grams weigh, shape (len, n-grams), float32."""
        return self._lexical.by_row()

    def ask(self, questions: Sequence[str], vectors: Vectors, limit: int) -> list[Asked]:
        """Puts questions to both arms."""
        nearest = self._dense.nearest(vectors, limit)
        return [
            _AskedHere(self._dense, vector, rows, self._lexical.shares(question), limit)
            for question, vector, rows in zip(questions, vectors, nearest, strict=True)
        ]

    def check(self) -> None:
        """Nothing: both arms are here."""

    def save(self, folder: Path) -> None:
        """Writes both arms."""
        self._dense.save(folder)
        self._lexical.save(folder)

    @classmethod
    def load(cls, folder: Path) -> EmbeddedArms:
        """Reads what `save` wrote.

        Raises:
            IndexCorrupt: a file is missing, unreadable, or does not fit the others.
        """
        return cls(DenseArm.load(folder), LexicalArm.load(folder))


@dataclass(frozen=True, slots=True)
class _AskedHere:
    dense: DenseArm
    vector: NDArray[np.float32]
    nearest: Rows
    all_shares: Values
    limit: int

    @property
    def matching(self) -> Rows:
        rows = np.flatnonzero(self.all_shares > 0)
        best: Rows = rows[np.argsort(-self.all_shares[rows], kind="stable")[: self.limit]]
        return best

    def expect(self, rows: Rows) -> None:
        """Nothing: every row is here."""

    def cosines(self, rows: Rows) -> Values:
        return self.dense.cosines(self.vector, rows)

    def shares(self, rows: Rows) -> Values:
        return self.all_shares[rows]
