"""Answers made by hand and logs on both databases, for the tests of the query log."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from querylog.events import query_event
from querylog.log import SPOOL, QueryLog
from querylog.models import QueryEntry, Surface
from querylog.spool import Event
from retrieval.models import Answer, Citation, Passage, Question, Timing

TEXT = "Kim und Putin trafen sich in Wladiwostok. Sie sprachen über Sanktionen. Dann fuhr Kim heim."
SENTENCES = ((0, 41), (42, 71), (72, 91))
SHA = hashlib.sha256(TEXT.encode()).hexdigest()
ASKER, OTHER = 111222333444555666, 777888999000111222


@contextmanager
def locked(tmp_path: Path) -> Iterator[None]:
    """Somebody else holds the write lock of `open_sqlite`'s database."""
    with closing(sqlite3.connect(tmp_path / "log.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def passage(number: int = 1, *, score: float = 0.9, build: str = "b1") -> Passage:
    start, end = SENTENCES[number - 1]
    citation = Citation("kbs", (number, number), start, end, SHA, build)
    return Passage(TEXT[start:end], citation, (start, end), score, "de", len(SENTENCES))


def answer(
    question: str,
    *,
    answered: bool = True,
    numbers: tuple[int, ...] = (1,),
    refusal: str | None = "not_found",
    **more: object,
) -> Answer:
    found = tuple(passage(number) for number in numbers)
    values: dict[str, object] = {
        "question": question,
        "language": "de",
        "answered": answered,
        "confidence": 0.9 if answered else 0.2,
        "passages": found if answered else (),
        "closest": () if answered else found,
        "build": "b1",
        "encoder": "fake-1",
        "ms": Timing(3.0, 1.0, 5.0),
        "refusal": None if answered else refusal,
    }
    return Answer(**(values | more))  # type: ignore[arg-type]


def entry(
    question: str = "Wo trafen sie sich?", user: int | None = 7, *, earlier: str | None = None, **more: object
) -> QueryEntry:
    """A question as a cog hands it in; `answered`, `numbers`, `refusal`, `ms` go to the answer."""
    of_answer = {
        name: more.pop(name) for name in ("answered", "numbers", "refusal", "ms", "language") if name in more
    }
    values: dict[str, object] = {"surface": Surface.SLASH, "guild": 1, "channel": 11, "locale": "de"}
    made = answer(question, **of_answer)  # type: ignore[arg-type]
    return QueryEntry(question=Question(question, earlier=earlier), answer=made, user=user, **(values | more))  # type: ignore[arg-type]


def embed(texts: list[str]) -> NDArray[np.float32]:
    """Bags of lower-case words: questions that share words are close."""
    vectors = np.zeros((len(texts), 256), np.float32)
    for row, text in enumerate(texts):
        for word in text.lower().strip("?!. ").split():
            vectors[row, int(hashlib.sha256(word.encode()).hexdigest(), 16) % 256] += 1
    lengths: NDArray[np.float32] = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / lengths


OpenLog = Callable[..., QueryLog]


def opener(var: Path, url: str) -> Iterator[OpenLog]:
    """A function that opens a log on `url`, as often as a test likes; all are closed at the end."""
    opened = []

    def open_log(**options: object) -> QueryLog:
        log = QueryLog.open(var, url, **options)  # type: ignore[arg-type]
        opened.append(log)
        return log

    yield open_log
    for log in opened:
        log.close()


def empty_postgresql(url: str) -> None:
    """Leave nothing in the public schema."""
    engine = sa.create_engine(sa.make_url(url).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()


def found_in(folder: Path, text: str | bytes) -> list[str]:
    """Names of the files that hold the text, or the pseudonym that it is the hexadecimal form of."""
    wanted = [text.encode() if isinstance(text, str) else text]
    if isinstance(text, str) and len(text) == 64:
        wanted.append(bytes.fromhex(text))
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [file.name for file in files if any(needle in file.read_bytes() for needle in wanted)]


def name_of(log: QueryLog, user: int) -> str:
    """A user's pseudonym under the newest secret."""
    return log._secrets.current.pseudonym(user)


def lines(var: Path) -> list[dict[str, object]]:
    """What waits in the spool."""
    return [json.loads(line) for line in (var / SPOOL).read_text().splitlines()]


def log_event(log: QueryLog, made: QueryEntry) -> Event:
    """A question as the log would spool it."""
    return query_event(made, log._secrets)
