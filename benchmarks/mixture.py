"""Does an answer stay the same when the articles stand among many others?

    PYTHONPATH=. python benchmarks/mixture.py [--write]

Asks the golden questions of the articles that ship alone, and of a mixture of them with the 456 paragraphs of MLQA's
German development set, with the encoder and the threshold that the bot has by default. A question is the same where
both answer, with the same sentence first, or both refuse. To tell the causes apart each question is asked a third time:
of the shipped articles' own sentences alone, but scored by the mixture's statistics, in which other words are rare.
`--write` makes `benchmarks/mixture.md`.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from answers_corpora import mlqa_corpus
from common_data import MLQA, absent

from config.settings import Settings
from index.cached_embedder import CachedEmbedder
from index.embedder import open_default
from index.models import Embedded, Embedder, SentenceHit
from index.reading import read_folder, read_names
from index.search.late import joined
from index.sentence_index import SentenceIndex
from index.sentences import split_article
from index.vector_cache import VectorCache
from retrieval.answerer import Answerer, AnswerRules
from retrieval.evaluation.golden import GoldenQuestion, read_questions
from retrieval.models import Question
from retrieval.ranking.calibration import calibrated

ROOT = Path(__file__).parent.parent
OUT = Path(__file__).with_suffix(".md")
WANTED = 0.95


class Remembering:
    """An embedder that embeds each question once."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self._known: dict[str, Embedded] = {}
        self.name, self.dim = inner.name, inner.dim

    def embed_passages(self, texts: list[str]) -> Embedded:
        """As the one within."""
        return self._inner.embed_passages(texts)

    def embed_questions(self, texts: list[str]) -> Embedded:
        """As the one within, or as before."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        found = self._inner.embed_questions(new)
        self._known |= {text: found.rows([at]) for at, text in enumerate(new)}
        rows = [self._known[text] for text in texts]
        return Embedded(np.concatenate([row.vectors for row in rows]), joined([row.tokens for row in rows]))


class OwnSentences(SentenceIndex):
    """An index of which some articles' sentences alone are proposed, all of them."""

    own: frozenset[str]

    def search_embedded(
        self, questions: Sequence[str], embedded: Embedded, *, limit: int
    ) -> list[list[SentenceHit]]:
        """The hits of the own articles, whatever else would stand before them."""
        del limit
        found = super().search_embedded(questions, embedded, limit=len(self.sentences))
        return [[hit for hit in hits if hit.article.id in self.own] for hits in found]


@dataclass(frozen=True, slots=True)
class Came:
    """What came of one question."""

    first: tuple[str, int] | None  # article and sentence that stands first
    answered: bool
    confidence: float

    @property
    def shown(self) -> tuple[str, int] | None:
        """What has to stay: the first sentence of an answer, None for a refusal."""
        return self.first if self.answered else None

    def __str__(self) -> str:
        first = f"{self.first[0]} {self.first[1]}" if self.first else "nothing"
        return f"{'answered' if self.answered else 'refused'} at {self.confidence:.2f} ({first})"


@dataclass(frozen=True, slots=True)
class Asked:
    """One golden question in three settings."""

    question: GoldenQuestion
    alone: Came
    rescored: Came  # its own sentences alone, by the mixture's statistics
    mixed: Came

    @property
    def same(self) -> bool:
        """Whether the mixture changed nothing that a user sees."""
        return self.alone.shown == self.mixed.shown

    @property
    def cause(self) -> str:
        """What a change comes from."""
        if self.rescored.shown != self.alone.shown:
            return "statistics"
        own = self.mixed.first is not None and self.alone.first == self.mixed.first
        return "more candidates" if own else "another sentence"


