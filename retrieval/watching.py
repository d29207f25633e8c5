"""Watch mode: whatever changes among the articles is indexed and answered from, without a command."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from index.errors import IndexRoomError, ReindexBusy
from index.operations import Operations
from index.watch import Watcher
from retrieval.assistant import Assistant

logger = logging.getLogger(__name__)

_NEXT = "the next change among the articles tries again, or `python bot.py reindex`"
ENDS_WITHIN = 5.0  # seconds that a cancelled reindex keeps whoever ends the watch


@contextmanager
def watching(
    folders: Sequence[Path], operations: Operations, assistant: Assistant, *, quiet: float
) -> Iterator[None]:
    """Reindexes in a thread of its own, at the start and whenever the articles changed, until the block ends.

    Args:
        folders: of the articles.
        operations: what reindexes.
        assistant: what answers from the new build.
        quiet: seconds without a further change.
    """
    stop = threading.Event()
    watcher = Watcher(folders, quiet=quiet)
    reindex = partial(reindex_watched, operations, assistant, stop)
    thread = threading.Thread(target=watcher.run, args=(reindex, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(ENDS_WITHIN)  # a process that builds on still ends with this one, unpublished


def reindex_watched(operations: Operations, assistant: Assistant, stop: threading.Event) -> bool:
    """One reindex of watch mode, cancelled where the bot stops; whether it had its turn.

    While another one runs, which may have read the articles before they changed, it has to be tried again; what
    fails is logged, and the next change tries again.
    """
    try:
        if operations.running() is not None:
            return False
        outcome = operations.reindex(who="watch", cancelled=stop.is_set)
        assistant.refresh()
    except ReindexBusy:
        return False
    except (IndexRoomError, OSError) as error:
        if stop.is_set():
            logger.info("Watch mode was stopped amid a reindex (%s); the next start begins with one", error)
            return True
        logger.warning("Watch mode did not publish: %s; %s", error, _NEXT)
        return True
    except Exception:  # what nobody foresaw ends one reindex, and not the watch
        logger.exception("Watch mode did not publish; %s", _NEXT)
        return True
    for refused in outcome.refused:
        logger.warning("Watch mode left out an article: %s", refused)
    return True
