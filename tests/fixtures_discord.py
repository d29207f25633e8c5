"""One double, one world, one bot a test; whatever the bot sends must be what Discord allows."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from double_people import Person
from double_server import DiscordDouble, GuildHandle
from fakes_discord import Running, World, bot_on, prepare

from retrieval.question.language import question_language


@pytest.fixture
async def double() -> AsyncIterator[DiscordDouble]:
    async with DiscordDouble() as double:
        yield double
    assert [str(violation) for violation in double.violations] == []


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # The first detection loads its models without letting another thread run: a bot does that before it connects.
    question_language("Gipfel Kim Putin")
    return prepare(tmp_path_factory.mktemp("world"))


@pytest.fixture
def world(tmp_path: Path, template: Path) -> World:
    return World(tmp_path, template)


@pytest.fixture
def operated(tmp_path: Path, template: Path, forum: GuildHandle) -> World:
    """A world in which the forum is the operators' guild."""
    world = World(tmp_path, template)
    world.change(admin_guilds=frozenset({forum.id}))
    return world


@pytest.fixture
def forum(double: DiscordDouble) -> GuildHandle:
    return double.guild("forum", locale="de")


@pytest.fixture
def member(forum: GuildHandle) -> Person:
    return forum.member("member")


@pytest.fixture
def admin(forum: GuildHandle) -> Person:
    return forum.admin("admin")


@pytest.fixture
def hurried_logins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the 5 s that Discord wants between two logins of one bot."""

    async def at_once(*_: object, **__: object) -> None:
        return

    monkeypatch.setattr("discord.client.Client.before_identify_hook", at_once)


@pytest.fixture
async def bot(double: DiscordDouble, world: World, forum: GuildHandle) -> AsyncIterator[Running]:
    del forum  # there before the bot comes
    async with bot_on(double, world) as running:
        yield running
