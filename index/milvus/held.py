"""Which rows Milvus holds for a build, and whether it still does."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from index.engine import HELD_FILE
from index.errors import EngineLost, IndexCorrupt, IndexMismatch
from index.milvus.client import Milvus, Row
from index.milvus.connection import WORK_SECONDS


class Held(BaseModel):
    """What a build's folder says of its rows in Milvus."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    collection: str
    rows: int
    dim: int
    sample: str  # SHA-256 of the rows `sampled` names

    @property
    def sampled(self) -> list[int]:
        """Rows by which another encoder's or another build's rows are told from these."""
        return sorted({0, self.rows // 2, self.rows - 1})

    def save(self, folder: Path) -> None:
        """Writes it into a build's folder."""
        (folder / HELD_FILE).write_text(self.model_dump_json(indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Held:
        """Reads what `save` wrote.

        Raises:
            IndexMismatch: Milvus holds nothing for this build.
            IndexCorrupt: it cannot be read.
        """
        try:
            return cls.model_validate_json((folder / HELD_FILE).read_bytes())
        except FileNotFoundError:
            raise IndexMismatch(
                f"{folder.name}: its rows lie in its folder, not in GIPFEL_INDEX__URL"
            ) from None
        except (OSError, ValidationError) as error:
            raise IndexCorrupt(f"{folder.name}: {HELD_FILE}: {error}") from error

    def check(self, milvus: Milvus, *, strong: bool = False, seconds: float = WORK_SECONDS) -> None:
        """Reads a few rows and compares them.

        Raises:
            EngineUnavailable: no answer in time.
            EngineLost: they are not there, or are others.
        """
        found = milvus.rows(self.collection, self.sampled, strong=strong, seconds=seconds)
        if sample_of(found[row] for row in self.sampled if row in found) != self.sample:
            raise EngineLost(f"{self.collection} in {milvus.url} does not hold this build's rows")


def sample_of(rows: Iterable[Row]) -> str:
    """SHA-256 of rows, by what they score and not by how they are written."""
    digest = hashlib.sha256()
    for row in rows:
        grams = sorted(row.grams.items())
        digest.update(np.array(row.vector, dtype="<f4").tobytes())
        digest.update(np.array([gram for gram, _ in grams], dtype="<i8").tobytes())
        digest.update(np.array([weight for _, weight in grams], dtype="<f4").tobytes())
    return digest.hexdigest()
