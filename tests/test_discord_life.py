"""The bot's life: logging in, losing the connection, warming up, going on after errors."""

import asyncio
import logging
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import aiohttp
import discord
import pytest
from double_people import Person
from double_server import DiscordDouble
from fakes_discord import WHERE, World, bot_on

from cogs.client import make_client
from cogs.running import serve_until
from index.errors import IndexMissing
from retrieval.assistant import Assistant
from retrieval.models import Answer, Question

pytest_plugins = ("fixtures_discord",)


async def served(double: DiscordDouble, world: World, token: str) -> int:
    options = replace(world.options, api=double.api, gateway=double.gateway_url)
    return await asyncio.wait_for(serve_until(asyncio.Event(), world.services, options, token), 20)


async def test_a_rejected_token_ends_the_bot_with_a_clear_message(
    double: DiscordDouble, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    assert await served(double, world, "wrong") == 1
    assert "check DISCORD_TOKEN" in caplog.text
    assert "wrong" not in caplog.text
    assert "Traceback" not in caplog.text


async def test_a_start_while_discord_is_away_waits_for_it_and_can_be_stopped(
    double: DiscordDouble,
    world: World,
    member: Person,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cogs.connecting.LOGIN_SECONDS", 0.01)
    double.faults.next("GET /users/@me", "cut after", times=4)  # aiohttp tries everything twice
    async with bot_on(double, world):
        assert (await member.slash("ask", question=WHERE).answer()).embed["title"] == WHERE
    assert caplog.text.count("Discord cannot be reached, next try in 0 s") == 2
    stop = asyncio.Event()
    nowhere = replace(world.options, api="http://127.0.0.1:9/api/v10")
    trying = asyncio.create_task(
        serve_until(stop, World(world.folder, world.template).services, nowhere, "t")
    )
    await double.until(lambda: caplog.text.count("Discord cannot be reached") > 4)
    stop.set()
    assert await asyncio.wait_for(trying, 20) == 0
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(("sharded", "route"), [(False, "GET /users/@me"), (True, "GET /gateway/bot")])
async def test_a_start_while_discord_lets_nobody_in_waits_too(
    double: DiscordDouble,
    world: World,
    member: Person,
    sharded: bool,  # noqa: FBT001 - a table
    route: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cogs.connecting.LOGIN_SECONDS", 0.01)
    world.change(sharded=sharded)
    double.faults.next(route, 503, times=2)
    async with bot_on(double, world):
        assert (await member.slash("ask", question=WHERE).answer()).embed["title"] == WHERE
    assert caplog.text.count("Discord cannot be reached, next try in 0 s") == 2
    assert "Traceback" not in caplog.text


async def test_a_start_that_discord_refuses_for_good_ends_with_what_it_says(
    double: DiscordDouble, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    double.faults.next("GET /users/@me", 403)
    assert await served(double, world, double.token) == 1
    assert "Discord could not be reached: 403 Forbidden" in caplog.text
    nowhere = replace(world.options, api="http:///api")
    again = World(world.folder, world.template)
    assert await asyncio.wait_for(serve_until(asyncio.Event(), again.services, nowhere, "t"), 20) == 1


async def test_a_second_process_of_the_same_bot_ends_in_words_and_nobody_is_answered_twice(
    double: DiscordDouble, world: World, member: Person, caplog: pytest.LogCaptureFixture
) -> None:
    async with bot_on(double, world):
        second = World(world.folder, world.template)
        assert await served(double, second, double.token) == 1
        said = member.says(f"@bot {WHERE}")
        await member.hears(said)
    assert "is on Discord already" in caplog.text
    assert "stop the other process" in caplog.text
    assert "Traceback" not in caplog.text
    async with bot_on(double, World(world.folder, world.template)):
        assert (await member.slash("ask", question=WHERE).answer()).embed["title"] == WHERE


async def test_nobody_hears_what_is_missing_for_voice(
    double: DiscordDouble, world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for flag in ("warn_nacl", "warn_dave"):  # which the library lowers after the first warning
        monkeypatch.setattr(discord.VoiceClient, flag, True)
    async with bot_on(double, world):
        assert "voice" not in caplog.text


@pytest.mark.parametrize("sharded", [False, True])
async def test_a_token_that_the_gateway_rejects_ends_it_too(
    double: DiscordDouble,
    world: World,
    sharded: bool,  # noqa: FBT001 - a table
    caplog: pytest.LogCaptureFixture,
) -> None:
    world.change(sharded=sharded)
    async with bot_on(double, world) as bot:
        double.gateway.close(4004)
        assert await asyncio.wait_for(bot.task, 20) == 1
    assert "check DISCORD_TOKEN" in caplog.text


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("how", ["ask_to_reconnect", "drop"])
async def test_a_dropped_connection_is_resumed_and_nothing_is_lost(
    how: str, double: DiscordDouble, member: Person
) -> None:
    # Whoever answers has received READY: a session that the bot does not know of yet cannot be resumed.
    await member.slash("ask", question=WHERE).answer()
    (old,) = double.gateway.live
    getattr(double.gateway, how)()
    await double.until(lambda: old not in double.gateway.live, what="the loss")
    asked = member.slash("ask", question=WHERE)
    assert (await asked.answer()).embed["title"] == WHERE
    assert "RESUME" in [_operation(payload) for _, payload in double.gateway.received]


@pytest.mark.parametrize("sharded", [False, True])
async def test_while_discord_is_away_each_try_is_a_line_and_its_return_is_told(
    double: DiscordDouble,
    world: World,
    member: Person,
    sharded: bool,  # noqa: FBT001 - a table
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    world.change(sharded=sharded)
    async with bot_on(double, world):
        await member.slash("ask", question=WHERE).answer()
        await double.until(lambda: "Connected to Discord as bot, guilds: 1" in caplog.text)
        double.gateway.away = True
        double.gateway.drop()
        await double.until(lambda: "Attempting a reconnect" in caplog.text)
        double.gateway.away = False
        # Shards begin anew, one connection resumes.
        await double.until(lambda: caplog.text.count("Connected to Discord") == 2, within=20)
    assert "Traceback" not in caplog.text


def test_what_has_no_words_of_its_own_is_named(world: World, caplog: pytest.LogCaptureFixture) -> None:
    make_client(world.options)
    logging.getLogger("discord.client").error("Attempting a reconnect in %.2fs", 1, exc_info=TimeoutError())
    assert caplog.messages[-1] == "Attempting a reconnect in 1.00s: TimeoutError"


@pytest.mark.usefixtures("bot", "hurried_logins")
async def test_a_session_that_cannot_be_resumed_is_begun_anew(double: DiscordDouble, member: Person) -> None:
    double.gateway.refuses_resume = True
    double.gateway.ask_to_reconnect()
    await double.until(lambda: len(double.gateway.sessions) == 1 and len(double.gateway.connections) >= 2)
    await double.gateway.sessions_up()
    assert (await member.slash("ask", question=WHERE).answer(within=20)).embed["title"] == WHERE


def _operation(payload: dict[str, object]) -> str:
    return {2: "IDENTIFY", 6: "RESUME"}.get(payload["op"], "")  # type: ignore[call-overload] # an int


@pytest.mark.parametrize("sharded", [False, True])
async def test_the_operators_gateway_wins_over_every_other_address(
    double: DiscordDouble,
    world: World,
    member: Person,
    sharded: bool,  # noqa: FBT001 - a table
) -> None:
    double.tell_foreign_addresses()
    world.change(sharded=sharded)
    async with bot_on(double, world):
        double.gateway.ask_to_reconnect()
        await double.until(lambda: len(double.gateway.connections) == 2)
        await double.gateway.sessions_up()
        assert (await member.slash("ask", question=WHERE).answer()).embed["title"] == WHERE
    assert set(double.gateway.visited) == {"/gateway"}


@pytest.mark.usefixtures("hurried_logins")
async def test_a_sharded_bot_answers_on_every_shard(world: World) -> None:
    async with DiscordDouble(shards=2) as double:
        guilds = [double.guild(f"g{shard}", guild_id=(shard + 10) << 22) for shard in range(2)]
        world.change(sharded=True)
        async with bot_on(double, world):
            for guild in guilds:
                answer = await guild.member("m").slash("ask", question=WHERE).answer()
                assert answer.embed["title"] == WHERE
        assert double.violations == []


async def test_while_there_is_no_index_people_are_told(
    double: DiscordDouble, world: World, member: Person
) -> None:
    def missing(_: object) -> None:
        raise IndexMissing("no build is loaded yet")

    world.services.assistant.answer_many = missing  # type: ignore[method-assign,assignment] # a first start
    async with bot_on(double, world):
        answer = await member.slash("ask", question=WHERE).answer()
        assert answer.text.startswith("Der Index wird gerade neu aufgebaut.")


async def test_an_unexpected_error_is_logged_whole_and_told_neutrally(
    double: DiscordDouble, world: World, member: Person, admin: Person, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: object) -> None:
        raise ZeroDivisionError("secret detail")

    world.services.assistant.answer_many = broken  # type: ignore[method-assign,assignment] # whatever may be wrong
    async with bot_on(double, world):
        answer = await member.slash("ask", question=WHERE).answer()
        assert answer.text.startswith("Da ist etwas schiefgegangen.")
        assert "secret" not in answer.text
        assert "Letzter Fehler: ZeroDivisionError" in (await admin.slash("admin status").answer()).text
        said = member.says(f"@bot {WHERE}")
        assert (await member.hears(said)).text.startswith("Da ist etwas schiefgegangen.")
    assert caplog.text.count("ZeroDivisionError: secret detail") == 2


async def test_it_warms_up_before_it_takes_questions_and_is_ready_only_then(
    double: DiscordDouble, world: World, member: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    warming, go = threading.Event(), threading.Event()
    threads: list[str] = []

    def warm_up() -> None:
        threads.append(threading.current_thread().name)
        warming.set()
        go.wait(10)

    world.services.assistant.warm_up = warm_up  # type: ignore[method-assign]
    world.change(health_port=0)
    started = asyncio.create_task(_ready_after(double, world, member))
    await double.until(warming.is_set)
    base = caplog.text.split("Health endpoint: ")[1].split("/healthz")[0]
    async with aiohttp.ClientSession() as session:
        response = await session.get(f"{base}/readyz")
        assert (response.status, await response.text()) == (503, "warming up\n")
    assert double.gateway.connections == []
    go.set()
    await started
    assert threads == ["answers_0"]


async def _ready_after(double: DiscordDouble, world: World, member: Person) -> None:
    async with bot_on(double, world):
        assert (await member.slash("ask", question=WHERE).answer()).embed["title"] == WHERE


async def test_a_warm_up_that_fails_keeps_nobody_from_asking(
    double: DiscordDouble, world: World, member: Person, caplog: pytest.LogCaptureFixture
) -> None:
    def warm_up() -> None:
        raise IndexMissing("no build is loaded yet")

    caplog.set_level(logging.INFO)
    world.services.assistant.warm_up = warm_up  # type: ignore[method-assign]
    await _ready_after(double, world, member)
    assert "warm-up: IndexMissing" in caplog.text


def test_the_assistant_warms_up_in_every_language(world: World) -> None:
    asked: list[str] = []
    assistant, real = world.services.assistant, world.services.assistant.answer_many

    def answering(questions: Sequence[Question]) -> list[Answer]:
        answers = real(questions)
        asked.extend(answer.language for answer in answers)
        return answers

    assistant.answer_many = answering  # type: ignore[method-assign] # to see what it asks
    Assistant.warm_up(assistant)
    assert set(asked) == {"de", "en", "ko", "ru"}


async def test_the_token_is_in_no_log_line_and_no_file(
    double: DiscordDouble, world: World, member: Person, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("discord").setLevel(logging.INFO)
    async with bot_on(double, world):
        await member.slash("ask", question=WHERE).answer()
    assert double.token not in caplog.text
    for file in tmp_path.rglob("*"):  # noqa: ASYNC240 - the bot has ended
        assert not file.is_file() or double.token.encode() not in file.read_bytes()
