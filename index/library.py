"""The articles to index, changed: added, taken out, taken back, erased."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from filelock import FileLock

from index.errors import ArticleRefused, ArticleUnknown, StoreUnwritable
from index.files import make_folder, remove_file, sha256_of, sweep, write_atomic
from index.holdings import files_by_id
from index.models import Article
from index.reading import (
    TRANSLATION_BYTES,
    TRANSLATION_SUFFIX,
    Metadata,
    parse_translation,
    read_beside,
    read_bytes,
    refusal,
    stale_translation,
    translated,
    translations_by_stem,
)
from index.shelves import REMOVED, Shelves, sidecar_of

_SUFFIX_LENGTH = 10
_NAME_BYTES = 150  # file systems allow 255, and a sidecar's name is longer


class Library(Shelves):
    """Two folders of articles: `seeds` is only read, `added` belongs to the admins, and is made when first needed."""

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
            article = read_bytes(safe, data, max_bytes=self.max_bytes, metadata=metadata)
            self._refuse_duplicate(safe, article, len(data), indexed or {})
            if metadata is None:
                remove_file(sidecar_of(self.added / safe))
            else:
                write_atomic(sidecar_of(self.added / safe), metadata.as_toml().encode())
            write_atomic(self.added / safe, data)
        return article

    def add_translation(self, name: str, data: bytes) -> Article:
        """Stores a sidecar `<id>.<language>.translation.toml` of an article that is there, shipped or added.

        One of the same language is replaced.

        Returns:
            The article with the new translation.

        Raises:
            ArticleRefused: the sidecar cannot be used, is stale, or translates no article that is there.
            StoreUnwritable: it cannot be written.
        """
        base = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
        base = base[: -len(TRANSLATION_SUFFIX)] + TRANSLATION_SUFFIX  # in capitals, as it may come
        [(stem, [(language, _)])] = translations_by_stem([base]).items()
        with self._writing():
            # An article that was added under a stranger's name has a safe one.
            path = self._file(stem) or self._file(PurePosixPath(safe_name(f"{stem}.txt")).stem)
            if path is None:
                raise refusal(base, "translation_alone", id=stem, language=language or "ko")
            most = min(self.max_bytes, TRANSLATION_BYTES)  # a longer one would be refused at every reindex
            if len(data) > most:
                raise refusal(base, "too_large", limit=most)
            article, _refused = read_beside(path, max_bytes=self.max_bytes)
            parts, stale = parse_translation(base, data, article, language)
            if stale:
                raise stale_translation(base, article.id, language, stale)
            file = f"{article.id}.{language}{TRANSLATION_SUFFIX}"
            write_atomic(self._translations_of(article.id) / file, data)
        return translated(article, language, parts)

    def remove(self, article_id: str, *, live: Container[str] = ()) -> None:
        """Takes an article out: an added one's files are set aside, a shipped one's id is written down.

        Args:
            article_id: which.
            live: ids of the live build; one whose file is gone already is written down too.

        Raises:
            ArticleUnknown: there is no such article.
            StoreUnwritable: it cannot be written.
        """
        with self._writing():
            added, shipped = self._places(article_id, live)
            if not added and not shipped:
                raise ArticleUnknown(
                    f"there is no article {article_id!r}: `python bot.py sources` lists them"
                )
            if shipped:
                self._write_removed(self.removed() | {article_id})
            if added:
                self._aside.delete(article_id)  # of an earlier one of this id, for which this one came
            self._aside.put(article_id, self._files_of(article_id))

    def take_back(self, article_id: str) -> None:
        """Undoes `remove`, as long as no build without the article is live.

        Where another article has come under its id meanwhile, that one stays, and the old one's files are deleted.

        Raises:
            StoreUnwritable: not all of it is undone; call it again.
        """
        with self._writing():
            if article_id in files_by_id(self.added):
                self._aside.delete(article_id)
            else:
                self._aside.put_back(article_id)
            self._write_removed(self.removed() - {article_id})

    def delete_removed(self, articles: Iterable[str]) -> None:
        """Deletes what was set aside of articles, now that a build without them is live.

        Args:
            articles: `aside` of the holdings that the build was made of.

        Raises:
            StoreUnwritable: some is still there; call it again.
        """
        for article_id in sorted(articles):
            with self._writing():
                self._aside.delete(article_id)

    def erase(self, text_sha256: str) -> None:
        """Removes the added files that hold a text, and added translations of it.

        A shipped file stays, and is left out by its hash.

        Raises:
            StoreUnwritable: some are still there; call it again.
        """
        with self._writing():
            held, aside = self._held(), self._set_aside()
            for article_id in (name for name, sha256 in held.items() if sha256 == text_sha256):
                # The article last: killed, this is called again.
                for file in reversed(self._files_of(article_id)):
                    remove_file(file)
                if article_id not in aside:  # there lie translations of it alone
                    self._aside.delete(article_id)
            for article_id in (name for name, sha256 in aside.items() if sha256 == text_sha256):
                self._aside.delete(article_id)

    def _write_removed(self, articles: frozenset[str]) -> None:
        if articles != self.removed():
            lines = "".join(f"{name}\n" for name in sorted(articles))
            write_atomic(self.added / REMOVED, lines.encode())

    def _refuse_duplicate(self, safe: str, article: Article, size: int, indexed: Mapping[str, str]) -> None:
        removed = self.removed()
        shipped = {name: path for name, path in files_by_id(self.seeds).items() if name not in removed}
        for name, path in (shipped | files_by_id(self.added)).items():
            if name.casefold() == article.id.casefold():  # some file systems do not tell capitals apart
                raise ArticleRefused(safe, "duplicate_id", f"remove {name} first, or rename the file")
            if _holds(path, size, article.source_sha256):
                raise ArticleRefused(safe, "duplicate", f"it is already there as {name}")
        known = indexed.get(article.text_sha256)
        if known is not None and known not in removed | self._aside.ids():
            raise ArticleRefused(safe, "duplicate", f"it is already there as {known}")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            make_folder(self.added)
            with FileLock(self.added / ".lock"):
                sweep(self.added)
                yield
        except OSError as error:
            raise StoreUnwritable.of(self.added, error) from error


def _holds(path: Path, size: int, sha256: str) -> bool:
    """Whether a file holds these bytes; not where it cannot be read, or goes meanwhile."""
    try:
        return path.stat().st_size == size and sha256_of(path) == sha256
    except OSError:
        return False


def safe_name(name: str) -> str:
    """A file name of letters, digits, `-` and `_`, whatever a stranger called the file."""
    base = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    stem, dot, suffix = base.rpartition(".")
    stem = re.sub(r"[^\w-]+", "-", stem if dot else base)
    stem = stem.encode()[:_NAME_BYTES].decode(errors="ignore").strip("-_")  # a letter cut in two goes
    suffix = re.sub(r"[^a-z0-9]", "", suffix.lower())[:_SUFFIX_LENGTH] if dot else ""
    return f"{stem or 'article'}.{suffix or 'txt'}"
