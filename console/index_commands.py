"""The commands that change or inspect the index: `add_index_commands` registers them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Annotated

import typer

from console.editing_commands import WHO, add_editing_commands
from console.index_json import builds_json, verdict_json
from console.index_render import render_builds, render_verdict
from console.options import Json
from console.output import confirm, failures, print_json, say, stdout
from index.errors import ArticleUnknown
from index.operations import Operations
from querylog.log import QueryLog
from retrieval.citation import parse_citation, verify
from retrieval.errors import CitationInvalid


def add_index_commands(app: typer.Typer, operations: Operations, open_log: Callable[[], QueryLog]) -> None:
    """Registers reindex, add, remove, rollback, builds, verify and purge."""
    add_editing_commands(app, operations)
    _add_rollback(app, operations)
    _add_builds(app, operations)
    _add_verify(app, operations)
    _add_purge(app, operations, open_log)


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
            manifest = operations.rollback(build, who=WHO)
            if as_json:
                print_json({"build": manifest.id, "before": before})
            else:
                stdout().print(
                    f"build {manifest.id} is live ({manifest.sentences} sentences); before: {before}"
                )
            say(
                "The articles stay as they are: the next reindex publishes them again. "
                "Before that, remove or correct what should not come back."
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
        citation: Annotated[str, typer.Argument(help="A citation: `citation` in what `ask --json` prints.")],
        as_json: Json = False,
    ) -> None:
        """Check whether a citation still stands, and what it quotes."""
        with failures():
            try:
                verdict = verify(parse_citation(citation), operations.store)
            except CitationInvalid as error:
                raise typer.BadParameter(f"{error}; `ask --json` prints that of each quote") from error
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
            if not yes and not confirm("Erase this text for good, with every build that holds it?"):
                raise typer.Exit(1)
            try:
                done = operations.purge(text_sha256, who=WHO)
                with closing(open_log()) as log:
                    log.forget_text(done.text_sha256)
            except ArticleUnknown:
                raise
            except BaseException:  # Ctrl-C, too
                say("Not everything is erased yet: the same command once more goes on with it")
                raise
            if as_json:
                print_json({"text_sha256": done.text_sha256, "builds": list(done.builds), "live": done.live})
            else:
                gone = ", ".join(done.builds) or "none"
                live = done.live or "none"
                stdout().print(f"erased {done.text_sha256}; builds that went: {gone}; live now: {live}")
