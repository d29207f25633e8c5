"""`translations ...`: what is translated of the articles, and sidecars to fill in."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from console.index_json import refused_json
from console.options import Json
from console.output import failures, finish, print_json, say, stdout, writing
from console.render import visible
from index.files import write_atomic
from index.operations import Operations
from index.translation_status import Status


def make_translations_app(operations: Operations) -> typer.Typer:
    """The sub-commands of `translations`."""
    app = typer.Typer(
        name="translations",
        help="Translations beside the articles.",
        epilog="Example: python bot.py translations status",
        no_args_is_help=True,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    _add_status(app, operations)
    _add_template(app, operations)
    return app


def _add_status(app: typer.Typer, operations: Operations) -> None:
    @app.command(epilog="Example: python bot.py translations status --json")
    def status(as_json: Json = False) -> None:
        """List what is translated, missing and stale.

        A stale one has changed since it was translated. Exit status 1: a translation cannot be used.
        """
        with failures():
            found = operations.translations()
            if as_json:
                print_json(_status_json(found))
            else:
                stdout().print(_render_status(found))
            finish(found.refused)


def _add_template(app: typer.Typer, operations: Operations) -> None:
    @app.command(epilog="Example: python bot.py translations template summit --lang ko --out seeds/")
    def template(
        article: Annotated[str, typer.Argument(help="The article's id, as `sources` lists it.")],
        lang: Annotated[str, typer.Option(help="The language to translate into, two letters.")],
        out: Annotated[
            Path | None,
            typer.Option(
                metavar="DIR", file_okay=False, exists=True, help="Write the file there; default: print it."
            ),
        ] = None,
        as_json: Json = False,
    ) -> None:
        """Print a translation to fill in, sentence by sentence.

        What is translated already is kept, but for what is stale.
        """
        with failures():
            name, text = operations.translation_template(article, lang)
            if out is not None:
                # It was read before it is written over, which `> file` in a shell would not do.
                with writing(out / name) as file:
                    write_atomic(file, text.encode())
                say(f"written: {file}")
            if as_json:
                print_json({"file": name, "text": text})
            elif out is None:
                stdout().print(Text(text), end="", soft_wrap=True)


def _status_json(status: Status) -> dict[str, object]:
    return {
        "translations": [asdict(one) | {"covered": one.covered} for one in status.covered],
        "untranslated": list(status.untranslated),
        "refused": refused_json(status.refused),
    }


def _render_status(status: Status) -> RenderableType:
    table = Table("article", "language", "sentences", "missing", "stale", "by", "date", box=None)
    for one in status.covered:
        table.add_row(
            visible(one.article),
            one.language,
            f"{one.covered} of {one.sentences}",
            _numbers(one.missing),
            _numbers(one.stale),
            visible(one.origin or "-"),
            one.date or "-",
        )
    for article in status.untranslated:
        table.add_row(visible(article), "-", "-", "-", "-", "-", "-")
    return table


def _numbers(numbers: tuple[int, ...]) -> str:
    """As few words as possible: 1, 4-7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}-{run[-1]}" if run[1:] else f"{run[0]}" for run in runs) or "-"
