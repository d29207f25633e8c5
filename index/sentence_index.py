"""`SentenceIndex`: the sentences of some articles, searchable by meaning and by wording."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np

from index.engine import EmbeddedEngine, Engine
from index.errors import IndexCorrupt, NothingToIndex
from index.models import (
    Article,
    Embedded,
    Embedder,
    Progress,
    Sentence,
    SentenceHit,
    Vectors,
    no_progress,
)
from index.names import NO_NAMES, Names, names_in
from index.search.arms import SIZES, Arms, Sizes
from index.search.embedded_arms import EmbeddedArms
from index.search.late import LateArm, joined
from index.search.searcher import Searcher
from index.search.surroundings import Surroundings
from index.search.versions import Versions
from index.sentence_files import load_sentences, save_sentences
from index.sentence_table import SentenceTable
from index.sentences import split_article

NAMES_FILE = "names.json"
EMBEDDED = EmbeddedEngine()
_EMBED_BATCH = 256


class SentenceIndex:
    """Takes finished parts; `build` makes them from articles, `load` reads them from a folder.

    Row i of all arms belongs to `sentences[i]`; the rows behind belong to the articles' titles, then to the
    translated parts, through which their sentences are found too.
    Sentences are ordered by article id, then number.
    """

    def __init__(
        self,
        articles: Mapping[str, Article],
        sentences: Sequence[Sentence],
        arms: Arms,
        late: LateArm,
        embedder: Embedder,
        names: Names = NO_NAMES,
    ) -> None:
        untranslated = len(sentences) + len(_titles(articles))
        rows = untranslated + len(_parts(articles))
        if not rows == len(arms) == len(late):
            raise IndexCorrupt(
                f"{rows} sentences, titles and translations, {len(arms)} and {len(late)} rows in the arms: reindex"
            )
        self.articles = MappingProxyType(dict(articles))
        self.sentences = _table(sentences, tuple(self.articles))
        self.embedder = embedder
        self.names = names
        self._arms = arms
        self._late = late
        try:
            versions = Versions.of(self.sentences, self.articles, untranslated)
        except KeyError as error:
            raise IndexCorrupt(f"a translation of a sentence that is not there: {error}: reindex") from error
        around = Surroundings.of(self.sentences, self.articles)
        languages = _languages(self.articles.values())
        self._searcher = Searcher(
            self.articles, self.sentences, arms, late, around, versions, names, languages
        )

    @classmethod
    def build(
        cls,
        articles: Iterable[Article],
        embedder: Embedder,
        *,
        names: Names = NO_NAMES,
        split: Callable[[Article], Iterable[Sentence]] = split_article,
        sizes: Sizes = SIZES,
        progress: Progress = no_progress,
    ) -> SentenceIndex:
        """Splits, embeds and indexes articles.

        Args:
            articles: in any order; their ids are unique.
            embedder: makes the vectors.
            names: how names are spelt in other languages.
            split: gives what `split_article` gives, perhaps faster.
            sizes: up to how many rows each arm looks at every one.
            progress: told batch by batch, phase `embed`, and of a graph as it grows, `link`.

        Raises:
            NothingToIndex: the articles hold not one sentence.
        """
        by_id = {article.id: article for article in sorted(articles, key=lambda article: article.id)}
        sentences = [sentence for article in by_id.values() for sentence in split(article)]
        if not sentences:
            raise NothingToIndex("no article holds a sentence: add a text to the articles' folder")
        texts = _texts(by_id, sentences)
        embedded = _embed(texts, embedder, progress)
        arms = EmbeddedArms.build(texts, embedded.vectors, sizes, progress)
        return cls(by_id, sentences, arms, LateArm.build(embedded.tokens), embedder, names)

    @property
    def vectors(self) -> Vectors:
        """Vectors of the sentences, shape (len(sentences), dim), unit rows."""
        return self._arms.vectors[: len(self.sentences)]

    def embedded(self) -> tuple[list[str], Embedded]:
        """Every text that was embedded (sentences, titles, translated parts), and what came of it, in order."""
        return _texts(self.articles, self.sentences), Embedded(self._arms.vectors, self._late.tokens)

    def without_translations(self) -> SentenceIndex:
        """The index that the same articles would have without their translations; nothing is embedded anew."""
        articles = {name: replace(article, translations=()) for name, article in self.articles.items()}
        texts, embedded = self.embedded()
        rows = len(self.sentences) + len(_titles(articles))
        kept = embedded.of(0, rows)
        arms = EmbeddedArms.build(texts[:rows], kept.vectors)
        late = LateArm.build(kept.tokens)
        return SentenceIndex(articles, self.sentences, arms, late, self.embedder, self.names)

    def without_names(self) -> SentenceIndex:
        """The same index, but for the names, which are searched as they are asked alone."""
        return SentenceIndex(self.articles, self.sentences, self._arms, self._late, self.embedder)

    def sentences_of(self, article: str) -> Sequence[Sentence]:
        """The sentences of one article, in order; empty when there is no such article."""
        return self.sentences[self.sentences.span(article)]

    def search(self, questions: Sequence[str], *, limit: int) -> list[list[SentenceHit]]:
        """For each question the `limit` best sentences of each arm and their neighbours, unranked.

        Ordered by article id and sentence number; what a hit is worth is for the caller to say.
        """
        return self.search_embedded(questions, self.embedder.embed_questions(list(questions)), limit=limit)

    def search_embedded(
        self, questions: Sequence[str], embedded: Embedded, *, limit: int
    ) -> list[list[SentenceHit]]:
        """`search` for questions that are embedded already."""
        return self._searcher.search(questions, embedded, limit)

    def check(self) -> None:
        """Raises `EngineUnavailable` or `EngineLost` where questions could not be searched for now."""
        self._arms.check()

    def save(self, folder: Path, engine: Engine = EMBEDDED, progress: Progress = no_progress) -> None:
        """Writes everything that `load` needs into `folder`: arrays and JSON, no pickle; the rows go to the engine.

        Raises:
            EngineUnavailable: the rows could not all be put there.
        """
        save_sentences(folder, self.articles, self.sentences)
        (folder / NAMES_FILE).write_bytes(self.names.document())
        arms = self._arms
        if not isinstance(arms, EmbeddedArms):
            texts, embedded = self.embedded()
            arms = EmbeddedArms.build(texts, embedded.vectors, engine.sizes)
        engine.save(arms, self._owners(), folder, progress)
        self._late.save(folder)

    @classmethod
    def load(cls, folder: Path, embedder: Embedder, engine: Engine = EMBEDDED) -> SentenceIndex:
        """Reads what `save` wrote.

        Raises:
            IndexCorrupt: a file is missing, unreadable, or does not fit the others.
            IndexMismatch: another kind of engine holds the rows.
        """
        by_id, sentences = load_sentences(folder)
        try:
            names = names_in((folder / NAMES_FILE).read_bytes())
        except OSError as error:
            raise IndexCorrupt(f"{folder.name}: {error}") from error
        return cls(by_id, sentences, engine.open(folder), LateArm.load(folder), embedder, names)

    def _owners(self) -> list[str]:
        """Each row's article: of sentences, titles, translated parts."""
        articles = self.articles.values()
        return [
            *(sentence.article for sentence in self.sentences),
            *(article.id for article in articles if article.title),
            *(article.id for article in articles for _ in article.translations),
        ]


