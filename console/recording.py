"""Puts what is asked in the terminal on record before its answer is shown."""

from __future__ import annotations

from collections.abc import Callable

from querylog.log import QueryLog
from querylog.models import QueryEntry, Surface
from retrieval.models import Answer, Question


class RecordingAsk:
    """`Answerer.answer`, with a record of each question; not for `eval`, benchmarks or `ask --articles`."""

    def __init__(self, ask: Callable[[Question], Answer], log: QueryLog) -> None:
        self._ask = ask
        self._log = log

    def __call__(self, question: Question) -> Answer:
        """The answer, on record."""
        answer = self._ask(question)
        self._log.record(QueryEntry(surface=Surface.CONSOLE, question=question, answer=answer))
        return answer
