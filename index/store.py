"""Builds on disk: published whole or not at all, opened only when every byte is what it was."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

from index.errors import IndexCorrupt, IndexMismatch, IndexMissing, IndexRoomError, StoreUnwritable
from index.files import (
    files_in,
    make_folder,
    publish_folder,
    remove_file,
    remove_folder,
    sweep,
    unfinished_folder,
    write_atomic,
)
from index.manifest import (
    NAME,
    ArticleEntry,
    Manifest,
    by_language,
    describe,
    parts_in,
    read_manifest,
    sequence_of,
    translation_document,
)
from index.models import Article, Embedder, TranslatedPart
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


class IndexStore:
    """The builds under one folder, one of them live.

    `builds/<id>/` holds a build, `current` names the live one, `history/` keeps the manifests of builds
    that are gone, `texts/` every text ever published. Opening needs no lock and writes nothing.

    Args:
        root: the folder, made when first written to.
        keep: how many older builds to keep beside the live one and its predecessor.
        now: the time that manifests carry; order never depends on it.
    """

    def __init__(
        self, root: Path, *, keep: int, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.root = root
        self.texts = TextArchive(root)
        self._builds = root / "builds"
        self._history = root / "history"
        self._current = root / "current"
        self._keep = keep
        self._now = now

    def current_id(self) -> str | None:
        """The live build's id; None where nothing is published, or `current` names no build."""
        try:
            build = self._current.read_text(encoding="utf-8", errors="replace").strip()
        except FileNotFoundError:
            return None
        return build if sequence_of(build) is not None else None

    def ids(self) -> list[str]:
        """Ids of the builds on disk, newest (highest sequence) first, whole or not."""
        return _by_sequence(self._builds)

    def builds(self) -> list[Manifest]:
        """Manifests of the builds on disk, newest first; without those that cannot be read."""
        found = []
        for build in self.ids():
            try:
                found.append(self.manifest(build))
            except IndexRoomError as error:
                logger.warning("A build is left out: %s", error)
        return found

    def manifest(self, build: str) -> Manifest:
        """The manifest of a build, also of one whose vectors are gone.

        Raises:
            IndexMissing: no such build was ever published here.
            IndexCorrupt, IndexMismatch: it cannot be used.
        """
        if sequence_of(build) is None:
            raise IndexMissing(f"{build!r} is no build's id")
        for path in (self._builds / build / NAME, self._history / f"{build}.json"):
            if path.exists():
                return read_manifest(path, build)
        if (self._builds / build).exists():
            raise IndexCorrupt(f"{build}: {NAME} is missing")
        raise IndexMissing(f"build {build} is not here")

    def whole(self, build: str) -> Manifest:
        """The manifest of a build that can be loaded, after checking every byte of its files.

        Raises:
            IndexMissing: no such build, or its vectors are no longer kept.
            IndexCorrupt, IndexMismatch: it cannot be used; names the file.
        """
        manifest = self.manifest(build)
        folder = self._builds / build
        if not folder.exists():
            raise IndexMissing(f"build {build} is no longer kept")
        try:
            manifest.check_files(folder)
        except OSError as error:
            raise IndexCorrupt(f"{build}: cannot be read: {error}") from error
        return manifest

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

    def publish(self, index: SentenceIndex, *, shipped: Iterable[str] = ()) -> Manifest:
        """Writes a build, its manifest last, and makes it the live one; then removes builds beyond `keep`.

        Args:
            index: the finished index.
            shipped: ids of the articles that came with the bot.

        Raises:
            IndexCorrupt: an article's text does not match its hash.
            StoreUnwritable: the disk is full, the folder read-only, ...; the live build is as before.
        """
        with self._writing():
            self.texts.keep(index.articles.values())
            for article in index.articles.values():
                for parts in by_language(article).values():
                    self.texts.keep_document(translation_document(parts))
            make_folder(self._builds)
            with unfinished_folder(self._builds / "build") as folder:
                index.save(folder)
                manifest = describe(
                    index,
                    files_in(folder),
                    shipped=shipped,
                    sequence=self._next_sequence(),
                    created=self._now(),
                )
                write_atomic(folder / NAME, manifest.to_bytes())
                publish_folder(folder, self._builds / manifest.id)
            write_atomic(self._current, f"{manifest.id}\n".encode())
            self._prune(manifest.id)
        return manifest

    def rollback(self, build: str | None = None) -> Manifest:
        """Makes an older build live again: the one named, or the one before the live one.

        Raises:
            IndexMissing: there is none.
            IndexCorrupt, IndexMismatch: it is not whole, so it is not made live.
            StoreUnwritable: `current` cannot be replaced.
        """
        live = self.current_id()
        wanted = build or next((found for found in self.ids() if live and _older(found, live)), None)
        if wanted is None:
            raise IndexMissing("there is no build before the live one")
        manifest = self.whole(wanted)
        with self._writing():
            write_atomic(self._current, f"{wanted}\n".encode())
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
                self._remove(build)
        return gone

    def _open(self, embedder: Embedder, build: str) -> OpenBuild:
        manifest = self.whole(build)
        for what, built, ours in (
            ("encoder", manifest.encoder, embedder.name),
            ("dimension", manifest.dim, embedder.dim),
            ("sentence rules", manifest.rules, RULES_VERSION),
        ):
            if built != ours:
                raise IndexMismatch(f"{build}: {what} {built}, this bot has {ours}")
        if self.texts.all_purged() & {entry.text_sha256 for entry in manifest.articles}:
            raise IndexMismatch(f"{build}: it holds a text that was purged")
        index = SentenceIndex.load(self._builds / build, embedder)
        if len(index.sentences) != manifest.sentences:
            raise IndexCorrupt(
                f"{build}: {len(index.sentences)} sentences, manifest says {manifest.sentences}"
            )
        return OpenBuild(build, index, manifest)

    def _prune(self, live: str) -> None:
        before = next((build for build in self.ids() if _older(build, live)), live)
        others = [build for build in self.ids() if build not in (live, before)]
        try:
            for build in others[self._keep :]:
                self._remove(build)
        except OSError as error:  # the new build is live all the same
            logger.warning("Builds beyond the kept ones could not be removed: %s", error)

    def _remove(self, build: str) -> None:
        try:
            kept = self.manifest(build).to_bytes()
        except IndexRoomError:
            kept = None  # nothing it says could be trusted
        if kept is not None:
            make_folder(self._history)
            write_atomic(self._history / f"{build}.json", kept)
        remove_folder(self._builds / build)

    def _holds_purged(self, build: str) -> bool:
        purged = self.texts.all_purged()
        try:
            return any(entry.text_sha256 in purged for entry in self.manifest(build).articles)
        except IndexRoomError:
            return bool(purged)  # nobody can say what it holds, so it must not stay

    def _translations_ever(self, text_sha256: str) -> set[str]:
        """Hashes of all translations of a text in any manifest that can be read."""
        found = set()
        for build in {*self.ids(), *_by_sequence(self._history)}:
            with suppress(IndexRoomError):
                entries = self.manifest(build).articles
                found |= {
                    one.sha256
                    for entry in entries
                    if entry.text_sha256 == text_sha256
                    for one in entry.translations
                }
        return found

    def _next_sequence(self) -> int:
        """One more than any build ever published here, so that no id is used twice."""
        ever = [*self.ids(), *_by_sequence(self._history), self.current_id() or ""]
        return 1 + max(sequence_of(build) or 0 for build in ever)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            make_folder(self.root)
            with FileLock(self.root / "store.lock"):
                sweep(self.root)
                sweep(self._builds)
                yield
        except OSError as error:
            raise StoreUnwritable(f"{self.root}: {error}") from error


def _by_sequence(folder: Path) -> list[str]:
    names = [path.name.removesuffix(".json") for path in folder.iterdir()] if folder.exists() else []
    return sorted((name for name in names if sequence_of(name) is not None), key=_order, reverse=True)


def _order(build: str) -> tuple[int, str]:
    return sequence_of(build) or 0, build


def _older(build: str, than: str) -> bool:
    return _order(build) < _order(than)
