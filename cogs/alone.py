"""One process for each shard of a bot: a second one would answer every mention once more."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path

from filelock import FileLock, Timeout

from cogs.errors import AlreadyRunning

logger = logging.getLogger(__name__)


_SECONDS = 1.0  # another one that only looks, or is just ending, lets go within


@contextmanager
def alone(state: Path, application: int | None, shards: tuple[int, ...]) -> Iterator[None]:
    """Holds the locks of these shards while the block runs; the system drops them with the process.

    Args:
        state: the folder that all processes of a bot share.
        application: whose bot it is; another one may live in the same folder.
        shards: this process's; none: it has all.

    Raises:
        AlreadyRunning: another process has one of them.
    """
    bot = f"discord-{application}"
    own = [state / f"{bot}-{shard}.lock" for shard in shards] or [state / f"{bot}.lock"]
    with ExitStack() as held:
        for file in own:
            held.enter_context(_locked(file))
        for file in [state / f"{bot}.lock"] if shards else sorted(state.glob(f"{bot}-*.lock")):
            with _locked(file):
                pass  # nobody has it: who has all shards and who has some look at each other's
        yield


def _locked(file: Path) -> AbstractContextManager[object]:
    """Holds the file's lock from now on; where the file system has none, that is said."""
    try:
        # No file in a lock's stead: it would outlive a process that is killed.
        return FileLock(file, timeout=_SECONDS, fallback_to_soft=False).acquire()
    except Timeout as error:
        raise AlreadyRunning(f"{file} is held") from error
    except OSError as error:
        logger.warning("Whether this bot runs twice, and answers everything twice, cannot be told: %s", error)
        return nullcontext()
