"""Public question sets as questions with labelled hits, for fitting and checking the score.

Unanswerable questions are made in two ways: the paragraph that answers is taken out of the hits, and a
small index is asked about something that stands elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from index.models import Article, Embedded, Embedder, Sentence, SentenceHit
from index.search.embedded_arms import EmbeddedArms
from index.search.late import LateArm
from index.sentence_index import SentenceIndex

_SEED = 0
SMALL = 16  # sentences of a small index: about one article
CANDIDATES = 30


@dataclass(frozen=True, slots=True)
class Source:
    """One question set, asked in one language."""

    file: str
    question: str  # the key that holds the question's wording
    language: str  # of the question
    text_language: str


SOURCES = (
    Source("mlqa_dev_de.json", "q", "de", "de"),
    Source("mlqa_dev_de.json", "q_en", "en", "de"),
    Source("mlqa_dev_en.json", "q", "en", "en"),
    Source("mlqa_dev_en.json", "q_de", "de", "en"),
    Source("tydi_goldp_train_ko.json", "q", "ko", "ko"),
    Source("tydi_passage_dev_ru.json", "q", "ru", "ru"),
)


@dataclass(frozen=True, slots=True)
class Episode:
    """A question asked of an index, with which hits are right (none: the question is unanswerable there)."""

    source: Source
    question: str
    hits: tuple[SentenceHit, ...]
    right: tuple[bool, ...]
    held_out: bool  # for checking, not for fitting
    small: bool  # asked of a small index

    @property
    def answerable(self) -> bool:
        """Whether the index holds the answer, found or not."""
        return any(self.right)


def episodes(
    folder: Path, source: Source, embedder: Embedder, *, most: int, held_out: bool = False
) -> Iterator[Episode]:
    """Asks at most `most` questions of a source: of the whole set, and of small parts of it without titles.

    With `held_out` it asks only those that no fit has seen.
    """
    data = json.loads((folder / source.file).read_text(encoding="utf-8"))
    queries = [query for query in data["queries"] if query.get(source.question)]
    if held_out:
        queries = [query for query in queries if _held_out(query)]
    # Seeded by a string: hash() differs from process to process.
    dice = random.Random(f"{_SEED} {source.file} {source.question}")  # noqa: S311 - sampling, not secrets
    chosen = dice.sample(queries, min(most, len(queries)))
    corpus = _Corpus(data, source.text_language, embedder)
    asked = embedder.embed_questions([query[source.question] for query in chosen])
    whole = corpus.index(corpus.articles, titled=True)
    for position, query in enumerate(chosen):
        hits = _search(whole, query[source.question], asked.rows([position]))
        paragraphs = {corpus.paragraph[row] for row in query["gold"]}
        others = [hit for hit in hits if corpus.paragraph[corpus.row(hit)] not in paragraphs]
        yield _episode(source, query, hits, corpus, small=False)
        yield _episode(source, query, others, corpus, small=False)
        small = corpus.index(corpus.around(min(query["gold"])), titled=False)
        for other in (position, (position - 1) % len(chosen)):
            hits = _search(small, chosen[other][source.question], asked.rows([other]))
            yield _episode(source, chosen[other], hits, corpus, small=True)


def _search(index: SentenceIndex, question: str, embedded: Embedded) -> list[SentenceHit]:
    return index.search_embedded([question], embedded, limit=CANDIDATES)[0]


def _episode(
    source: Source, query: dict[str, Any], hits: Sequence[SentenceHit], corpus: _Corpus, *, small: bool
) -> Episode:
    gold = set(query["gold"])
    wording = query[source.question]
    return Episode(
        source=source,
        question=wording,
        hits=tuple(hits),
        right=tuple(corpus.row(hit) in gold for hit in hits),
        held_out=_held_out(query),
        small=small,
    )


def _held_out(query: dict[str, Any]) -> bool:
    return hashlib.sha256(str(query["id"]).encode()).digest()[0] % 2 == 1


class _Corpus:
    """The sentences of one set as articles: those of one article joined, its paragraphs kept."""

    def __init__(self, data: dict[str, Any], language: str, embedder: Embedder) -> None:
        texts: list[str] = data.get("sentences") or data["passages"]
        self.paragraph: Sequence[int] = data.get("sentence_paragraph") or range(len(texts))
        article_of: Sequence[int] = data.get("paragraph_article") or range(len(texts))
        titles: Sequence[str] = data.get("articles") or [""] * len(texts)
        self._embedder = embedder
        self._embedded = embedder.embed_passages([*texts, *titles])
        self._first_title = len(texts)
        rows_of: dict[int, list[int]] = {}
        for row in range(len(texts)):
            rows_of.setdefault(article_of[self.paragraph[row]], []).append(row)
        self.articles = sorted(rows_of)
        self._rows_of = rows_of
        self._article_of_row = {row: article for article, rows in rows_of.items() for row in rows}
        self._made = {
            article: self._make(article, rows, texts, titles[article], language)
            for article, rows in rows_of.items()
        }

    def _make(
        self, article: int, rows: Sequence[int], texts: Sequence[str], title: str, language: str
    ) -> tuple[Article, tuple[Sentence, ...]]:
        name = f"{article:07d}"
        sentences: list[Sentence] = []
        text = ""
        for number, row in enumerate(rows, start=1):
            if number > 1:
                same = self.paragraph[row] == self.paragraph[rows[number - 2]]
                text += " " if same else "\n\n"
            sentences.append(
                Sentence(name, number, len(text), len(text) + len(texts[row]), self.paragraph[row])
            )
            text += texts[row]
        digest = hashlib.sha256(text.encode()).hexdigest()
        return Article(name, text, language, digest, digest, title=title or None), tuple(sentences)

    def row(self, hit: SentenceHit) -> int:
        """The set's own number of a sentence."""
        return self._rows_of[int(hit.article.id)][hit.sentence.number - 1]

    def around(self, row: int) -> list[int]:
        """The article of a sentence, and those that follow it until there are enough sentences."""
        first = self.articles.index(self._article_of_row[row])
        chosen, count = [], 0
        for step in range(len(self.articles)):
            article = self.articles[(first + step) % len(self.articles)]
            chosen.append(article)
            count += len(self._rows_of[article])
            if count >= SMALL:
                break
        return sorted(chosen)

    def index(self, chosen: Sequence[int], *, titled: bool) -> SentenceIndex:
        """An index of some articles, from vectors that are there."""
        articles = {self._made[one][0].id: self._made[one][0] for one in chosen}
        if not titled:
            articles = {name: replace(article, title=None) for name, article in articles.items()}
        sentences = [sentence for one in chosen for sentence in self._made[one][1]]
        with_title = [one for one in chosen if articles[self._made[one][0].id].title]
        rows = [row for one in chosen for row in self._rows_of[one]]
        texts = [articles[one.article].quote(one) for one in sentences]
        texts += [articles[self._made[one][0].id].title or "" for one in with_title]
        embedded = self._embedded.rows([*rows, *(self._first_title + one for one in with_title)])
        arms = EmbeddedArms.build(texts, embedded.vectors)
        return SentenceIndex(articles, sentences, arms, LateArm.build(embedded.tokens), self._embedder)
