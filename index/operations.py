"""What an operator can do to the index, in one place for the command line and for Discord."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.changes import Outcome
from index.errors import ArticleRefused, StoreUnwritable
from index.library import Library
from index.lock import Holder, ReindexLock
from index.manifest import Listed, Manifest
from index.models import Article, Progress, no_progress
from index.purge import Purged, purge
from index.reading import TRANSLATION_SUFFIX, Metadata, metadata_beside, read_at_most
from index.reindex import Reindexer
from index.removal import forget, take_out
from index.store import IndexStore
from index.translation_status import Status, translation_status, translation_template
from index.worker import Job, run_apart


@dataclass(frozen=True, slots=True)
class Operations:
    """Nothing here changes what a running bot answers from: whoever holds the open build swaps it.

    Args:
        library: the articles.
        store: the builds.
        make_reindexer: makes a reindexer, here or in another process: a module's function, or a partial of one.
        encoder: the name of the encoder that questions are answered with.
        alone: no other process can reindex while this one is open, as with an engine that is a file.
    """

    library: Library
    store: IndexStore
    make_reindexer: Callable[[], Reindexer]
    encoder: Callable[[], str]
    alone: bool = False

    def reindex(
        self,
        *,
        who: str,
        dry_run: bool = False,
        confirmed: bool = False,
        without: str | None = None,
        apart: bool = True,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Outcome:
        """Reads the articles anew and publishes a build: see `Reindexer.run` for arguments and errors.

        With `apart` in a process of its own, so that answering stays as fast; else, or `alone`, right here.
        """
        if apart and not self.alone:
            job = Job(self.make_reindexer, who, dry_run=dry_run, confirmed=confirmed, without=without)
            return run_apart(job, progress=progress, cancelled=cancelled)
        return self.make_reindexer().run(
            who=who,
            dry_run=dry_run,
            confirmed=confirmed,
            without=without,
            progress=progress,
            cancelled=cancelled,
        )

    def add(self, name: str, data: bytes, metadata: Metadata | None = None) -> Article:
        """Stores an article, or a translation of one, for the next reindex: see `Library`; the article it is of."""
        if name.lower().endswith(TRANSLATION_SUFFIX):
            return self.library.add_translation(name, data)
        live = self.store.live()
        indexed = {entry.text_sha256: entry.id for entry in live.articles} if live else {}
        return self.library.add(name, data, metadata, indexed=indexed)

    def add_file(self, path: Path) -> Article:
        """`add` of a file with the metadata that stands beside it.

        Raises:
            ArticleRefused: also where either cannot be read, or is no regular file.
        """
        described = None
        if not path.name.lower().endswith(TRANSLATION_SUFFIX):
            described = metadata_beside(path.parent, path.name)
        data = read_at_most(path.parent, path.name, self.library.max_bytes)
        return self.add(path.name, data, described.metadata if described else None)

    def remove(self, article_id: str) -> None:
        """Takes an article out with the next reindex, whoever starts it: see `take_out`."""
        take_out(article_id, self.library, self.store.live())
        forget(article_id, self.store)

    def refused(self) -> tuple[ArticleRefused, ...]:
        """What the next reindex would refuse, as the files stand: no answer can come from it."""
        known = self.store.known().articles
        return self.library.read(self.store.texts.all_purged(), known=known).refused

    def translations(self) -> Status:
        """What is translated of the articles, as their files stand: see `translation_status`."""
        return translation_status(self.library)

    def translation_template(self, article_id: str, language: str) -> tuple[str, str]:
        """A sidecar to fill in: see `translation_template`."""
        return translation_template(self.library, article_id, language)

    def rollback(self, build: str | None = None, *, who: str) -> Manifest:
        """Makes an older build live: see `IndexStore.rollback`; not while a reindex would undo that when it ends.

        Raises:
            ReindexBusy: one is running.
        """
        encoder = self.encoder()
        try:
            with ReindexLock(self.store.root).held(who):
                return self.store.rollback(build, encoder=encoder)
        except OSError as error:
            raise StoreUnwritable.of(self.store.root, error) from error

    def builds(self) -> list[Manifest]:
        """The builds on disk, newest first."""
        return self.store.builds()

    def listed(self) -> list[Listed]:
        """The builds on disk in short, newest first; quick enough to be offered while somebody types."""
        return self.store.listed()

    def tidy(self) -> None:
        """Removes what crashes and removed builds left in a search engine: see `IndexStore.tidy`."""
        self.store.tidy()

    def running(self) -> Holder | None:
        """Whose reindex is running, since when and how far; None where none is, or where that may not be looked at."""
        try:
            return ReindexLock(self.store.root).holder()
        except OSError:  # a read-only folder, in which this process can reindex nothing itself
            return None

    def cancel(self) -> Holder | None:
        """Asks the reindex that is running, in whichever process, to end; whose it is, None where none is.

        Raises:
            StoreUnwritable: the word cannot be left for it.
        """
        try:
            return ReindexLock(self.store.root).cancel()
        except OSError as error:
            raise StoreUnwritable.of(self.store.root, error) from error

    def purge(self, text_sha256: str, *, who: str) -> Purged:
        """Erases a text for good: see `purge`."""
        return purge(text_sha256, self.library, self.store, self.make_reindexer(), who=who)
