"""One score from all arms: the fitted probability that a sentence answers the question.

Two logistic models, both linear in named features. The first (a conditional logit, McFadden 1974) says which
of the candidates it is, if any; its odds order them. The second says whether that one answers at all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter, mul
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from index.folding import fold
from index.models import SentenceHit
from retrieval.answer_kinds import answering_spans
from retrieval.errors import NotCalibrated
from retrieval.near_duplicates import alike, wording
from retrieval.question_type import question_type

COEFFICIENTS_FILE = Path(__file__).with_name("coefficients.json")
HIT_FEATURES = (
    "dense",
    "dense_neighbour",
    "dense_title",
    "lexical",
    "lexical_neighbour",
    "lexical_title",
    "late",
)
"""The numbers of a `SentenceHit`, by name."""
ORDER_FEATURES = (
    *HIT_FEATURES,
    "holds",  # 1 where the question asks when, where, how long, how many or who, and the sentence holds such, else 0
)
"""What orders the candidates of one question."""
CONFIDENCE_FEATURES = (
    "dense",
    "dense_neighbour",
    "lexical",
    "lexical_neighbour",
    "late",
    "odds",  # what share of the best candidates' odds, by the first model, it holds, in [0, 1]
    "candidates",  # natural logarithm of how many those were
    "foreign",  # 1 when question and the version that counted are in different languages, else 0
    "foreign_dense",  # dense where foreign, else 0
    "foreign_lexical",  # lexical where foreign, else 0
    "foreign_late",  # late where foreign, else 0
)
"""What the confidence is made of."""
_numbers_of = attrgetter(*HIT_FEATURES)
_COPY = 0.1  # cosines of a sentence and of its near-duplicate lie nearer to each other
_AS_LONG = 0.6  # of the longer one's characters the shorter one has more
RIVALS = 16  # candidates that share the odds: about an article, so that a larger index changes little


@dataclass(frozen=True, slots=True)
class ScoredHit:
    """A sentence and the probability, in [0, 1], that it answers the question."""

    hit: SentenceHit
    score: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """A ranked sentence with all that its score is made of; by name of feature."""

    hit: SentenceHit
    score: float  # as ranked
    values: Mapping[str, float]  # what the order is made of
    evidence: Mapping[str, float]  # what the confidence is made of, among it `odds`, the order's share
    order: Mapping[str, float]  # weight times value; their sum is the logit that orders
    confidence: Mapping[str, float]  # the same, and `intercept`; their sum is the logit of the probability


class Coefficients(BaseModel):
    """The weights of both models for one encoder."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    order: Mapping[str, float]
    intercept: float
    confidence: Mapping[str, float]

    @model_validator(mode="after")
    def _each_feature_has_its_weight(self) -> Coefficients:
        given = ((self.order, ORDER_FEATURES), (self.confidence, CONFIDENCE_FEATURES))
        if wrong := sorted(name for weights, names in given for name in weights.keys() ^ set(names)):
            raise ValueError(f"a weight is missing, or of no feature: {', '.join(wrong)}")
        return self


class CoefficientsFile(BaseModel):
    """What `python -m retrieval.fit` writes: coefficients by encoder, and the command that made them."""

    model_config = ConfigDict(extra="forbid")

    command: str
    encoders: dict[str, Coefficients]


def coefficients_of(encoder: str, file: Path = COEFFICIENTS_FILE) -> Coefficients:
    """The coefficients that were fitted for this encoder (its name up to the `@`).

    Raises:
        NotCalibrated: there are none, or the file cannot be used.
    """
    name = encoder.split("@", 1)[0]
    try:
        known = CoefficientsFile.model_validate_json(file.read_text(encoding="utf-8")).encoders
    except (OSError, ValidationError) as error:
        raise NotCalibrated(f"{file}: {error}") from error
    if name not in known:
        raise NotCalibrated(
            f"{file.name} has no coefficients for the encoder {name}: `python -m retrieval.fit` makes them"
        )
    return known[name]


