"""What an evaluation counts, as plain numbers; null where there is nothing to count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby

import numpy as np

from retrieval.evaluation.golden import GoldenQuestion
from retrieval.models import Answer

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """One golden question with what came of it."""

    question: GoldenQuestion
    answer: Answer
    rank: int | None  # of the first right sentence, from 1; None: not among the first `DEPTH`
    ranked: tuple[str, ...]  # the first sentences, verbatim, best first
    quotes_exact: bool  # every quote shown is the article's text at its span
    ms: float

    @property
    def right(self) -> bool:
        """The right sentence stands first."""
        return self.rank == 1


@dataclass(frozen=True, slots=True)
class Milliseconds:
    """Per question."""

    p50: float
    p95: float
    p99: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of a set of outcomes; shares in [0, 1]."""

    questions: int
    recall_1: float | None
    recall_3: float | None
    recall_10: float | None
    mrr_10: float | None
    answered: float | None  # of the answerable
    answered_right: float | None  # of those answered, the right sentence first
    refused: float | None  # of the unanswerable
    auroc: float | None  # of the confidence, answerable against unanswerable
    precision: float | None  # of all answered, the unanswerable included, the right sentence first
    brier: float | None  # mean squared gap of confidence and right or wrong (Brier 1950); lower is better
    quotes_exact: float | None
    ms: Milliseconds | None

    def as_json(self) -> dict[str, object]:
        """The same under the names that are usual: `recall@1`, `mrr@10`."""
        names = {"recall_1": "recall@1", "recall_3": "recall@3", "recall_10": "recall@10", "mrr_10": "mrr@10"}
        return {names.get(name, name): value for name, value in asdict(self).items()}


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """Counts a set of outcomes; the order does not matter."""
    answerable = [one for one in outcomes if not one.question.unanswerable]
    unanswerable = [one for one in outcomes if one.question.unanswerable]
    answered = [one for one in answerable if one.answer.answered]
    return Figures(
        questions=len(outcomes),
        recall_1=_mean(one.rank is not None and one.rank <= 1 for one in answerable),
        recall_3=_mean(one.rank is not None and one.rank <= 3 for one in answerable),  # noqa: PLR2004 - recall at 3
        recall_10=_mean(one.rank is not None for one in answerable),
        mrr_10=_mean(1 / one.rank if one.rank else 0.0 for one in answerable),
        answered=_mean(one.answer.answered for one in answerable),
        answered_right=_mean(one.right for one in answered),
        refused=_mean(not one.answer.answered for one in unanswerable),
        auroc=_auroc(answerable, unanswerable),
        precision=_mean(one.right for one in outcomes if one.answer.answered),
        brier=_mean((one.answer.confidence - one.right) ** 2 for one in outcomes),
        quotes_exact=_mean(one.quotes_exact for one in outcomes),
        ms=_milliseconds([one.ms for one in outcomes]),
    )


def risk_coverage(outcomes: Iterable[Outcome]) -> list[tuple[float, float]]:
    """(coverage, risk) at each confidence as the threshold, most confident first; both in [0, 1].

    Coverage is the share of all questions answered, risk the share of those whose first sentence is wrong;
    answering an unanswerable question is wrong (El-Yaniv and Wiener 2010, JMLR 11).
    """
    by_confidence = sorted(outcomes, key=_confidence, reverse=True)
    answered, wrong, points = 0, 0, []
    for _, equal in groupby(by_confidence, key=_confidence):  # no threshold tells equal ones apart
        rights = [one.right for one in equal]
        answered += len(rights)
        wrong += rights.count(False)
        points.append((answered / len(by_confidence), wrong / answered))
    return points


def _confidence(outcome: Outcome) -> float:
    return outcome.answer.confidence


def _mean(values: Iterable[float]) -> float | None:
    numbers = [float(value) for value in values]
    return round(sum(numbers) / len(numbers), 4) if numbers else None


def _auroc(positive: Sequence[Outcome], negative: Sequence[Outcome]) -> float | None:
    if not positive or not negative:
        return None
    labels = [1] * len(positive) + [0] * len(negative)
    from sklearn.metrics import roc_auc_score

    return round(float(roc_auc_score(labels, [one.answer.confidence for one in (*positive, *negative)])), 4)


def _milliseconds(values: Sequence[float]) -> Milliseconds | None:
    if not values:
        return None
    p50, p95, p99 = (round(float(value), 3) for value in np.percentile(values, [50, 95, 99]))
    return Milliseconds(p50, p95, p99)
