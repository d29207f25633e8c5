"""Puts what is asked in the terminal on record before its answer is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from querylog.log import QueryLog
from querylog.models import QueryEntry, Surface
from retrieval.models import Answer, Question
from retrieval.question.followups import NO_QUESTION

Ask = Callable[[Question], Answer]


@contextmanager
def recorded(ask: Ask, open_log: Callable[[], QueryLog] | None) -> Iterator[Ask]:
    """`ask` with a record of each question, a follow-up's with the one before it; without a log to open, as it is."""
    if open_log is None:
        yield ask
        return
    before: int | None = None  # the record of the last question
    with closing(open_log()) as log:

        def put(question: Question) -> Answer:
            nonlocal before
            answer = ask(question)
            follows = None if question.earlier is None else before
            entry = QueryEntry(surface=Surface.CONSOLE, question=question, answer=answer, follows=follows)
            record = log.record(entry)
            before = before if answer.refusal in NO_QUESTION else record
            return answer

        yield put
