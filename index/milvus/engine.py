"""Builds whose rows Milvus holds: one collection each, never written to after it was published."""

from __future__ import annotations

import logging
import secrets
import sys
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from index.errors import EngineLost, EngineUnavailable, IndexCorrupt, IndexMismatch, IndexRoomError
from index.files import make_folder, write_atomic
from index.milvus.arms import MilvusArms
from index.milvus.breaker import Breaker
from index.milvus.client import GRAMS, VECTOR, Milvus, Row
from index.milvus.held import Held, sample_of
from index.models import Progress, no_progress
from index.search.arms import SIZES, Arms, Sizes
from index.search.embedded_arms import EmbeddedArms
from index.search.weighing import Weighing

logger = logging.getLogger(__name__)

GRACE_SECONDS = 600.0
"""How long rows outlive their build's files: whoever began to read them is done by then."""
NAME_FILE = "milvus.txt"
RETIRED_FOLDER = "retired"
_OPEN_SECONDS = 10.0  # how long to wait for a sign of life from an engine
_LOADED = 2  # of the newest builds stay in the engine's memory, and the live one
_PER_INSERT = 500  # rows in one message: some 2 MB
_NEXT_TO_NOTHING = 1e-9  # servers refuse an empty sparse vector


class MilvusEngine:
    """Holds the builds of one store.

    Rows are read by their collection's name, never through the alias: a search that comes while an alias is switched
    can mix what belongs to two collections (github.com/milvus-io/milvus/issues/52351), and a build's n-grams fit its
    own rows alone. The alias tells people and other programs which collection is live.

    Args:
        milvus: the connection.
        root: the store's folder; collections begin with a name that is kept there.
        now: seconds, as files' times are counted.
    """

    is_beside = True

    def __init__(self, milvus: Milvus, root: Path, *, now: Callable[[], float] = time.time) -> None:
        self._milvus = milvus
        self._root = root
        self._now = now
        self._breaker = Breaker()
        # A candidate is checked with a few questions, then Milvus has its rows: a graph would be linked in vain.
        self.sizes = Sizes(dense=sys.maxsize, lexical=SIZES.lexical)

    def save(
        self, arms: EmbeddedArms, owners: Sequence[str], folder: Path, progress: Progress = no_progress
    ) -> None:
        """Writes a new collection, and reads strongly that it is whole."""
        name = f"{self._prefix() or self._new_prefix()}_{secrets.token_hex(8)}"
        rows = _Rows(arms, owners)
        held = Held(collection=name, rows=len(owners), dim=arms.vectors.shape[1], sample="")
        held = held.model_copy(update={"sample": sample_of(map(rows, held.sampled))})
        # Else who publishes waits long for an engine that is away.
        self._milvus.holds(name, seconds=_OPEN_SECONDS)
        try:
            self._milvus.create(name, held.dim)
            for start in range(0, held.rows, _PER_INSERT):
                progress("publish", start, held.rows)
                self._milvus.insert(name, map(rows, range(start, min(start + _PER_INSERT, held.rows))))
            self._milvus.finish(name)
            self._check(held)
        except IndexRoomError:
            with suppress(IndexRoomError):
                self._milvus.drop(name)  # else `tidy` does
            raise
        held.save(folder)
        arms.weighing.save(folder)

    def open(self, folder: Path) -> Arms:
        """The arms of a build; while the engine is away they are opened unseen, and their first question tells."""
        held = Held.load(folder)
        arms = MilvusArms(self._milvus, self._breaker, held, Weighing.load(folder, held.rows))
        try:
            with self._breaker.guarded():
                self._check(held)
                self._warm_up(held)
        except EngineUnavailable as error:
            logger.warning("%s is opened unseen: %s", folder.name, error)
        return arms

    def check(self, folder: Path) -> None:
        """Reads strongly whether all rows of a build are there."""
        self._check(Held.load(folder))

    def forget(self, folder: Path, articles: Collection[str]) -> None:
        """Deletes the rows of some articles by their ids."""
        with suppress(IndexMismatch, IndexCorrupt):
            held = Held.load(folder)
            if articles:
                self._milvus.load(held.collection)  # an older build may have left memory
            for article in articles:
                ids = self._milvus.ids_of(held.collection, article)
                if ids:
                    self._milvus.delete(held.collection, ids)

    def retire(self, folder: Path, *, at_once: bool = False) -> None:
        """Marks a build's collection to be dropped, or drops it."""
        try:
            held = Held.load(folder)
        except (IndexMismatch, IndexCorrupt):
            return  # nobody knows which it is: `tidy` finds that it belongs to no build
        if at_once:
            self._drop(held.collection)
        else:
            make_folder(self._root / RETIRED_FOLDER)
            write_atomic(self._marker(held.collection), b"")

    def close(self) -> None:
        """Lets the connection go; a call that hangs is left to end."""
        self._milvus.close()

    def tidy(self, live: Path | None, kept: Sequence[Path]) -> None:
        """Points the alias at the live build, drops what no build needs, and takes older builds out of memory.

        The build that was live until now stays there until the next time: other processes still answer from it.

        A collection that belongs to no build and was never retired is what a crash left of an unfinished one.
        """
        prefix = self._prefix()
        if prefix is None:
            return
        needed = [collection for folder in kept if (collection := _collection(folder))]
        wanted = _collection(live) if live else None
        names, alias = self._milvus.collections(f"{prefix}_"), f"{prefix}_live"
        named = next((name for name in names if alias in self._milvus.aliases(name)), None)
        if wanted in names and named != wanted:
            self._milvus.point(alias, wanted, moved=named is not None)
        for name in names:
            if name not in needed and not self._is_fresh(self._marker(name)):
                self._drop(name)
            elif name in needed[_LOADED:] and name not in (wanted, named):
                self._milvus.release(name)

    def _check(self, held: Held) -> None:
        if not self._milvus.holds(held.collection, seconds=_OPEN_SECONDS):
            raise EngineLost(f"{held.collection} is not in {self._milvus.url}")
        self._milvus.load(held.collection)  # of a large one, that takes a while
        held.check(self._milvus, strong=True)
        count = self._milvus.count(held.collection)
        if count != held.rows:
            raise EngineLost(f"{held.collection} in {self._milvus.url} holds {count} of {held.rows} rows")

    def _warm_up(self, held: Held) -> None:
        """What an engine makes with the first search is made before anybody asks."""
        row = self._milvus.rows(held.collection, [0])[0]
        self._milvus.search(held.collection, VECTOR, np.array([row.vector], dtype=np.float32), 1)
        self._milvus.search(held.collection, GRAMS, [row.grams], 1)

    def _drop(self, name: str) -> None:
        for alias in self._milvus.aliases(name):
            self._milvus.drop_alias(alias)  # servers refuse to drop what an alias names
        self._milvus.drop(name)
        self._marker(name).unlink(missing_ok=True)

    def _is_fresh(self, marker: Path) -> bool:
        try:
            return self._now() - marker.stat().st_mtime < GRACE_SECONDS
        except FileNotFoundError:
            return False

    def _marker(self, collection: str) -> Path:
        return self._root / RETIRED_FOLDER / collection

    def _prefix(self) -> str | None:
        """How the names of this store's collections begin: several bots may share a server. None: it has none yet."""
        with suppress(FileNotFoundError):
            return (self._root / NAME_FILE).read_text(encoding="utf-8").strip()
        return None

    def _new_prefix(self) -> str:
        name = f"gipfel_{secrets.token_hex(4)}"
        write_atomic(self._root / NAME_FILE, f"{name}\n".encode())
        return name


class _Rows:
    """The rows of finished arms, one by one: all of them at once would not fit in memory."""

    def __init__(self, arms: EmbeddedArms, owners: Sequence[str]) -> None:
        self._vectors = arms.vectors
        self._weights = arms.weights()
        self._owners = owners
        self._no_grams = {self._weights.shape[1]: _NEXT_TO_NOTHING}  # a number that no question's n-gram has

    def __call__(self, row: int) -> Row:
        """One of them."""
        some = slice(*self._weights.indptr[row : row + 2])
        numbers, weights = self._weights.indices[some].tolist(), self._weights.data[some].tolist()
        grams = dict(zip(numbers, weights, strict=True))
        return Row(row, self._vectors[row], grams or self._no_grams, self._owners[row])


def _collection(folder: Path) -> str | None:
    try:
        return Held.load(folder).collection
    except IndexMismatch:
        return None
    except IndexCorrupt as error:
        if isinstance(error.__cause__, OSError):  # it may well be there: nothing must be dropped
            raise
        return None
