"""What holds for a while: what somebody was told, where the bot may not speak. Pure."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class Lapsing(Generic[K]):
    """Keys, each for some seconds. Not thread-safe: for the event loop's thread alone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Args: clock: seconds, never backwards."""
        self._clock = clock
        self._until: dict[K, float] = {}

    def __contains__(self, key: K) -> bool:
        return self._until.get(key, 0.0) > self._clock()

    def hold(self, key: K, seconds: float) -> None:
        """Let `key` hold from now on; what is over is forgotten."""
        now = self._clock()
        self._until = {known: until for known, until in self._until.items() if until > now}
        self._until[key] = now + seconds

    def begin(self, key: K, seconds: float) -> bool:
        """`hold` what does not hold yet; whether it did not."""
        if key in self:
            return False
        self.hold(key, seconds)
        return True
