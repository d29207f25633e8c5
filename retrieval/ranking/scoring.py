"""One score from all arms: the fitted probability that a sentence answers the question.

Two logistic models, both linear in named features. The first (a conditional logit, McFadden 1974) says which
of the candidates it is, if any; its odds order them. The second says whether that one answers at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from index.models import SentenceHit
from index.reading import faults
from retrieval.errors import NotCalibrated
from retrieval.ranking.features import (
    CONFIDENCE_FEATURES,
    ORDER_FEATURES,
    Values,
    best_first,
    evidence,
    odds,
    order_values,
    rivals_of,
    weighed,
)

COEFFICIENTS_FILE = Path(__file__).with_name("coefficients.json")


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
    background: float  # the logit of a sentence about something else, which stands for each missing rival
    intercept: float
    confidence: Mapping[str, float]

    @model_validator(mode="after")
    def _each_feature_has_its_weight(self) -> Coefficients:
        given = ((self.order, ORDER_FEATURES), (self.confidence, CONFIDENCE_FEATURES))
        if wrong := sorted(name for weights, names in given for name in weights.keys() ^ set(names)):
            raise ValueError(f"a weight is missing, or of no feature: {', '.join(wrong)}")
        return self


class CoefficientsFile(BaseModel):
    """What `python -m retrieval.fitting.fit` writes: coefficients by encoder, and the command that made them."""

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
        known = CoefficientsFile.model_validate_json(file.read_bytes()).encoders
    except OSError as error:
        raise NotCalibrated(f"{file}: {error.strerror}") from error
    except ValidationError as error:
        raise NotCalibrated(f"{file}: {faults(error)}") from error
    if name not in known:
        raise NotCalibrated(
            f"{file.name} has no coefficients for the encoder {name}: `python -m retrieval.fitting.fit` makes them"
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
        values, logits = self._in_order(hits, question, language)
        order = best_first(hits, logits)
        known = evidence(hits, values, self._odds(hits, logits, order), question, language)
        scores = np.minimum.accumulate(self._probabilities(known[order]).round(6))
        return [ScoredHit(hits[at], score) for at, score in zip(order, scores.tolist(), strict=True)]

    def weigh(self, ranking: Sequence[ScoredHit], question: str, language: str) -> list[Weighed]:
        """What each score in a whole ranking is made of; question and language as it was ranked with."""
        if not ranking:
            return []
        hits = [one.hit for one in ranking]
        values, logits = self._in_order(hits, question, language)
        known = evidence(hits, values, self._odds(hits, logits, range(len(hits))), question, language)
        found = []
        for one, own, its in zip(
            ranking, _named(ORDER_FEATURES, values), _named(CONFIDENCE_FEATURES, known), strict=True
        ):
            confidence = {"intercept": self._coefficients.intercept, **self._confidence_terms(its)}
            found.append(Weighed(one.hit, one.score, own, its, self._order_terms(own), confidence))
        return found

    def _in_order(self, hits: Sequence[SentenceHit], question: str, language: str) -> tuple[Values, Values]:
        """Their `order_values`, and what these come to."""
        values = order_values(hits, question, language, self._order_weights)
        return values, weighed(values, self._order_weights)

    def _odds(self, hits: Sequence[SentenceHit], logits: Values, order: Iterable[int]) -> Values:
        return odds(logits, rivals_of(hits, order), self._coefficients.background)

    def _order_terms(self, values: Mapping[str, float]) -> dict[str, float]:
        return {name: self._coefficients.order[name] * values[name] for name in ORDER_FEATURES}

    def _confidence_terms(self, values: Mapping[str, float]) -> dict[str, float]:
        return {name: self._coefficients.confidence[name] * values[name] for name in CONFIDENCE_FEATURES}

    def _probabilities(self, known: Values) -> Values:
        logits = self._coefficients.intercept + weighed(known, self._confidence_weights)
        probabilities: Values = 1 / (1 + np.exp(-logits.clip(-700.0, 700.0)))
        return probabilities


def _named(names: Sequence[str], rows: Values) -> list[dict[str, float]]:
    return [dict(zip(names, row, strict=True)) for row in rows.tolist()]
