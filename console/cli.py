"""The command line: parse, call one room, print. `make_app` builds it over the given services."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from console.as_json import answer_json, sources_json
from console.chat import answer_lines, chat
from console.progress import progress_bar
from console.render import render_answer, render_evaluation, render_sources, visible
from console.services import Opened, Services
from index.errors import IndexRoomError
from retrieval.errors import RetrievalError
from retrieval.models import Question

Articles = Annotated[
    Path | None,
    typer.Option(
        "--articles",
        metavar="DIR",
        exists=True,
        file_okay=False,
        help="Use a temporary index of the articles in DIR; the live one is left alone.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


class Language(StrEnum):
    """What the reply can be written in."""

    de = "de"
    en = "en"
    ko = "ko"
    ru = "ru"


class Split(StrEnum):
    """Which part of a question file to ask."""

    tune = "tune"
    check = "check"


def make_app(services: Services) -> typer.Typer:
    """The whole command line. Exit status: 0 done, 1 failed or an article was refused, 2 wrong usage."""
    app = typer.Typer(
        help="Answers questions from the articles it was given, only with sentences that you can check.",
        epilog='Example: python bot.py ask "Wo haben sich Kim und Putin getroffen?"',
        no_args_is_help=False,
        add_completion=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
        pretty_exceptions_enable=False,
    )
    _add_main(app, services)
    _add_ask(app, services)
    _add_reindex(app, services)
    _add_eval(app, services)
    _add_sources(app, services)
    return app


def _add_main(app: typer.Typer, services: Services) -> None:
    @app.callback(invoke_without_command=True)
    def main(context: typer.Context) -> None:
        """Answer questions from the given articles, with verbatim, cited sentences.

        Without a command: on Discord if DISCORD_TOKEN is set, else as a chat in this terminal.
        Piped lines are answered one by one.
        """
        if context.invoked_subcommand is not None:
            return
        with _failures():
            if services.run_discord is not None:
                raise typer.Exit(services.run_discord())
            opened = _open(services, None)
            if sys.stdin.isatty():
                chat(opened.answerer.answer, _stdout(), services.locales, services.language, services.history)
            else:
                answer_lines(opened.answerer.answer, sys.stdin, _stdout(), services.locales)
            _finish(opened)


def _add_ask(app: typer.Typer, services: Services) -> None:
    @app.command(epilog='Example: python bot.py ask "Where did they meet?" --lang en --json')
    def ask(
        question: Annotated[str, typer.Argument(help="The question, in German, English, Korean or Russian.")],
        lang: Annotated[
            Language | None, typer.Option(help="Language of the reply; default: the question's.")
        ] = None,
        articles: Articles = None,
        as_json: Json = False,
    ) -> None:
        """Ask one question. Refusing to answer is a success too."""
        with _failures():
            opened = _open(services, articles)
            text = question.encode("utf-8", "replace").decode("utf-8")
            answer = opened.answerer.answer(Question(text, language=lang.value if lang else None))
            if as_json:
                _print_json(answer_json(answer))
            else:
                _stdout().print(render_answer(answer, services.locales))
            _finish(opened)


def _add_reindex(app: typer.Typer, services: Services) -> None:
    @app.command(epilog="Example: python bot.py reindex")
    def reindex() -> None:
        """Read the articles anew and publish a new index; the old one answers until then."""
        with _failures():
            with progress_bar(_stderr()) as progress:
                opened = services.reindex(progress)
            index = opened.answerer.index
            _stdout().print(
                f"build {opened.answerer.build}: {len(index.articles)} articles, {len(index.sentences)} sentences"
            )
            _finish(opened)


def _add_eval(app: typer.Typer, services: Services) -> None:
    @app.command(
        "eval", epilog="Example: python bot.py eval seeds/questions.jsonl --split check --report report/"
    )
    def evaluate_command(
        questions: Annotated[
            Path, typer.Argument(exists=True, dir_okay=False, help="JSON lines, one question each.")
        ],
        articles: Articles = None,
        split: Annotated[Split | None, typer.Option(help="Ask only the questions of this split.")] = None,
        report: Annotated[
            Path | None,
            typer.Option(metavar="DIR", file_okay=False, help="Write a page with plots and misses."),
        ] = None,
        as_json: Json = False,
    ) -> None:
        """Ask golden questions and count recall, refusals and speed."""
        from retrieval.evaluation import evaluate
        from retrieval.golden import read_questions

        with _failures():
            asked = [one for one in read_questions(questions) if split is None or one.split == split.value]
            opened = _open(services, articles)
            with progress_bar(_stderr()) as progress:
                evaluation = evaluate(
                    opened.answerer, asked, lambda done, total: progress("ask", done, total)
                )
            if report is not None:
                from retrieval.report import write_report

                page = write_report(evaluation, report)
                _stderr().print(f"report: {page}", markup=False, highlight=False)
            if as_json:
                _print_json(evaluation.as_json())
            else:
                _stdout().print(render_evaluation(evaluation))
            _finish(opened)


def _add_sources(app: typer.Typer, services: Services) -> None:
    @app.command(epilog="Example: python bot.py sources --json")
    def sources(as_json: Json = False) -> None:
        """List the articles that answers come from."""
        with _failures():
            opened = _open(services, None)
            if as_json:
                _print_json(sources_json(opened.answerer.index, opened.answerer.build))
            else:
                _stdout().print(render_sources(opened.answerer.index))
            _finish(opened)


def _open(services: Services, articles: Path | None) -> Opened:
    with progress_bar(_stderr()) as progress:
        if articles is None:
            return services.open_live(progress)
        return services.open_folder(articles, progress)


def _finish(opened: Opened) -> None:
    """Names every refused article and ends with status 1 if there was one."""
    for refused in opened.refused:
        _stderr().print(visible(str(refused)), markup=False, highlight=False)
    if opened.refused:
        raise typer.Exit(1)


@contextmanager
def _failures() -> Iterator[None]:
    """An expected failure is one sentence on standard error and status 1, never a traceback."""
    try:
        yield
    except (IndexRoomError, RetrievalError) as error:
        _stderr().print(f"Error: {visible(str(error))}", markup=False, highlight=False)
        raise typer.Exit(1) from error


def _print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n")


def _stdout() -> Console:
    return Console(highlight=False, markup=False, soft_wrap=not sys.stdout.isatty())


def _stderr() -> Console:
    return Console(stderr=True, soft_wrap=not sys.stderr.isatty())
