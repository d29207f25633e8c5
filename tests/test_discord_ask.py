"""Questions and their answers on Discord, from the asker's side to the asker's eyes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from double_people import Person
from double_server import DiscordDouble
from fakes_discord import KBS, NOWHERE, WHERE, Running, World, bot_on, forum_of


@pytest.fixture
async def double() -> AsyncIterator[DiscordDouble]:
    async with DiscordDouble() as double:
        yield double
    assert [str(violation) for violation in double.violations] == []


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.fixture
async def bot(double: DiscordDouble, world: World, member: Person) -> AsyncIterator[Running]:
    del member
    async with bot_on(double, world) as running:
        yield running


@pytest.fixture
def member(double: DiscordDouble) -> Person:
    return forum_of(double).member("member")


async def test_a_question_is_deferred_and_answered_with_a_cited_quote(
    member: Person, bot: Running, world: World
) -> None:
    asked = member.slash("ask", question=WHERE)
    answer = await asked.answer()
    (embed,) = answer.embeds
    print(embed)
    assert asked.callback == 5
    assert "Insel Russki" in embed["description"]
