"""`eval`: golden questions asked and counted; `add_eval` registers it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from console.floors import hold_floors
from console.opening import Articles, open_index
from console.options import Json
from console.output import failures, finish, print_json, say, stderr, stdout, writing
from console.progress import progress_bar
from console.render import render_evaluation
from console.services import Services
from retrieval.answerer import Answerer
from retrieval.evaluation.evaluate import Evaluation, evaluate
from retrieval.evaluation.floors import Floors
from retrieval.evaluation.golden import GoldenQuestion, read_questions

_NAMED = 10  # questions in a warning


class Split(StrEnum):
    """Which part of a question file to ask."""

    tune = "tune"
    check = "check"


Questions = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, help="JSON lines, one question each.")
]
OfSplit = Annotated[Split | None, typer.Option(help="Ask only the questions of this split.")]
Report = Annotated[
    Path | None,
    typer.Option(metavar="DIR", file_okay=False, help="Write a page with plots and misses."),
]
NoTranslations = Annotated[
    bool, typer.Option("--no-translations", help="Search the original sentences alone.")
]
NoNames = Annotated[bool, typer.Option("--no-names", help="Search names only as the question spells them.")]
FloorsFile = Annotated[
    Path | None,
    typer.Option(metavar="FILE", dir_okay=False, help="Fail where a figure falls below those in FILE."),
]
Update = Annotated[bool, typer.Option("--update", help="Write what is measured to --floors.")]


def add_eval(app: typer.Typer, services: Services) -> None:
    """Registers the command."""

    @app.command("eval", epilog="Example: python bot.py eval seeds/questions.jsonl --report report/")
    def evaluate_command(
        questions: Questions,
        articles: Articles = None,
        split: OfSplit = None,
        report: Report = None,
        no_translations: NoTranslations = False,
        no_names: NoNames = False,
        floors: FloorsFile = None,
        update: Update = False,
        as_json: Json = False,
    ) -> None:
        """Ask golden questions and count recall, refusals and speed."""
        if update and floors is None:
            raise typer.BadParameter("--update needs --floors FILE")
        with failures():
            asked = read_questions(questions, split.value if split else None)
            before = Floors.read(floors) if floors and not update else None
            opened = open_index(services, articles)
            answerer = opened.answerer.without_translations() if no_translations else opened.answerer
            answerer = answerer.without_names() if no_names else answerer
            evaluation = _ask(answerer, asked)
            _show(evaluation, report, as_json=as_json)
            _warn(evaluation.hopeless(answerer.index))
            if floors is not None:
                hold_floors(evaluation, floors, before)
            finish(opened.refused)


def _ask(answerer: Answerer, asked: list[GoldenQuestion]) -> Evaluation:
    with progress_bar(stderr()) as progress:
        return evaluate(answerer, asked, progress)


def _warn(hopeless: list[GoldenQuestion]) -> None:
    """A question that can never be right is a mistake in its file, or meant for other articles."""
    if not hopeless:
        return
    named = ", ".join(f"{one.id} ({one.lang})" for one in hopeless[:_NAMED])
    more = f" and {len(hopeless) - _NAMED} more" if len(hopeless) > _NAMED else ""
    say(
        f"Warning: no sentence of the index holds the `expect` of {named}{more}: that can never be right. "
        "Correct it, or ask the articles that the questions were written for with --articles."
    )


def _show(evaluation: Evaluation, report: Path | None, *, as_json: bool) -> None:
    if report is not None:
        from retrieval.evaluation.report import write_report

        with writing(report):
            page = write_report(evaluation, report)
        say(f"report: {page}")
    if as_json:
        print_json(evaluation.as_json())
    else:
        stdout().print(render_evaluation(evaluation))
