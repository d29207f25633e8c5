"""Something to answer from, whatever happened to the live build; the log says what happened."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from index.errors import (
    ArticleRefused,
    EngineLost,
    EngineUnavailable,
    IndexMismatch,
    IndexMissing,
    IndexRoomError,
    NothingToIndex,
    ReindexBusy,
    StoreUnwritable,
)
from index.lock import ReindexLock
from index.models import Embedder, Progress, no_progress
from index.opening import OpenBuild
from index.reindex import Reindexer
from index.store import IndexStore

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """The build to answer from."""

    build: OpenBuild
    refused: tuple[ArticleRefused, ...] = ()  # while it was made; none where it was there


def open_or_rebuild(
    store: IndexStore, embedder: Embedder, reindexer: Reindexer, *, progress: Progress = no_progress
) -> Opened:
    """Opens the live build; failing that the newest whole one; failing that builds from the articles.

    A build that does not match this bot, or that its search engine has lost, is not worked around but built anew,
    from the articles of today.
    Where nothing can be written, or the search engine is away, the new build stays in memory, unpublished.

    Raises:
        NothingToIndex: there is neither a usable build nor an article.
    """
    try:
        return Opened(store.open(embedder))
    except (IndexRoomError, OSError) as error:
        failures = [str(error)]
        # A first start is no fault, and says nothing.
        level = logging.DEBUG if isinstance(error, IndexMissing) and not store.ids() else logging.WARNING
        logger.log(level, "The live build is not used: %s", error)
        attempts = [partial(_older, store, embedder), partial(_rebuilt, store, embedder, reindexer, progress)]
        if isinstance(error, IndexMismatch | EngineLost):
            attempts.reverse()
    for attempt in attempts:
        try:
            build, done, refused = attempt()
        except (IndexRoomError, OSError) as error:
            failures.append(str(error))
            logger.log(level, "%s", error)
        else:
            logger.log(level, "%s", done)
            return Opened(build, refused)
    raise NothingToIndex("; ".join(failures))


def _older(store: IndexStore, embedder: Embedder) -> tuple[OpenBuild, str, tuple[ArticleRefused, ...]]:
    """The last whole build that was live before; only then the newest that a rollback left."""
    before = store.succession()[::-1]
    left = [build for build in store.ids() if build not in before]
    for build in (*before, *left):
        if build == store.current_id():
            continue
        try:
            return store.open(embedder, build), f"answering from build {build} instead", ()
        except IndexRoomError as error:
            logger.warning("%s", error)
    raise NothingToIndex("no other build is whole")


def _rebuilt(
    store: IndexStore, embedder: Embedder, reindexer: Reindexer, progress: Progress
) -> tuple[OpenBuild, str, tuple[ArticleRefused, ...]]:
    while True:
        try:
            outcome = reindexer.run(who="start", confirmed=True, progress=progress)
        except ReindexBusy as busy:
            logger.warning("Waiting for another process to end: %s", busy)
            ReindexLock(store.root).wait()
            with suppress(IndexRoomError):  # it was stopped, or made a build that is none for this bot
                build = store.open(embedder)
                return build, f"answering from build {build.id}, which another process has just made", ()
        except (StoreUnwritable, EngineUnavailable) as error:
            build = reindexer.unpublished(progress=progress)
            return build, f"answering from a build in memory, made from the articles: {error}", ()
        else:
            return store.open(embedder), f"built {outcome.build} from the articles", outcome.refused
