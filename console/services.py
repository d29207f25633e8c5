"""What the console is given: finished parts and openers, wired by the entry point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import ArticleRefused
from index.models import Progress
from index.operations import Operations
from locales import Catalogue, Locales
from querylog.log import QueryLog
from retrieval.answerer import Answerer
from retrieval.models import Answer, Question


@dataclass(frozen=True, slots=True)
class Opened:
    """An answerer, and the articles that were refused while its index was made (none if it was there)."""

    answerer: Answerer
    refused: tuple[ArticleRefused, ...] = ()


@dataclass(frozen=True, slots=True)
class LogServices:
    """Nothing here is opened before a command asks for it."""

    open_log: Callable[[], QueryLog]
    embed: Callable[[list[str]], NDArray[np.float32]]  # questions to vectors, shape (n, dim), unit rows
    ask: Callable[
        [Question, str | None], Answer
    ]  # on the build named, made anew if need be; None: the live one
    catalogue: Catalogue  # of the words in a picture


@dataclass(frozen=True, slots=True)
class Services:
    """Nothing here is opened before a command asks for it."""

    open_live: Callable[[Progress], Opened]  # the published index; made from the articles if there is none
    open_folder: Callable[[Path, Progress], Opened]  # a temporary index of another folder
    operations: Operations  # what changes or inspects the index
    run_discord: Callable[[], int] | None  # None: no token is set; returns the exit status
    locales: Locales
    catalogue: Catalogue  # of the terminal's own sentences
    history: Path  # file of earlier chat input
    log: LogServices
