"""Both arms in this process, each searched by the number of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import IndexCorrupt
from index.models import Progress, Vectors, no_progress
from index.search.arms import SIZES, Asked, Lexical, LexicalAsked, Sizes, Wordings
from index.search.dense import DenseArm, DenseSearch
from index.search.lexical import LexicalArm
from index.search.respelt import respelt
from index.search.scores import Rows, Values
from index.search.weighing import Weighing
from index.search.wordwise import WordwiseArm

if TYPE_CHECKING:
    from scipy.sparse import csr_array

SEARCH_FILE = "search.json"


class Search(BaseModel):
    """How a build's rows are searched, chosen by their number; in its manifest."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    dense: DenseSearch = DenseSearch()
    lexical: Literal["every row", "by words"] = "every row"


class EmbeddedArms:
    """Dense and lexical arm in this process."""

    def __init__(self, dense: DenseArm, lexical: Lexical) -> None:
        if len(dense) != len(lexical):
            raise IndexCorrupt(f"{len(dense)} vectors, {len(lexical)} lexical rows: reindex")
        self._dense = dense
        self._lexical = lexical

    @classmethod
    def build(
        cls,
        texts: Sequence[str],
        vectors: Vectors,
        sizes: Sizes = SIZES,
        progress: Progress = no_progress,
    ) -> EmbeddedArms:
        """Of one text and one vector a row; `progress` is told of a graph as it grows, phase `link`."""
        lexical = LexicalArm if len(texts) <= sizes.lexical else WordwiseArm
        return cls(DenseArm.build(vectors, sizes.dense, progress), lexical.build(texts))

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

    def ask(self, questions: Sequence[Wordings], vectors: Vectors, limit: int) -> list[Asked]:
        """Puts questions to both arms, which search when they are first looked at."""
        return [
            _AskedHere(
                self._dense,
                vector,
                respelt([self._lexical.ask(wording, limit) for wording in wordings], limit),
                limit,
            )
            for wordings, vector in zip(questions, vectors, strict=True)
        ]

    def check(self) -> None:
        """Nothing: both arms are here."""

    def save(self, folder: Path) -> None:
        """Writes both arms, and how they are searched."""
        self._dense.save(folder)
        self._lexical.save(folder)
        found = Search(
            dense=self._dense.search,
            lexical="by words" if isinstance(self._lexical, WordwiseArm) else "every row",
        )
        (folder / SEARCH_FILE).write_text(found.model_dump_json(indent=1), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> EmbeddedArms:
        """Reads what `save` wrote.

        Raises:
            IndexCorrupt: a file is missing, unreadable, or does not fit the others.
        """
        search = read_search(folder / SEARCH_FILE)
        lexical = LexicalArm if search.lexical == "every row" else WordwiseArm
        return cls(DenseArm.load(folder, search.dense), lexical.load(folder))


def read_search(file: Path) -> Search:
    """What `EmbeddedArms.save` wrote down of itself.

    Raises:
        IndexCorrupt: the file is missing or says something else.
    """
    try:
        return Search.model_validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        raise IndexCorrupt(f"{file.name}: {error}") from error


@dataclass(frozen=True)
class _AskedHere:
    dense: DenseArm
    vector: Vectors  # shape (dim,)
    lexical: LexicalAsked
    limit: int

    @cached_property
    def nearest(self) -> Rows:
        return self.dense.nearest(self.vector, self.limit)

    @property
    def matching(self) -> Rows:
        return self.lexical.matching

    def expect(self, rows: Rows) -> None:
        """Nothing: every row is here."""

    def cosines(self, rows: Rows) -> Values:
        return self.dense.cosines(self.vector, rows)

    def shares(self, rows: Rows) -> Values:
        return self.lexical.shares(rows)
