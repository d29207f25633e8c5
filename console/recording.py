"""Puts what is asked in the terminal on record before its answer is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from querylog.log import QueryLog
from querylog.models import QueryEntry, Surface
from retrieval.models import Answer, Question

Ask = Callable[[Question], Answer]


@contextmanager
def recorded(ask: Ask, open_log: Callable[[], QueryLog] | None) -> Iterator[Ask]:
    """`ask` with a record of each question; without a log to open, as it is."""
    if open_log is None:
        yield ask
        return
    with closing(open_log()) as log:

        def put(question: Question) -> Answer:
            answer = ask(question)
            log.record(QueryEntry(surface=Surface.CONSOLE, question=question, answer=answer))
            return answer

        yield put
