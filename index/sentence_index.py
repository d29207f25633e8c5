"""`SentenceIndex`: the sentences of some articles, searchable by meaning and by wording."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from index.arms import Arms, Asked, EmbeddedArms
from index.engine import EmbeddedEngine, Engine
from index.errors import IndexCorrupt, NothingToIndex
from index.models import Article, Embedder, Progress, Sentence, SentenceHit, TranslatedPart, Vectors
from index.scores import Rows, Scores
from index.sentences import split_article
from index.surroundings import Surroundings
from index.versions import Versions

ARTICLES_FILE = "articles.json"
SENTENCES_FILE = "sentences.npy"
EMBEDDED = EmbeddedEngine()
_EMBED_BATCH = 256


class SentenceIndex:
    """Takes finished parts; `build` makes them from articles, `load` reads them from a folder.

    Row i of the arms belongs to `sentences[i]`; the rows behind belong to the articles' titles, then to the
    translated parts, through which their sentences are found too.
    Sentences are ordered by article id, then number.
    """

    def __init__(
        self,
        articles: Mapping[str, Article],
        sentences: Sequence[Sentence],
        arms: Arms,
        embedder: Embedder,
    ) -> None:
        untranslated = len(sentences) + len(_titles(articles))
        rows = untranslated + len(_parts(articles))
        if rows != len(arms):
            raise IndexCorrupt(
                f"{rows} sentences, titles and translations, {len(arms)} rows in the arms: reindex"
            )
        self.articles = MappingProxyType(dict(articles))
        self.sentences = tuple(sentences)
        self.embedder = embedder
        self._arms = arms
        self._of_article = _rows_by_article(self.sentences)
        self._around = Surroundings.of(self.sentences, self.articles)
        try:
            self._versions = Versions.of(self.sentences, self.articles, untranslated)
        except KeyError as error:
            raise IndexCorrupt(f"a translation of a sentence that is not there: {error}: reindex") from error

    @classmethod
    def build(
        cls,
        articles: Iterable[Article],
        embedder: Embedder,
        *,
        split: Callable[[Article], Iterable[Sentence]] = split_article,
        progress: Progress | None = None,
    ) -> SentenceIndex:
        """Splits, embeds and indexes articles.

        Args:
            articles: in any order; their ids are unique.
            embedder: makes the vectors.
            split: gives what `split_article` gives, perhaps faster.
            progress: told batch by batch, phase `embed`.

        Raises:
            NothingToIndex: the articles hold not one sentence.
        """
        by_id = {article.id: article for article in sorted(articles, key=lambda article: article.id)}
        sentences = [sentence for article in by_id.values() for sentence in split(article)]
        if not sentences:
            raise NothingToIndex("no article holds a sentence: add a text to the articles' folder")
        texts = [by_id[sentence.article].text[sentence.start : sentence.end] for sentence in sentences]
        texts += [*_titles(by_id), *_parts(by_id)]
        vectors = _embed(texts, embedder, progress or _silent)
        return cls(by_id, sentences, EmbeddedArms.build(texts, vectors), embedder)

    @property
    def vectors(self) -> Vectors:
        """Vectors of the sentences, shape (len(sentences), dim), unit rows."""
        return self._arms.vectors[: len(self.sentences)]

    def embedded(self) -> tuple[list[str], Vectors]:
        """Every text that has a vector (sentences, titles, translated parts), and the vectors, in order."""
        sentences = [self.articles[one.article].text[one.start : one.end] for one in self.sentences]
        return [*sentences, *_titles(self.articles), *_parts(self.articles)], self._arms.vectors

    def without_translations(self) -> SentenceIndex:
        """The index that the same articles would have without their translations; nothing is embedded anew."""
        articles = {name: replace(article, translations=()) for name, article in self.articles.items()}
        texts, vectors = self.embedded()
        rows = len(self.sentences) + len(_titles(articles))
        return SentenceIndex(
            articles, self.sentences, EmbeddedArms.build(texts[:rows], vectors[:rows]), self.embedder
        )

    def sentences_of(self, article: str) -> tuple[Sentence, ...]:
        """The sentences of one article, in order; empty when there is no such article."""
        return self.sentences[self._of_article.get(article, slice(0, 0))]

    def search(self, questions: Sequence[str], *, limit: int) -> list[list[SentenceHit]]:
        """For each question the `limit` best sentences of each arm and their neighbours, unranked.

        Ordered by article id and sentence number; what a hit is worth is for the caller to say.
        """
        vectors = self.embedder.embed_questions(list(questions))
        return self.search_embedded(questions, vectors, limit=limit)

    def search_embedded(
        self, questions: Sequence[str], vectors: Vectors, *, limit: int
    ) -> list[list[SentenceHit]]:
        """`search` for questions whose vectors, shape (len(questions), dim), are known."""
        # So many rows lead to `limit` sentences, however many versions each has.
        asked = self._arms.ask(questions, vectors, limit * self._versions.most)
        proposed = [self._proposed(one, limit) for one in asked]
        return [self._hits(one, rows) for one, rows in zip(asked, proposed, strict=True)]

    def check(self) -> None:
        """Raises `EngineUnavailable` or `EngineLost` where questions could not be searched for now."""
        self._arms.check()

    def _proposed(self, asked: Asked, limit: int) -> Rows:
        """The `limit` best sentences of each arm and their neighbours, in order."""
        count = len(self.sentences)
        near, matching = (self._versions.sentences_of(rows) for rows in (asked.nearest, asked.matching))
        proposed = np.union1d(near[near < count][:limit], matching[matching < count][:limit])
        rows = self._around.with_neighbours(proposed)
        asked.expect(self._scored(rows))
        return rows

    def _scored(self, rows: Rows) -> Rows:
        """Everything that is scored for some sentences: their surroundings, and all of it in every version."""
        return self._versions.with_parts(self._around.with_all(rows))

    def _hits(self, asked: Asked, rows: Rows) -> list[SentenceHit]:
        scored = self._scored(rows)
        versions = Scores(scored, asked.cosines(scored))
        cosines = self._versions.best(versions)
        shares = self._versions.best(Scores(scored, asked.shares(scored)))
        columns = zip(
            rows.tolist(),
            cosines.at(rows).tolist(),
            self._around.best_neighbour(cosines, rows).tolist(),
            self._around.of_title(cosines, rows).tolist(),
            shares.at(rows).tolist(),
            self._around.best_neighbour(shares, rows).tolist(),
            self._around.of_title(shares, rows).tolist(),
            self._versions.languages(versions, rows),
            strict=True,
        )
        return [
            SentenceHit(self.articles[self.sentences[row].article], self.sentences[row], *found)
            for row, *found in columns
        ]

    def save(self, folder: Path, engine: Engine = EMBEDDED) -> None:
        """Writes everything that `load` needs into `folder`: arrays and JSON, no pickle; the rows go to the engine.

        Raises:
            EngineUnavailable: the rows could not all be put there.
        """
        records = [asdict(article) for article in self.articles.values()]
        (folder / ARTICLES_FILE).write_text(
            json.dumps(records, ensure_ascii=False, indent=1), encoding="utf-8"
        )
        order = {article: at for at, article in enumerate(self.articles)}
        table = [(order[s.article], s.number, s.start, s.end, s.paragraph) for s in self.sentences]
        np.save(folder / SENTENCES_FILE, np.array(table, dtype=np.int64), allow_pickle=False)
        arms = self._arms
        engine.save(
            arms if isinstance(arms, EmbeddedArms) else EmbeddedArms.build(*self.embedded()),
            self._owners(),
            folder,
        )

    @classmethod
    def load(cls, folder: Path, embedder: Embedder, engine: Engine = EMBEDDED) -> SentenceIndex:
        """Reads what `save` wrote.

        Raises:
            IndexCorrupt: a file is missing, unreadable, or does not fit the others.
            IndexMismatch: another kind of engine holds the rows.
        """
        by_id, sentences = load_sentences(folder)
        return cls(by_id, sentences, engine.open(folder), embedder)

    def _owners(self) -> list[str]:
        """Each row's article: of sentences, titles, translated parts."""
        articles = self.articles.values()
        return [
            *(sentence.article for sentence in self.sentences),
            *(article.id for article in articles if article.title),
            *(article.id for article in articles for _ in article.translations),
        ]


