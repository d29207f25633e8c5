"""What all commands on the query log share: whose rows, how many, and how they are printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Annotated

import typer

from console.output import failures, print_json, say
from console.render import visible
from console.services import LogServices
from querylog.log import QueryLog
from querylog.models import Scope

Limit = Annotated[int, typer.Option(min=1, metavar="N", help="How many at most.")]
Guild = Annotated[
    int | None, typer.Option(metavar="ID", help="Only this guild's questions; default: everybody's.")
]


def scope(guild: int | None) -> Scope:
    """Of one guild, or of all."""
    return "all" if guild is None else guild


@contextmanager
def opened(services: LogServices) -> Iterator[QueryLog]:
    """The log, closed at the end; an expected failure is one sentence and status 1."""
    with failures(), closing(services.open_log()) as log:
        yield log


def print_found(found: object, as_json: bool, lines: Iterable[str]) -> None:
    """As JSON, or line by line; that there is nothing is said on standard error."""
    if as_json:
        print_json(found)
        return
    shown = False
    for line in lines:
        typer.echo(visible(" ".join(line.splitlines())))
        shown = True
    if not shown:
        say("nothing on record")
