"""Floors under an evaluation: say what changed, and fail where something was lost."""

from __future__ import annotations

from pathlib import Path

import typer

from console.output import say, writing
from retrieval.evaluation.evaluate import Evaluation
from retrieval.evaluation.floors import Floors, compare


def hold_floors(evaluation: Evaluation, file: Path, before: Floors | None) -> None:
    """Compares with the floors that were read from a file, or writes them anew where none were.

    Raises:
        typer.Exit: something was lost (status 1).
    """
    if before is None:
        with writing(file):
            Floors.of(evaluation).write(file)
        say(f"{file}: floors are what was measured now")
        return
    found = compare(before, evaluation)
    for heading, lines in (("Changed", found.changed), ("Better", found.gained), ("Lost", found.lost)):
        for line in lines:
            say(f"{heading}: {line}")
    if found.lost:
        say(f"Below the floors of {file}; if that is meant, `--update` writes new ones.")
        raise typer.Exit(1)
    say(
        f"No figure is below the floors of {file}." + (" Raise them with `--update`." if found.gained else "")
    )
