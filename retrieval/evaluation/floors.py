"""Floors under the golden questions' figures: what was measured once, and what a change may not lose.

A machine's arithmetic moves a confidence in its last digits. What moved by no more than `NOISE` counts as not moved,
so that a question at the threshold, or two that are equally sure, cannot flip a comparison; no figure has a tolerance.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from index.reading import faults
from retrieval.errors import FloorsInvalid
from retrieval.evaluation.evaluate import Evaluation
from retrieval.evaluation.metrics import Figures, Outcome, figures

NOISE = 0.001  # of a confidence
MEASURES = ("recall@1", "recall@3", "answered", "answered_right", "refused", "precision", "auroc", "brier")
LOWER_IS_BETTER = {"brier"}
OVERALL = "overall"


class Kept(BaseModel):
    """What came of one question."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rank: int | None  # of the first right sentence, from 1; None: not among the first ten
    answered: bool
    confidence: float

    def __str__(self) -> str:
        found = "no right sentence" if self.rank is None else f"right sentence {self.rank}."
        return f"{found}, {'answered' if self.answered else 'refused'} at {self.confidence:.3f}"


class Floors(BaseModel):
    """The figures and the outcomes of one evaluation."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    encoder: str
    threshold: float
    figures: Mapping[str, Mapping[str, float | None]]  # by language and `overall`, then by measure
    questions: Mapping[str, Kept]  # by id/language

    @classmethod
    def of(cls, evaluation: Evaluation) -> Floors:
        """What an evaluation measured."""
        return cls(
            encoder=evaluation.encoder,
            threshold=evaluation.threshold,
            figures=_measures(evaluation),
            questions={_key(one): _kept(one) for one in evaluation.outcomes},
        )

    @classmethod
    def read(cls, file: Path) -> Floors:
        """Reads what `write` wrote.

        Raises:
            FloorsInvalid: the file is missing or cannot be used.
        """
        try:
            return cls.model_validate_json(file.read_bytes())
        except (OSError, ValidationError) as error:
            why = faults(error) if isinstance(error, ValidationError) else error.strerror
            raise FloorsInvalid(f"{file}: {why}; `--update` writes what is measured now") from error

    def write(self, file: Path) -> None:
        """Writes JSON with a line a question, so that a difference names the questions."""
        questions = [f"  {json.dumps(key)}: {one.model_dump_json()}" for key, one in self.questions.items()]
        rows = [f"  {json.dumps(name)}: {json.dumps(dict(row))}" for name, row in self.figures.items()]
        file.write_text(
            f'{{\n "encoder": {json.dumps(self.encoder)},\n "threshold": {self.threshold},\n'
            f' "figures": {{\n{_joined(rows)}\n }},\n "questions": {{\n{_joined(questions)}\n }}\n}}\n',
            encoding="utf-8",
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """An evaluation against its floors; each line is a sentence to print."""

    lost: tuple[str, ...]  # figures that are worse than their floor, and questions of one side alone
    gained: tuple[str, ...]  # figures that are better
    changed: tuple[str, ...]  # encoder, threshold and questions, with what was and what is


def compare(floors: Floors, evaluation: Evaluation) -> Comparison:
    """What was lost, what was gained, and which questions changed; noise has been taken out."""
    steady = replace(
        evaluation, outcomes=tuple(_steady(one, floors, evaluation) for one in evaluation.outcomes)
    )
    now = {_key(one): one for one in steady.outcomes}
    lost = [f"{key}: only one side has this question" for key in sorted(now.keys() ^ floors.questions.keys())]
    gained: list[str] = []
    measured = _measures(steady)
    for name, row in floors.figures.items():
        for measure, floor in row.items():
            value = measured.get(name, {}).get(measure)
            if floor is None or value == floor:
                continue
            worse = value is None or (value > floor) == (measure in LOWER_IS_BETTER)
            shown = "nothing to count" if value is None else f"{value:.4f}"
            (lost if worse else gained).append(f"{name} {measure}: {floor:.4f} -> {shown}")
    changed = (*_settings_changed(floors, evaluation), *_questions_changed(floors, now))
    return Comparison(tuple(lost), tuple(gained), changed)


def _settings_changed(floors: Floors, evaluation: Evaluation) -> Iterator[str]:
    if floors.encoder != evaluation.encoder:
        yield f"encoder: {floors.encoder} -> {evaluation.encoder}"
    if floors.threshold != evaluation.threshold:
        yield f"threshold: {floors.threshold} -> {evaluation.threshold}"


def _questions_changed(floors: Floors, now: Mapping[str, Outcome]) -> Iterator[str]:
    for key in (key for key in now if key in floors.questions):  # in the order they were asked in
        was, found = floors.questions[key], _kept(now[key])
        if (was.rank, was.answered) != (found.rank, found.answered):
            yield f"{key} {now[key].question.question!r}: {was} -> {found}"


def _steady(outcome: Outcome, floors: Floors, evaluation: Evaluation) -> Outcome:
    """The outcome with the confidence that was kept, where it moved by no more than noise."""
    was = floors.questions.get(_key(outcome))
    if was is None or abs(outcome.answer.confidence - was.confidence) > NOISE:
        return outcome
    same = abs(evaluation.threshold - floors.threshold) <= NOISE
    answered = was.answered if same else outcome.answer.answered
    return replace(outcome, answer=replace(outcome.answer, confidence=was.confidence, answered=answered))


def _measures(evaluation: Evaluation) -> dict[str, dict[str, float | None]]:
    rows = {**evaluation.languages, OVERALL: figures(evaluation.outcomes)}
    return {name: _row(row) for name, row in rows.items()}


def _row(found: Figures) -> dict[str, float | None]:
    values = found.as_json()
    return {name: value for name in MEASURES if isinstance(value := values[name], float | None)}


def _key(outcome: Outcome) -> str:
    return f"{outcome.question.id}/{outcome.question.lang}"


def _kept(outcome: Outcome) -> Kept:
    answer = outcome.answer
    return Kept(rank=outcome.rank, answered=answer.answered, confidence=round(answer.confidence, 6))


def _joined(lines: list[str]) -> str:
    return ",\n".join(lines)
