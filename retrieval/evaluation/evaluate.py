"""Asks golden questions and counts what comes of them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from index.models import Progress, no_progress
from index.sentence_index import SentenceIndex
from retrieval.answerer import Answerer
from retrieval.evaluation.golden import GoldenQuestion, hopeless
from retrieval.evaluation.metrics import DEPTH, Figures, Outcome, figures
from retrieval.models import Answer, Question


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The outcomes of one set of questions on one build."""

    outcomes: tuple[Outcome, ...]
    build: str
    encoder: str
    threshold: float

    @property
    def overall(self) -> Figures:
        """Figures over every question."""
        return figures(self.outcomes)

    @property
    def languages(self) -> dict[str, Figures]:
        """Figures by the questions' language."""
        names = sorted({one.question.lang for one in self.outcomes})
        return {name: figures([one for one in self.outcomes if one.question.lang == name]) for name in names}

    @property
    def misses(self) -> list[Outcome]:
        """Answerable questions without the right sentence first or without an answer; unanswerable ones answered."""
        return [
            one
            for one in self.outcomes
            if (one.answer.answered if one.question.unanswerable else not (one.right and one.answer.answered))
        ]

    def hopeless(self, index: SentenceIndex) -> list[GoldenQuestion]:
        """The questions that could not be answered rightly, since no sentence of `index` holds what they expect."""
        missed = [one.question for one in self.outcomes if one.rank is None and one.question.expect]
        if not missed:
            return []
        sentences = (
            article.quote(one)
            for article in index.articles.values()
            for one in index.sentences_of(article.id)
        )
        return hopeless(missed, sentences)

    def as_json(self) -> dict[str, object]:
        """What `eval --json` prints."""
        return {
            "languages": {name: found.as_json() for name, found in self.languages.items()},
            "overall": self.overall.as_json(),
            "build": self.build,
            "encoder": self.encoder,
            "threshold": self.threshold,
        }


def evaluate(
    answerer: Answerer,
    questions: Sequence[GoldenQuestion],
    progress: Progress = no_progress,
) -> Evaluation:
    """Asks each question alone, as a member would, and ranks the sentences whether or not it is answered."""
    outcomes = []
    for done, question in enumerate(questions):
        progress("ask", done, len(questions))
        outcomes.append(_ask(answerer, question))
    progress("ask", len(questions), len(questions))
    return Evaluation(tuple(outcomes), answerer.build, answerer.index.embedder.name, answerer.threshold)


def _ask(answerer: Answerer, question: GoldenQuestion) -> Outcome:
    started = time.perf_counter()
    asked = Question(question.question, language=question.lang, earlier=question.earlier)
    [(answer, [whole, *_])] = answerer.read_many([asked])
    ms = (time.perf_counter() - started) * 1000
    ranked = tuple(one.hit.text for one in whole.ranking[:DEPTH])
    rank = next((at for at, text in enumerate(ranked, start=1) if question.is_right(text)), None)
    return Outcome(question, answer, rank, ranked, _quotes_exact(answer, answerer.index), ms)


def _quotes_exact(answer: Answer, index: SentenceIndex) -> bool:
    return all(
        passage.quote
        == index.articles[passage.citation.article].text[passage.citation.start : passage.citation.end]
        for passage in (*answer.passages, *answer.closest)
    )
