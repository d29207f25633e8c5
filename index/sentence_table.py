"""The sentences of an index as one array, mapped into memory; one becomes an object when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

from index.models import Sentence

COLUMNS = ("article", "number", "start", "end", "paragraph")


class Sentences(Sequence[Sentence]):
    """Sentences by row.

    Args:
        names: ids of the articles; a row's first column says which is its article's.
        rows: shape (sentences, 5), int64: see `COLUMNS`.
    """

    def __init__(self, names: tuple[str, ...], rows: NDArray[np.int64]) -> None:
        self.names = names
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> Sentence: ...

    @overload
    def __getitem__(self, at: slice) -> Sentences: ...

    def __getitem__(self, at: int | slice) -> Sentence | Sentences:
        if isinstance(at, slice):
            return Sentences(self.names, self.rows[at])
        return self._sentence(self.rows[at].tolist())

    def at(self, rows: NDArray[np.int64]) -> list[Sentence]:
        """The sentences of some rows, in their order."""
        return list(map(self._sentence, self.rows[rows].tolist()))

    def __iter__(self) -> Iterator[Sentence]:
        return map(self._sentence, self.rows.tolist())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(
            mine == theirs for mine, theirs in zip(self, other, strict=True)
        )

    __hash__ = None  # type: ignore[assignment]  # equal by content, and too large to hash

    def _sentence(self, row: list[int]) -> Sentence:
        article, number, start, end, paragraph = row
        return Sentence(self.names[article], number, start, end, paragraph)


class SentenceTable(Sentences):
    """All sentences of an index; rows of one article stand together, in its order.

    Raises:
        IndexError: a row names no article.
        ValueError: this is no table of sentences.
    """

    def __init__(self, names: tuple[str, ...], rows: NDArray[np.int64]) -> None:
        if rows.ndim != 2 or rows.shape[1] != len(COLUMNS) or rows.dtype != np.int64:  # noqa: PLR2004 - rows, columns
            raise ValueError(f"sentences have shape {rows.shape} and type {rows.dtype}")
        super().__init__(names, rows)
        self.article = rows[:, 0]
        self.paragraph = rows[:, 4]
        if len(rows) and not 0 <= self.article.min() <= self.article.max() < len(names):
            raise IndexError(f"sentences of {self.article.max() + 1} articles, {len(names)} are there")
        starts = np.flatnonzero(np.diff(self.article, prepend=-1))
        ends = [*starts[1:].tolist(), len(rows)]
        self._spans = {
            names[self.article[start]]: slice(start, end)
            for start, end in zip(starts.tolist(), ends, strict=False)
        }

    @classmethod
    def of(cls, names: tuple[str, ...], sentences: Iterable[Sentence]) -> SentenceTable:
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
