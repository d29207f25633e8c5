"""Where commands print: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import typer
from rich.console import Console

from console.render import visible
from index.errors import ArticleRefused, IndexRoomError
from querylog.errors import QueryLogError
from retrieval.errors import RetrievalError

_WIDE = 160  # columns of a table that nobody's terminal limits


def stdout() -> Console:
    """For results; long lines are wrapped only on a terminal."""
    piped = not sys.stdout.isatty()
    return Console(highlight=False, markup=False, soft_wrap=piped, width=_WIDE if piped else None)


def stderr() -> Console:
    """For progress, warnings and failures."""
    return Console(stderr=True, soft_wrap=not sys.stderr.isatty())


def say(sentence: str) -> None:
    """One sentence on standard error."""
    stderr().print(visible(sentence), markup=False, highlight=False)


def print_json(value: object) -> None:
    """One JSON object on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n")


def finish(refused: Iterable[ArticleRefused]) -> None:
    """Names every refused article and ends with status 1 if there was one."""
    named = [str(error) for error in refused]
    for sentence in named:
        say(sentence)
    if named:
        raise typer.Exit(1)


@contextmanager
def failures() -> Iterator[None]:
    """An expected failure is one sentence on standard error and status 1, never a traceback."""
    try:
        yield
    except (IndexRoomError, RetrievalError, QueryLogError) as error:
        say(f"Error: {error}")
        raise typer.Exit(1) from error
