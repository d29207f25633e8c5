"""The commands that change or inspect the index: `add_index_commands` registers them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from console.index_json import builds_json, outcome_json, refused_json, verdict_json
from console.index_render import render_builds, render_outcome, render_verdict
from console.output import failures, finish, print_json, say, stderr, stdout
from console.progress import progress_bar
from console.render import visible
from index.changes import Outcome
from index.errors import ArticleRefused, ConfirmationNeeded
from index.operations import Operations
from index.reading import TRANSLATION_SUFFIX
from querylog.log import QueryLog
from retrieval.citation import parse_citation, verify
from retrieval.errors import CitationInvalid

WHO = "console"
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Yes = Annotated[bool, typer.Option("--yes", help="Publish although much would be dropped; ask nothing.")]
NoReindex = Annotated[bool, typer.Option("--no-reindex", help="Leave publishing to the next reindex.")]


def add_index_commands(app: typer.Typer, operations: Operations, open_log: Callable[[], QueryLog]) -> None:
    """Registers reindex, add, remove, rollback, builds, verify and purge."""
    _add_reindex(app, operations)
    _add_add(app, operations)
    _add_remove(app, operations)
    _add_rollback(app, operations)
    _add_builds(app, operations)
    _add_verify(app, operations)
    _add_purge(app, operations, open_log)


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
                stdout().print(render_outcome(outcome, dry_run=dry_run))
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
        """Add articles or translations, and publish a new index."""
        with failures():
            added, refused = [], []
            # A translation may come with its article.
            for file in sorted(files, key=lambda file: file.name.lower().endswith(TRANSLATION_SUFFIX)):
                try:
                    added.append(operations.add(file.name, file.read_bytes()).id)
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
                    stdout().print(render_outcome(outcome))
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
                    stdout().print(render_outcome(outcome))
            if outcome:
                _finish(outcome)


def _add_rollback(app: typer.Typer, operations: Operations) -> None:
    @app.command(epilog="Example: python bot.py rollback 000041-5f0c3b9d12ae")
    def rollback(
        build: Annotated[
            str | None, typer.Argument(help="A build's id; default: the one live before.")
        ] = None,
        as_json: Json = False,
    ) -> None:
        """Make an older build live again."""
        with failures():
            before = operations.store.current_id()
            manifest = operations.rollback(build)
            if as_json:
                print_json({"build": manifest.id, "before": before})
            else:
                stdout().print(
                    f"build {manifest.id} is live ({manifest.sentences} sentences); before: {before}"
                )


def _add_builds(app: typer.Typer, operations: Operations) -> None:
    @app.command(epilog="Example: python bot.py builds --json")
    def builds(as_json: Json = False) -> None:
        """List the builds on disk, newest first."""
        with failures():
            found, live = operations.builds(), operations.store.current_id()
            if as_json:
                print_json(builds_json(found, live))
            else:
                stdout().print(render_builds(found, live))


def _add_verify(app: typer.Typer, operations: Operations) -> None:
    @app.command("verify", epilog="Example: python bot.py verify 'summit:2-3@90-212#5d0e...!000041-5f0c3b9d'")
    def verify_command(
        citation: Annotated[str, typer.Argument(help="A citation, as an answer carries it.")],
        as_json: Json = False,
    ) -> None:
        """Check whether a citation still stands, and what it quotes."""
        with failures():
            try:
                verdict = verify(parse_citation(citation), operations.store)
            except CitationInvalid as error:
                raise typer.BadParameter(str(error)) from error
            if as_json:
                print_json(verdict_json(verdict))
            else:
                stdout().print(render_verdict(verdict))


def _add_purge(app: typer.Typer, operations: Operations, open_log: Callable[[], QueryLog]) -> None:
    @app.command(epilog="Example: python bot.py purge 5d0e... --yes")
    def purge(
        text_sha256: Annotated[str, typer.Argument(help="The text's SHA-256, as a citation carries it.")],
        yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
        as_json: Json = False,
    ) -> None:
        """Erase one text for good.

        It goes from the articles, from every build, from the kept texts and from the query log.
        """
        with failures():
            if not yes and not _confirm("Erase this text for good, with every build that holds it?"):
                raise typer.Exit(1)
            done = operations.purge(text_sha256, who=WHO)
            with closing(open_log()) as log:
                log.forget_text(done.text_sha256)
            if as_json:
                print_json({"text_sha256": done.text_sha256, "builds": list(done.builds), "live": done.live})
            else:
                gone = ", ".join(done.builds) or "none"
                stdout().print(f"erased {done.text_sha256}; builds that went: {gone}; live now: {done.live}")


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
        stderr().print(render_outcome(error.outcome, dry_run=True))
        if not _confirm("Publish it all the same?"):
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


def _confirm(question: str) -> bool:
    """A person's word; where nobody can be asked, no."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        say("Nobody can be asked here, so this was not done: it takes --yes, or a terminal")
        return False
    return typer.confirm(question, err=True)


def _finish(outcome: Outcome, *, dry_run: bool = False, also: list[ArticleRefused] | None = None) -> None:
    for error in (*outcome.refused, *(also or [])):
        say(str(error))
    if outcome.refused or also or (_held_back(outcome) and not dry_run):
        raise typer.Exit(1)
