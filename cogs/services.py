"""What the cogs are given: synchronous parts of the other rooms, wired by the entry point."""

from __future__ import annotations

from dataclasses import dataclass

from index.operations import Operations
from index.store import IndexStore
from locales import Locales
from querylog.log import QueryLog
from retrieval.assistant import Assistant


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Called in worker threads alone."""

    assistant: Assistant  # answers from the live build
    operations: Operations  # changes the index, or tells of it
    store: IndexStore  # the texts and manifests of all builds ever published
    log: QueryLog
    locales: Locales
