"""The commands that publish a new index: `add_editing_commands` registers them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from console.index_json import outcome_json, refused_json
from console.index_render import render_outcome, render_result
from console.options import Json
from console.output import confirm, failures, finish, print_json, say, stderr, stdout
from console.progress import progress_bar
from console.render import visible
from index.changes import Outcome
from index.errors import ArticleRefused, ConfirmationNeeded
from index.operations import Operations
from index.reading import SIDECAR_SUFFIX, TRANSLATION_SUFFIX

WHO = "console"
Yes = Annotated[bool, typer.Option("--yes", help="Publish although much would be dropped; ask nothing.")]
NoReindex = Annotated[bool, typer.Option("--no-reindex", help="Leave publishing to the next reindex.")]


def add_editing_commands(app: typer.Typer, operations: Operations) -> None:
    """Registers reindex, add and remove."""
    _add_reindex(app, operations)
    _add_add(app, operations)
    _add_remove(app, operations)


def _add_reindex(app: typer.Typer, operations: Operations) -> None:
    @app.command(epilog="Example: python bot.py reindex --dry-run")
    def reindex(
        dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
        cancel: Annotated[
            bool, typer.Option("--cancel", help="End the one that is running, whoever started it.")
        ] = False,
        yes: Yes = False,
        as_json: Json = False,
    ) -> None:
        """Read the articles anew and publish a new index.

        The old one answers until then.
        """
        with failures():
            if cancel:
                _cancel(operations, as_json=as_json)
                return
            outcome = _reindex(operations, dry_run=dry_run, yes=yes)
            if as_json:
                print_json(outcome_json(outcome))
            else:
                stdout().print(render_result(outcome, dry_run=dry_run))
            _finish(outcome, dry_run=dry_run)


def _cancel(operations: Operations, *, as_json: bool) -> None:
    holder = operations.cancel()
    if as_json:
        print_json({"cancelled": asdict(holder) if holder else None})
    elif holder:
        stdout().print(visible(f"asked to end: {holder}"))
    if holder is None:
        say("no reindex is running")
        raise typer.Exit(1)


def _add_add(app: typer.Typer, operations: Operations) -> None:
    @app.command(epilog="Example: python bot.py add interview.txt report.pdf")
    def add(
        files: Annotated[
            list[Path], typer.Argument(exists=True, dir_okay=False, help="Articles, or their translations.")
        ],
        no_reindex: NoReindex = False,
        yes: Yes = False,
        as_json: Json = False,
    ) -> None:
        """Add articles or translations, and publish a new index.

        An article's `.meta.toml` comes along from beside it.
        """
        with failures():
            added, refused = [], []
            described = {file.with_suffix(SIDECAR_SUFFIX) for file in files}
            files = [file for file in files if file not in described]
            # A translation may come with its article.
            for file in sorted(files, key=lambda file: file.name.lower().endswith(TRANSLATION_SUFFIX)):
                try:
                    added.append(operations.add_file(file).id)
                except ArticleRefused as error:
                    refused.append(error)
            outcome = _published_too(operations, yes=yes) if added and not no_reindex else None
            if as_json:
                done = outcome_json(outcome) if outcome else None
                print_json({"added": added, "refused": refused_json(refused), "reindex": done})
            else:
                for article in added:
                    stdout().print(visible(f"added {article}"))
                if outcome:
                    stdout().print(render_result(outcome))
            if outcome:
                _finish(outcome, also=refused)
            finish(refused)


def _add_remove(app: typer.Typer, operations: Operations) -> None:
    @app.command(epilog="Example: python bot.py remove interview")
    def remove(
        article: Annotated[str, typer.Argument(help="The article's id, as `sources` lists it.")],
        no_reindex: NoReindex = False,
        yes: Yes = False,
        as_json: Json = False,
    ) -> None:
        """Take an article out and publish a new index.

        A file that came with the bot stays, and is left out.
        """
        with failures():
            if no_reindex:
                operations.remove(article)
            outcome = None if no_reindex else _reindex(operations, yes=yes, without=article)
            stays = outcome is not None and _held_back(outcome)
            if as_json:
                done = outcome_json(outcome) if outcome else None
                print_json({"removed": None if stays else article, "reindex": done})
            else:
                stdout().print(visible(f"{article} stays" if stays else f"removed {article}"))
                if outcome:
                    stdout().print(render_result(outcome))
            if outcome:
                _finish(outcome)


def _published_too(operations: Operations, *, yes: bool) -> Outcome:
    """A reindex after articles were added: where it publishes nothing, they are there all the same."""
    published = False
    try:
        outcome = _reindex(operations, yes=yes)
        published = not _held_back(outcome)
        return outcome
    finally:
        if not published:
            say("The articles are added, but not published yet: `python bot.py reindex --yes` does that")


def _reindex(
    operations: Operations, *, yes: bool, dry_run: bool = False, without: str | None = None
) -> Outcome:
    """Runs it here, and once more where a person at the terminal says yes to a doubtful one."""
    try:
        return _with_bar(operations, confirmed=yes, dry_run=dry_run, without=without)
    except ConfirmationNeeded as error:
        stderr().print(render_outcome(error.outcome))
        if not confirm("Publish it all the same?"):
            return error.outcome
        return _with_bar(operations, confirmed=True, dry_run=False, without=without)


def _with_bar(operations: Operations, *, confirmed: bool, dry_run: bool, without: str | None) -> Outcome:
    with progress_bar(stderr()) as progress:
        return operations.reindex(
            who=WHO,
            dry_run=dry_run,
            confirmed=confirmed,
            without=without,
            apart=False,
            progress=progress,
        )


def _held_back(outcome: Outcome) -> bool:
    """Whether it took a person's word that was not given."""
    return bool(outcome.doubts) and not outcome.published


def _finish(outcome: Outcome, *, dry_run: bool = False, also: list[ArticleRefused] | None = None) -> None:
    for error in (*outcome.refused, *(also or [])):
        say(str(error))
    if outcome.refused or also or (_held_back(outcome) and not dry_run):
        raise typer.Exit(1)
