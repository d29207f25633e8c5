"""Who may ask now, and how waiting questions are answered together."""

import asyncio
import threading
from collections.abc import Sequence

import pytest
from fakes_measures import Clock
from fakes_querylog import answer

from cogs.batching import Batcher
from cogs.gate import Busy, Gate, Reason
from cogs.lapsing import Lapsing
from cogs.rush import AT_ONCE, PATIENCE_SECONDS, Rush
from retrieval.models import Answer, Question

FORUM, OTHER = 11, 12  # guilds


@pytest.fixture
def clock() -> Clock:
    return Clock(100.0)


@pytest.fixture
def gate(clock: Clock) -> Gate:
    return Gate(queue_limit=3, clock=clock)


def test_one_question_a_user_at_a_time(gate: Gate) -> None:
    assert gate.enter(1, FORUM, cooldown=0) is None
    busy = gate.enter(1, FORUM, cooldown=0)
    assert busy == Busy(Reason.RUNNING, 1)
    assert gate.enter(2, FORUM, cooldown=0) is None
    gate.leave(1, seconds=0.1)
    assert gate.enter(1, FORUM, cooldown=0) is None
    assert gate.running == 2


def test_the_cooldown_counts_from_the_question_and_names_whole_seconds(gate: Gate, clock: Clock) -> None:
    gate.enter(1, FORUM, cooldown=5)
    gate.leave(1, seconds=0.1)
    assert gate.enter(1, FORUM, cooldown=5) == Busy(Reason.COOLDOWN, 5)
    clock.now += 4.0
    assert gate.enter(1, FORUM, cooldown=5) == Busy(Reason.COOLDOWN, 1)
    clock.now += 0.999
    assert gate.enter(1, FORUM, cooldown=5) == Busy(Reason.COOLDOWN, 1)
    clock.now += 0.001
    assert gate.enter(1, FORUM, cooldown=5) is None


def test_a_cooldown_holds_in_its_own_guild_alone(gate: Gate) -> None:
    for guild in (FORUM, OTHER, None):
        assert gate.enter(1, guild, cooldown=3600) is None
        gate.leave(1, seconds=0.1)
    assert gate.enter(1, OTHER, cooldown=5) == Busy(Reason.COOLDOWN, 3600)


def test_who_is_too_early_twice_over_is_told_of_the_longer_wait(gate: Gate, clock: Clock) -> None:
    gate.enter(1, FORUM, cooldown=5)
    clock.now += 1.5
    assert gate.enter(1, FORUM, cooldown=5) == Busy(Reason.RUNNING, 4)
    clock.now += 4.0
    assert gate.enter(1, FORUM, cooldown=5) == Busy(Reason.RUNNING, 1)


def test_who_has_to_wait_for_another_process_is_not_admitted_after_all(gate: Gate, clock: Clock) -> None:
    assert gate.enter(1, None, cooldown=5) is None
    assert gate.withdraw(1, seconds=2.1) == Busy(Reason.COOLDOWN, 3)
    assert gate.running == 0
    assert gate.enter(1, None, cooldown=5) == Busy(Reason.COOLDOWN, 3)
    clock.now += 2.1
    assert gate.enter(1, None, cooldown=5) is None


def test_the_queue_has_a_bound(gate: Gate) -> None:
    for user in range(3):
        assert gate.enter(user, FORUM, cooldown=0) is None
    assert gate.enter(3, FORUM, cooldown=0) == Busy(Reason.QUEUE, 1)
    gate.leave(0, seconds=1)
    assert gate.enter(3, FORUM, cooldown=0) is None


def test_the_seconds_grow_with_what_questions_take(gate: Gate) -> None:
    for _ in range(60):
        gate.enter(0, FORUM, cooldown=0)
        gate.leave(0, seconds=4)
    for user in range(3):
        gate.enter(user, FORUM, cooldown=0)
    busy = gate.enter(9, FORUM, cooldown=0)
    assert busy is not None
    assert 11 <= busy.seconds <= 12


def test_questions_that_are_answered_together_share_their_time(gate: Gate) -> None:
    for _ in range(60):
        for user in range(3):
            gate.enter(user, FORUM, cooldown=0)
        for user in range(3):
            gate.leave(user, seconds=3)
    for user in range(3):
        gate.enter(user, FORUM, cooldown=0)
    busy = gate.enter(9, FORUM, cooldown=0)
    assert busy is not None
    assert 5 <= busy.seconds <= 6


def test_a_refused_question_costs_no_cooldown(gate: Gate) -> None:
    for user in range(3):
        gate.enter(user, FORUM, cooldown=0)
    assert gate.enter(3, FORUM, cooldown=60) is not None
    gate.leave(0, seconds=0)
    assert gate.enter(3, FORUM, cooldown=60) is None


def test_what_somebody_was_told_is_told_again_once_it_is_over_and_then_forgotten(clock: Clock) -> None:
    told = Lapsing[tuple[int, str]](clock)
    assert told.begin((1, "busy"), 5)
    assert not told.begin((1, "busy"), 5)
    assert told.begin((2, "busy"), 5)
    assert told.begin((1, "blocked"), 60)
    clock.now += 5
    assert (1, "busy") not in told
    assert told.begin((1, "busy"), 5)
    assert len(told._until) == 2


def test_a_closed_gate_admits_nobody(gate: Gate) -> None:
    gate.close()
    busy = gate.enter(1, FORUM, cooldown=0)
    assert busy is not None
    assert busy.reason is Reason.CLOSING


