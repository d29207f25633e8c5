"""A lock whose waiters get their turn in the order in which they came; of `threading.Lock` the quickest does."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """One turn at a time, first come, first served."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Event] = deque()

    @contextmanager
    def turn(self, seconds: float) -> Iterator[None]:
        """Runs a block alone.

        Raises:
            TimeoutError: those before took longer than `seconds`.
        """
        mine = threading.Event()
        with self._guard:
            if not self._taken:
                self._taken = True
                mine.set()
            else:
                self._waiting.append(mine)
        try:
            if not mine.wait(seconds):
                raise TimeoutError
            yield
        finally:
            self._leave(mine)

    def _leave(self, mine: threading.Event) -> None:
        with self._guard:
            if not mine.is_set():
                self._waiting.remove(mine)
            elif self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False
