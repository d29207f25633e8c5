"""Entry point and composition root: reads the settings, opens what a command asks for, and hands over."""

from __future__ import annotations

import locale
import logging
import sys
from pathlib import Path

from pydantic import ValidationError

from config.logging import set_up_logging
from config.settings import Settings, explain
from console.cli import make_app
from console.services import Opened, Services
from index.embedder import SentenceTransformerEmbedder, open_default, open_hub
from index.errors import IndexCorrupt, IndexMismatch, IndexMissing, NothingToIndex
from index.library import Library
from index.models import Progress
from index.reading import Reading, read_folder
from index.sentence_index import SentenceIndex
from index.store import IndexStore
from index.vector_cache import CachedEmbedder, VectorCache
from locales import language_of
from locales import load as load_locales
from retrieval.answerer import Answerer, AnswerRules
from retrieval.scoring import Scorer

logger = logging.getLogger("bot")


class Wiring:
    """Opens the rooms' parts from the settings, each when it is first asked for."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._store = IndexStore(settings.var / "index", keep=settings.index.keep_builds)
        self._library = Library(
            settings.index.seeds, settings.var / "articles", max_bytes=settings.index.max_article_bytes
        )

    def services(self) -> Services:
        """What the console is given."""
        return Services(
            open_live=self.open_live,
            open_folder=self.open_folder,
            reindex=self.reindex,
            run_discord=None,
            locales=load_locales(),
            language=language_of(locale.getlocale()[0]),
            history=self._settings.var / "chat_history",
        )

    def open_live(self, progress: Progress) -> Opened:
        """The published index; made from the articles where there is none that fits."""
        embedder = self._embedder(progress)
        try:
            build = self._store.open(embedder)
        except IndexMissing:
            return self._reindex(embedder, progress)
        except (IndexCorrupt, IndexMismatch) as error:
            logger.warning("%s; rebuilding the index from the articles", error)
            return self._reindex(embedder, progress)
        return Opened(self._answerer(build.index, build.id))

    def open_folder(self, folder: Path, progress: Progress) -> Opened:
        """A temporary index of one folder's articles."""
        reading = read_folder(folder, max_bytes=self._settings.index.max_article_bytes)
        index = self._index(reading, self._embedder(progress), progress)
        return Opened(self._answerer(index, "temporary"), reading.refused)

    def reindex(self, progress: Progress) -> Opened:
        """A new build of the articles, published."""
        return self._reindex(self._embedder(progress), progress)

    def _reindex(self, embedder: SentenceTransformerEmbedder, progress: Progress) -> Opened:
        progress("read", 0, 1)
        reading = self._library.read()
        progress("read", 1, 1)
        cache = VectorCache(self._settings.var / "cache" / "vectors.sqlite3")
        index = self._index(reading, CachedEmbedder(embedder, cache), progress)
        manifest = self._store.publish(index)
        return Opened(self._answerer(index, manifest.id), reading.refused)

    def _index(
        self, reading: Reading, embedder: SentenceTransformerEmbedder, progress: Progress
    ) -> SentenceIndex:
        if not reading.articles and reading.refused:
            refused = "; ".join(str(error) for error in reading.refused)
            raise NothingToIndex(f"every article was refused: {refused}")
        return SentenceIndex.build(reading.articles, embedder, progress=progress)

    def _embedder(self, progress: Progress) -> SentenceTransformerEmbedder:
        progress("load", 0, 1)
        chosen = self._settings.index
        embedder = open_hub(chosen.model, chosen.model_revision) if chosen.model else open_default()
        progress("load", 1, 1)
        return embedder

    def _answerer(self, index: SentenceIndex, build: str) -> Answerer:
        rules = self._settings.retrieval
        return Answerer(
            index,
            build,
            Scorer.load(index.embedder.name),
            AnswerRules(rules.threshold, rules.max_passages, rules.max_question_characters),
        )


def main() -> None:
    """Runs the command line; the exit status is the command's."""
    try:
        settings = Settings()
    except ValidationError as error:
        sys.exit(explain(error))
    set_up_logging(settings.logging.level)
    make_app(Wiring(settings).services())()


if __name__ == "__main__":
    main()
