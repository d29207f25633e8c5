"""Where commands print: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path

import typer
from rich.console import Console

from console.render import visible
from index.errors import ArticleRefused, IndexRoomError
from querylog.errors import QueryLogError
from retrieval.errors import RetrievalError

_TO_ESCAPE = re.compile(
    "[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)  # JSON itself does so below a space
_WIDE = 160  # columns of a table that nobody's terminal limits


def stdout() -> Console:
    """For results; long lines are wrapped only on a terminal."""
    piped = not sys.stdout.isatty()
    return Console(
        highlight=False, markup=False, emoji=False, soft_wrap=piped, width=_WIDE if piped else None
    )


def stderr() -> Console:
    """For progress, warnings and failures."""
    return Console(stderr=True, emoji=False, soft_wrap=not sys.stderr.isatty())


class Shown:
    """Standard output where it is a terminal: nothing that is written can steer it."""

    def write(self, text: str) -> int:
        """All of it."""
        return sys.stdout.write(visible(text.replace("\r\n", "\n")))


def forgive() -> None:
    """Bytes that are no text, and letters that the terminal's encoding lacks, cost themselves and no more.

    A stream that whoever started this has closed reads and writes nothing.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - to the end
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def say(sentence: str) -> None:
    """One sentence on standard error."""
    stderr().print(visible(sentence), markup=False, highlight=False)


def print_json(value: object) -> None:
    """One JSON object on standard output; what a terminal or UTF-8 cannot take is escaped."""
    narrow = sys.stdout.encoding.lower().replace("-", "") != "utf8"
    text = json.dumps(value, ensure_ascii=narrow, allow_nan=False)
    sys.stdout.write(_TO_ESCAPE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


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
    except BrokenPipeError:  # whoever read has left: typer ends quietly
        raise
    except OSError as error:  # such as a folder for the report that cannot be written
        say(
            "Error: "
            + (": ".join(str(part) for part in (error.filename, error.strerror) if part) or str(error))
        )
        raise typer.Exit(1) from error


@contextmanager
def writing(path: Path) -> Iterator[Path]:
    """The file or folder that a result goes to: a failure names it, which a full disk does not."""
    try:
        yield path
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def confirm(question: str) -> bool:
    """A person's word; where nobody can be asked, no."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        say("Nobody can be asked here, so this was not done: it takes --yes, or a terminal")
        return False
    return typer.confirm(question, err=True)
