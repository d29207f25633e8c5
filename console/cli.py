"""The command line: parse, call one room, print. `make_app` builds it over the given services."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from console.as_json import answer_json, explain_json, sources_json
from console.chat import answer_lines, chat
from console.eval_command import add_eval
from console.explaining import render_explanation
from console.index_commands import add_index_commands
from console.index_json import refused_json
from console.log_commands import make_log_app
from console.opening import Articles, open_index
from console.options import Json
from console.output import failures, finish, forgive, print_json, stdout
from console.piped import lines_of
from console.recording import recorded
from console.render import render_answer, render_sources
from console.services import Services
from console.translation_commands import make_translations_app
from index.reading.text import storable
from retrieval.explanation import explain
from retrieval.models import Question


class Language(StrEnum):
    """What the reply can be written in."""

    de = "de"
    en = "en"
    ko = "ko"
    ru = "ru"


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
        add_completion=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
        pretty_exceptions_enable=False,
    )
    _add_main(app, services)
    _add_ask(app, services)
    add_eval(app, services)
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
            opened = open_index(services)
            with recorded(opened.answerer.answer, services.log.open_log) as ask:
                if sys.stdin.isatty():
                    chat(ask, stdout(), services.locales, services.catalogue, services.history)
                    readable = True
                else:
                    readable = answer_lines(ask, lines_of(sys.stdin), stdout(), services.locales)
            finish(opened.refused)
            if not readable:
                raise typer.Exit(1)


def _add_ask(app: typer.Typer, services: Services) -> None:
    @app.command(epilog='Example: python bot.py ask "Where did they meet?" --lang en --json')
    def ask(
        words: Annotated[
            list[str],
            typer.Argument(metavar="question", help="The question, in German, English, Korean or Russian."),
        ],
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
            opened = open_index(services, articles)
            # Many a shell user leaves out the quotes.
            asked = Question(storable(" ".join(words)), language=lang.value if lang else None)
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


def _add_sources(app: typer.Typer, services: Services) -> None:
    @app.command(epilog="Example: python bot.py sources --json")
    def sources(as_json: Json = False) -> None:
        """List the articles that answers come from.

        Files beside them that cannot be used are named, with what to do. Exit status 1: there are some.
        """
        with failures():
            answerer = open_index(services).answerer
            refused = services.operations.refused()
            if as_json:
                print_json(sources_json(answerer.index, answerer.build) | {"refused": refused_json(refused)})
            else:
                stdout().print(render_sources(answerer.index))
            finish(refused)
