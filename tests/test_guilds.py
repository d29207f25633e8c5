"""A guild's settings at hand: read anew each half a minute; no question waits twice for a database that is away."""

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

import pytest

from cogs.guilds import FRESH_SECONDS, Guilds
from cogs.threads import Threads
from querylog.errors import LogUnavailable
from querylog.log import QueryLog
from querylog.models import GuildSettings

FORUM = 11
SET = GuildSettings(FORUM, frozenset({1}), cooldown=30.0)


class Log:
    """What the settings are read from; counts how often it is asked."""

    def __init__(self) -> None:
        self.kept = SET
        self.away = False
        self.asked = 0

    def guild_settings(self, guild: int) -> GuildSettings:
        self.asked += 1
        if self.away:
            raise LogUnavailable("away")
        return replace(self.kept, guild=guild)


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def threads() -> Iterator[Threads]:
    made = Threads()
    yield made
    made.close()


async def test_another_process_settings_count_after_half_a_minute(threads: Threads) -> None:
    log, clock = Log(), Clock()
    guilds = Guilds(cast("QueryLog", log), threads, 5.0, clock)
    assert await guilds.settings(FORUM) == SET
    log.kept = replace(SET, cooldown=None)
    clock.now += FRESH_SECONDS - 1
    assert (await guilds.cooldown(FORUM)).seconds == 30.0
    assert log.asked == 1
    clock.now += 1
    assert (await guilds.cooldown(FORUM)).seconds == 5.0, "the bot's own"


async def test_a_database_that_is_away_is_asked_once_in_half_a_minute_and_the_last_known_holds(
    threads: Threads, caplog: pytest.LogCaptureFixture
) -> None:
    log, clock = Log(), Clock()
    guilds = Guilds(cast("QueryLog", log), threads, 5.0, clock)
    await guilds.settings(FORUM)
    log.away = True
    for _ in range(2):
        clock.now += FRESH_SECONDS
        assert [await guilds.settings(FORUM) for _ in range(3)] == [SET] * 3
    assert log.asked == 1 + 2
    assert len(caplog.records) == 1, "an outage is told once"
