"""Questions that wait together are answered together, in one worker thread, off the event loop."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from retrieval.models import Answer, Question

AnswerMany = Callable[[Sequence[Question]], list[Answer]]


class Batcher:
    """Collects whatever waits while a batch is being answered into the next batch.

    Nothing is held back for a batch to fill: a lone question starts at once. `close` lets its thread go.
    """

    def __init__(
        self, answer_many: AnswerMany, *, batch_limit: int, ready: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        """Args: ready: waited for before each batch, for whatever is more urgent."""
        self._answer_many = answer_many
        self._ready = ready
        self._batch_limit = batch_limit
        self._waiting: deque[tuple[Question, asyncio.Future[Answer]]] = deque()
        self._in_hand: list[asyncio.Future[Answer]] = []
        self._worker = ThreadPoolExecutor(1, "answers")
        self._task: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> int:
        """Questions that no batch has taken yet."""
        return len(self._waiting)

    async def answer(self, question: Question) -> Answer:
        """The answer, once its batch is through.

        Raises:
            Exception: whatever `answer_many` raised for this question; its neighbours' errors are theirs.
        """
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, future))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work(), name="answering")
            self._task.add_done_callback(self._ended)
        return await future

    async def prepare(self, call: Callable[[], object]) -> None:
        """Run `call` in the answering thread, ahead of the questions."""
        await asyncio.get_running_loop().run_in_executor(self._worker, call)

    def close(self) -> None:
        """Let the worker go; nobody may ask after this."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    async def _work(self) -> None:
        while self._waiting:
            if self._ready is not None:
                await self._ready()
            batch = [self._waiting.popleft() for _ in range(min(self._batch_limit, len(self._waiting)))]
            self._in_hand = [future for _, future in batch]
            outcomes = await self._outcomes([question for question, _ in batch])
            for (_, future), outcome in zip(batch, outcomes, strict=True):
                if future.done():  # who asked has gone
                    continue
                if isinstance(outcome, Exception):
                    future.set_exception(outcome)
                else:
                    future.set_result(outcome)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """The work was cut short, and nobody is left waiting for it: whoever still does hears why."""
        error = None if task.cancelled() else task.exception()
        if error is None and not task.cancelled():
            return
        left = [*self._in_hand, *(future for _, future in self._waiting)]
        self._waiting.clear()
        for future in left:
            if error is None:
                future.cancel()
            elif not future.done():
                future.set_exception(error)

    async def _outcomes(self, questions: list[Question]) -> Sequence[Answer | Exception]:
        try:
            return await self._call(questions)
        except Exception as error:  # noqa: BLE001 - handed to whoever asked
            if len(questions) == 1:
                return [error]
        # One of them is to blame: each alone, so that the others get their answers.
        return [(await self._outcomes([question]))[0] for question in questions]

    async def _call(self, questions: list[Question]) -> list[Answer]:
        loop = asyncio.get_running_loop()
        answers = await loop.run_in_executor(self._worker, self._answer_many, questions)
        if len(answers) != len(questions):
            raise ValueError(f"{len(answers)} answers to {len(questions)} questions")
        return answers
