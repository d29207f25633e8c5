"""`Answerer`: questions in, answers out, on one build."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from index.folding import fold
from index.sentence_index import SentenceIndex
from retrieval.language import LANGUAGES, question_language
from retrieval.models import Answer, Question, Timing
from retrieval.passages import make_passages
from retrieval.scoring import ScoredHit, Scorer

CANDIDATES = 30  # sentences that each arm proposes for a question
ALSO = 0.5  # a further passage is shown when its score is at least this share of the first one's
LEANS_ON_EARLIER = 4  # a follow-up of at most so many words is read together with the question before it


@dataclass(frozen=True, slots=True)
class AnswerRules:
    """What an operator can set about answers."""

    threshold: float  # answer only at this confidence or above, in [0, 1]
    max_passages: int
    max_characters: int  # of a question


class Answerer:
    """Answers from one build. Thread-safe: it holds nothing that changes."""

    def __init__(self, index: SentenceIndex, build: str, scorer: Scorer, rules: AnswerRules) -> None:
        self.index = index
        self.build = build
        self._scorer = scorer
        self._rules = rules

    @property
    def threshold(self) -> float:
        """The confidence from which it answers, in [0, 1]."""
        return self._rules.threshold

    def answer(self, question: Question) -> Answer:
        """`answer_many` for one question."""
        return self.answer_many([question])[0]

    def answer_many(self, questions: Sequence[Question]) -> list[Answer]:
        """One answer a question, each the same as if it were asked alone."""
        return [answer for answer, _ in self.explain_many(questions)]

    def explain_many(self, questions: Sequence[Question]) -> list[tuple[Answer, list[ScoredHit]]]:
        """Each answer with all the sentences that were weighed for it, best first."""
        started = time.perf_counter()
        refusals = [self._unusable(question.text) for question in questions]
        usable = [question for question, refusal in zip(questions, refusals, strict=True) if refusal is None]
        rankings, embed, search = self._rank([_search_text(question) for question in usable])
        ranked = iter(rankings)
        found = [next(ranked) if refusal is None else [] for refusal in refusals]
        total = (time.perf_counter() - started) * 1000 / max(len(questions), 1)
        ms = Timing(embed=embed, search=search, total=total)
        return [
            (self._answer(question, refusal, ranking, ms), ranking)
            for question, refusal, ranking in zip(questions, refusals, found, strict=True)
        ]

    def _rank(self, texts: list[str]) -> tuple[list[list[ScoredHit]], float, float]:
        """Rankings, and the milliseconds a question for embedding and for searching."""
        started = time.perf_counter()
        vectors = self.index.embedder.embed_questions(texts)
        embedded = time.perf_counter()
        hits = self.index.search_embedded(texts, vectors, limit=CANDIDATES)
        rankings = [
            self._scorer.rank(found, question_language(text)) for found, text in zip(hits, texts, strict=True)
        ]
        searched = time.perf_counter()
        each = 1000 / max(len(texts), 1)
        return rankings, (embedded - started) * each, (searched - embedded) * each

    def _answer(
        self, question: Question, refusal: str | None, ranking: list[ScoredHit], ms: Timing
    ) -> Answer:
        language = question.language if question.language in LANGUAGES else question_language(question.text)
        confidence = ranking[0].score if ranking else 0.0
        answered = refusal is None and confidence >= self._rules.threshold
        limit = self._rules.max_passages
        shown = [one for one in ranking if one.score >= ALSO * confidence] if answered else ranking[:limit]
        passages = make_passages(shown, self.index, self.build, limit)
        return Answer(
            question=question.text,
            language=language,
            answered=answered,
            confidence=confidence,
            passages=passages if answered else (),
            closest=() if answered else passages,
            build=self.build,
            encoder=self.index.embedder.name,
            ms=ms,
            refusal=None if answered else refusal or "not_found",
        )

    def _unusable(self, text: str) -> str | None:
        """Why a question cannot even be searched for."""
        if not text.strip():
            return "empty"
        if len(text) > self._rules.max_characters:
            return "too_long"
        words = fold(text)
        if not words:
            return "no_words"
        return "too_short" if len(text.strip()) == 1 else None


def _search_text(question: Question) -> str:
    if question.earlier and len(question.text.split()) <= LEANS_ON_EARLIER:
        return f"{question.earlier} {question.text}"
    return question.text
