"""`Answerer`: questions in, answers out, on one build."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial

from index.errors import EngineLost, EngineUnavailable
from index.models import SentenceHit, Vectors
from index.sentence_index import SentenceIndex
from retrieval.answer.corpus_summary import corpus_summary
from retrieval.answer.headings import able_to_answer
from retrieval.answer.highlight import with_highlight
from retrieval.answer.measured import measured_beside
from retrieval.answer.passages import beyond, lead_passages, make_passages
from retrieval.models import Answer, Passage, Question, Timing
from retrieval.question.language import is_readable, question_language
from retrieval.question.small_talk import OF_THE_SOURCES, Aim
from retrieval.question.told_apart import about_each, told_apart
from retrieval.question.understanding import Understanding, understand
from retrieval.ranking.dated import of_the_date
from retrieval.ranking.leading import language_of_the_words, leading_reading
from retrieval.ranking.readings import Reading, is_introduced, read_both_ways
from retrieval.ranking.scoring import ScoredHit, Scorer, Weighed

CANDIDATES = 30  # sentences that each arm proposes for a question
UNSURE = 0.2  # from here on one first sentence in five is right: too many to say that nothing was found
# Refusals that an example goes with.
OFFERED = frozenset(("empty", Aim.GREETING, Aim.HELP, Aim.LANGUAGE, Aim.BEYOND))
COUNTED = frozenset((Aim.SOURCES, Aim.DOUBT))  # refusals that what is known of all sources goes with
ALSO = 0.5  # a further passage is shown when its score is at least this share of the first one's
_NOT_SEARCHED = Reading("", ())


@dataclass(frozen=True, slots=True)
class AnswerRules:
    """What an operator can set about answers."""

    threshold: float  # answer only at this confidence or above, in [0, 1]
    max_passages: int
    max_characters: int  # of a question
    examples: Mapping[str, str] = field(
        default_factory=dict
    )  # by language: questions to offer where they are answered


class Answerer:
    """Answers from one build. Thread-safe: it holds nothing that changes."""

    def __init__(self, index: SentenceIndex, build: str, scorer: Scorer, rules: AnswerRules) -> None:
        self.index = index
        self.build = build
        self._scorer = scorer
        self._rules = rules

    def without_translations(self) -> Answerer:
        """The same, but for the translations, which are neither searched nor shown."""
        return Answerer(self.index.without_translations(), self.build, self._scorer, self._rules)

    def without_names(self) -> Answerer:
        """The same, but for names in other spellings than the question's, which are not searched."""
        return Answerer(self.index.without_names(), self.build, self._scorer, self._rules)

    @property
    def threshold(self) -> float:
        """The confidence from which it answers, in [0, 1]."""
        return self._rules.threshold

    def answer(self, question: Question) -> Answer:
        """`answer_many` for one question."""
        return self.answer_many([question])[0]

    def answer_many(self, questions: Sequence[Question]) -> list[Answer]:
        """One answer a question, each the same as if it were asked alone."""
        return [answer for answer, _ in self.read_many(questions)]

    def read_many(self, questions: Sequence[Question]) -> list[tuple[Answer, list[Reading]]]:
        """Each answer with what was searched for: the whole question first, then each part of it."""
        started = time.perf_counter()
        understood = [understand(question, self._rules.max_characters) for question in questions]
        texts = [text for one in understood for ways in one.searches for text in ways]
        rankings, embed, search = self._rank(texts)
        found = dict(zip(texts, map(Reading, texts, rankings), strict=True))
        readings = [
            [_read([found[text] for text in ways]) for ways in one.searches] or [_NOT_SEARCHED]
            for one in understood
        ]
        each = 1000 / max(len(questions), 1)
        ms = Timing(embed=embed * each, search=search * each, total=(time.perf_counter() - started) * each)
        return [
            (self._answer(question.text, one, own, ms), own)
            for question, one, own in zip(questions, understood, readings, strict=True)
        ]

    def embed_questions(self, texts: list[str]) -> Vectors:
        """Vectors of questions, shape (len(texts), dim), unit rows."""
        return self.index.embedder.embed_questions(texts).vectors

    def weigh(self, reading: Reading) -> list[Weighed]:
        """What each score of a reading is made of, best first."""
        return self._scorer.weigh(reading.ranking, reading.text, question_language(reading.text))

    def _rank(self, texts: list[str]) -> tuple[list[list[ScoredHit]], float, float]:
        """Rankings, and the seconds for embedding and for searching."""
        started = time.perf_counter()
        embedded = self.index.embedder.embed_questions(texts)
        searching = time.perf_counter()
        hits = self.index.search_embedded(texts, embedded, limit=CANDIDATES)
        rankings = [
            self._ranked(able_to_answer(found, self.index.sentences_of), text)
            for found, text in zip(hits, texts, strict=True)
        ]
        return rankings, searching - started, time.perf_counter() - searching

    def _ranked(self, hits: Sequence[SentenceHit], text: str) -> list[ScoredHit]:
        return of_the_date(self._scorer.rank(hits, text, question_language(text)), text)

    def _answer(
        self, question: str, understood: Understanding, readings: Sequence[Reading], ms: Timing
    ) -> Answer:
        language, refusal = understood.language, understood.refusal
        leading = leading_reading(readings, self._rules.threshold)
        if understood.more:
            shown = self._passages(leading, readings, language)
            readings = [replace(one, ranking=beyond(one.ranking, shown, self.index)) for one in readings]
            leading = leading_reading(readings, self._rules.threshold)
        confidence = leading.confidence
        answered = refusal is None and self._is_sure(leading)
        if answered and understood.guessed:
            language = language_of_the_words(leading, language)
        if refusal in OF_THE_SOURCES:
            passages = lead_passages(self.index, self.build, self._rules.max_passages, language)
        else:
            passages = self._passages(leading, readings, language)
        one = len(readings) == 1 or is_introduced(readings)
        if answered and one:  # of several parts nothing tells which a sentence answers
            passages = tuple(map(partial(self._marked, readings[-1].asked), passages))
        return Answer(
            question=question,
            language=language,
            answered=answered,
            confidence=confidence,
            passages=passages if answered else (),
            closest=() if answered else passages,
            build=self.build,
            encoder=self.index.embedder.name,
            ms=ms,
            refusal=None if answered else refusal or _not_found(question, confidence, more=understood.more),
            example=self._example(language) if refusal in OFFERED else None,
            sources=corpus_summary(self.index) if refusal in COUNTED else None,
        )

    def _example(self, language: str) -> str | None:
        """What could be asked, in `language`, where it is answered; a greeting does not fail with the search."""
        example = Question(self._rules.examples.get(language, ""), language)
        # A greeting would be answered with an example.
        asks = understand(example, self._rules.max_characters).refusal is None
        with suppress(EngineUnavailable, EngineLost):
            return example.text if asks and self.answer(example).answered else None
        return None

    def _marked(self, question: str, passage: Passage) -> Passage:
        """With the words that answer marked, where its sentence would be an answer by itself."""
        return with_highlight(passage, question) if passage.score >= self._rules.threshold else passage

    def _is_sure(self, reading: Reading) -> bool:
        return bool(reading.ranking) and reading.confidence >= self._rules.threshold

    def _passages(self, leading: Reading, readings: Sequence[Reading], language: str) -> tuple[Passage, ...]:
        """What a question is answered with, or the closest to it."""
        limit = self._rules.max_passages
        shown = self._shown(leading, readings) if self._is_sure(leading) else leading.ranking[:limit]
        return make_passages(shown, self.index, self.build, limit, language)

    def _shown(self, leading: Reading, readings: Sequence[Reading]) -> list[ScoredHit]:
        """The best sentence, what it lacks, that of each part that is confident by itself, what else scores well."""
        best, *others = leading.ranking
        parts = [part.ranking[0] for part in readings[1:] if self._is_sure(part)]
        also = [one for one in others if one.score >= ALSO * best.score]
        measured = measured_beside(leading.asked, leading.ranking)
        told = self._of_each(leading if is_introduced(readings) else readings[0])
        return [best, *measured, *told, *parts, *also]

    def _of_each(self, whole: Reading) -> list[ScoredHit]:
        """The best sentence about each of the two whom the question tells apart, where that is confident."""
        names = told_apart(whole.text)
        groups = about_each([one.hit for one in whole.ranking], names) if names else []
        readings = [_read([self._among(own, one) for one in whole.of or (whole,)]) for own in groups]
        return [one.ranking[0] for one in readings if self._is_sure(one)]

    def _among(self, hits: Sequence[SentenceHit], reading: Reading) -> Reading:
        """A reading of some of the sentences that were found for it, ranked anew."""
        places = {(hit.article.id, hit.sentence.number) for hit in hits}
        own = [one.hit for one in reading.ranking if (one.hit.article.id, one.hit.sentence.number) in places]
        return Reading(reading.text, self._ranked(own, reading.text))


def _not_found(question: str, confidence: float, *, more: bool) -> str:
    """Why there is no answer: nothing was found, or there is doubt, or nobody here can read the question."""
    if more:
        return "no_more"
    if not is_readable(question):
        return "unsupported_language"
    return "unsure" if confidence >= UNSURE else "not_found"


def _read(ways: Sequence[Reading]) -> Reading:
    return read_both_ways(*ways) if len(ways) > 1 else ways[0]
