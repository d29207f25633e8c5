"""A reindex from Discord is watched where it was asked for, and ends when it is told to."""

import asyncio
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import discord
import pytest
from double_people import Person
from double_server import DiscordDouble, GuildHandle
from fakes_discord import KBS, LOCALES, MOON, World, bot_on

from index.errors import ReindexCancelled
from querylog.models import AuditEntry

pytest_plugins = ("fixtures_discord",)

EDIT = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original"


@pytest.fixture
def world(operated: World) -> World:
    return operated


async def test_progress_is_shown_in_place_and_can_be_cancelled(
    admin: Person, double: DiscordDouble, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cogs.progress.SECONDS", 0.02)
    go, real = threading.Event(), world.services.operations.reindex
    world.workshop.write("mond", MOON)

    def slow(*, progress: Any, cancelled: Any, **more: Any) -> object:  # noqa: ANN401 - as the real one
        progress("embed", 3, 9)
        go.wait(10)
        return real(progress=progress, cancelled=cancelled, **more)

    world.operate(reindex=slow)
    async with bot_on(double, world):
        started = admin.slash("admin reindex")
        shown = await started.shows("Sätze einlesen: 3 von 9.")
        assert shown.labels == ["Abbrechen"]
        assert "wird abgebrochen" in (await admin.clicks(shown, "Abbrechen").answer()).text.lower()
        go.set()
        await started.shows("Abgebrochen; der bisherige Index bleibt.")
    assert world.services.assistant.answerer.index.articles.keys() == {KBS}
    assert ("reindex", "failed: ReindexCancelled") in world.trail()


async def test_progress_is_no_longer_shown_once_the_response_has_expired(
    admin: Person, double: DiscordDouble, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cogs.progress.SECONDS", 0.02)
    monkeypatch.setattr(discord.Interaction, "is_expired", lambda _: True)
    slow = Slow()
    world.operate(reindex=slow)
    async with bot_on(double, world):
        admin.slash("admin reindex")
        await double.until(lambda: slow.running)
        await asyncio.sleep(0.2)
        assert not double.calls.to(EDIT), "each would count towards a ban"


async def test_a_cancel_button_is_acknowledged_before_the_trail_is_written(
    admin: Person, double: DiscordDouble, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cogs.progress.SECONDS", 0.02)
    slow, go, real = Slow(), threading.Event(), world.services.log.audit

    def held(entry: AuditEntry) -> None:
        go.wait(10)
        real(entry)

    world.operate(reindex=slow)
    async with bot_on(double, world):
        shown = await admin.slash("admin reindex").shows("3 von 9")
        monkeypatch.setattr(world.services.log, "audit", held)
        pressed = admin.clicks(shown, "Abbrechen")
        assert await pressed.acknowledged() == 5
        assert not pressed.shown
        go.set()
        assert (await pressed.answer()).text == "Wird abgebrochen."


@dataclass
class Slow:
    """Reindexes that take until they are cancelled."""

    ended: list[str] = field(default_factory=list)
    running: int = 0

    def __call__(self, *, who: str, progress: Any, cancelled: Any, **_: object) -> None:  # noqa: ANN401 - as the real one
        progress("embed", 3, 9)
        self.running += 1
        deadline = time.monotonic() + 20
        while not cancelled() and time.monotonic() < deadline:
            time.sleep(0.01)
        self.ended.append(who if cancelled() else "in vain")
        raise ReindexCancelled


async def test_a_cancel_button_ends_its_own_reindex_and_no_other(
    admin: Person, double: DiscordDouble, world: World, forum: GuildHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cogs.progress.SECONDS", 0.02)
    slow = Slow()
    world.operate(reindex=slow)
    async with bot_on(double, world):
        first = admin.slash("admin reindex", **{"dry-run": True})
        shown = await first.shows("3 von 9")
        other = forum.admin("other")
        second = other.slash("admin reindex")
        also_shown = await second.shows("3 von 9")
        await other.clicks(also_shown, "Abbrechen").answer()
        await second.shows("Abgebrochen")
        assert slow.ended == ["other"]
        await admin.clicks(shown, "Abbrechen").answer()
        await first.shows("Abgebrochen")
    assert slow.ended == ["other", "admin"]


async def test_a_cancel_button_whose_reindex_is_over_says_so(
    admin: Person, double: DiscordDouble, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cogs.progress.SECONDS", 0.02)
    world.operate(reindex=Slow())
    async with bot_on(double, world):
        asked = admin.slash("admin reindex")
        shown = await asked.shows("3 von 9")
        before = double.world.add_message(admin.channel, double.world.bot, components=shown.components)
        await admin.clicks(shown, "Abbrechen").answer()
        await asked.shows("Abgebrochen")
        told = await admin.clicks(before, "Abbrechen").answer()
    assert (told.ephemeral, told.text) == (True, LOCALES.of("de").text("reindex-not-running"))
    assert world.trail()[-1] == ("reindex cancel", "nothing to cancel")


async def test_asked_to_stop_the_bot_cancels_every_reindex(
    admin: Person, double: DiscordDouble, world: World, forum: GuildHandle
) -> None:
    slow = Slow()
    world.operate(reindex=slow)
    async with bot_on(double, world) as bot:
        asked = [person.slash("admin reindex") for person in (admin, forum.admin("other"))]
        await double.until(lambda: slow.running == 2)
        assert await bot.ends() == 0
        for one in asked:
            await one.shows("Abgebrochen")
    assert sorted(slow.ended) == ["admin", "other"]
