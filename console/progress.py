"""A bar on standard error for whatever takes a moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from index.models import Progress as Report

PHASES = {
    "load": "Loading the sentence encoder",
    "read": "Reading articles",
    "embed": "Embedding sentences",
    "link": "Linking sentences for the search",
    "check": "Checking the new index",
    "publish": "Publishing",
    "ask": "Asking",
}


@contextmanager
def progress_bar(console: Console) -> Iterator[Report]:
    """Yields what to report progress to; each phase has its own bar, gone when all is done; on a terminal only."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks = {phase: bars.add_task(text, total=None, visible=False) for phase, text in PHASES.items()}

        def report(phase: str, done: int, total: int) -> None:
            if phase not in tasks:
                tasks[phase] = bars.add_task(phase, total=None)
            bars.update(tasks[phase], completed=done, total=total, visible=True)

        yield report
