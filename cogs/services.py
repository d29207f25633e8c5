"""What the cogs are given: synchronous parts of the other rooms, wired by the entry point."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.changes import Outcome
from index.lock import Holder
from index.manifest import Listed, Manifest
from index.models import Article, Progress, no_progress
from index.reading import Metadata
from locales import Locales
from querylog.log import QueryLog
from retrieval.assistant import Assistant
from retrieval.citation import Verdict


class Reindex(Protocol):
    """`Operations.reindex`, which says what it takes and raises."""

    def __call__(
        self,
        *,
        who: str,
        dry_run: bool = False,
        confirmed: bool = False,
        without: str | None = None,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Outcome:
        """Reads the articles anew and publishes a build."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Called in worker threads alone."""

    assistant: Assistant
    log: QueryLog
    locales: Locales
    text_of: Callable[[str], str | None]  # an article's text by its SHA-256, from any build ever published
    builds: Callable[[], Sequence[Listed]]  # those on disk, newest first
    warm_up: Callable[[], None]  # loads what the first question would wait for
    running: Callable[[], Holder | None]  # the reindex that is running, in whichever process
    cancel: Callable[[], Holder | None]  # asks the reindex that is running to end; whose it is
    verify: Callable[[str], Verdict]  # a citation as text; raises CitationInvalid
    reindex: Reindex
    add: Callable[[str, bytes, Metadata | None], Article]
    rollback: Callable[[str | None], Manifest]
    tidy: Callable[[], None] | None = (
        None  # removes what is left over in a search engine; None: there is none
    )
