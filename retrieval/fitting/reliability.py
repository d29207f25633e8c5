"""How far a confidence can be believed: calibration error with its interval, and risk by threshold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from retrieval.fitting.data import Episode
from retrieval.ranking.calibration import Curve, Point
from retrieval.ranking.scoring import Scorer

Floats = NDArray[np.float64]
FEWEST_QUESTIONS = 300  # below, a calibration error says more about the sample than about the confidence
FEWEST_ANSWERED = 200  # below, the curve's risk is one of chance: at 1 wrong in 10 it may be off by 0.04
RESAMPLES = 1000
ONE_SIDED = 1.645  # standard errors above the mean that 95 % of a normal distribution lie below
THRESHOLDS = tuple(step / 200 for step in range(200))


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of some episodes: each the confidence of the first sentence, and whether it is right."""

    confidence: Floats  # shape (n,), in [0, 1]
    right: Floats  # shape (n,), 0 or 1
    question: NDArray[np.int64]  # shape (n,): episodes of one number ask the same question


@dataclass(frozen=True, slots=True)
class Reliability:
    """The figures of one cell; None where the cell is too small, or holds one kind only."""

    questions: int
    asked: int  # each question is asked of several indexes
    right: float  # the share with the right sentence first, the unanswerable ones included
    ece: float | None
    interval: tuple[float, float] | None  # of the ece, 95 %
    auroc: float | None  # right against wrong


def judge(asked: Sequence[Episode], scorer: Scorer) -> Judged:
    """Ranks each episode's hits; one without hits has confidence 0 and no right sentence."""
    numbers: dict[tuple[str, str], int] = {}
    rows = []
    for episode in asked:
        ranked = scorer.rank(episode.hits, episode.question, episode.source.language)
        right = bool(ranked) and episode.right[episode.hits.index(ranked[0].hit)]
        key = (episode.source.file, episode.question)
        rows.append((ranked[0].score if ranked else 0.0, right, numbers.setdefault(key, len(numbers))))
    confidence, rights, question = zip(*rows, strict=True) if rows else ((), (), ())
    return Judged(np.array(confidence, float), np.array(rights, float), np.array(question, np.int64))


def expected_calibration_error(confidence: Floats, right: Floats, bins: int = 10) -> float:
    """Mean |confidence - share right| over bins of equal count (Naeini et al. 2015, AAAI), in [0, 1]."""
    parts = _in_bins(confidence, bins)
    gaps = [len(part) * abs(confidence[part].mean() - right[part].mean()) for part in parts]
    return float(sum(gaps) / len(confidence))


def reliability(judged: Judged) -> Reliability:
    """The figures; the interval is a percentile bootstrap over questions, not over episodes."""
    questions = len(np.unique(judged.question))
    enough = questions >= FEWEST_QUESTIONS
    both = 0 < judged.right.sum() < len(judged.right)
    return Reliability(
        questions=questions,
        asked=len(judged.right),
        right=float(judged.right.mean()) if questions else 0.0,
        ece=expected_calibration_error(judged.confidence, judged.right) if enough else None,
        interval=_interval(judged) if enough else None,
        auroc=float(roc_auc_score(judged.right, judged.confidence)) if both else None,
    )


def curve(judged: Judged) -> Curve:
    """Risk and coverage at thresholds 0.005 apart, as far as enough is answered; at least the first."""
    points: list[Point] = []
    for threshold in THRESHOLDS:
        answered = judged.confidence >= threshold
        if points and answered.sum() < FEWEST_ANSWERED:
            break
        risk, at_most = _risk(judged, answered)
        points.append(Point(threshold, round(float(answered.mean()), 4), round(risk, 4), round(at_most, 4)))
    return tuple(points)


def _risk(judged: Judged, answered: NDArray[np.bool_]) -> tuple[float, float]:
    """The share of the answered that is wrong, and the upper end of its 95 % interval, one-sided.

    Questions were drawn, not episodes, so their sums are what varies (the ratio estimator; Cochran 1977).
    """
    count = answered.sum()
    if not count:
        return 0.0, 0.0
    wrong = answered * (1 - judged.right)
    risk = wrong.sum() / count
    by_question = np.bincount(judged.question, wrong - risk * answered)
    return float(risk), float(risk + ONE_SIDED * np.sqrt((by_question**2).sum()) / count)


def bins(judged: Judged, count: int = 10) -> list[tuple[float, float]]:
    """(mean confidence, share right) of bins of equal count, lowest first."""
    parts = _in_bins(judged.confidence, count)
    return [(float(judged.confidence[part].mean()), float(judged.right[part].mean())) for part in parts]


def _in_bins(confidence: Floats, count: int) -> list[NDArray[np.intp]]:
    """Positions by rising confidence, in bins of equal count; none is empty."""
    parts = np.array_split(np.argsort(confidence, kind="stable"), count)
    return [part for part in parts if len(part)]


def _interval(judged: Judged) -> tuple[float, float]:
    """Whole questions are drawn, with replacement: the episodes of one are not independent."""
    of_question = [np.flatnonzero(judged.question == number) for number in np.unique(judged.question)]
    dice = np.random.default_rng(0)
    errors = []
    for _ in range(RESAMPLES):
        drawn = dice.integers(len(of_question), size=len(of_question))
        rows = np.concatenate([of_question[number] for number in drawn])
        errors.append(expected_calibration_error(judged.confidence[rows], judged.right[rows]))
    low, high = np.percentile(errors, [2.5, 97.5])
    return float(low), float(high)
