"""`SentenceIndex`: the sentences of some articles, searchable by meaning and by wording."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from index.dense import DenseArm
from index.errors import IndexCorrupt, NothingToIndex
from index.lexical import LexicalArm
from index.models import Article, Embedder, Progress, Sentence, SentenceHit, Vectors
from index.sentences import split_article
from index.surroundings import Surroundings

ARTICLES_FILE = "articles.json"
SENTENCES_FILE = "sentences.npy"
_EMBED_BATCH = 256


class SentenceIndex:
    """Takes finished parts; `build` makes them from articles, `load` reads them from a folder.

    Row i of both arms belongs to `sentences[i]`; the rows behind belong to the articles' titles.
    Sentences are ordered by article id, then number.
    """

    def __init__(
        self,
        articles: Mapping[str, Article],
        sentences: Sequence[Sentence],
        dense: DenseArm,
        lexical: LexicalArm,
        embedder: Embedder,
    ) -> None:
        rows = len(sentences) + len(_titles(articles))
        if not rows == len(dense) == len(lexical):
            raise IndexCorrupt(
                f"{rows} sentences and titles, {len(dense)} vectors, {len(lexical)} lexical rows: reindex"
            )
        self.articles = MappingProxyType(dict(articles))
        self.sentences = tuple(sentences)
        self.embedder = embedder
        self._dense = dense
        self._lexical = lexical
        self._of_article = _rows_by_article(self.sentences)
        self._around = Surroundings.of(self.sentences, self.articles)

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
        texts += _titles(by_id)
        vectors = _embed(texts, embedder, progress or _silent)
        return cls(by_id, sentences, DenseArm(vectors), LexicalArm.build(texts), embedder)

    @property
    def vectors(self) -> Vectors:
        """Vectors of the sentences, shape (len(sentences), dim), unit rows."""
        return self._dense.vectors[: len(self.sentences)]

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
        nearest = self._dense.nearest(vectors, limit)
        return [
            self._hits(self._lexical.shares(question), vector, rows, limit)
            for question, vector, rows in zip(questions, vectors, nearest, strict=True)
        ]

    def _hits(
        self, shares: NDArray[np.float64], vector: Vectors, nearest: NDArray[np.int64], limit: int
    ) -> list[SentenceHit]:
        count = len(self.sentences)
        proposed = np.union1d(nearest[nearest < count], _best(shares[:count], limit))
        rows = self._around.with_neighbours(proposed)
        scored = self._around.with_all(rows)
        cosines = np.zeros(len(self._dense))
        cosines[scored] = self._dense.cosines(vector, scored)
        columns = zip(
            rows.tolist(),
            cosines[rows].tolist(),
            self._around.best_neighbour(cosines, rows).tolist(),
            self._around.of_title(cosines, rows).tolist(),
            shares[rows].tolist(),
            self._around.best_neighbour(shares, rows).tolist(),
            self._around.of_title(shares, rows).tolist(),
            strict=True,
        )
        return [
            SentenceHit(self.articles[self.sentences[row].article], self.sentences[row], *scores)
            for row, *scores in columns
        ]

    def save(self, folder: Path) -> None:
        """Writes everything that `load` needs into `folder`: arrays and JSON, no pickle."""
        records = [asdict(article) for article in self.articles.values()]
        (folder / ARTICLES_FILE).write_text(
            json.dumps(records, ensure_ascii=False, indent=1), encoding="utf-8"
        )
        order = {article: at for at, article in enumerate(self.articles)}
        table = [(order[s.article], s.number, s.start, s.end, s.paragraph) for s in self.sentences]
        np.save(folder / SENTENCES_FILE, np.array(table, dtype=np.int64), allow_pickle=False)
        self._dense.save(folder)
        self._lexical.save(folder)

    @classmethod
    def load(cls, folder: Path, embedder: Embedder) -> SentenceIndex:
        """Reads what `save` wrote.

        Raises:
            IndexCorrupt: a file is missing, unreadable, or does not fit the others.
        """
        by_id, sentences = load_sentences(folder)
        return cls(by_id, sentences, DenseArm.load(folder), LexicalArm.load(folder), embedder)


def load_sentences(folder: Path) -> tuple[dict[str, Article], list[Sentence]]:
    """The articles by id and the sentences of an index that was saved into `folder`, without its arms.

    Raises:
        IndexCorrupt: a file is missing, unreadable, or does not fit the other.
    """
    try:
        records = json.loads((folder / ARTICLES_FILE).read_text(encoding="utf-8"))
        articles = [Article(**record) for record in records]
        table = np.load(folder / SENTENCES_FILE, allow_pickle=False)
        sentences = [Sentence(articles[row[0]].id, *row[1:]) for row in table.tolist()]
    except (OSError, ValueError, TypeError, IndexError) as error:
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


def _best(scores: NDArray[np.float64], limit: int) -> NDArray[np.int64]:
    """Rows of the `limit` highest scores above 0; equal scores in row order."""
    rows = np.flatnonzero(scores > 0)
    return rows[np.argsort(-scores[rows], kind="stable")[:limit]]


def _rows_by_article(sentences: Sequence[Sentence]) -> dict[str, slice]:
    rows: dict[str, slice] = {}
    for row, sentence in enumerate(sentences):
        start = rows[sentence.article].start if sentence.article in rows else row
        rows[sentence.article] = slice(start, row + 1)
    return rows


def _titles(articles: Mapping[str, Article]) -> list[str]:
    return [article.title for article in articles.values() if article.title]


def _silent(phase: str, done: int, total: int) -> None:
    """No progress wanted."""
