"""One score from all arms: the fitted probability that a sentence answers the question.

Two logistic models, both linear in named features. The first (a conditional logit, McFadden 1974) says which
of the candidates it is, if any; its odds order them. The second says whether that one answers at all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
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
Values = NDArray[np.float64]
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
        self._order_weights = np.array([coefficients.order[name] for name in ORDER_FEATURES])
        self._confidence_weights = np.array([coefficients.confidence[name] for name in CONFIDENCE_FEATURES])

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
        values = _order_values(hits, question, language)
        logits = _weighed(values, self._order_weights)
        keys = [
            (logit, hit.article.id, hit.sentence.number)
            for logit, hit in zip((-logits.round(6)).tolist(), hits, strict=True)
        ]
        order = sorted(range(len(hits)), key=keys.__getitem__)
        rivals = rivals_of(hits, order)
        known = _evidence(hits, values, odds(logits.tolist(), rivals), len(rivals), language)
        scores = np.minimum.accumulate(self._probabilities(known[order]).round(6))
        return [ScoredHit(hits[at], score) for at, score in zip(order, scores.tolist(), strict=True)]

    def weigh(self, ranking: Sequence[ScoredHit], question: str, language: str) -> list[Weighed]:
        """What each score in a whole ranking is made of; question and language as it was ranked with."""
        if not ranking:
            return []
        hits = [one.hit for one in ranking]
        values = _order_values(hits, question, language)
        rivals = rivals_of(hits, range(len(hits)))
        shares = odds(_weighed(values, self._order_weights).tolist(), rivals)
        known = _evidence(hits, values, shares, len(rivals), language)
        weighed = []
        for one, own, its in zip(
            ranking, _named(ORDER_FEATURES, values), _named(CONFIDENCE_FEATURES, known), strict=True
        ):
            confidence = {"intercept": self._coefficients.intercept, **self._confidence_terms(its)}
            weighed.append(Weighed(one.hit, one.score, own, its, self._order_terms(own), confidence))
        return weighed

    def _order_terms(self, values: Mapping[str, float]) -> dict[str, float]:
        return {name: self._coefficients.order[name] * values[name] for name in ORDER_FEATURES}

    def _confidence_terms(self, values: Mapping[str, float]) -> dict[str, float]:
        return {name: self._coefficients.confidence[name] * values[name] for name in CONFIDENCE_FEATURES}

    def _probabilities(self, known: Values) -> Values:
        logits = self._coefficients.intercept + _weighed(known, self._confidence_weights)
        probabilities: Values = 1 / (1 + np.exp(-logits.clip(-700.0, 700.0)))
        return probabilities


def order_values(hits: Sequence[SentenceHit], question: str, language: str) -> list[dict[str, float]]:
    """The order's features by name, for each hit of a question in `language`."""
    return _named(ORDER_FEATURES, _order_values(hits, question, language))


def evidence(hit: SentenceHit, share: float, rivals: int, language: str) -> dict[str, float]:
    """The confidence's features by name, for a hit of a question in `language`.

    `share` is of the odds, among so many rivals.
    """
    values = np.array([[*_numbers_of(hit), 0.0]])  # what the sentence holds orders only
    return _named(CONFIDENCE_FEATURES, _evidence([hit], values, [share], rivals, language))[0]


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
    if (
        one.article.id == other.article.id
        or abs(one.dense - other.dense) >= _COPY
        or abs(one.late - other.late) >= _COPY
    ):
        return False
    shorter, longer = sorted(hit.sentence.end - hit.sentence.start for hit in (one, other))
    return shorter > _AS_LONG * longer


def _order_values(hits: Sequence[SentenceHit], question: str, language: str) -> Values:
    """`ORDER_FEATURES` of each hit, shape (hits, features)."""
    kind, asked = question_type(question, language), fold(question)
    holds = [bool(answering_spans(asked, kind, hit.text, hit.article.language)) for hit in hits]
    return np.array(
        [(*_numbers_of(hit), held) for hit, held in zip(hits, holds, strict=True)], dtype=np.float64
    )


def _evidence(
    hits: Sequence[SentenceHit], values: Values, shares: Sequence[float], rivals: int, language: str
) -> Values:
    """`CONFIDENCE_FEATURES` of each hit, shape (hits, features), given the order's and its share of the odds."""
    known = dict(zip(ORDER_FEATURES, values.T, strict=True))
    known["odds"] = np.array(shares)
    known["candidates"] = np.full(len(hits), math.log(min(rivals, RIVALS)))
    known["foreign"] = foreign = np.array([hit.language != language for hit in hits], dtype=np.float64)
    known |= {f"foreign_{arm}": foreign * known[arm] for arm in ("dense", "lexical", "late")}
    return np.column_stack([known[name] for name in CONFIDENCE_FEATURES])


def _weighed(rows: Values, weights: Values) -> Values:
    """Of each row the sum of its numbers, each times its weight; whatever other rows there are."""
    weighed: Values = (rows * weights).sum(axis=1)
    return weighed


def _named(names: Sequence[str], rows: Values) -> list[dict[str, float]]:
    return [dict(zip(names, row, strict=True)) for row in rows.tolist()]
