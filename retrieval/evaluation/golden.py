"""Golden questions: a file of questions with the sentences that answer them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from index.reading import faults
from retrieval.errors import QuestionFileInvalid


class GoldenQuestion(BaseModel):
    """One line of a question file."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(min_length=1)
    lang: str = Field(min_length=2)
    question: str
    earlier: str | None = None  # the question that this one follows up
    expect: tuple[str, ...] = ()  # verbatim parts of the right sentences; any one counts
    unanswerable: bool = False
    split: Literal["tune", "check"] | None = None

    @model_validator(mode="after")
    def _either_expects_or_cannot_be_answered(self) -> GoldenQuestion:
        if self.unanswerable == bool(self.expect):
            raise ValueError("give `expect` for an answerable question, and none for an unanswerable one")
        if any(not normalised(part) for part in self.expect):
            raise ValueError("an empty `expect` is in every sentence")
        return self

    def is_right(self, sentence: str) -> bool:
        """Whether a sentence is one of the expected ones, after NFC and folding of white space."""
        text = normalised(sentence)
        return any(normalised(part) in text for part in self.expect)


def normalised(text: str) -> str:
    """NFC, with every run of white space as one space."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def hopeless(questions: Iterable[GoldenQuestion], sentences: Iterable[str]) -> list[GoldenQuestion]:
    """The questions that no ranking can answer rightly, since no sentence holds what they expect."""
    text = "\n".join(map(normalised, sentences))  # a part holds no line break, so none spans two sentences
    return [
        one for one in questions if one.expect and not any(normalised(part) in text for part in one.expect)
    ]


def read_questions(path: Path, split: str | None = None) -> list[GoldenQuestion]:
    """Reads a JSON-lines file, all of it or one `split`; blank lines are skipped.

    Raises:
        QuestionFileInvalid: the file cannot be read, holds no such question, or a line is wrong or repeats
            another one's id in its language; names the line.
    """
    try:
        # Not splitlines(): it also splits at characters that may stand in a JSON string, such as U+2028.
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionFileInvalid(f"{path}: cannot be read as UTF-8 text: {error}") from error
    questions: list[GoldenQuestion] = []
    first: dict[tuple[str, str], int] = {}  # line of each id in each language
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            one = GoldenQuestion.model_validate_json(line)
        except ValidationError as error:
            raise QuestionFileInvalid(f"{path}, line {number}: {faults(error)}") from error
        if (before := first.setdefault((one.id, one.lang), number)) != number:
            raise QuestionFileInvalid(
                f"{path}, line {number}: {one.id!r} in {one.lang!r} stands in line {before} already: "
                "give each question of a language an id of its own"
            )
        questions.append(one)
    if not questions:
        raise QuestionFileInvalid(f"{path}: no question in it; put one JSON object on each line")
    chosen = [one for one in questions if split in (None, one.split)]
    if not chosen:
        raise QuestionFileInvalid(f'{path}: no question in it is marked "split": "{split}"')
    return chosen