def _embed(texts: list[str], embedder: Embedder, progress: Progress) -> Embedded:
    vectors = np.zeros((len(texts), embedder.dim), dtype=np.float32)
    tokens = []
    for start in range(0, len(texts), _EMBED_BATCH):
        progress("embed", start, len(texts))
        batch = embedder.embed_passages(texts[start : start + _EMBED_BATCH])
        vectors[start : start + len(batch.vectors)] = batch.vectors
        tokens.append(batch.tokens)
    progress("embed", len(texts), len(texts))
    return Embedded(vectors, joined(tokens))


def _table(sentences: Sequence[Sentence], names: tuple[str, ...]) -> SentenceTable:
    if isinstance(sentences, SentenceTable) and sentences.names == names:
        return sentences
    return SentenceTable.of(names, sentences)


def _texts(articles: Mapping[str, Article], sentences: Iterable[Sentence]) -> list[str]:
    """What has a row, in the order of the rows."""
    quotes = (articles[one.article].quote(one) for one in sentences)
    return [*quotes, *_titles(articles), *_parts(articles)]


def _titles(articles: Mapping[str, Article]) -> list[str]:
    return [article.title for article in articles.values() if article.title]


def _languages(articles: Collection[Article]) -> tuple[str, ...]:
    """The languages of some articles and their translations, sorted."""
    found = {article.language for article in articles}
    return tuple(sorted(found | {part.language for article in articles for part in article.translations}))


def _parts(articles: Mapping[str, Article]) -> list[str]:
    return [part.text for article in articles.values() for part in article.translations]