def load_sentences(folder: Path) -> tuple[dict[str, Article], list[Sentence]]:
    """The articles by id and the sentences of an index that was saved into `folder`, without its arms.

    Raises:
        IndexCorrupt: a file is missing, unreadable, or does not fit the other.
    """
    try:
        records = json.loads((folder / ARTICLES_FILE).read_text(encoding="utf-8"))
        articles = [_article(record) for record in records]
        table = np.load(folder / SENTENCES_FILE, allow_pickle=False)
        sentences = [Sentence(articles[row[0]].id, *row[1:]) for row in table.tolist()]
    except (OSError, ValueError, TypeError, KeyError, IndexError) as error:
        raise IndexCorrupt(f"{folder.name}: {error}") from error
    return {article.id: article for article in articles}, sentences


def _embed(texts: list[str], embedder: Embedder, progress: Progress) -> Vectors:
    vectors = np.zeros((len(texts), embedder.dim), dtype=np.float32)
    for start in range(0, len(texts), _EMBED_BATCH):
        progress("embed", start, len(texts))
        batch = texts[start : start + _EMBED_BATCH]
        vectors[start : start + len(batch)] = embedder.embed_passages(batch)
    progress("embed", len(texts), len(texts))
    return vectors


def _rows_by_article(sentences: Sequence[Sentence]) -> dict[str, slice]:
    rows: dict[str, slice] = {}
    for row, sentence in enumerate(sentences):
        start = rows[sentence.article].start if sentence.article in rows else row
        rows[sentence.article] = slice(start, row + 1)
    return rows


def _titles(articles: Mapping[str, Article]) -> list[str]:
    return [article.title for article in articles.values() if article.title]


def _parts(articles: Mapping[str, Article]) -> list[str]:
    return [part.text for article in articles.values() for part in article.translations]


def _article(record: dict[str, Any]) -> Article:
    parts = (
        TranslatedPart(**part | {"sentences": tuple(part["sentences"])})
        for part in record.get("translations", ())
    )
    return Article(**record | {"translations": tuple(parts)})


def _silent(phase: str, done: int, total: int) -> None:
    """No progress wanted."""
