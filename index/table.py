"""The sentences of an index as one array, mapped into memory; one becomes an object when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

from index.models import Sentence

COLUMNS = ("article", "number", "start", "end", "paragraph")


class SentenceTable(Sequence[Sentence]):
    """Sentences by row. Rows of one article stand together, in its order.

    Args:
        names: ids of the articles; a row's first column says which is its article's.
        rows: shape (sentences, 5), int64: see `COLUMNS`.

    Raises:
        IndexError: a row names no article.
        ValueError: this is no table of sentences.
    """

    def __init__(self, names: Sequence[str], rows: NDArray[np.int64]) -> None:
        if rows.ndim != 2 or rows.shape[1] != len(COLUMNS) or rows.dtype != np.int64:  # noqa: PLR2004 - rows, columns
            raise ValueError(f"sentences have shape {rows.shape} and type {rows.dtype}")
        self.names = tuple(names)
        self.rows = rows
        self.article = rows[:, 0]
        self.paragraph = rows[:, 4]
        if len(rows) and not 0 <= self.article.min() <= self.article.max() < len(self.names):
            raise IndexError(f"sentences of {self.article.max() + 1} articles, {len(self.names)} are there")
        order = np.flatnonzero(np.diff(self.article, prepend=-1))
        ends = np.append(order, len(rows))[1:]
        self._spans = {
            self.names[self.article[start]]: slice(int(start), int(end))
            for start, end in zip(order.tolist(), ends.tolist(), strict=True)
        }

    @classmethod
    def of(cls, names: Sequence[str], sentences: Iterable[Sentence]) -> SentenceTable:
        """Of finished sentences, all of named articles."""
        place = {name: at for at, name in enumerate(names)}
        rows = [(place[one.article], one.number, one.start, one.end, one.paragraph) for one in sentences]
        return cls(names, np.array(rows, dtype=np.int64).reshape(-1, len(COLUMNS)))

    def span(self, article: str) -> slice:
        """The rows of an article; none where it has no sentence."""
        return self._spans.get(article, slice(0, 0))

    def row(self, article: str, number: int) -> int:
        """The row of an article's sentence.

        Raises:
            KeyError: it has none with this number.
        """
        span = self.span(article)
        at = span.start + number - 1
        if not span.start <= at < span.stop or self.rows[at, 1] != number:
            raise KeyError((article, number))
        return int(at)

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> Sentence: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Sentence, ...]: ...

    def __getitem__(self, at: int | slice) -> Sentence | tuple[Sentence, ...]:
        if isinstance(at, slice):
            return tuple(map(self._sentence, self.rows[at].tolist()))
        return self._sentence(self.rows[at].tolist())

    def __iter__(self) -> Iterator[Sentence]:
        return (self._sentence(row) for row in self.rows.tolist())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SentenceTable):
            return NotImplemented
        return self.names == other.names and np.array_equal(self.rows, other.rows)

    __hash__ = None  # type: ignore[assignment]  # equal by content, and too large to hash

    def _sentence(self, row: list[int]) -> Sentence:
        article, number, start, end, paragraph = row
        return Sentence(self.names[article], number, start, end, paragraph)
