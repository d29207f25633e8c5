"""One score from both arms: the fitted probability that a sentence answers the question."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from index.models import SentenceHit
from retrieval.errors import NotCalibrated

COEFFICIENTS_FILE = Path(__file__).with_name("coefficients.json")

FEATURES: tuple[str, ...] = ("dense", "dense_context", "lexical", "lexical_context", "agreement")
"""What a score is made of, by name: see `features`."""


@dataclass(frozen=True, slots=True)
class ScoredHit:
    """A sentence and the probability, in [0, 1], that it answers the question."""

    hit: SentenceHit
    score: float


class Coefficients(BaseModel):
    """A logistic regression: one weight a feature, and the intercept."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    intercept: float
    weights: Mapping[str, float]

    def probability(self, values: Mapping[str, float]) -> float:
        """1 / (1 + exp(-(intercept + sum of weight x value))), in [0, 1]."""
        logit = self.intercept + math.fsum(self.weights[name] * values[name] for name in FEATURES)
        return 1 / (1 + math.exp(-max(-700.0, min(700.0, logit))))


class CoefficientsFile(BaseModel):
    """What `python -m retrieval.fit` writes: coefficients by encoder, and the command that made them."""

    model_config = ConfigDict(extra="forbid")

    command: str
    encoders: dict[str, Coefficients]


def features(hit: SentenceHit) -> dict[str, float]:
    """The named features of one hit; `agreement` is high only when both arms are."""
    return {
        "dense": hit.dense,
        "dense_context": hit.dense_context,
        "lexical": hit.lexical,
        "lexical_context": hit.lexical_context,
        "agreement": hit.dense * hit.lexical,
    }


class Scorer:
    """Ranks hits; the same hit gets the same score whatever it is ranked with."""

    def __init__(self, coefficients: Coefficients) -> None:
        self._coefficients = coefficients

    @classmethod
    def load(cls, encoder: str, file: Path = COEFFICIENTS_FILE) -> Scorer:
        """The scorer that was fitted for this encoder (its name up to the `@`).

        Raises:
            NotCalibrated: there is none.
        """
        known = CoefficientsFile.model_validate_json(file.read_text(encoding="utf-8")).encoders
        name = encoder.split("@", 1)[0]
        if name not in known:
            raise NotCalibrated(
                f"no coefficients for the encoder {name} in {file.name}: run `python -m retrieval.fit` for it"
            )
        return cls(known[name])

    def rank(self, hits: Iterable[SentenceHit]) -> list[ScoredHit]:
        """Best first; scores are rounded to 6 decimals, ties broken by article id, then sentence number."""
        scored = [ScoredHit(hit, round(self._coefficients.probability(features(hit)), 6)) for hit in hits]
        return sorted(scored, key=lambda one: (-one.score, one.hit.article.id, one.hit.sentence.number))
