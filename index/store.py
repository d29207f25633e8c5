"""Builds on disk: published whole or not at all, opened only when every byte is what it was."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.arms import Sizes
from index.builds import Builds
from index.engine import EmbeddedEngine, Engine
from index.errors import IndexCorrupt, IndexMismatch, IndexMissing, IndexRoomError, StoreUnwritable
from index.files import (
    files_in,
    make_folder,
    publish_folder,
    remove_file,
    steadily,
    sweep,
    unfinished_folder,
    write_atomic,
)
from index.known import Known, read_known, write_sources
from index.manifest import NAME, ArticleEntry, Manifest, by_language, describe, parts_in, translation_document
from index.models import Article, Embedder, Progress, TranslatedPart
from index.names import NO_NAMES, Names, names_in
from index.sentence_index import SentenceIndex
from index.sentences import RULES_VERSION
from index.texts import TextArchive

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OpenBuild:
    """A build that was loaded and checked; questions are answered from it alone."""

    id: str
    index: SentenceIndex
    manifest: Manifest


class IndexStore(Builds):
    """The builds under one folder, one of them live.

    `texts/` beside them keeps every text ever published. Opening needs no lock and writes nothing.

    Args:
        root: the folder, made when first written to.
        keep: how many older builds to keep beside the live one and its predecessor.
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
        self.texts = TextArchive(root)
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
        progress: Progress | None = None,
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
            self.texts.keep(index.articles.values())
            for article in index.articles.values():
                for parts in by_language(article).values():
                    self.texts.keep_document(translation_document(parts))
            if index.names.names:
                self.texts.keep_document(index.names.document())
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

    def tidy(self) -> None:
        """Removes what crashes and removed builds left in the engine; not while something is published.

        Raises:
            EngineUnavailable, OSError: not now.
        """
        with suppress(Timeout), FileLock(self.root / "store.lock", timeout=0):
            self._engine.tidy(*self._live_and_kept())

    def rollback(self, build: str | None = None) -> Manifest:
        """Makes an older build live again: the one named, or the one before the live one.

        Raises:
            IndexMissing: there is none.
            IndexCorrupt, IndexMismatch: it is not whole, so it is not made live.
            StoreUnwritable: `current` cannot be replaced.
        """
        live = self.current_id()
        wanted = build or (self.before(live) if live else None)
        if wanted is None:
            raise IndexMissing("there is no build before the live one")
        with self._writing():  # whoever publishes meanwhile may remove it
            manifest = self.whole(wanted)
            self.make_live(wanted)
            self._tidy()
        return manifest

    def articles(self, build: str) -> tuple[Article, ...]:
        """The articles of any build ever published, from the kept texts: enough to build it again.

        Raises:
            IndexMissing: there is no such build, or one of its texts was purged.
            IndexCorrupt, IndexMismatch: its manifest or a text cannot be used.
        """
        found = []
        for entry in self.manifest(build).articles:
            text = self.text(entry.text_sha256)
            if text is None:
                raise IndexMissing(f"{build}: the text of {entry.id} is no longer kept")
            found.append(entry.article(text, self.translations(entry)))
        return tuple(found)

    def translations(self, entry: ArticleEntry) -> tuple[TranslatedPart, ...]:
        """What was translated of an article when it was indexed; without what was purged.

        Raises:
            IndexCorrupt: what is kept was altered since.
        """
        documents = (self.texts.text(translation.sha256) for translation in entry.translations)
        return tuple(part for document in documents if document for part in parts_in(document))

    def names(self, build: str) -> Names:
        """The table of names of any build ever published.

        Raises:
            IndexMissing: there is no such build, or its table is gone.
            IndexCorrupt, IndexMismatch: its manifest or its table cannot be used.
        """
        sha256 = self.manifest(build).names
        if sha256 is None:
            return NO_NAMES
        document = self.texts.text(sha256)
        if document is None:
            raise IndexMissing(f"{build}: its table of names is no longer kept")
        return names_in(document)

    def text(self, text_sha256: str) -> str | None:
        """An article's text by its hash, from any build ever published; None where unknown or purged."""
        return self.texts.text(text_sha256)

    def purge_text(self, text_sha256: str) -> None:
        """Erases a kept text for good; from now on no build with it is opened or published.

        Raises:
            StoreUnwritable: it is not erased; call it again.
        """
        with self._writing():
            self.texts.purge(text_sha256, self._now())
            for translation in self._translations_ever(text_sha256):  # they say what it said
                self.texts.purge(translation, self._now())
            for build in self.ids():
                self._engine.forget(self.folder(build), self._articles_with(build, text_sha256))

    def remove_purged(self) -> list[str]:
        """Removes every build that holds a purged text, the live one too, and says which.

        Raises:
            StoreUnwritable: some are still there; call it again.
        """
        with self._writing():
            gone = [build for build in self.ids() if self._holds_purged(build)]
            for build in gone:
                if build == self.current_id():
                    remove_file(self._current)
                self._engine.retire(self.folder(build), at_once=True)
                super().remove(build)
        return gone

    def _open(self, embedder: Embedder, build: str) -> OpenBuild:
        manifest = super().whole(build)
        for what, built, ours in (
            ("encoder", manifest.encoder, embedder.name),
            ("dimension", manifest.dim, embedder.dim),
            ("sentence rules", manifest.rules, RULES_VERSION),
        ):
            if built != ours:
                raise IndexMismatch(f"{build}: {what} {built}, this bot has {ours}")
        if self.texts.all_purged() & {entry.text_sha256 for entry in manifest.articles}:
            raise IndexMismatch(f"{build}: it holds a text that was purged")
        index = steadily(lambda: SentenceIndex.load(self.folder(build), embedder, self._engine))
        if len(index.sentences) != manifest.sentences:
            raise IndexCorrupt(
                f"{build}: {len(index.sentences)} sentences, manifest says {manifest.sentences}"
            )
        return OpenBuild(build, index, manifest)

    def _prune(self, live: str) -> None:
        before = self.before(live)
        others = [build for build in self.ids() if build not in (live, before)]
        try:
            for build in others[self._keep :]:
                self.remove(build)
        except OSError as error:  # the new build is live all the same
            logger.warning("Builds beyond the kept ones could not be removed: %s", error)

    def _tidy(self) -> None:
        try:
            self._engine.tidy(*self._live_and_kept())
        except IndexRoomError as error:  # what is live is live all the same
            logger.warning("The search engine will be tidied later: %s", error)

    def _live_and_kept(self) -> tuple[Path | None, list[Path]]:
        live = self.current_id()
        return self.folder(live) if live else None, [self.folder(build) for build in self.ids()]

    def _articles_with(self, build: str, text_sha256: str) -> set[str]:
        try:
            return {one.id for one in self.manifest(build).articles if one.text_sha256 == text_sha256}
        except IndexRoomError:
            return set()  # a build that nobody can open

    def _holds_purged(self, build: str) -> bool:
        purged = self.texts.all_purged()
        try:
            return any(entry.text_sha256 in purged for entry in self.manifest(build).articles)
        except IndexRoomError:
            return bool(purged)  # nobody can say what it holds, so it must not stay

    def _translations_ever(self, text_sha256: str) -> set[str]:
        """Hashes of all translations of a text in any manifest that can be read."""
        found = set()
        for build in self.ever():
            with suppress(IndexRoomError):
                found |= {
                    one.sha256
                    for entry in self.manifest(build).articles
                    if entry.text_sha256 == text_sha256
                    for one in entry.translations
                }
        return found

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            make_folder(self.root)
            with FileLock(self.root / "store.lock"):
                sweep(self.root)
                sweep(self._folder)
                yield
        except OSError as error:
            raise StoreUnwritable(f"{self.root}: {error}") from error
