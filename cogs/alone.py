"""One process for each shard of a bot: a second one would answer every mention once more."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from cogs.errors import AlreadyRunning

logger = logging.getLogger(__name__)


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
    names = [f"discord-{application}-{shard}.lock" for shard in shards] or [f"discord-{application}.lock"]
    with ExitStack() as held:
        for name in names:
            try:
                held.enter_context(FileLock(state / name, timeout=0))
            except Timeout as error:
                raise AlreadyRunning(f"{state / name} is held") from error
            except OSError as error:  # nothing can be written there, which others say
                logger.debug("Nobody sees that this process runs: %s", error)
        yield
