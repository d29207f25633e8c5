"""The command line: parse, call one room, print. `make_app` builds it over the given services."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from console.as_json import answer_json, explain_json, sources_json
from console.chat import answer_lines, chat
from console.explaining import render_explanation
from console.floors import hold_floors
from console.index_commands import add_index_commands
from console.log_commands import make_log_app
from console.output import failures, finish, forgive, print_json, say, stderr, stdout
from console.progress import progress_bar
from console.recording import recorded
from console.render import render_answer, render_evaluation, render_sources, whole
from console.services import Opened, Services
from console.translation_commands import make_translations_app
from retrieval.explanation import explain
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


class Commands(TyperGroup):
    """Says what is wrong with a value, without the prefix that the library which checks it puts before."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - typer keeps its context's base class to itself
        """Runs a command.

        Raises:
            BadParameter: a value is none that its option takes.
        """
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = error.message.removeprefix("Value error, ")
            raise


def make_app(services: Services) -> typer.Typer:
    """The whole command line. Exit status: 0 done, 1 failed or an article was refused, 2 wrong usage."""
    app = typer.Typer(
        cls=Commands,
        epilog='Example: python bot.py ask "Wo haben sich Kim und Putin getroffen?"',
        no_args_is_help=False,
        add_completion=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
        pretty_exceptions_enable=False,
    )
    _add_main(app, services)
    _add_ask(app, services)
    _add_eval(app, services)
    _add_sources(app, services)
    add_index_commands(app, services.operations, services.log.open_log)
    app.add_typer(make_translations_app(services.operations))
    app.add_typer(make_log_app(services.log))
    return app


def _add_main(app: typer.Typer, services: Services) -> None:
    @app.callback(invoke_without_command=True)
    def main(context: typer.Context) -> None:
        """Answer questions from the given articles, with verbatim, cited sentences.

        Without a command: on Discord if DISCORD_TOKEN is set, else as a chat in this terminal.
        Piped lines are answered one by one.
        """
        forgive()
        if context.invoked_subcommand is not None:
            return
        with failures():
            if services.run_discord is not None:
                raise typer.Exit(services.run_discord())
            opened = _open(services, None)
            with recorded(opened.answerer.answer, services.log.open_log) as ask:
                if sys.stdin.isatty():
                    chat(ask, stdout(), services.locales, services.language, services.history)
                else:
                    answer_lines(ask, sys.stdin, stdout(), services.locales)
            finish(opened.refused)


def _add_ask(app: typer.Typer, services: Services) -> None:
    @app.command(epilog='Example: python bot.py ask "Where did they meet?" --lang en --json')
    def ask(
        question: Annotated[str, typer.Argument(help="The question, in German, English, Korean or Russian.")],
        lang: Annotated[
            Language | None, typer.Option(help="Language of the reply; default: the question's.")
        ] = None,
        articles: Articles = None,
        explained: Annotated[
            bool, typer.Option("--explain", help="Show what each sentence was weighed by, too.")
        ] = False,
        as_json: Json = False,
    ) -> None:
        """Ask one question. Refusing to answer is a success too."""
        with failures():
            opened = _open(services, articles)
            asked = Question(whole(question), language=lang.value if lang else None)
            # What is asked of a temporary index says nothing about the articles that members ask.
            with recorded(opened.answerer.answer, None if articles else services.log.open_log) as put:
                answer = put(asked)
            explanation = explain(opened.answerer, asked) if explained else None
            if as_json:
                print_json(
                    answer_json(answer) | ({"explain": explain_json(explanation)} if explanation else {})
                )
            else:
                stdout().print(render_answer(answer, services.locales))
                if explanation:
                    stdout().print(render_explanation(explanation, services.locales))
            finish(opened.refused)


def _add_eval(app: typer.Typer, services: Services) -> None:
    @app.command("eval", epilog="Example: python bot.py eval seeds/questions.jsonl --report report/")
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
        no_translations: Annotated[
            bool, typer.Option("--no-translations", help="Search the original sentences alone.")
        ] = False,
        no_names: Annotated[
            bool, typer.Option("--no-names", help="Search names only as the question spells them.")
        ] = False,
        floors: Annotated[
            Path | None,
            typer.Option(
                metavar="FILE", dir_okay=False, help="Fail where a figure falls below those in FILE."
            ),
        ] = None,
        update: Annotated[bool, typer.Option("--update", help="Write what is measured to --floors.")] = False,
        as_json: Json = False,
    ) -> None:
        """Ask golden questions and count recall, refusals and speed."""
        from retrieval.evaluation import evaluate
        from retrieval.golden import read_questions

        if update and floors is None:
            raise typer.BadParameter("--update needs --floors FILE")
        with failures():
            asked = read_questions(questions, split.value if split else None)
            opened = _open(services, articles)
            answerer = opened.answerer.without_translations() if no_translations else opened.answerer
            answerer = answerer.without_names() if no_names else answerer
            with progress_bar(stderr()) as progress:
                evaluation = evaluate(answerer, asked, lambda done, total: progress("ask", done, total))
            if report is not None:
                from retrieval.report import write_report

                page = write_report(evaluation, report)
                say(f"report: {page}")
            if as_json:
                print_json(evaluation.as_json())
            else:
                stdout().print(render_evaluation(evaluation))
            if floors is not None:
                hold_floors(evaluation, floors, update=update)
            finish(opened.refused)


def _add_sources(app: typer.Typer, services: Services) -> None:
    @app.command(epilog="Example: python bot.py sources --json")
    def sources(as_json: Json = False) -> None:
        """List the articles that answers come from."""
        with failures():
            opened = _open(services, None)
            if as_json:
                print_json(sources_json(opened.answerer.index, opened.answerer.build))
            else:
                stdout().print(render_sources(opened.answerer.index))
            finish(opened.refused)


def _open(services: Services, articles: Path | None) -> Opened:
    with progress_bar(stderr()) as progress:
        if articles is None:
            return services.open_live(progress)
        return services.open_folder(articles, progress)
