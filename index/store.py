"""Builds on disk: published whole or not at all, opened only when every byte is what it was."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.archive import Archive
from index.describing import describe
from index.engine import EmbeddedEngine, Engine
from index.errors import IndexCorrupt, IndexMismatch, IndexMissing, IndexRoomError, StoreUnwritable
from index.files import (
    files_in,
    make_folder,
    publish_folder,
    remove_file,
    sweep,
    unfinished_folder,
    write_atomic,
)
from index.known import Known, read_known, write_sources
from index.lock import FILES
from index.manifest import NAME, Manifest
from index.models import Embedder, Progress, no_progress
from index.opening import OpenBuild, open_build
from index.search.arms import Sizes
from index.sentence_index import SentenceIndex

logger = logging.getLogger(__name__)
_ELSE = (
    "`python bot.py builds` lists what one can return to; for its articles put their files back and reindex"
)


class IndexStore(Archive):
    """The builds under one folder, one of them live. Opening needs no lock and writes nothing.

    Args:
        root: the folder, made when first written to.
        keep: how many older builds to keep beside the live one, its predecessor and the newest that a rollback left.
        engine: where the rows of builds are searched.
        now: the time that manifests carry; order never depends on it.
    """

    def __init__(
        self,
        root: Path,
        *,
        keep: int,
        engine: Engine | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(root)
        self.root = root
        self._keep = keep
        self._engine = engine or EmbeddedEngine()
        self._now = now

    @property
    def sizes(self) -> Sizes:
        """From where on arms of a build need more than a look at every row, where builds are searched."""
        return self._engine.sizes

    def open(self, embedder: Embedder, build: str | None = None) -> OpenBuild:
        """Loads the live build, or the one named, after checking every byte of it.

        Raises:
            IndexMissing: nothing is published, or not that build.
            IndexCorrupt: a file is missing, cut, altered or a stranger; names it.
            IndexMismatch: another format, encoder, dimension or sentence rules; names both sides.
        """
        wanted = build or self.current_id()
        if wanted is None:
            raise IndexMissing("no build is published")
        try:
            return self._open(embedder, wanted)
        except (IndexRoomError, OSError):
            # Between reading `current` and reading the files, newer builds may have pushed this one out.
            if build is None and self.current_id() not in (None, wanted):
                return self.open(embedder)
            raise

    def known(self) -> Known:
        """What the live build knows of its articles' files; nothing where there is none that can be used."""
        live = self.current_id()
        try:
            return read_known(self.folder(live), self.manifest(live)) if live else Known()
        except (IndexRoomError, OSError) as error:
            logger.debug("Every article is read anew: %s", error)
            return Known()

    def publish(
        self,
        index: SentenceIndex,
        *,
        shipped: Iterable[str] = (),
        sources: Mapping[str, str] | None = None,
        progress: Progress = no_progress,
    ) -> Manifest:
        """Writes a build, its manifest last, and makes it the live one; then removes builds beyond `keep`.

        Args:
            index: the finished index.
            shipped: ids of the articles that came with the bot.
            sources: the `source_key` of each article by its id, which `known` finds again.
            progress: told while a search engine takes the rows, phase `publish`; what it raises ends that.

        Raises:
            IndexCorrupt: an article's text does not match its hash.
            StoreUnwritable: the disk is full, the folder read-only, ...; the live build is as before.
            EngineUnavailable: the engine did not take the rows; the live build is as before.
        """
        with self._writing():
            self.keep_texts(index)
            make_folder(self._folder)
            with unfinished_folder(self.folder("build")) as folder:
                index.save(folder, self._engine, progress)
                write_sources(folder, sources or {})
                manifest = describe(
                    index,
                    files_in(folder),
                    shipped=shipped,
                    sequence=self.next_sequence(),
                    created=self._now(),
                )
                write_atomic(folder / NAME, manifest.to_bytes())
                publish_folder(folder, self.folder(manifest.id))
            self.make_live(manifest.id)
            self._prune(manifest.id)
            self._tidy()
        return manifest

    def whole(self, build: str) -> Manifest:
        """The manifest of a build that can be loaded, after checking every byte of its files, and its engine.

        Raises:
            IndexMissing: no such build, or its vectors are no longer kept.
            IndexCorrupt, IndexMismatch: it cannot be used; names the file, or what the engine lacks.
            EngineUnavailable: nobody can say now whether the engine holds it.
        """
        manifest = super().whole(build)
        self._engine.check(self.folder(build))
        return manifest

    def remove(self, build: str) -> None:
        """Removes a build's files, and its rows a while after; its manifest goes to `history/`."""
        self._engine.retire(self.folder(build))
        super().remove(build)

    def sweep(self) -> None:
        """Removes unfinished files that a crash left; publishing does so, too.

        Raises:
            StoreUnwritable: not all of them.
        """
        with self._writing():
            return

    def tidy(self) -> None:
        """Removes what crashes and removed builds left in the engine; not while something is published.

        Raises:
            EngineUnavailable, OSError: not now.
        """
        if not self._engine.is_beside:  # and the folder may be read-only
            return
        with suppress(Timeout), FileLock(self.root / "store.lock", timeout=0):
            self._engine.tidy(*self._live_and_kept())

    def rollback(self, build: str | None = None, *, encoder: str | None = None) -> Manifest:
        """Makes a build live again: the one named, or the one that was live before the live one.

        Args:
            build: its id.
            encoder: the name of the embedder that answers; None: any may have made the build.

        Raises:
            IndexMissing: there is none.
            IndexCorrupt, IndexMismatch: nobody could answer from it, so it is not made live.
            StoreUnwritable: `current` cannot be replaced.
        """
        wanted = build or self.predecessor()
        if wanted is None:
            raise IndexMissing("there is no build before the live one")
        with self._writing():  # whoever publishes meanwhile may remove it
            try:
                manifest = self.whole(wanted)
                manifest.check_loadable(encoder)
            except (IndexMismatch, IndexCorrupt) as error:
                raise type(error)(f"{error}; {_ELSE}") from error
            self.make_live(wanted)
            self._tidy()
        return manifest

    def purge_text(self, text_sha256: str) -> None:
        """Erases a kept text for good; from now on no build with it is opened or published.

        Raises:
            StoreUnwritable: it is not erased; call it again.
        """
        with self._writing():
            self.texts.purge(text_sha256, self._now())
            for translation in self.translations_ever(text_sha256):  # they say what it said
                self.texts.purge(translation, self._now())
            for build in self.ids():
                self._engine.forget(self.folder(build), self.articles_with(build, text_sha256))

    def remove_purged(self) -> list[str]:
        """Removes every build that holds a purged text, the live one too, and says which.

        Raises:
            StoreUnwritable: some are still there; call it again.
        """
        with self._writing():
            gone = [build for build in self.ids() if self.holds_purged(build)]
            for build in gone:
                if build == self.current_id():
                    remove_file(self._current)
                self._engine.retire(self.folder(build), at_once=True)
                super().remove(build)
        return gone

    def _open(self, embedder: Embedder, build: str) -> OpenBuild:
        manifest = super().whole(build)
        if self.texts.all_purged() & {entry.text_sha256 for entry in manifest.articles}:
            raise IndexMismatch(f"{build}: it holds a text that was purged")
        return open_build(self.folder(build), manifest, embedder, self._engine)

    def _prune(self, live: str) -> None:
        try:
            newest_first = [build for build in self.ids() if build != live]
            # The newest of the others is the predecessor, or what a rollback left, to which one may return.
            staying = {self.predecessor(), *newest_first[:1]}
            others = [build for build in newest_first if build not in staying]
            for build in others[self._keep :]:
                self.remove(build)
        except (IndexRoomError, OSError) as error:  # the new build is live all the same
            logger.warning("Builds beyond the kept ones could not be removed: %s", error)

    def _tidy(self) -> None:
        try:
            self._engine.tidy(*self._live_and_kept())
        except (IndexRoomError, OSError) as error:  # what is live is live all the same
            logger.warning("The search engine will be tidied later: %s", error)

    def _live_and_kept(self) -> tuple[Path | None, list[Path]]:
        live = self.current_id()
        return self.folder(live) if live else None, [self.folder(build) for build in self.ids()]

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            make_folder(self.root)
            with FileLock(self.root / "store.lock"):
                sweep(self.root, but=FILES)
                sweep(self._folder)
                yield
        except OSError as error:
            raise StoreUnwritable.of(self.root, error) from error
