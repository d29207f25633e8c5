"""What lies in the two folders of articles: those that ship, and those that were added."""

from __future__ import annotations

from collections.abc import Container, Mapping
from pathlib import Path

from index.holdings import Holdings, Shelf, files_by_id, gather, translations_in
from index.models import Article, Progress, no_progress
from index.reading import SIDECAR_SUFFIX, Reading, read_folder, refusal
from index.set_aside import SetAside

REMOVED = "removed"


class Shelves:
    """All that changes nothing.

    Args:
        seeds: the articles that ship with the bot.
        added: the admins' folder, which need not be there; its file `removed` lists shipped articles to leave out.
        max_bytes: the largest file to read.
    """

    def __init__(self, seeds: Path, added: Path, *, max_bytes: int) -> None:
        self.seeds = seeds
        self.added = added
        self.max_bytes = max_bytes
        self._aside = SetAside(added)

    def read(
        self,
        purged: frozenset[str] = frozenset(),
        *,
        known: Mapping[str, Article] | None = None,
        progress: Progress = no_progress,
    ) -> Holdings:
        """Every article to index; an added one stands in for a shipped one of the same id.

        Args:
            purged: hashes of texts that must never be indexed again.
            known: articles by `source_key`, which need not be read again.
            progress: told file by file, folder by folder, phase `read`.
        """
        aside = self._aside.ids()  # before reading: what is set aside later may still have been read
        shipped, added = (self._read(folder, progress, known) for folder in (self.seeds, self.added))
        return gather(
            Shelf(self.seeds, shipped),
            Shelf(self.added, added),
            removed=self.removed(),
            aside=aside,
            purged=purged,
        )

    def removed(self) -> frozenset[str]:
        """Ids of the shipped articles that are left out.

        Raises:
            ArticleRefused: the list cannot be read: what was left out must not come back unasked.
        """
        try:
            return frozenset((self.added / REMOVED).read_text(encoding="utf-8").splitlines())
        except FileNotFoundError:
            return frozenset()
        except UnicodeDecodeError as error:
            raise refusal(REMOVED, "encoding_unknown", problem="not UTF-8") from error

    def texts(self) -> frozenset[str]:
        """Hashes of all texts that lie here, also of those that are left out."""
        return frozenset((*self._held().values(), *self._set_aside().values()))

    def holds(self, article_id: str, *, live: Container[str] = ()) -> bool:
        """Whether there is an article that `remove` would take out, and has not yet."""
        return any(self._places(article_id, live))

    def _file(self, article_id: str) -> Path | None:
        """The file that is indexed as this article; None where there is none."""
        if article_id in (added := files_by_id(self.added)):
            return added[article_id]
        return None if article_id in self.removed() else files_by_id(self.seeds).get(article_id)

    def _places(self, article_id: str, live: Container[str]) -> tuple[bool, bool]:
        """Whether an article is among the added ones, and among the shipped ones that are not taken out."""
        added = article_id in files_by_id(self.added)
        shipped = article_id in files_by_id(self.seeds) or (article_id in live and not added)
        return added, shipped and article_id not in self.removed()

    def _translations_of(self, article_id: str) -> Path:
        """The folder for an article's translations: beside an added one, else the admins' folder."""
        path = files_by_id(self.added).get(article_id)
        return self.added if path is None else path.parent

    def _files_of(self, article_id: str) -> list[Path]:
        """An article's files in the admins' folder: its own first, so that it never lacks what belongs to it."""
        path = files_by_id(self.added).get(article_id)
        folder = self._translations_of(article_id)
        translations = [folder / name for _, name in translations_in(folder).get(article_id, ())]
        return [*translations] if path is None else [path, sidecar_of(path), *translations]

    def _held(self) -> dict[str, str]:
        """Text hashes by id of the added articles, and of the shipped where no other stands in."""
        both = (*self._read(self.seeds).articles, *self._read(self.added).articles)
        return {article.id: article.text_sha256 for article in both}

    def _set_aside(self) -> dict[str, str]:
        """Text hashes by id of the articles that were set aside."""
        folders = {name: self._aside.folder(name) for name in self._aside.ids()}
        return {
            name: article.text_sha256
            for name, folder in folders.items()
            for article in self._read(folder).articles
        }

    def _read(
        self, folder: Path, progress: Progress = no_progress, known: Mapping[str, Article] | None = None
    ) -> Reading:
        if not folder.exists():
            return Reading((), ())
        return read_folder(folder, max_bytes=self.max_bytes, known=known, progress=progress)


def sidecar_of(path: Path) -> Path:
    """Where the metadata of an article's file stands, or would."""
    return path.with_suffix(SIDECAR_SUFFIX)
