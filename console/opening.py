"""The index that a command answers from, and the option that names another one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from console.output import stderr
from console.progress import progress_bar
from console.services import Opened, Services

Articles = Annotated[
    Path | None,
    typer.Option(
        "--articles",
        metavar="DIR",
        exists=True,
        file_okay=False,
        help="Use a temporary index of the articles in DIR; the live one is left alone.",
    ),
]


def open_index(services: Services, articles: Path | None = None) -> Opened:
    """The live index, or a temporary one of the articles in a folder, made behind a progress bar."""
    with progress_bar(stderr()) as progress:
        if articles is None:
            return services.open_live(progress)
        return services.open_folder(articles, progress)
