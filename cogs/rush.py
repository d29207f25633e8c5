"""First responses come first: Discord waits three seconds for one, and fifteen minutes for the answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

AT_ONCE = 64
"""First responses on the wire at a time: each new connection costs more than waiting for one to come free."""
PATIENCE_SECONDS = 3.0
"""How long answers are held back for first responses; after that nobody waits for those any more."""


class Rush:
    """Counts the first responses that are still owed. For the event loop's thread."""

    def __init__(self) -> None:
        self._owed = 0
        self._over = asyncio.Event()
        self._over.set()
        self._slots = asyncio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def acknowledging(self) -> AsyncIterator[None]:
        """A first response is made in the block."""
        self._owed += 1
        self._over.clear()
        try:
            async with self._slots:
                yield
        finally:
            self._owed -= 1
            if not self._owed:
                self._over.set()

    async def over(self) -> None:
        """Wait until no first response is owed, but not for ever."""
        if self._owed:
            try:
                await asyncio.wait_for(self._over.wait(), PATIENCE_SECONDS)
            except TimeoutError:
                return
