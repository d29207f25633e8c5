"""Why an answer came out as it did: what was searched for, and what each sentence was weighed by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from index.models import SentenceHit
from retrieval.answerer import Answerer
from retrieval.models import Answer, Question
from retrieval.ranking.readings import is_introduced
from retrieval.ranking.scoring import Weighed


@dataclass(frozen=True, slots=True)
class Considered:
    """One thing that was searched for: the whole question, or a part of it; a follow-up in two ways."""

    text: str  # as it was understood: a follow-up with the question before it, then alone
    sentences: tuple[Weighed, ...]  # all candidates, best first

    @property
    def confidence(self) -> float:
        """Of the best sentence; 0 without any."""
        return self.sentences[0].score if self.sentences else 0.0


@dataclass(frozen=True, slots=True)
class Explanation:
    """An answer with everything that decided it."""

    answer: Answer
    threshold: float  # answered from this confidence on, in [0, 1]
    considered: tuple[Considered, ...]  # the whole question, then its parts; one without sentences if refused
    both_ways: bool  # searched for with what was said before it and alone, both counting alike

    def numbered(self) -> Iterator[tuple[int, Considered]]:
        """All that was searched for: 0 for the whole question, else the number of its part."""
        for number, one in enumerate(self.considered):
            yield 0 if self.both_ways else number, one

    def quoted(self, hit: SentenceHit) -> bool:
        """Whether the answer shows this sentence as evidence."""
        return any(
            passage.citation.article == hit.article.id
            and passage.citation.sentences[0] <= hit.sentence.number <= passage.citation.sentences[1]
            for passage in self.answer.passages
        )


def explain(answerer: Answerer, question: Question) -> Explanation:
    """Answers a question as `answerer` does, and keeps what it weighed."""
    [(answer, readings)] = answerer.read_many([question])
    weighed = [one for reading in readings for one in (reading.of or (reading,))]
    considered = tuple(Considered(one.text, tuple(answerer.weigh(one))) for one in weighed)
    followed = any(reading.of for reading in readings)
    unsure = is_introduced(readings) and readings[1].confidence < answerer.threshold
    return Explanation(answer, answerer.threshold, considered, followed or unsure)


def order_cells(one: Weighed) -> list[str]:
    """For each feature that orders its value and what its weight makes of it, "0.71 +2.1"; then their sum."""
    return _cells(one.values, one.order)


def confidence_cells(one: Weighed) -> list[str]:
    """The same for what makes confident, the intercept first."""
    return _cells(one.evidence, one.confidence)


def _cells(values: Mapping[str, float], terms: Mapping[str, float]) -> list[str]:
    cells = [
        f"{values[name]:z.2f} {term:+z.1f}" if name in values else f"{term:+z.1f}"
        for name, term in terms.items()
    ]
    return [*cells, f"{sum(terms.values()):+z.1f}"]
