"""What upkeep says of trouble that lasts: once while it does, what to do, and when it is over."""

import asyncio
import logging
import sqlite3
from contextlib import closing

import pytest
from double_server import DiscordDouble
from fakes_discord import World, bot_on

from index.errors import EngineUnavailable

pytest_plugins = ("fixtures_discord",)


@pytest.fixture(autouse=True)
def _short_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cogs.upkeep.SECONDS", 0.05)
    monkeypatch.setattr("cogs.upkeep.FOLLOW_SECONDS", 0.05)


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [
        record.getMessage()
        for record in caplog.records
        if record.name == "cogs.upkeep" and record.levelno == logging.WARNING
    ]


async def test_a_database_that_is_away_is_told_once_and_its_return(
    double: DiscordDouble, world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds, real = [], world.services.log.maintain

    def maintain() -> None:
        rounds.append(len(rounds))
        real()

    monkeypatch.setattr(world.services.log, "maintain", maintain)
    async with bot_on(double, world):
        with closing(sqlite3.connect(world.folder / "querylog.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            begun = len(rounds)
            await double.until(lambda: len(rounds) > begun + 3, within=20, what="some rounds")
            other.execute("ROLLBACK")
        await double.until(lambda: len(warnings(caplog)) > 1, what="the end of the alarm")
        ended = len(rounds)
        await double.until(lambda: len(rounds) > ended + 2, what="some rounds after it")
    away, back = warnings(caplog)
    assert "database is locked" in away
    assert back == "The query log is maintained again"


async def test_a_live_build_that_cannot_be_used_is_told_once_with_what_to_do_and_its_end(
    double: DiscordDouble, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    store, broken = world.workshop.store, world.workshop.store.current_id()
    assert broken is not None
    async with bot_on(double, world):
        world.workshop.write("wetter", "Am Donnerstag regnete es in Wladiwostok den ganzen Tag.")
        before = world.workshop.reindex()
        await double.until(lambda: world.services.assistant.answerer.build == before)
        (store.folder(broken) / "sentences.npy").write_bytes(b"flipped")
        store.make_live(broken)
        await double.until(lambda: warnings(caplog))
        await asyncio.sleep(0.3)  # some rounds
        world.workshop.write("wind", "Am Freitag kam Wind auf.")
        newest = world.workshop.reindex()
        await double.until(lambda: len(warnings(caplog)) > 1)
    unusable, over = warnings(caplog)
    assert f"{broken}: sentences.npy has 7 bytes" in unusable
    assert f"questions are answered from {before}; `python bot.py reindex`" in unusable
    assert over == f"Questions are answered from build {newest}, which is live"


async def test_where_nothing_answers_any_more_the_alarm_names_no_build(
    double: DiscordDouble, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    store, live = world.workshop.store, world.workshop.store.current_id()
    assert live is not None
    async with bot_on(double, world):
        world.workshop.write("wetter", "Am Donnerstag regnete es in Wladiwostok den ganzen Tag.")
        before = world.workshop.reindex()
        await double.until(lambda: world.services.assistant.answerer.build == before)
        store.purge_text(world.services.assistant.answerer.index.articles["wetter"].text_sha256)
        (store.folder(live) / "sentences.npy").write_bytes(b"flipped")
        store.make_live(live)
        await double.until(lambda: warnings(caplog))
    assert "questions are answered from none" in warnings(caplog)[0]


async def test_an_engine_that_cannot_be_looked_after_and_what_nobody_foresaw_are_told_once(
    double: DiscordDouble, world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong, rounds = True, []

    def tidy() -> None:
        rounds.append(len(rounds))
        if wrong:
            raise EngineUnavailable("nobody listens")

    def check() -> None:
        if wrong:
            raise RuntimeError("unforeseen")

    monkeypatch.setattr(world.services.assistant, "check", check)
    world.operate(tidy=tidy)
    async with bot_on(double, world):
        await double.until(lambda: len(rounds) > 3, what="some rounds")
        wrong = False
        await double.until(lambda: len(warnings(caplog)) > 2, what="the end of both alarms")
    assert caplog.text.count("nobody listens") == 1
    assert caplog.text.count("RuntimeError: unforeseen") == 1
    assert {"The search engine is looked after again", "Upkeep goes on: a look at the engine"} < set(
        warnings(caplog)
    )