class Scorer:
    """Ranks the candidates of one question. Holds nothing that changes."""

    def __init__(self, coefficients: Coefficients) -> None:
        self._coefficients = coefficients
        self._order_weights = [coefficients.order[name] for name in ORDER_FEATURES]
        self._confidence_weights = [coefficients.confidence[name] for name in CONFIDENCE_FEATURES]

    @classmethod
    def load(cls, encoder: str, file: Path = COEFFICIENTS_FILE) -> Scorer:
        """The scorer that was fitted for this encoder (its name up to the `@`).

        Raises:
            NotCalibrated: there is none, or the file cannot be used.
        """
        return cls(coefficients_of(encoder, file))

    def rank(self, hits: Sequence[SentenceHit], question: str, language: str) -> list[ScoredHit]:
        """Best first, for a question in `language`; equal ones by article id, then sentence number.

        No score is above one before it.
        """
        if not hits:
            return []
        logits = [_weighed(self._order_weights, own) for own in _order_numbers(hits, question, language)]
        order = sorted(
            range(len(hits)),
            key=lambda at: (-round(logits[at], 6), hits[at].article.id, hits[at].sentence.number),
        )
        rivals = rivals_of(hits, order)
        shares = odds(logits, rivals)
        ranked: list[ScoredHit] = []
        for at in order:
            numbers = _evidence_numbers(hits[at], shares[at], len(rivals), language)
            highest = ranked[-1].score if ranked else 1.0
            ranked.append(ScoredHit(hits[at], min(highest, round(self._probability(numbers), 6))))
        return ranked

    def weigh(self, ranking: Sequence[ScoredHit], question: str, language: str) -> list[Weighed]:
        """What each score in a whole ranking is made of; question and language as it was ranked with."""
        if not ranking:
            return []
        values = order_values([one.hit for one in ranking], question, language)
        logits = [_weighed(self._order_weights, own.values()) for own in values]
        rivals = rivals_of([one.hit for one in ranking], range(len(ranking)))
        shares = odds(logits, rivals)
        weighed = []
        for one, own, share in zip(ranking, values, shares, strict=True):
            known = evidence(one.hit, share, len(rivals), language)
            confidence = {"intercept": self._coefficients.intercept, **self._confidence_terms(known)}
            weighed.append(Weighed(one.hit, one.score, own, known, self._order_terms(own), confidence))
        return weighed

    def _order_terms(self, values: Mapping[str, float]) -> dict[str, float]:
        return {name: self._coefficients.order[name] * values[name] for name in ORDER_FEATURES}

    def _confidence_terms(self, values: Mapping[str, float]) -> dict[str, float]:
        return {name: self._coefficients.confidence[name] * values[name] for name in CONFIDENCE_FEATURES}

    def _probability(self, numbers: Iterable[float]) -> float:
        logit = self._coefficients.intercept + _weighed(self._confidence_weights, numbers)
        return 1 / (1 + math.exp(-max(-700.0, min(700.0, logit))))


def order_values(hits: Sequence[SentenceHit], question: str, language: str) -> list[dict[str, float]]:
    """The order's features by name, for each hit of a question in `language`."""
    return [dict(zip(ORDER_FEATURES, own, strict=True)) for own in _order_numbers(hits, question, language)]


def evidence(hit: SentenceHit, share: float, rivals: int, language: str) -> dict[str, float]:
    """The confidence's features by name, for a hit of a question in `language`.

    `share` is of the odds, among so many rivals.
    """
    numbers = _evidence_numbers(hit, share, rivals, language)
    return dict(zip(CONFIDENCE_FEATURES, numbers, strict=True))


def odds(logits: Sequence[float], rivals: Sequence[int]) -> list[float]:
    """Each one's exp(logit) over the sum of those of `rivals`, positions among them; with the highest, at most 1."""
    highest = max(logits)
    powers = [math.exp(logit - highest) for logit in logits]
    total = math.fsum(powers[at] for at in rivals)
    return [power / total for power in powers]


def rivals_of(hits: Sequence[SentenceHit], order: Iterable[int]) -> list[int]:
    """The first `RIVALS` positions of `order`, best first, without what repeats a better one of another article."""
    found: list[int] = []
    cut = cache(lambda at: wording(hits[at].text))
    for at in order:
        near = [other for other in found if _near(hits[at], hits[other])]
        if not any(alike(cut(at), cut(other)) for other in near):
            found.append(at)
        if len(found) == RIVALS:
            break
    return found


def _near(one: SentenceHit, other: SentenceHit) -> bool:
    """Whether two articles' sentences are so equally long and near a question that one may repeat the other."""
    shorter, longer = sorted(hit.sentence.end - hit.sentence.start for hit in (one, other))
    return (
        one.article.id != other.article.id
        and abs(one.dense - other.dense) < _COPY
        and abs(one.late - other.late) < _COPY
        and shorter > _AS_LONG * longer
    )


def _order_numbers(hits: Sequence[SentenceHit], question: str, language: str) -> Iterator[tuple[float, ...]]:
    """`ORDER_FEATURES` of each hit, in their order: a tuple is made several times faster than a mapping."""
    kind, asked = question_type(question, language), fold(question)
    for hit in hits:
        holds = bool(answering_spans(asked, kind, hit.text, hit.article.language))
        yield *_numbers_of(hit), float(holds)


def _evidence_numbers(hit: SentenceHit, share: float, rivals: int, language: str) -> tuple[float, ...]:
    """`CONFIDENCE_FEATURES` of one hit, in their order."""
    foreign = float(hit.language != language)
    return (
        hit.dense,
        hit.dense_neighbour,
        hit.lexical,
        hit.lexical_neighbour,
        hit.late,
        share,
        math.log(min(rivals, RIVALS)),
        foreign,
        foreign * hit.dense,
        foreign * hit.lexical,
        foreign * hit.late,
    )


def _weighed(weights: Iterable[float], numbers: Iterable[float]) -> float:
    return math.fsum(map(mul, weights, numbers))
