"""`python -m retrieval.fit`: fits the coefficients of `scoring` on public question sets.

Half of the questions, by a hash of their id, are held out; the table that it prints is measured on those.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ValidationError
from scipy.optimize import minimize
from scipy.special import logsumexp, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from retrieval.features import (
    CONFIDENCE_FEATURES,
    ORDER_FEATURES,
    best_first,
    evidence,
    order_values,
    weighed,
)
from retrieval.fitting_data import SOURCES, Episode, episodes
from retrieval.fitting_options import embedders, read_options
from retrieval.scoring import COEFFICIENTS_FILE, Coefficients, CoefficientsFile, Scorer

Floats = NDArray[np.float64]
Form = TypeVar("Form", bound=BaseModel)
RIDGE = 1e-3  # keeps the order's weights finite; the mean log-likelihood is of order 1
DIGITS = 4


def fit(asked: Sequence[Episode]) -> Coefficients:
    """Both models, the second on what the first puts first."""
    order = fit_order([episode for episode in asked if episode.answerable])
    rows, labels = [], []
    for episode in asked:
        values, right = _first(episode, order)
        rows.append(values)
        labels.append(right)
    matrix = np.array(rows)
    spread = _spread(matrix)
    model = LogisticRegression(C=10.0, max_iter=5000).fit(matrix / spread, labels)
    weights = model.coef_[0] / spread
    return Coefficients(
        order=_named(ORDER_FEATURES, order),
        intercept=round(float(model.intercept_[0]), DIGITS),
        confidence=_named(CONFIDENCE_FEATURES, weights),
    )


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
    return "\n".join(lines)


def expected_calibration_error(confidence: Floats, right: Floats, bins: int = 10) -> float:
    """Mean |confidence - share right| over bins of equal count (Naeini et al. 2015, AAAI), in [0, 1]."""
    parts = np.array_split(np.argsort(confidence, kind="stable"), bins)
    gaps = [len(part) * abs(confidence[part].mean() - right[part].mean()) for part in parts if len(part)]
    return float(sum(gaps) / len(confidence))


def _row(asked: Sequence[Episode], coefficients: Coefficients) -> str:
    scorer = Scorer(coefficients)
    confidence, right, recalled = [], [], []
    for episode in asked:
        first = scorer.rank(episode.hits, episode.question, episode.source.language)[0]
        is_right = episode.right[episode.hits.index(first.hit)]
        confidence.append(first.score)
        right.append(is_right)
        if episode.answerable:
            recalled.append(is_right)
    auroc = roc_auc_score(right, confidence)
    error = expected_calibration_error(np.array(confidence), np.array(right, dtype=np.float64))
    return f"{len(asked):5d}  {np.mean(recalled):8.3f}  {auroc:5.3f}  {error:.3f}"


def _spread(table: Floats) -> Floats:
    """The standard deviation of each column, 1 for one that does not vary."""
    spread: Floats = table.std(axis=0)
    return np.where(spread > 1e-9, spread, 1.0)  # noqa: PLR2004 - the rounding of a constant column


def _first(episode: Episode, order: Floats) -> tuple[list[float], bool]:
    values = order_values(episode.hits, episode.question, episode.source.language, order)
    logits = weighed(values, order)
    ranked = best_first(episode.hits, logits)
    known = evidence(episode.hits, values, logits, ranked, episode.question, episode.source.language)
    return known[ranked[0]].tolist(), episode.right[ranked[0]]


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
    content = CoefficientsFile(command="python -m retrieval.fit", encoders=known)
    file.write_text(content.model_dump_json(indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Reads the question sets, fits, prints the table of each encoder, writes `retrieval/coefficients.json`."""
    parser = argparse.ArgumentParser(prog="python -m retrieval.fit", description=__doc__)
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
        "Now run `python -m retrieval.calibrate`: the curve was measured with other coefficients.\n"
    )


if __name__ == "__main__":
    main()
