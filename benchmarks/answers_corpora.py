"""What `answers.py` asks, and of which sentences: the same sentences and questions for every system."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from index.models import Article, Sentence

DEPTH = 10  # sentences that count of a ranking
TOY_ARTICLES, TOY_QUESTIONS = 10, 6


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and which sentences answer it."""

    text: str
    language: str
    right: frozenset[int]  # rows of `Corpus.sentences`

    def rank(self, rows: Sequence[int]) -> int | None:
        """Rank of the first right row, from 1; None: not among the first `DEPTH`."""
        return next((at for at, row in enumerate(rows[:DEPTH], start=1) if row in self.right), None)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Articles cut into sentences, ordered by article id and number, with questions about them."""

    articles: tuple[Article, ...]
    sentences: tuple[Sentence, ...]
    questions: tuple[Asked, ...]

    @property
    def texts(self) -> list[str]:
        """The sentences, verbatim."""
        by_id = {article.id: article for article in self.articles}
        return [by_id[one.article].quote(one) for one in self.sentences]

    def save(self, file: Path) -> None:
        """Writes JSON, so that every system's process starts from the same finished sentences."""
        record = asdict(self) | {"questions": [(q.text, q.language, sorted(q.right)) for q in self.questions]}
        file.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, file: Path) -> Corpus:
        """Reads what `save` wrote."""
        record = json.loads(file.read_text(encoding="utf-8"))
        return cls(
            tuple(Article(**article) for article in record["articles"]),
            tuple(Sentence(**sentence) for sentence in record["sentences"]),
            tuple(Asked(text, language, frozenset(right)) for text, language, right in record["questions"]),
        )


def article_corpus(seeds: Path, *, toy: bool) -> Corpus:
    """The articles in `seeds/` and the answerable golden questions of the `check` split, in four languages."""
    # Imported here: a system's process reads finished corpora and must not carry these rooms.
    from index.reading import read_folder
    from index.sentences import split_article
    from retrieval.evaluation.golden import read_questions

    # The peers know one text a sentence, so translations stay out here.
    shipped = read_folder(seeds, max_bytes=20_000_000).articles
    articles = [replace(one, translations=()) for one in sorted(shipped, key=lambda one: one.id)]
    sentences = tuple(sentence for article in articles for sentence in split_article(article))
    found = Corpus(tuple(articles), sentences, ())
    questions = [
        Asked(
            one.question,
            one.lang,
            frozenset(row for row, text in enumerate(found.texts) if one.is_right(text)),
        )
        for one in read_questions(seeds / "questions.jsonl")
        if one.split == "check" and not one.unanswerable
    ]
    return Corpus(found.articles, sentences, tuple(questions[:TOY_QUESTIONS] if toy else questions))


def mlqa_corpus(file: Path, *, toy: bool) -> Corpus:
    """MLQA's German sentences, asked in German and in English.

    Only the half of the questions that `retrieval.fitting.fit` holds out: our coefficients were fitted on the other.
    """
    data = json.loads(file.read_text(encoding="utf-8"))
    article_of = [data["paragraph_article"][paragraph] for paragraph in data["sentence_paragraph"]]
    rows = [row for row, article in enumerate(article_of) if not toy or article < TOY_ARTICLES]
    rows.sort(key=lambda row: (article_of[row], row))
    made = [_join(data, article, list(group)) for article, group in groupby(rows, key=article_of.__getitem__)]
    place = {row: at for at, row in enumerate(rows)}
    questions = list(_mlqa_questions(data["queries"], place))
    return Corpus(
        tuple(article for article, _ in made),
        tuple(sentence for _, sentences in made for sentence in sentences),
        tuple(questions[:TOY_QUESTIONS] if toy else questions),
    )


def _mlqa_questions(queries: list[dict[str, Any]], place: dict[int, int]) -> Iterator[Asked]:
    for key, language in (("q", "de"), ("q_en", "en")):
        for query in queries:
            held_out = (
                hashlib.sha256(str(query["id"]).encode()).digest()[0] % 2 == 1
            )  # as retrieval.fitting.fit does
            right = frozenset(place[row] for row in query["gold"] if row in place)
            if held_out and right and query.get(key):
                yield Asked(query[key], language, right)


def _join(data: dict[str, Any], article: int, rows: Sequence[int]) -> tuple[Article, list[Sentence]]:
    """One article's sentences as a text again, its paragraphs kept."""
    name, text, sentences = f"{article:05}", "", list[Sentence]()
    for number, row in enumerate(rows, start=1):
        paragraph = data["sentence_paragraph"][row]
        if text:
            text += " " if sentences[-1].paragraph == paragraph else "\n\n"
        start = len(text)
        text += data["sentences"][row]
        sentences.append(Sentence(name, number, start, len(text), paragraph))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(name, text, "de", digest, digest, title=data["articles"][article] or None), sentences
