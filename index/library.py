"""The articles to index: those that ship, plus those that were added, less those removed or purged."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from filelock import FileLock

from index.errors import ArticleRefused, ArticleUnknown, StoreUnwritable
from index.files import make_folder, remove_file, sha256_of, sweep, write_atomic
from index.models import Article, Progress
from index.reading import SIDECAR_SUFFIX, Metadata, Reading, article_files, read_bytes, read_folder

_REMOVED = "removed"
_SUFFIX_LENGTH = 10
_NAME_BYTES = 150  # file systems allow 255, and a sidecar's name is longer


@dataclass(frozen=True, slots=True)
class Holdings:
    """What there is to index."""

    articles: tuple[Article, ...]  # by id
    refused: tuple[ArticleRefused, ...]
    shipped: frozenset[str]  # ids of those that came with the bot
    sources: Mapping[str, str]  # article id to the `source_key` of what it was read from


class Library:
    """Two folders of articles: `seeds` is only read, `added` belongs to the admins.

    Args:
        seeds: the articles that ship with the bot.
        added: the admins' folder, made when first written to; its file `removed` lists shipped
            articles to leave out.
        max_bytes: the largest file to read.
    """

    def __init__(self, seeds: Path, added: Path, *, max_bytes: int) -> None:
        self.seeds = seeds
        self.added = added
        self._max_bytes = max_bytes

    def read(
        self,
        purged: frozenset[str] = frozenset(),
        *,
        known: Mapping[str, Article] | None = None,
        progress: Progress | None = None,
    ) -> Holdings:
        """Every article to index; an added one stands in for a shipped one of the same id.

        Args:
            purged: hashes of texts that must never be indexed again.
            known: articles by `source_key`, which need not be read again.
            progress: told file by file, folder by folder, phase `read`.
        """
        removed = self.removed()
        shipped, added = (self._read(folder, progress, known) for folder in (self.seeds, self.added))
        chosen = {article.id: article for article in shipped.articles if article.id not in removed}
        chosen |= {article.id: article for article in added.articles}
        refused = [error for error in shipped.refused if Path(error.file).stem not in removed]
        refused += added.refused
        refused += [_purged(article.id) for article in chosen.values() if article.text_sha256 in purged]
        articles = [chosen[name] for name in sorted(chosen) if chosen[name].text_sha256 not in purged]
        theirs = {article.id for article in added.articles}
        sources = {**shipped.sources, **added.sources}
        return Holdings(
            articles=tuple(articles),
            refused=tuple(refused),
            shipped=frozenset(article.id for article in articles if article.id not in theirs),
            sources={article.id: sources[article.id] for article in articles},
        )

    def removed(self) -> frozenset[str]:
        """Ids of the shipped articles that are left out."""
        try:
            return frozenset((self.added / _REMOVED).read_text(encoding="utf-8").splitlines())
        except FileNotFoundError:
            return frozenset()

    def add(
        self,
        name: str,
        data: bytes,
        metadata: Metadata | None = None,
        *,
        indexed: Mapping[str, str] | None = None,
    ) -> Article:
        """Stores a new article under a safe name; the next reindex picks it up.

        Args:
            name: what the file was called; a stranger's word, used for nothing but a name.
            data: the file's bytes.
            metadata: what the file itself does not say.
            indexed: text hash to id of what is live, so that one text in two encodings is noticed too.

        Raises:
            ArticleRefused: not readable as an article, or `duplicate`, which names the article it repeats.
            StoreUnwritable: it cannot be written.
        """
        safe = safe_name(name)
        with self._writing():
            article = read_bytes(safe, data, max_bytes=self._max_bytes, metadata=metadata)
            self._refuse_duplicate(safe, article, indexed or {})
            if metadata is None:
                remove_file(_sidecar(self.added / safe))
            else:
                write_atomic(_sidecar(self.added / safe), metadata.as_toml().encode())
            write_atomic(self.added / safe, data)
        return article

    def remove(self, article_id: str, *, live: Container[str] = ()) -> None:
        """Takes an article out: an added one's file goes, a shipped one's id is written down.

        Args:
            article_id: which.
            live: ids of the live build; one whose file is gone already is written down too.

        Raises:
            ArticleUnknown: there is no such article.
            StoreUnwritable: it cannot be written.
        """
        with self._writing():
            removed, added = self.removed(), article_id in _files(self.added)
            shipped = article_id in _files(self.seeds) and article_id not in removed
            shipped = shipped or (article_id in live and not added)
            if not added and not shipped:
                raise ArticleUnknown(f"there is no article {article_id!r}")
            if shipped:
                lines = sorted(removed | {article_id})
                write_atomic(self.added / _REMOVED, "".join(f"{line}\n" for line in lines).encode())
            self._delete(article_id)

    def erase(self, text_sha256: str) -> None:
        """Removes the added files that hold a text; a shipped file stays, and is left out by its hash."""
        with self._writing():
            for article in self._read(self.added).articles:
                if article.text_sha256 == text_sha256:
                    self._delete(article.id)

    def _delete(self, article_id: str) -> None:
        path = _files(self.added).get(article_id)
        if path is not None:
            remove_file(path)
            remove_file(_sidecar(path))

    def _read(
        self, folder: Path, progress: Progress | None = None, known: Mapping[str, Article] | None = None
    ) -> Reading:
        if not folder.exists():
            return Reading((), ())
        return read_folder(folder, max_bytes=self._max_bytes, known=known, progress=progress)

    def _refuse_duplicate(self, safe: str, article: Article, indexed: Mapping[str, str]) -> None:
        removed = self.removed()
        shipped = {name: path for name, path in _files(self.seeds).items() if name not in removed}
        for name, path in (shipped | _files(self.added)).items():
            if name.casefold() == article.id.casefold():  # some file systems do not tell capitals apart
                raise ArticleRefused(safe, "duplicate_id", f"remove {name} first, or rename the file")
            if path.stat().st_size <= self._max_bytes and sha256_of(path) == article.source_sha256:
                raise ArticleRefused(safe, "duplicate", f"it is already there as {name}")
        if (known := indexed.get(article.text_sha256)) is not None and known not in removed:
            raise ArticleRefused(safe, "duplicate", f"it is already there as {known}")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            make_folder(self.added)
            with FileLock(self.added / ".lock"):
                sweep(self.added)
                yield
        except OSError as error:
            raise StoreUnwritable(f"{self.added}: {error}") from error


def safe_name(name: str) -> str:
    """A file name of letters, digits, `-` and `_`, whatever a stranger called the file."""
    base = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    stem, dot, suffix = base.rpartition(".")
    stem = re.sub(r"[^\w-]+", "-", stem if dot else base)
    stem = stem.encode(errors="ignore")[:_NAME_BYTES].decode(errors="ignore").strip("-_")
    suffix = re.sub(r"[^a-z0-9]", "", suffix.lower())[:_SUFFIX_LENGTH] if dot else ""
    return f"{stem or 'article'}.{suffix or 'txt'}"


def _files(folder: Path) -> dict[str, Path]:
    return article_files(folder) if folder.exists() else {}


def _sidecar(path: Path) -> Path:
    return path.with_suffix(SIDECAR_SUFFIX)


def _purged(article_id: str) -> ArticleRefused:
    return ArticleRefused(article_id, "purged", "its text was erased for good: change the file, or remove it")
