"""Where the rows of an index are searched: what the arms that propose rows, dense and lexical, are asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from index.models import Vectors
from index.search.scores import Rows, Values
from index.search.weighing import Weighing

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Wordings = Sequence[str]
"""A question as it was asked, then with its names spelt otherwise: it means the same, so only words are looked for."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Up to how many rows each arm looks at every one of them."""

    dense: int = 20_000  # exact takes 1 ms there, and 0.6 ms more for each 10,000 rows; the graph 0.2 ms
    lexical: int = 50_000  # every row takes 2 ms there, and 100 MB


SIZES = Sizes()


class LexicalAsked(Protocol):
    """A question put to the lexical arm."""

    @property
    def matching(self) -> Rows:
        """See `Asked`."""

    def shares(self, rows: Rows) -> Values:
        """See `Asked`."""


class Lexical(Protocol):
    """The lexical arm, whichever way it searches."""

    def __len__(self) -> int:
        """How many rows there are."""

    @property
    def weighing(self) -> Weighing:
        """What a question's n-grams weigh."""

    def by_row(self) -> csr_array:
        """What BM25 gives each row for each n-gram, shape (rows, n-grams), float32."""

    def ask(self, question: str, limit: int) -> LexicalAsked:
        """Puts a question, for `limit` rows."""

    def save(self, folder: Path) -> None:
        """Writes what its `load` reads."""


class Asked(Protocol):
    """One question put to the dense and the lexical arm."""

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

    def ask(self, questions: Sequence[Wordings], vectors: Vectors, limit: int) -> list[Asked]:
        """Puts questions, whose vectors have shape (len(questions), dim), to both arms: `limit` rows from each."""

    def check(self) -> None:
        """Raises `EngineUnavailable` or `EngineLost` where the rows cannot be searched now."""
