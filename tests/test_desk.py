"""The desk by itself: what becomes of a question's place where the bot's other processes cannot be asked."""

import asyncio
import logging
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from fakes_measures import Clock

from cogs.delivery import finish
from cogs.desk import Desk
from cogs.gate import Cooldown, Gate
from cogs.limits import CONTENT
from cogs.metrics import Metrics
from cogs.shared_cooldowns import SharedCooldowns
from cogs.watched import Watched
from querylog.errors import LogUnavailable
from querylog.models import Surface


class Log:
    """A log of which a claim fails, or is told to wait, as a test says."""

    def __init__(self) -> None:
        self.away = False
        self.wait = 0.0

    def claim(self, user: int, cooldown: float) -> float:
        if self.away:
            raise LogUnavailable(f"away: {user}, {cooldown}")
        return self.wait


class Here:
    """Threads that are none: the call is made at once."""

    async def log(self, call: Callable[..., Any], *arguments: object) -> Any:  # noqa: ANN401 - as the call gives
        return call(*arguments)


def desk_with(gate: Gate, shared: object) -> Desk:
    parts: Any = SimpleNamespace()
    return Desk(gate, parts, parts, parts, Metrics(), shared)  # type: ignore[arg-type] # no more is looked at


async def test_who_is_cut_off_while_others_are_asked_gives_the_place_back() -> None:
    async def cut_off(*_: object) -> float:
        raise asyncio.CancelledError

    gate = Gate(queue_limit=3, clock=Clock(100.0))
    desk = desk_with(gate, SimpleNamespace(wait_of=cut_off))
    with pytest.raises(asyncio.CancelledError):
        async with desk.admitted(1, Surface.SLASH, Cooldown(5.0)):
            pass
    assert (gate.running, desk.in_hand) == (0, 0)


async def test_each_outage_of_the_shared_cooldowns_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    log = Log()
    shared = SharedCooldowns(log, Here())  # type: ignore[arg-type] # all that it asks for
    with caplog.at_level(logging.WARNING):
        for log.away in (True, True, False, True):
            assert await shared.wait_of(1, 5.0) == 0.0
    assert len(caplog.records) == 2
    log.away, log.wait = False, 3.0
    assert await shared.wait_of(1, 5.0) == 3.0
    assert await shared.wait_of(1, 0.0) == 0.0, "without a cooldown nobody is asked"


def test_each_phase_of_a_long_work_has_a_beginning_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(10.0)
    monkeypatch.setattr("cogs.watched.time", SimpleNamespace(monotonic=clock))
    watched, began = Watched(), []
    for phase, done in (("read", 0), ("read", 1), ("embed", 0), ("embed", 5)):
        clock.now += 1
        watched(phase, done, 9)
        assert watched.step is not None
        began.append(watched.step.began)
    assert began == [11.0, 11.0, 13.0, 13.0]


async def test_a_response_keeps_within_discords_length() -> None:
    sent: dict[str, Any] = {}

    async def edit(**shown: object) -> None:
        sent.update(shown)

    await finish(SimpleNamespace(edit_original_response=edit), "lang " * CONTENT)  # type: ignore[arg-type] # all that it calls
    assert len(sent["content"]) <= CONTENT
    assert sent["content"].startswith("lang lang")
