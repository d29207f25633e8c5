"""The one operation that makes builds: read, embed, compare, check, publish."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from index.cached_embedder import CachedEmbedder
from index.changes import CheckReport, Limits, Outcome, compare
from index.describing import content_of, describe
from index.errors import (
    ConfirmationNeeded,
    IndexCorrupt,
    IndexRoomError,
    NothingToIndex,
    StoreUnwritable,
)
from index.holdings import Holdings
from index.known import Known
from index.library import Library
from index.lock import ReindexLock
from index.manifest import Manifest
from index.models import Article, Embedder, Progress, Sentence, no_progress
from index.opening import OpenBuild
from index.removal import Removal, removal
from index.sentence_index import SentenceIndex
from index.steps import Steps
from index.store import IndexStore
from index.vector_cache import VectorCache

logger = logging.getLogger(__name__)

Check = Callable[[SentenceIndex, OpenBuild | None, Progress], CheckReport]
"""Judges a candidate before it is published, beside the live build where that opens; may raise to refuse.

It tells how far it is, phase `check`, and is ended by what that raises.
"""


class Reindexer:
    """Builds from a library into a store.

    Args:
        library: where the articles come from.
        store: where the build goes.
        embedder: what the build is made with.
        limits: how much may be dropped unasked.
        check: judges the candidate; None: it is published unchecked.
    """

    def __init__(
        self,
        library: Library,
        store: IndexStore,
        embedder: Embedder,
        *,
        limits: Limits,
        check: Check | None = None,
    ) -> None:
        self._library = library
        self._store = store
        self.embedder = embedder
        self._limits = limits
        self._check = check

    def run(
        self,
        *,
        who: str,
        dry_run: bool = False,
        confirmed: bool = False,
        without: str | None = None,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Outcome:
        """Builds a candidate and publishes it, unless nothing changed or `dry_run`.

        Args:
            who: on whose word; told to whoever asks meanwhile.
            dry_run: compare and check only.
            confirmed: publish although much would be dropped.
            without: an article to take out first; it stays where that is not published.
            progress: told of each step: `read`, `embed`, `link` (of a large index), `check`, `publish`.
            cancelled: asked at each step; True ends it with nothing published.

        Raises:
            ReindexBusy: another one is running.
            ReindexCancelled: as asked.
            ArticleUnknown: there is none to take out.
            NothingToIndex: no readable article, or no shipped one where the live build has some.
            CheckUnusable: the candidate cannot be judged.
            ConfirmationNeeded: too much would be dropped; carries the outcome a dry run would have had.
            StoreUnwritable: the disk is full, the folder read-only, ...
            EngineUnavailable: the search engine did not take the rows.
        """
        try:
            with ReindexLock(self._store.root).held(who) as hold:
                steps = Steps(hold, progress, cancelled)
                # Not before: another reindex must not publish without what may yet be taken back.
                with removal(without, self._library, self._store, self._before()) as under_way:
                    return self._run(steps, under_way, dry_run=dry_run, confirmed=confirmed)
        except OSError as error:
            raise StoreUnwritable.of(self._store.root, error) from error

    def unpublished(self, *, progress: Progress = no_progress) -> OpenBuild:
        """A build in memory alone, for when nothing can be written; its number is 0.

        Raises:
            NothingToIndex: no readable article.
        """
        holdings = self._library.read(self._store.texts.all_purged(), progress=progress)
        index = SentenceIndex.build(holdings.articles, self.embedder, names=holdings.names, progress=progress)
        manifest = describe(index, {}, shipped=holdings.shipped, sequence=0, created=datetime.now(UTC))
        return OpenBuild(manifest.id, index, manifest)

    def forget_vectors(self, *, but: OpenBuild | None = None) -> None:
        """Empties the cache, but for the vectors of one build.

        Raises:
            StoreUnwritable: what is in it cannot be removed.
        """
        cache = self._cache()
        try:
            cache.clear()
        except OSError as error:
            raise StoreUnwritable.of(self._store.root, error) from error
        if but is not None:
            CachedEmbedder(self.embedder, cache).keep(but.index)

    def _cache(self) -> VectorCache:
        return VectorCache(self._store.root / "cache" / "vectors.sqlite3")

    def _run(self, steps: Steps, under_way: Removal, *, dry_run: bool, confirmed: bool) -> Outcome:
        began = time.monotonic()
        before, known = self._before(), self._store.known()
        holdings = self._read(before, known, steps)
        cache = self._cache()
        embedder = CachedEmbedder(self.embedder, cache)
        candidate = self._candidate(holdings, known, embedder, steps)
        unchanged = self._is_live(candidate)
        diff = compare(before, candidate, self._old_text)
        report = None if unchanged else self._checked(candidate, steps)
        outcome = Outcome(
            build=self._store.current_id(),
            published=False,
            diff=diff,
            report=report,
            doubts=self._limits.doubts(diff, report),
            refused=holdings.refused,
            embedded=embedder.embedded,
            reused=embedder.reused,
            seconds=time.monotonic() - began,
        )
        if dry_run:
            return outcome
        if unchanged:
            under_way.settled = True
            self._delete_removed(holdings)
            self._store.sweep()
            return outcome
        if outcome.doubts and not confirmed:
            raise ConfirmationNeeded(outcome)
        steps("publish", 0, 1)
        manifest = self._store.publish(
            candidate, shipped=holdings.shipped, sources=holdings.sources, progress=steps
        )
        self._delete_removed(holdings)
        cache.prune(manifest.id, self._store.ids())
        steps.last("publish", 1, 1)
        return replace(outcome, build=manifest.id, published=True, seconds=time.monotonic() - began)

    def _read(self, before: Manifest | None, known: Known, steps: Steps) -> Holdings:
        purged = self._store.texts.all_purged()
        holdings = self._library.read(purged, known=known.articles, progress=steps)
        if not holdings.articles:
            why = (
                "".join(f"; {error}" for error in holdings.refused)
                or ": put a .txt, .md, .html or .pdf there"
            )
            raise NothingToIndex(
                f"no readable article in {self._library.seeds} or {self._library.added}{why}"
            )
        gone = {entry.id for entry in before.articles if entry.text_sha256 in purged} if before else set()
        lost = set(before.shipped if before else ()) - self._library.removed() - gone
        if lost and not holdings.shipped:
            raise NothingToIndex(
                f"{self._library.seeds} is empty or unreadable, and {', '.join(sorted(lost))} would be lost: "
                "put the folder back, or remove each of them"
            )
        return holdings

    def _candidate(self, holdings: Holdings, known: Known, embedder: Embedder, steps: Steps) -> SentenceIndex:
        def split(article: Article) -> Sequence[Sentence]:
            return known.split(article, holdings.sources[article.id])

        return SentenceIndex.build(
            holdings.articles,
            embedder,
            names=holdings.names,
            split=split,
            sizes=self._store.sizes,
            progress=steps,
        )

    def _delete_removed(self, holdings: Holdings) -> None:
        try:
            self._library.delete_removed(holdings.aside)
        except StoreUnwritable as error:  # the build without them is live all the same
            logger.warning("Files of removed articles will be deleted later: %s", error)

    def _before(self) -> Manifest | None:
        """What the candidate is compared with: the live build, or the newest that can be read."""
        return self._store.live() or next(iter(self._store.builds()), None)

    def _checked(self, candidate: SentenceIndex, steps: Steps) -> CheckReport | None:
        if self._check is None:
            return None
        steps("check", 0, 1)
        try:
            live = self._store.open(self.embedder)
        except IndexRoomError as error:
            logger.debug("The candidate is checked without the live build: %s", error)
            live = None
        report = self._check(candidate, live, steps)
        steps("check", 1, 1)
        return report

    def _is_live(self, candidate: SentenceIndex) -> bool:
        """Whether the live build is whole and would answer alike, so that there is nothing to publish."""
        try:
            manifest = self._store.whole(self._store.current_id() or "")
        except IndexRoomError:
            return False
        return manifest.content == content_of(candidate)

    def _old_text(self, text_sha256: str) -> str | None:
        try:
            return self._store.text(text_sha256)
        except IndexCorrupt as error:
            logger.warning("A kept text counts as lost: %s", error)
            return None