def main() -> None:
    """Measure, print, and with `--write` keep the result."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--var", type=Path, default=ROOT / "var", help="where the encoder and vectors lie")
    parser.add_argument("--most", type=int, help="ask so many questions at most")
    parser.add_argument(
        "--mlqa", type=Path, default=MLQA, help="the set of others; skipped where it is missing"
    )
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    if absent(args.mlqa):
        return
    cache = VectorCache(args.var / "cache/fit.sqlite3")
    embedder = Remembering(CachedEmbedder(open_default(args.var / "encoder"), cache))
    questions = read_questions(ROOT / "seeds/questions.jsonl")[: args.most]
    report = "\n".join(render(ask_all(questions, embedder, args.mlqa)))
    print(report)
    if args.write:
        OUT.write_text(report + "\n", encoding="utf-8")


def ask_all(questions: Sequence[GoldenQuestion], embedder: Embedder, mlqa: Path) -> list[Asked]:
    """Each question in the three settings."""
    own = read_folder(ROOT / "seeds", max_bytes=20_000_000).articles
    others = mlqa_corpus(mlqa, toy=False)
    given = {
        article.id: [one for one in others.sentences if one.article == article.id]
        for article in others.articles
    }
    names, _ = read_names([ROOT / "seeds"])
    alone = SentenceIndex.build(own, embedder, names=names)
    articles = (*own, *others.articles)
    mixed = SentenceIndex.build(
        articles, embedder, names=names, split=lambda one: given.get(one.id) or split_article(one)
    )
    rescored = OwnSentences(mixed.articles, mixed.sentences, mixed._arms, mixed._late, embedder, names)
    rescored.own = frozenset(article.id for article in own)
    settings = Settings().retrieval
    scorer, threshold = calibrated(
        embedder.name, threshold=settings.threshold, wrong_at_most=settings.wrong_at_most
    )
    rules = AnswerRules(threshold, settings.max_passages, settings.max_question_characters)
    answerers = [Answerer(index, "temporary", scorer, rules) for index in (alone, rescored, mixed)]
    return [Asked(one, *(ask(answerer, one) for answerer in answerers)) for one in questions]


def ask(answerer: Answerer, golden: GoldenQuestion) -> Came:
    """One question, as a member would ask it."""
    question = Question(golden.question, language=golden.lang, earlier=golden.earlier)
    answer = answerer.answer(question)
    shown = (*answer.passages, *answer.closest)
    first = None
    if shown:
        numbers = answerer.index.sentences_of(shown[0].citation.article)
        key = next(one.number for one in numbers if (one.start, one.end) == shown[0].key)
        first = (shown[0].citation.article, key)
    return Came(first, answer.answered, answer.confidence)


def render(asked: Sequence[Asked]) -> list[str]:
    """The table, and each question that changed."""
    lines = [
        "# The shipped articles alone, and among others",
        "",
        "Made by `PYTHONPATH=. python benchmarks/mixture.py --write`; what is measured stands in the script.",
        f"Wanted: {WANTED} of the golden questions stay the same. Confidence: how far it moved, on average.",
        "",
        "| questions | asked | same | same first sentence | same by the mixture's statistics alone | confidence |",
        "|---|---|---|---|---|---|",
    ]
    languages = sorted({one.question.lang for one in asked})
    for name in (*languages, "all"):
        own = [one for one in asked if name in (one.question.lang, "all")]
        lines.append(f"| {name} | {len(own)} | {' | '.join(_shares(own))} |")
    changed = [one for one in asked if not one.same]
    counted = Counter(one.cause for one in changed)
    return [*lines, "", "## Why", "", *_causes(counted), "", "## Changed", "", *map(_line, changed)]


def _shares(own: Sequence[Asked]) -> list[str]:
    """Shares that stayed, and the mean step of the confidence."""
    same = np.mean([one.same for one in own])
    first = np.mean([one.alone.first == one.mixed.first for one in own])
    rescored = np.mean([one.alone.shown == one.rescored.shown for one in own])
    moved = np.mean([one.mixed.confidence - one.alone.confidence for one in own])
    return [f"{same:.3f}", f"{first:.3f}", f"{rescored:.3f}", f"{moved:+.3f}"]


def _causes(counted: Counter[str]) -> list[str]:
    statistics = (
        "changed already where the own sentences alone were scored by the mixture's statistics: what is common in one"
        " article, its names above all, is rare among many."
    )
    candidates = (
        "have the same sentence first, and only its confidence passed the threshold, in one direction or the other:"
        " it competes with more candidates."
    )
    return [
        f"- {counted['statistics']} {statistics}",
        f"- {counted['more candidates']} {candidates}",
        f"- {counted['another sentence']} have another sentence first.",
    ]


def _line(one: Asked) -> str:
    golden = one.question
    kind = "unanswerable" if golden.unanswerable else "answerable"
    return f"- {golden.id} {golden.lang} ({kind}; {one.cause}): “{golden.question}” {one.alone} → {one.mixed}"


if __name__ == "__main__":
    main()
