"""What a confidence is worth: risk and coverage by threshold, as `retrieval.fitting.calibrate` measured them."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from retrieval.errors import NotCalibrated
from retrieval.ranking.scoring import COEFFICIENTS_FILE, Coefficients, Scorer, coefficients_of

logger = logging.getLogger(__name__)

CALIBRATION_FILE = Path(__file__).with_name("calibration.json")


class Point(NamedTuple):
    """One threshold, each number in [0, 1]."""

    threshold: float
    coverage: float  # the share of all questions answered at this confidence or above
    risk: float  # the share of those whose first sentence is wrong
    at_most: float  # the upper end of the risk's 95 % interval, one-sided


Curve = Annotated[tuple[Point, ...], BeforeValidator(tuple)]
"""Points by rising threshold."""


class EncoderCalibration(BaseModel):
    """The curve of one encoder, all languages together, and of which coefficients it is true."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    coefficients: str  # `fingerprint` of them
    curve: Annotated[Curve, Field(min_length=1)]


class CalibrationFile(BaseModel):
    """What `python -m retrieval.fitting.calibrate` writes: calibrations by encoder, and the command that made them."""

    model_config = ConfigDict(extra="forbid")

    command: str
    encoders: dict[str, EncoderCalibration]


@dataclass(frozen=True, slots=True)
class Promise:
    """The threshold that keeps "at most 1 wrong answer in N", or comes closest."""

    wrong_in: int  # N
    point: Point  # what was measured there
    kept: bool  # whether the risk is at most 1 / N, with 95 % confidence

    @property
    def threshold(self) -> float:
        """The confidence to answer from."""
        return self.point.threshold

    def __str__(self) -> str:
        asked = f"at most 1 wrong answer in {self.wrong_in}"
        measured = (
            f"from a confidence of {self.threshold:.3f} on, {self.point.risk:.1%} of the answers were wrong "
            f"(with 95% confidence at most {self.point.at_most:.1%}), "
            f"and {self.point.coverage:.1%} of the questions answered"
        )
        if self.kept:
            return f"{asked}: {measured}"
        return f"{asked} is out of reach, the strictest threshold measured is used instead: {measured}"


def fingerprint(coefficients: Coefficients) -> str:
    """Tells coefficients apart: curves of others say nothing about these."""
    return hashlib.sha256(coefficients.model_dump_json().encode()).hexdigest()[:16]


def promise(curve: Curve, wrong_in: int) -> Promise:
    """The lowest threshold at which surely at most 1 answer in `wrong_in` is wrong; else the strictest one."""
    for point in curve:
        if point.at_most * wrong_in <= 1:
            return Promise(wrong_in, point, kept=True)
    return Promise(wrong_in, curve[-1], kept=False)


def load_curve(encoder: str, file: Path = CALIBRATION_FILE, coefficients: Path = COEFFICIENTS_FILE) -> Curve:
    """The curve of an encoder (its name up to the `@`), for the coefficients that it is scored with.

    Raises:
        NotCalibrated: there is none, it belongs to other coefficients, or a file cannot be used.
    """
    name = encoder.split("@", 1)[0]
    scored_with = fingerprint(coefficients_of(encoder, coefficients))
    again = "`python -m retrieval.fitting.calibrate` measures it, or set GIPFEL_RETRIEVAL__THRESHOLD"
    try:
        known = CalibrationFile.model_validate_json(file.read_bytes()).encoders
    except OSError as error:
        raise NotCalibrated(f"{file}: {error.strerror}; {again}") from error
    except ValidationError as error:
        raise NotCalibrated(f"{file} is not what it should be: {again}") from error
    if name not in known:
        raise NotCalibrated(f"{file.name} has no curve for the encoder {name}: {again}")
    if known[name].coefficients != scored_with:
        raise NotCalibrated(
            f"{file.name} was measured with other coefficients of the encoder {name}: {again}"
        )
    return known[name].curve


def calibrated(encoder: str, *, threshold: float | None, wrong_at_most: int) -> tuple[Scorer, float]:
    """The score, and the confidence to answer from; says what the setting in words comes to.

    Args:
        encoder: the embedder's name.
        threshold: a confidence that was set; None: it follows from the words.
        wrong_at_most: one wrong answer in so many.

    Raises:
        NotCalibrated: there is no score for this encoder, or the curve was not measured with it.
    """
    scorer = Scorer.load(encoder)
    if threshold is not None:
        return scorer, threshold
    made = promise(load_curve(encoder), wrong_at_most)
    say = logger.info if made.kept else logger.warning
    say("GIPFEL_RETRIEVAL__WRONG_AT_MOST: %s", made)
    return scorer, made.threshold
