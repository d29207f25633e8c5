"""Who may ask now: one question a user at a time, a pause between two, a bound on all that wait. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why somebody has to wait."""

    RUNNING = "running"  # their last question is still being answered
    COOLDOWN = "cooldown"  # their last question was a moment ago
    QUEUE = "queue"  # too many questions wait
    CLOSING = "closing"  # the bot is about to stop


@dataclass(frozen=True, slots=True)
class Busy:
    """Not now: try again in `seconds` (whole, at least 1)."""

    reason: Reason
    seconds: int


@dataclass(frozen=True, slots=True)
class Cooldown:
    """The pause in seconds from a question to the next of the same user, and where it holds.

    A guild's own holds in that guild; the bot's holds everywhere else, in all of it together.
    """

    seconds: float
    guild: int | None = None  # whose admins set it, for there alone; None: the bot's own


class Gate:
    """Admits questions. Asks no one and waits for nothing, so that it can be asked before the first response.

    Not thread-safe: for the event loop's thread alone.
    """

    def __init__(self, *, queue_limit: int, clock: Callable[[], float]) -> None:
        """Args: queue_limit: questions in hand at once, over all users; clock: seconds, never backwards."""
        self._queue_limit = queue_limit
        self._clock = clock
        self._running: set[int] = set()
        self._free_at: dict[tuple[int, int | None], float] = {}
        self._seconds_each = 0.1  # what one question took lately, for an honest "in n s"
        self._closed = False

    @property
    def running(self) -> int:
        """Questions admitted and not yet left."""
        return len(self._running)

    def enter(self, user: int, guild: int | None, *, cooldown: float) -> Busy | None:
        """Admit a question of `user`, who must `leave` afterwards; or say why not.

        `cooldown` and `guild` are those of a `Cooldown`: what one guild's admins set must not silence anybody in
        another, or in direct messages.
        """
        now = self._clock()
        if self._closed:
            return Busy(Reason.CLOSING, 60)
        left = math.ceil(self._free_at.get((user, guild), now) - now)
        if user in self._running:
            return Busy(Reason.RUNNING, max(left, self._wait()))
        if left > 0:
            return Busy(Reason.COOLDOWN, left)
        if len(self._running) >= self._queue_limit:
            return Busy(Reason.QUEUE, self._wait())
        self._forget(now)
        self._running.add(user)
        self._free_at[user, guild] = now + cooldown
        return None

    def leave(self, user: int, *, seconds: float) -> None:
        """The question of `user` is done, `seconds` after it was admitted."""
        self._running.discard(user)
        share = seconds / (len(self._running) + 1)  # those in hand are answered together
        self._seconds_each += 0.1 * (share - self._seconds_each)

    def withdraw(self, user: int, *, seconds: float) -> Busy:
        """Admit `user` after all not: another process of the bot has them wait for `seconds`."""
        self._running.discard(user)
        self._free_at[user, None] = self._clock() + seconds
        return Busy(Reason.COOLDOWN, math.ceil(seconds))

    def close(self) -> None:
        """Admit nothing any more."""
        self._closed = True

    def _wait(self) -> int:
        return max(1, math.ceil(len(self._running) * self._seconds_each))

    def _forget(self, now: float) -> None:
        # Bounded by who asked within the longest cooldown; swept when it has doubled past what runs.
        if len(self._free_at) > 2 * self._queue_limit + 1_000:
            self._free_at = {place: at for place, at in self._free_at.items() if at > now}
