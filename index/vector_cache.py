"""What came of texts that were embedded, kept in a SQLite file."""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

import numpy as np

from index.files import make_folder
from index.models import Embedded, Tokens

logger = logging.getLogger(__name__)
T = TypeVar("T")

_SCHEMA = """
DROP TABLE IF EXISTS vectors;
CREATE TABLE IF NOT EXISTS embedded (
    key BLOB PRIMARY KEY, vector BLOB NOT NULL, ids BLOB NOT NULL, tokens BLOB NOT NULL, checksum BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS used (key BLOB PRIMARY KEY, run INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS runs (run INTEGER PRIMARY KEY AUTOINCREMENT, build TEXT);
"""
_PER_QUERY = 500  # keys; SQLite's oldest limit on parameters is 999


class VectorCache:
    """A SQLite file of vectors, each with a checksum; what does not match it counts as missing.

    Each object is one run, which notes all that it uses. No fault of the file stops a build: a cache that
    fails is left aside, and removed where it is damaged. All that costs is time.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._usable = True
        self._used: set[bytes] = set()
        self._run = self._attempt(_begin, 0)
        if not self._usable and not path.exists():  # it was damaged, and is gone
            self._usable = True
            self._run = self._attempt(_begin, 0)

    def get(self, keys: Sequence[bytes], dim: int) -> dict[bytes, Embedded]:
        """What is there, one text each."""

        def read(database: sqlite3.Connection) -> dict[bytes, Embedded]:
            found: dict[bytes, Embedded] = {}
            for start in range(0, len(keys), _PER_QUERY):
                some = keys[start : start + _PER_QUERY]
                marks = ",".join("?" * len(some))
                query = f"SELECT * FROM embedded WHERE key IN ({marks})"  # noqa: S608 - marks
                for key, vector, ids, tokens, checksum in database.execute(query, some):
                    if len(vector) == 4 * dim and checksum == _checksum(key, vector, ids, tokens):
                        found[key] = _read(vector, ids, tokens)
            return found

        nothing: dict[bytes, Embedded] = {}
        found = self._attempt(read, nothing)
        self._used |= found.keys()
        return found

    def put(self, keys: Sequence[bytes], embedded: Embedded) -> None:
        """Keeps what came of one text a key; lasting on return."""
        rows = [(key, *_written(embedded, at)) for at, key in enumerate(keys)]
        sealed = [(*row, _checksum(*row)) for row in rows]

        def write(database: sqlite3.Connection) -> None:
            database.executemany("INSERT OR REPLACE INTO embedded VALUES (?, ?, ?, ?, ?)", sealed)

        self._attempt(write, None)
        self._used.update(keys)

    def prune(self, build: str, kept: Iterable[str]) -> None:
        """Names the build that this run became, and drops what no run since the oldest kept build used.

        What a run used is written down here alone: reading the vectors of an unchanged text writes nothing.
        """

        def drop(database: sqlite3.Connection) -> None:
            used = ((key, self._run) for key in self._used)
            database.executemany("INSERT OR REPLACE INTO used VALUES (?, ?)", used)
            database.execute("UPDATE runs SET build = ? WHERE run = ?", (build, self._run))
            runs = dict(database.execute("SELECT build, run FROM runs WHERE build IS NOT NULL").fetchall())
            _drop_before(database, min(runs.get(name, self._run) for name in (build, *kept)))

        self._attempt(drop, None)

    def clear(self) -> None:
        """Drops everything: so a purged text's vectors go.

        Raises:
            OSError: they are still there.
        """
        self._delete()
        self._usable = True
        self._used = set()
        self._run = self._attempt(_begin, 0)

    def _delete(self) -> None:
        self._path.unlink(missing_ok=True)
        self._path.with_name(f"{self._path.name}-journal").unlink(missing_ok=True)

    def _attempt(self, work: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """Does one transaction on the file, opened for it alone; `otherwise` where that fails."""
        if not self._usable:
            return otherwise
        try:
            make_folder(self._path.parent)
            with closing(sqlite3.connect(self._path, timeout=30)) as database:
                database.execute("PRAGMA auto_vacuum = INCREMENTAL")  # has effect only before the first table
                database.execute("PRAGMA secure_delete = ON")
                database.executescript(_SCHEMA)
                with database:
                    return work(database)
        except (sqlite3.Error, OSError) as error:
            logger.warning("The vector cache is left aside for this build: %s", error)
            self._usable = False
            if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
                with suppress(OSError):
                    self._delete()
            return otherwise


def _begin(database: sqlite3.Connection) -> int:
    return database.execute("INSERT INTO runs (build) VALUES (NULL)").lastrowid or 0


def _drop_before(database: sqlite3.Connection, run: int) -> None:
    database.execute("DELETE FROM runs WHERE run < ?", (run,))
    database.execute("DELETE FROM used WHERE run < ?", (run,))
    database.execute("DELETE FROM embedded WHERE key NOT IN (SELECT key FROM used)")
    database.commit()
    database.execute("PRAGMA incremental_vacuum").fetchall()


def _written(embedded: Embedded, row: int) -> tuple[bytes, bytes, bytes]:
    own = embedded.tokens.of(row, row + 1)
    return embedded.vectors[row].tobytes(), own.ids.tobytes(), own.vectors.tobytes()


def _read(vector: bytes, ids: bytes, tokens: bytes) -> Embedded:
    numbers = np.frombuffer(ids, dtype=np.int32)
    rows = np.frombuffer(tokens, dtype=np.int8).reshape(len(numbers), -1)
    ends = np.array([len(numbers)], dtype=np.int64)
    return Embedded(np.frombuffer(vector, dtype=np.float32)[np.newaxis], Tokens(numbers, rows, ends))


def _checksum(*parts: bytes) -> bytes:
    return hashlib.blake2b(b"".join(parts), digest_size=8).digest()
