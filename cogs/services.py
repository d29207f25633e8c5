"""What the cogs are given: synchronous parts of the other rooms, wired by the entry point."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.manifest import Manifest
from locales import Locales
from querylog.log import QueryLog
from retrieval.answerer import Answerer
from retrieval.models import Answer, Question


class Assistant(Protocol):
    """Answers from whichever build is live; thread-safe."""

    @property
    def answerer(self) -> Answerer:
        """The live build's answerer."""

    def answer_many(self, questions: Sequence[Question]) -> list[Answer]:
        """One answer a question, all from one build."""


@dataclass(frozen=True, slots=True)
class Services:
    """Called in worker threads alone. What is None is not offered: its command is not registered."""

    assistant: Assistant
    log: QueryLog
    locales: Locales
    text_of: Callable[[str], str | None]  # an article's text by its SHA-256, from any build ever published
    builds: Callable[[], Sequence[Manifest]]  # those that can be rolled back to, newest first
