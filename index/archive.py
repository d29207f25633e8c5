"""What was ever published: the texts of every build, whether its files are still here or not."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from index.builds import Builds
from index.errors import IndexMissing, IndexRoomError
from index.manifest import ArticleEntry
from index.models import Article, TranslatedPart
from index.names import NO_NAMES, Names, names_in
from index.sentence_index import SentenceIndex
from index.texts import TextArchive
from index.translation_document import by_language, parts_in, translation_document


class Archive(Builds):
    """The builds under one folder, and in `texts/` every text, translation and table of names ever published."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.texts = TextArchive(root)

    def keep_texts(self, index: SentenceIndex) -> None:
        """Writes down what a build is made of and its manifest only names.

        Raises:
            IndexCorrupt: an article's text does not match its hash.
            TextPurged: a text must never come back.
        """
        self.texts.keep(index.articles.values())
        for article in index.articles.values():
            for parts in by_language(article).values():
                self.texts.keep_document(translation_document(parts))
        if index.names.names:
            self.texts.keep_document(index.names.document())

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

    def articles_with(self, build: str, text_sha256: str) -> set[str]:
        """Ids of the articles of a build that have a text; none of a build that nobody can open."""
        try:
            return {one.id for one in self.manifest(build).articles if one.text_sha256 == text_sha256}
        except IndexRoomError:
            return set()

    def holds_purged(self, build: str) -> bool:
        """Whether a build holds a text that was purged, or may hold it."""
        purged = self.texts.all_purged()
        try:
            return any(entry.text_sha256 in purged for entry in self.manifest(build).articles)
        except IndexRoomError:
            return bool(purged)  # nobody can say what it holds, so it must not stay

    def translations_ever(self, text_sha256: str) -> set[str]:
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
