"""`python -m retrieval.fitting.fit`: fits the coefficients of `scoring` on public question sets.

Half of the questions, by a hash of their id, are held out; the table that it prints is measured on those.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ValidationError
from scipy.optimize import minimize, minimize_scalar
from scipy.special import expit, logsumexp, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score

from retrieval.fitting.data import SOURCES, Episode, episodes
from retrieval.fitting.options import embedders, read_options
from retrieval.fitting.reliability import expected_calibration_error, judge
from retrieval.ranking.features import (
    CONFIDENCE_FEATURES,
    ORDER_FEATURES,
    best_first,
    evidence,
    odds,
    order_values,
    rivals_of,
    weighed,
)
from retrieval.ranking.scoring import COEFFICIENTS_FILE, Coefficients, CoefficientsFile, Scorer

Floats = NDArray[np.float64]
Form = TypeVar("Form", bound=BaseModel)
TINY = (1, 2, 4, 8)  # sentences
BACKGROUNDS = (-20.0, 20.0)  # logits to look among
NOTHING = -np.inf  # no missing rival counts
RIDGE = 1e-3  # keeps the order's weights finite; the mean log-likelihood is of order 1
DIGITS = 4


@dataclass(frozen=True, slots=True)
class First:
    """What an episode's best sentence is judged by."""

    evidence: Floats  # shape (features,); its odds are those among the rivals that are there
    logits: Floats  # of the rivals, its own first
    right: bool


def fit(asked: Sequence[Episode]) -> Coefficients:
    """Both models, the second on what the first puts first; what stands for missing rivals comes last."""
    order = fit_order([episode for episode in asked if episode.answerable])
    firsts = [first_of(episode, order) for episode in asked]
    matrix = np.array([one.evidence for one in firsts])
    spread = _spread(matrix)
    model = LogisticRegression(C=10.0, max_iter=5000).fit(matrix / spread, [one.right for one in firsts])
    weights, intercept = model.coef_[0] / spread, float(model.intercept_[0])
    tiny = [cut_to(one, few) for one in asked if one.small for few in TINY if few < len(one.hits)]
    background = fit_background([first_of(one, order) for one in tiny], weights, intercept)
    return Coefficients(
        order=_named(ORDER_FEATURES, order),
        background=round(background, DIGITS),
        intercept=round(intercept, DIGITS),
        confidence=_named(CONFIDENCE_FEATURES, weights),
    )


def fit_background(firsts: Sequence[First], weights: Floats, intercept: float) -> float:
    """The logit of missing rivals that minimises the mean log loss of the confidence.

    Args:
        firsts: of indexes with fewer sentences than a full set of rivals.
        weights: of `CONFIDENCE_FEATURES`, fitted with full sets.
        intercept: fitted with them.
    """
    at = CONFIDENCE_FEATURES.index("odds")
    known = np.array([one.evidence for one in firsts])
    right = [one.right for one in firsts]

    def loss(background: float) -> float:
        known[:, at] = [odds(one.logits, range(len(one.logits)), background)[0] for one in firsts]
        return float(log_loss(right, expit(known @ weights + intercept), labels=[False, True]))

    return float(minimize_scalar(loss, bounds=BACKGROUNDS, method="bounded").x) if firsts else BACKGROUNDS[0]


