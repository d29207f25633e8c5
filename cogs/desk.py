"""The desk where questions come in: admitted, answered in batches, put on record, counted."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from cogs.batching import Batcher
from cogs.gate import Busy, Cooldown, Gate
from cogs.metrics import Metrics
from cogs.shared_cooldowns import SharedCooldowns
from cogs.threads import Threads
from querylog.errors import QueryLogError
from querylog.log import QueryLog
from querylog.models import QueryEntry, Surface
from retrieval.models import Answer, Question
from retrieval.question.small_talk import AIMS

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question and where it was asked."""

    question: Question
    surface: Surface
    user: int
    guild: int | None
    channel: int | None
    locale: str | None = None
    follows: int | None = None


class Desk:
    """One a process. For the event loop's thread; what is slow runs in workers."""

    def __init__(
        self,
        gate: Gate,
        batcher: Batcher,
        log: QueryLog,
        threads: Threads,
        metrics: Metrics,
        shared: SharedCooldowns | None = None,
    ) -> None:
        """Args: shared: the cooldowns of all the bot's processes; None where this one is alone."""
        self._gate = gate
        self._batcher = batcher
        self._log = log
        self._threads = threads
        self._metrics = metrics
        self._shared = shared
        self._working: list[asyncio.Task[object] | None] = []  # once for each piece of work
        self._followed: set[asyncio.Task[object]] = set()
        self._counted: set[int] = set()  # whose question in hand has its outcome, whatever its reply does
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def waiting(self) -> int:
        """Questions that no batch has taken yet."""
        return self._batcher.waiting

    @property
    def running(self) -> int:
        """Questions in hand, from admission to reply."""
        return self._gate.running

    @property
    def in_hand(self) -> int:
        """Questions, commands and forms in hand."""
        return len(self._working) + len(self._followed)

    @asynccontextmanager
    async def admitted(self, user: int, surface: Surface, cooldown: Cooldown) -> AsyncIterator[Busy | None]:
        """Admission for as long as the block runs, its reply included; or why not, at once."""
        busy = self._gate.enter(user, cooldown.guild, cooldown=cooldown.seconds)
        if busy is None and self._shared is not None and cooldown.guild is None:
            busy = await self._cooldown_elsewhere(self._shared, user, cooldown.seconds)
        if busy is not None:
            self._metrics.questions.labels("busy", surface).inc()
            yield busy
            return
        started = time.monotonic()
        with self.working():
            try:
                yield None
            except BaseException:
                if user not in self._counted:
                    self._metrics.questions.labels("failed", surface).inc()
                raise
            finally:
                self._counted.discard(user)
                self._gate.leave(user, seconds=time.monotonic() - started)

    async def _cooldown_elsewhere(self, shared: SharedCooldowns, user: int, cooldown: float) -> Busy | None:
        try:
            with self.working():
                wait = await shared.wait_of(user, cooldown)
        except BaseException:
            self._gate.leave(user, seconds=0.0)
            raise
        return self._gate.withdraw(user, seconds=wait) if wait else None

    @contextmanager
    def working(self) -> Iterator[None]:
        """Work that the bot does not leave behind when it is asked to stop."""
        task = asyncio.current_task()
        if task in self._followed:
            yield
            return
        self._working.append(task)
        self._idle.clear()
        try:
            yield
        finally:
            self._working.remove(task)
            self._rest()

    def follow(self, task: asyncio.Task[object]) -> None:
        """Take all that `task` does for such work."""
        self._followed.add(task)
        self._idle.clear()
        task.add_done_callback(self._let_go)

    def _let_go(self, task: asyncio.Task[object]) -> None:
        self._followed.discard(task)
        self._rest()

    def _rest(self) -> None:
        if not self.in_hand:
            self._idle.set()

    async def ask(self, asked: Asked) -> QueryEntry:
        """The answer, already on record.

        Raises:
            IndexRoomError, RetrievalError: there is nothing to answer from, or a quotation did not hold.
        """
        started = time.monotonic()
        answer = await self._batcher.answer(asked.question)
        entry = QueryEntry(
            surface=asked.surface,
            question=asked.question,
            answer=answer,
            user=asked.user,
            guild=asked.guild,
            channel=asked.channel,
            locale=asked.locale,
            follows=asked.follows,
        )
        try:
            await self._threads.log(self._log.record, entry)
        except QueryLogError:
            logger.exception("A question could not be put on record, and not be kept for later either")
        self._counted.add(asked.user)
        self._metrics.questions.labels(_outcome(answer), asked.surface).inc()
        self._metrics.answer_seconds.observe(time.monotonic() - started)
        return entry

    async def prepare(self, call: Callable[[], object]) -> None:
        """Run `call` where questions are answered, before the first of them."""
        await self._batcher.prepare(call)

    async def drain(self, seconds: float) -> bool:
        """Take no more questions; wait until all work in hand is done, at most `seconds`. Whether it is."""
        self._gate.close()
        try:
            await asyncio.wait_for(self._idle.wait(), seconds)
        except TimeoutError:
            return False
        return True

    async def abandon(self, seconds: float) -> None:
        """End what is in hand as long as what that takes still works: an admin's action goes on record."""
        left = {task for task in (*self._working, *self._followed) if task is not None}
        for task in left:
            task.cancel()
        if left:
            await asyncio.wait(left, timeout=seconds)

    def close(self) -> None:
        """Let the answering thread go."""
        self._batcher.close()


def _outcome(answer: Answer) -> str:
    if answer.answered:
        return "answered"
    return "small_talk" if answer.refusal in AIMS else "refused"
