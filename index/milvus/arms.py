"""Both arms in Milvus: it finds the rows, and what they score is computed here, as the embedded arms do."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from index.errors import EngineLost, EngineUnavailable, IndexCorrupt
from index.milvus.breaker import Breaker
from index.milvus.client import GRAMS, VECTOR, Milvus, Row
from index.milvus.held import Held
from index.models import Vectors
from index.search.arms import Asked, LexicalAsked, Wordings
from index.search.respelt import respelt
from index.search.scores import Rows, Values
from index.search.weighing import Grams, Weighing

_SPARE = 8  # more rows than wanted, so that ties at the end are cut by row, not by chance
_PAGE = 1_000  # rows that are read at once
_MOST = 16_384  # rows that Milvus returns at once


class MilvusArms:
    """The arms of one published build."""

    def __init__(self, milvus: Milvus, breaker: Breaker, held: Held, weighing: Weighing) -> None:
        self._milvus = milvus
        self._breaker = breaker
        self._held = held
        self._weighing = weighing

    def __len__(self) -> int:
        return self._held.rows

    @property
    def vectors(self) -> Vectors:
        """Every row's vector, shape (len, dim), read from the engine.

        Raises:
            EngineUnavailable, EngineLost: it cannot be.
        """
        found = np.zeros((self._held.rows, self._held.dim), dtype=np.float32)
        for start in range(0, len(found), _PAGE):
            ids = range(start, min(start + _PAGE, len(found)))
            page = self._milvus.rows(self._held.collection, ids, [VECTOR])
            found[list(ids)] = [_there(page, row, self._held).vector for row in ids]
        return found

    def ask(self, questions: Sequence[Wordings], vectors: Vectors, limit: int) -> list[Asked]:
        """Puts questions to both arms: two searches for all of them, and one look at the rows to score.

        Raises:
            EngineUnavailable: no answer within the deadline, which is for all of them together.
            EngineLost: the rows are not there.
        """
        if vectors.shape[1] != self._held.dim:
            raise IndexCorrupt(f"questions are {vectors.shape[1]} wide, sentences {self._held.dim}")
        batch = _Batch(self._milvus, self._breaker, self._held, time.monotonic() + self._milvus.deadline)
        weighed = [self._weighing.of(wording) for wordings in questions for wording in wordings]
        nearest = batch.search(VECTOR, vectors, limit)
        known = [at for at, (grams, _) in enumerate(weighed) if len(grams)]
        matching = dict(
            zip(known, batch.search(GRAMS, [_sparse(weighed[at][0]) for at in known], limit), strict=True)
        )
        none = np.zeros(0, dtype=np.int64)
        worded = iter(_WordedThere(batch, matching.get(at, none), *one) for at, one in enumerate(weighed))
        asked: list[Asked] = []
        for wordings, vector, near in zip(questions, vectors, nearest, strict=True):
            own = list(islice(worded, len(wordings)))
            if len(own) > 1:  # each one's rows are scored in the others' wording too
                batch.wanted.update(*(one.matching.tolist() for one in own))
            asked.append(_AskedThere(batch, vector, near, respelt(own, limit)))
        return asked

    def check(self) -> None:
        """Whether the engine answers, within the deadline, and holds this build's rows.

        Raises:
            EngineUnavailable, EngineLost: it does not.
        """
        with self._breaker.guarded(look=True):
            self._milvus.load(self._held.collection, seconds=self._milvus.deadline)
            self._held.check(self._milvus, seconds=self._milvus.deadline)


@dataclass(slots=True)
class _Batch:
    """Questions that are asked together: one deadline, and each row is read once."""

    milvus: Milvus
    breaker: Breaker
    held: Held
    ends: float  # on the monotonic clock
    wanted: set[int] = field(default_factory=set)
    read: dict[int, Row] = field(default_factory=dict)

    def search(self, column: str, questions: Vectors | Sequence[dict[int, float]], limit: int) -> list[Rows]:
        if not len(questions):
            return []
        most = min(limit + _SPARE, self.held.rows, _MOST)
        with self.breaker.guarded():
            found = self.milvus.search(
                self.held.collection, column, questions, most, seconds=self.seconds_left()
            )
        return [_best(rows, scores, limit, positive=column == GRAMS) for rows, scores in found]

    def rows(self, rows: Rows) -> list[Row]:
        self.wanted.update(rows.tolist())
        missing = sorted(self.wanted - self.read.keys())
        for start in range(0, len(missing), _PAGE):
            with self.breaker.guarded():
                page = missing[start : start + _PAGE]
                self.read |= self.milvus.rows(self.held.collection, page, seconds=self.seconds_left())
        return [_there(self.read, row, self.held) for row in rows.tolist()]

    def seconds_left(self) -> float:
        left = self.ends - time.monotonic()
        if left <= 0:
            raise EngineUnavailable(f"{self.milvus.url} took longer than {self.milvus.deadline:.1f} s")
        return left


@dataclass(frozen=True, slots=True)
class _AskedThere:
    batch: _Batch
    vector: NDArray[np.float32]
    nearest: Rows
    lexical: LexicalAsked

    @property
    def matching(self) -> Rows:
        return self.lexical.matching

    def expect(self, rows: Rows) -> None:
        self.batch.wanted.update(rows.tolist())

    def cosines(self, rows: Rows) -> Values:
        found = [row.vector for row in self.batch.rows(rows)]
        vectors = np.array(found, dtype=np.float32).reshape(len(rows), len(self.vector))
        products = vectors.astype(np.float64) * self.vector.astype(np.float64)
        cosines: Values = np.clip(products.sum(axis=1), -1.0, 1.0)
        return cosines

    def shares(self, rows: Rows) -> Values:
        return self.lexical.shares(rows)


@dataclass(frozen=True, slots=True)
class _WordedThere:
    batch: _Batch
    matching: Rows
    grams: Grams
    most: float

    def shares(self, rows: Rows) -> Values:
        if not len(self.grams) or self.most <= 0:
            return np.zeros(len(rows))
        found = [row.grams for row in self.batch.rows(rows)]
        # Summed as bm25s does, n-gram by n-gram in float32: the same numbers to the last bit.
        scores = np.zeros(len(rows), dtype=np.float32)
        for gram in self.grams.tolist():
            scores += np.array([row.get(gram, 0.0) for row in found], dtype=np.float32)
        return scores.astype(np.float64) / self.most


def _sparse(grams: Grams) -> dict[int, float]:
    return dict.fromkeys(grams.tolist(), 1.0)


def _best(rows: Rows, scores: Values, limit: int, *, positive: bool) -> Rows:
    if positive:
        rows, scores = rows[scores > 0], scores[scores > 0]
    best: Rows = rows[np.lexsort((rows, -scores))[:limit]]
    return best


def _there(found: dict[int, Row], row: int, held: Held) -> Row:
    if row not in found:
        raise EngineLost(f"{held.collection}: row {row} is missing")
    return found[row]