def cut_to(episode: Episode, few: int) -> Episode:
    """The same question asked of `few` consecutive hits alone, those around the right one where there is one."""
    around = episode.right.index(True) if episode.answerable else len(episode.hits) // 2
    start = max(0, min(around - few // 2, len(episode.hits) - few))
    kept = slice(start, start + few)
    return replace(episode, hits=episode.hits[kept], right=episode.right[kept])


def first_of(episode: Episode, order: Floats) -> First:
    """What is known of the sentence that `order`, the weights of `ORDER_FEATURES`, puts first."""
    hits, question, language = episode.hits, episode.question, episode.source.language
    values = order_values(hits, question, language, order)
    logits = weighed(values, order)
    ranked = best_first(hits, logits)
    rivals = rivals_of(hits, ranked)
    known = evidence(hits, values, odds(logits, rivals, NOTHING), question, language)
    return First(known[ranked[0]], logits[rivals], episode.right[ranked[0]])


def fit_order(answerable: Sequence[Episode]) -> Floats:
    """Weights of the conditional logit: maximises the mean log share of the right candidates' odds."""
    tables = [
        (order_values(one.hits, one.question, one.source.language), np.array(one.right)) for one in answerable
    ]
    spread = _spread(np.vstack([table for table, _ in tables]))

    def loss(weights: Floats) -> tuple[float, Floats]:
        value, slope = 0.0, np.zeros_like(weights)
        for table, right in tables:
            logits = (table / spread) @ weights
            value -= logsumexp(logits[right]) - logsumexp(logits)
            among_right = np.where(right, softmax(np.where(right, logits, -np.inf)), 0.0)
            slope -= (table / spread).T @ (among_right - softmax(logits))
        ridge = RIDGE * weights
        return value / len(tables) + float(ridge @ weights), slope / len(tables) + 2 * ridge

    found = minimize(loss, np.zeros(len(ORDER_FEATURES)), jac=True, method="L-BFGS-B")
    weights: Floats = np.asarray(found.x, dtype=np.float64) / spread
    return weights


def report(asked: Sequence[Episode], coefficients: Coefficients) -> str:
    """Recall@1, and how well the confidence tells right from wrong, by source and overall."""
    groups = {f"{source.language}-{source.text_language} {source.file}": source for source in SOURCES}
    lines = [f"{'questions to sentences':44s} asked  recall@1  auroc  ece"]
    for name, source in groups.items():
        lines.append(f"{name:44s} {_row([one for one in asked if one.source == source], coefficients)}")
    lines.append(f"{'all':44s} {_row(asked, coefficients)}")
    for few in TINY:
        tiny = [cut_to(one, few) for one in asked if one.small and few < len(one.hits)]
        lines.append(f"{f'of them of small indexes, cut to {few}':44s} {_row(tiny, coefficients)}")
    return "\n".join(lines)


def _row(asked: Sequence[Episode], coefficients: Coefficients) -> str:
    judged = judge(asked, Scorer(coefficients))
    recall = judged.right[[one.answerable for one in asked]].mean()
    auroc = roc_auc_score(judged.right, judged.confidence)
    error = expected_calibration_error(judged.confidence, judged.right)
    return f"{len(asked):5d}  {recall:8.3f}  {auroc:5.3f}  {error:.3f}"


def _spread(table: Floats) -> Floats:
    """The standard deviation of each column, 1 for one that does not vary."""
    spread: Floats = table.std(axis=0)
    return np.where(spread > 1e-9, spread, 1.0)  # noqa: PLR2004 - the rounding of a constant column


def _named(names: Sequence[str], weights: Floats) -> dict[str, float]:
    return {name: round(float(weight), DIGITS) for name, weight in zip(names, weights, strict=True)}


def usable(file: Path, form: type[Form]) -> Form | None:
    """What an earlier run wrote; None where there is nothing, or its form has changed since."""
    try:
        return form.model_validate_json(file.read_text(encoding="utf-8"))
    except (OSError, ValidationError):
        return None


def _write(encoder: str, coefficients: Coefficients, file: Path) -> None:
    earlier = usable(file, CoefficientsFile)
    known = {**(earlier.encoders if earlier else {}), encoder.split("@", 1)[0]: coefficients}
    content = CoefficientsFile(command="python -m retrieval.fitting.fit", encoders=known)
    file.write_text(content.model_dump_json(indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Reads the question sets, fits, prints the table of each encoder, writes `retrieval/ranking/coefficients.json`."""
    parser = argparse.ArgumentParser(prog="python -m retrieval.fitting.fit", description=__doc__)
    options = read_options(parser, [f"eval/{source.file}" for source in SOURCES])
    for embedder in embedders(options):
        asked = [
            episode
            for source in SOURCES
            for episode in episodes(options.data / "eval", source, embedder, most=options.most)
        ]
        coefficients = fit([one for one in asked if not one.held_out])
        held_out = [one for one in asked if one.held_out]
        sys.stdout.write(f"{embedder.name}\n{report(held_out, coefficients)}\n")
        _write(embedder.name, coefficients, COEFFICIENTS_FILE)
    sys.stdout.write(
        "Now run `python -m retrieval.fitting.calibrate`: the curve was measured with other coefficients.\n"
    )


if __name__ == "__main__":
    main()