def test_it_forgets_whom_it_need_not_remember(gate: Gate, clock: Clock) -> None:
    for user in range(3_000):
        clock.now += 1
        gate.enter(user, FORUM, cooldown=1)
        gate.leave(user, seconds=0)
    assert len(gate._free_at) < 1_100


class Slow:
    """Answers when it is told to, and remembers its batches."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.batches: list[list[str]] = []
        self.threads: set[str] = set()

    def __call__(self, questions: Sequence[Question]) -> list[Answer]:
        self.go.wait(10)
        self.threads.add(threading.current_thread().name)
        self.batches.append([question.text for question in questions])
        if any(question.text == "bad" for question in questions):
            raise ValueError("bad")
        return [answer(question.text) for question in questions]


async def asked(batcher: Batcher, texts: list[str]) -> list[object]:
    return await asyncio.gather(*(batcher.answer(Question(text)) for text in texts), return_exceptions=True)


async def test_what_waits_together_is_answered_together_in_one_thread() -> None:
    slow = Slow()
    batcher = Batcher(slow, batch_limit=4)
    asking = asyncio.create_task(asked(batcher, [str(number) for number in range(7)]))
    await asyncio.sleep(0)
    slow.go.set()
    answers = await asking
    assert [one.question for one in answers if isinstance(one, Answer)] == [str(n) for n in range(7)]
    assert [len(batch) for batch in slow.batches] == [4, 3]
    assert slow.threads == {"answers_0"}
    batcher.close()


async def test_a_lone_question_waits_for_nobody() -> None:
    slow = Slow()
    slow.go.set()
    batcher = Batcher(slow, batch_limit=4)
    assert (await batcher.answer(Question("a"))).question == "a"
    assert (await batcher.answer(Question("b"))).question == "b"
    assert slow.batches == [["a"], ["b"]]
    batcher.close()


async def test_one_bad_question_does_not_spoil_its_neighbours() -> None:
    slow = Slow()
    slow.go.set()
    batcher = Batcher(slow, batch_limit=4)
    good, bad, other = await asked(batcher, ["a", "bad", "b"])
    assert isinstance(good, Answer)
    assert isinstance(other, Answer)
    assert isinstance(bad, ValueError)
    batcher.close()


async def test_somebody_who_has_gone_does_not_hold_up_the_rest() -> None:
    slow = Slow()
    batcher = Batcher(slow, batch_limit=4)
    gone = asyncio.create_task(batcher.answer(Question("gone")))
    stays = asyncio.create_task(batcher.answer(Question("stays")))
    await asyncio.sleep(0)
    gone.cancel()
    slow.go.set()
    assert (await stays).question == "stays"
    batcher.close()


@pytest.mark.parametrize(("wrong", "raised"), [(True, TypeError), ([], ValueError)])
async def test_an_answerer_that_gives_no_answers_is_heard_of_by_whoever_asked(
    wrong: object, raised: type[Exception]
) -> None:
    batcher = Batcher(lambda _: wrong, batch_limit=4)  # type: ignore[arg-type,return-value] # what it must not give
    async with asyncio.timeout(10):
        outcomes = await asked(batcher, ["a", "b"])
    assert [type(one) for one in outcomes] == [raised, raised]
    batcher.close()


async def test_too_few_answers_to_a_batch_are_asked_for_again_one_by_one() -> None:
    batcher = Batcher(
        lambda questions: [answer(one.text) for one in questions] if len(questions) == 1 else [],
        batch_limit=4,
    )
    async with asyncio.timeout(10):
        outcomes = await asked(batcher, ["a", "b"])
    assert [one.question for one in outcomes if isinstance(one, Answer)] == ["a", "b"]
    batcher.close()


async def test_nobody_is_left_waiting_when_the_work_breaks_or_is_cancelled() -> None:
    async def breaks() -> None:
        raise ZeroDivisionError

    batcher = Batcher(Slow(), batch_limit=1, ready=breaks)
    async with asyncio.timeout(10):
        assert [type(one) for one in await asked(batcher, ["a", "b"])] == [ZeroDivisionError] * 2
    batcher.close()
    slow = Slow()
    batcher = Batcher(slow, batch_limit=1)
    asking = [asyncio.create_task(batcher.answer(Question(text))) for text in "ab"]
    await asyncio.sleep(0.05)
    assert batcher._task is not None
    batcher._task.cancel()
    async with asyncio.timeout(10):
        outcomes = await asyncio.gather(*asking, return_exceptions=True)
    assert [type(one) for one in outcomes] == [asyncio.CancelledError] * 2
    slow.go.set()
    batcher.close()


async def test_answers_wait_for_first_responses_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    rush = Rush()
    await rush.over()
    async with rush.acknowledging():
        waiting = asyncio.create_task(rush.over())
        await asyncio.sleep(0)
        assert not waiting.done()
    await asyncio.wait_for(waiting, PATIENCE_SECONDS / 2)
    monkeypatch.setattr("cogs.rush.PATIENCE_SECONDS", 0.01)
    async with rush.acknowledging():
        await rush.over()


async def test_no_more_first_responses_are_on_the_wire_than_connections() -> None:
    rush, inside, most = Rush(), 0, 0

    async def respond() -> None:
        nonlocal inside, most
        async with rush.acknowledging():
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(respond() for _ in range(3 * AT_ONCE)))
    assert most == AT_ONCE
