"""Which commands Discord is told of, where and when."""

import asyncio
import json
import threading
from functools import partialmethod
from pathlib import Path

import pytest
from discord.state import ConnectionState
from double_server import DiscordDouble, GuildHandle
from fakes_discord import ENGLISH, WHERE, World, bot_on

from cogs import sync
from cogs.sync import FILE

pytest_plugins = ("fixtures_discord",)


async def test_commands_are_synced_only_when_they_changed(double: DiscordDouble, world: World) -> None:
    route = "PUT /applications/{application_id}/commands"
    for _ in range(2):
        async with bot_on(double, world):
            pass
    assert len(double.calls.to(route)) == 1
    world.serve(locales=ENGLISH)
    async with bot_on(double, world):
        pass
    assert len(double.calls.to(route)) == 2
    (world.folder / FILE).write_text("broken", encoding="utf-8")
    async with bot_on(double, world):
        pass
    assert len(double.calls.to(route)) == 3


async def test_commands_go_to_the_test_guild_alone(
    double: DiscordDouble, world: World, forum: GuildHandle
) -> None:
    world.change(test_guild=forum.id, admin_guilds=frozenset({forum.id}))
    async with bot_on(double, world):
        answer = await forum.member("m").slash("ask", question=WHERE).answer()
        assert answer.embed["title"] == WHERE
        shown = await forum.admin("a").slash("admin status").answer()
        assert shown.embed
    assert double.world.commands[None] == []
    assert {"ask", "admin", "log"} <= {command["name"] for command in double.world.commands[forum.id]}


async def test_a_test_guild_takes_the_commands_from_everywhere_else(
    double: DiscordDouble, world: World, forum: GuildHandle
) -> None:
    async with bot_on(double, world):
        assert double.world.commands[None]
    world.change(test_guild=forum.id)
    async with bot_on(double, world):
        assert double.world.commands[None] == []
    world.change(test_guild=None)
    async with bot_on(double, world):
        assert double.world.commands[None]
        await double.until(lambda: double.world.commands[forum.id] == [])


@pytest.mark.parametrize("ready", [False, True])
async def test_an_operators_guild_that_invites_the_bot_later_gets_its_commands(
    ready: bool,  # noqa: FBT001 - a table
    double: DiscordDouble,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    # For 2 s discord.py takes a guild for one of those that the bot is in already.
    waiting = partialmethod(ConnectionState.__init__, guild_ready_timeout=0.01 if ready else 20.0)
    monkeypatch.setattr(ConnectionState, "__init__", waiting)
    later = (20 << 22) + 1
    world.change(admin_guilds=frozenset({later}))
    async with bot_on(double, world):
        await asyncio.sleep(0.2)
        assert later not in double.world.commands
        assert f"({later}): 403" in caplog.text
        assert "let it do so (README.md)" in caplog.text
        invited = double.guild("later", guild_id=later)
        await double.until(lambda: double.world.commands.get(later))
        assert (await invited.admin("a").slash("admin reindex").shows("Index")).embed


@pytest.mark.parametrize("operators", [True, False])
async def test_a_guild_that_removes_the_bot_and_invites_it_again_gets_its_commands_back(
    double: DiscordDouble,
    world: World,
    operators: bool,  # noqa: FBT001 - a table
) -> None:
    home = double.guild("home", owner=double.world.owner)
    world.change(admin_guilds=frozenset({home.id} if operators else ()))

    def offered() -> bool:
        return bool(double.world.commands.get(home.id))

    async with bot_on(double, world):
        await double.until(offered)
        double.kick_bot(home.guild)
        assert not offered(), "Discord drops them with the bot"
        double.invite_bot(home.guild)
        await double.until(offered, what="the commands of who came back")
    double.kick_bot(home.guild)
    double.invite_bot(home.guild)
    async with bot_on(double, world):
        await double.until(offered, what="the commands of who came back while the bot was away")
    route = "PUT /applications/{application_id}/guilds/{guild_id}/commands"
    synced = len(double.calls.to(route))
    async with bot_on(double, world):
        await asyncio.sleep(0.2)
    assert len(double.calls.to(route)) == synced, "nothing had changed"


async def test_a_guild_that_is_no_operators_any_more_loses_its_commands(
    double: DiscordDouble, world: World, forum: GuildHandle
) -> None:
    world.change(admin_guilds=frozenset({forum.id}))
    async with bot_on(double, world):
        assert double.world.commands[forum.id]
    world.change(admin_guilds=frozenset({double.guild("other").id}))
    async with bot_on(double, world):
        assert double.world.commands[forum.id] == []
    known = json.loads((world.folder / FILE).read_text(encoding="utf-8"))
    assert not [name for name in known if name.endswith(str(forum.id))]


async def test_two_guilds_that_invite_the_bot_at_once_are_both_noted_and_before_it_stops(
    double: DiscordDouble, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    invited = {(20 << 22) + number for number in (1, 2, 3)}
    world.change(admin_guilds=frozenset(invited))
    reached, go, real = threading.Event(), threading.Event(), sync._write

    def held(file: Path, known: dict[str, str]) -> None:
        reached.set()
        go.wait(10)
        real(file, known)

    def noted() -> set[int]:
        known = json.loads((world.folder / FILE).read_text(encoding="utf-8"))
        return {guild for guild in invited if any(name.endswith(f" {guild}") for name in known)}

    async with bot_on(double, world) as bot:
        monkeypatch.setattr(sync, "_write", held)
        first, second, third = sorted(invited)
        double.guild("first", guild_id=first)
        double.guild("second", guild_id=second)
        await double.until(reached.is_set)
        await asyncio.sleep(0.2)  # the other one would have read by now what is not written yet
        go.set()
        await double.until(lambda: noted() == {first, second})
        reached.clear()
        go.clear()
        double.guild("third", guild_id=third)
        await double.until(reached.is_set)
        bot.stop.set()
        await asyncio.sleep(0.1)
        assert not bot.task.done()
        go.set()
        assert await bot.ends() == 0
    assert noted() == invited
