"""Worker threads by purpose, so that a slow database or a long reindex holds up nothing else."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

LOOKUPS = "names"
"""How the names of the threads begin that look names up."""


class Threads:
    """Runs plain functions off the event loop."""

    def __init__(self) -> None:
        self._log = ThreadPoolExecutor(4, "querylog")
        self._slow_log = ThreadPoolExecutor(2, "querylog-slow")
        self._index = ThreadPoolExecutor(2, "index")
        self._look = ThreadPoolExecutor(2, "look")

    async def log(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """A call of the query log."""
        return await _run(self._log, call, *args, **kwargs)

    async def slow_log(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """A call of the query log that may take seconds, such as a deletion: no answer's record waits behind it."""
        return await _run(self._slow_log, call, *args, **kwargs)

    async def index(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """A call that changes the index and may take minutes."""
        return await _run(self._index, call, *args, **kwargs)

    async def look(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """A call that only reads and computes, for milliseconds."""
        return await _run(self._look, call, *args, **kwargs)

    def close(self) -> None:
        """Start nothing more; whatever runs is left to end."""
        for pool in (self._log, self._slow_log, self._index, self._look):
            pool.shutdown(wait=False, cancel_futures=True)


class Lookups(ThreadPoolExecutor):
    """The event loop's own pool, which looks names up: while the network is away, one may take a minute.

    asyncio waits for its pool before it ends; for this one it does not.
    """

    def __init__(self) -> None:
        super().__init__(thread_name_prefix=LOOKUPS)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = True) -> None:  # noqa: FBT001, FBT002 - its signature
        """Start nothing more; whatever runs is left to end."""
        del wait
        super().shutdown(wait=False, cancel_futures=cancel_futures)


async def _run(pool: Executor, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    return await asyncio.get_running_loop().run_in_executor(pool, functools.partial(call, *args, **kwargs))
