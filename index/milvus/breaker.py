"""Whether an engine answers, so that nobody waits for one that is known not to."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from index.errors import EngineUnavailable

RETRY_SECONDS = 5.0
"""How long after a failure questions are refused at once; a look that finds the engine well ends it sooner."""


class Breaker:
    """Remembers the last failure. Thread-safe.

    Without it, questions that wait behind one another would each wait for the deadline.

    Args:
        clock: seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failure: EngineUnavailable | None = None
        self._until = 0.0

    @contextmanager
    def guarded(self, *, look: bool = False) -> Iterator[None]:
        """Runs a block that asks the engine, and notes whether it was answered.

        Args:
            look: ask also where the engine is known to be away.

        Raises:
            EngineUnavailable: it is known to be away, or the block found out.
        """
        with self._lock:
            failure = self._failure
            if failure is not None and not look and self._clock() < self._until:
                raise EngineUnavailable(str(failure))
        try:
            yield
        except EngineUnavailable as error:
            with self._lock:
                self._failure, self._until = error, self._clock() + RETRY_SECONDS
            raise
        with self._lock:
            self._failure = None
