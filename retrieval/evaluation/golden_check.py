"""The golden questions as a check of an index before it is published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from index.changes import AnswerChange, CheckReport
from index.errors import CheckUnusable
from index.models import Progress
from index.opening import OpenBuild
from index.sentence_index import SentenceIndex
from retrieval.answerer import Answerer
from retrieval.errors import QuestionFileInvalid
from retrieval.evaluation.evaluate import evaluate
from retrieval.evaluation.golden import read_questions
from retrieval.evaluation.metrics import Outcome


class GoldenCheck:
    """Asks the golden questions of the candidate and of the live build, and tells the difference.

    Args:
        file: of the golden questions, read where they are asked: a slip in it costs a reindex, not the answers.
        answerer: makes an answerer over an index, given the build's id.
    """

    def __init__(self, file: Path, answerer: Callable[[SentenceIndex, str], Answerer]) -> None:
        self._file = file
        self._answerer = answerer

    def __call__(self, candidate: SentenceIndex, live: OpenBuild | None, progress: Progress) -> CheckReport:
        """The report; recall is the share of answerable questions with the right sentence first.

        Without a live build there is nothing to compare, and nothing is asked. `progress` hears of each question,
        phase `check`.

        Raises:
            CheckUnusable: the file cannot be used.
        """
        if live is None:
            return CheckReport(0, None, None, ())
        try:
            questions = read_questions(self._file)
        except QuestionFileInvalid as error:
            raise CheckUnusable(str(error)) from error
        count = len(questions)
        after = evaluate(
            self._answerer(candidate, "candidate"),
            questions,
            lambda _, done, total: progress("check", done, 2 * total),
        )
        before = evaluate(
            self._answerer(live.index, live.id),
            questions,
            lambda _, done, total: progress("check", count + done, 2 * total),
        )
        changes = [
            AnswerChange(old.question.id, old.question.question, _quote(old), _quote(new))
            for old, new in zip(before.outcomes, after.outcomes, strict=True)
            if _quote(old) != _quote(new)
        ]
        return CheckReport(count, before.overall.recall_1, after.overall.recall_1, tuple(changes))


def _quote(outcome: Outcome) -> str | None:
    return outcome.answer.passages[0].quote if outcome.answer.answered else None
