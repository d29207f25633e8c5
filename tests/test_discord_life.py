"""The bot's life: logging in, losing the connection, being asked to stop."""

import asyncio
import json
import logging
import os
import signal
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import aiohttp
import discord
import pytest
from double_people import Person
from double_server import DiscordDouble, GuildHandle
from fakes_discord import WHERE, World, bot_on

from cogs.running import WORKERS, leave, serve, serve_until
from cogs.sync import FILE
from index.errors import IndexMissing
from querylog.models import Vote
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


@pytest.mark.usefixtures("bot")
async def test_a_session_that_cannot_be_resumed_is_begun_anew(
    double: DiscordDouble, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("discord.client.Client.before_identify_hook", _at_once)
    double.gateway.refuses_resume = True
    double.gateway.ask_to_reconnect()
    await double.until(lambda: len(double.gateway.sessions) == 1 and len(double.gateway.connections) >= 2)
    await double.gateway.sessions_up()
    assert (await member.slash("ask", question=WHERE).answer(within=20)).embed["title"] == WHERE


async def _at_once(*_: object, **__: object) -> None:
    """No pause before another IDENTIFY."""


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


async def test_a_sharded_bot_answers_on_every_shard(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("discord.client.Client.before_identify_hook", _at_once)
    async with DiscordDouble(shards=2) as double:
        guilds = [double.guild(f"g{shard}", guild_id=(shard + 10) << 22) for shard in range(2)]
        world.change(sharded=True)
        async with bot_on(double, world):
            for guild in guilds:
                answer = await guild.member("m").slash("ask", question=WHERE).answer()
                assert answer.embed["title"] == WHERE
        assert double.violations == []


async def test_commands_are_synced_only_when_they_changed(double: DiscordDouble, world: World) -> None:
    route = "PUT /applications/{application_id}/commands"
    for _ in range(2):
        async with bot_on(double, world):
            pass
    assert len(double.calls.to(route)) == 1
    world.serve(verify=None)
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


async def test_an_operators_guild_that_invites_the_bot_later_gets_its_commands(
    double: DiscordDouble, world: World
) -> None:
    later = (20 << 22) + 1
    world.change(admin_guilds=frozenset({later}))
    async with bot_on(double, world):
        assert later not in double.world.commands
        invited = double.guild("later", guild_id=later)
        await double.until(lambda: double.world.commands.get(later))
        assert (await invited.admin("a").slash("admin reindex").shows("Index")).embed


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


async def test_asked_to_stop_the_bot_finishes_what_it_has_in_hand(
    double: DiscordDouble, world: World, member: Person, forum: GuildHandle
) -> None:
    go, real = threading.Event(), world.services.assistant.answer_many

    def slow(questions: object) -> object:
        go.wait(10)
        return real(questions)  # type: ignore[arg-type] # as the real one

    world.services.assistant.answer_many = slow  # type: ignore[method-assign,assignment] # a question in hand
    other = forum.member("other")
    async with bot_on(double, world) as bot:
        asked = member.slash("ask", question=WHERE)
        await double.until(lambda: asked.callback)
        bot.stop.set()
        await double.until(lambda: "stop" not in [task.get_name() for task in asyncio.all_tasks()])
        late = await other.slash("ask", question=WHERE).answer()
        assert (late.ephemeral, late.text) == (True, "Ich starte gerade neu. Versuch es in 60 s noch einmal.")
        go.set()
        assert (await asked.answer()).embed["title"] == WHERE
        assert await bot.ends() == 0
    assert len(world.services.log.recent(forum.id)) == 1


async def test_a_question_that_hangs_does_not_keep_the_bot(
    double: DiscordDouble, world: World, member: Person, caplog: pytest.LogCaptureFixture
) -> None:
    go, real = threading.Event(), world.services.assistant.answer_many

    def hangs(questions: object) -> object:
        go.wait(20)
        return real(questions)  # type: ignore[arg-type] # as the real one

    world.services.assistant.answer_many = hangs  # type: ignore[method-assign,assignment] # a question that hangs
    world.change(drain_seconds=0.05)
    async with bot_on(double, world) as bot:
        asked = member.slash("ask", question=WHERE)
        await double.until(lambda: asked.callback)
        assert await bot.ends() == 0
    go.set()
    assert "not finished in time" in caplog.text


async def test_asked_to_stop_the_bot_finishes_what_somebody_pressed(
    double: DiscordDouble, world: World, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, go, real = threading.Event(), threading.Event(), world.services.log.delete_user

    def held(user: int) -> object:
        reached.set()
        go.wait(10)
        return real(user)

    monkeypatch.setattr(world.services.log, "delete_user", held)
    async with bot_on(double, world) as bot:
        pressed = member.clicks(await member.slash("privacy delete").answer(), "Alles löschen")
        await double.until(reached.is_set)
        bot.stop.set()
        await asyncio.sleep(0.1)
        go.set()
        assert (await pressed.answer()).text.startswith("Gelöscht")
        assert await bot.ends() == 0


async def test_asked_to_stop_the_bot_finishes_a_command_without_a_question(
    double: DiscordDouble, world: World, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, go, real = threading.Event(), threading.Event(), world.services.log.export_user

    def held(*arguments: object) -> object:
        reached.set()
        go.wait(10)
        return real(*arguments)  # type: ignore[arg-type] # as the real one

    monkeypatch.setattr(world.services.log, "export_user", held)
    async with bot_on(double, world) as bot:
        exported = member.slash("privacy export")
        await double.until(reached.is_set)
        bot.stop.set()
        await asyncio.sleep(0.1)
        assert not bot.task.done()
        go.set()
        assert (await exported.answer()).text
        assert await bot.ends() == 0


async def test_asked_to_stop_the_bot_finishes_a_form(
    double: DiscordDouble, world: World, member: Person, forum: GuildHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, go, real = threading.Event(), threading.Event(), world.services.log.feedback

    def held(record: int, user: int, vote: Vote, comment: str | None = None) -> object:
        if comment:
            reached.set()
            go.wait(10)
        return real(record, user, vote, comment)

    monkeypatch.setattr(world.services.log, "feedback", held)
    async with bot_on(double, world) as bot:
        pressed = member.clicks(await member.slash("ask", question=WHERE).answer(), "👎")
        await pressed.form()
        sent = member.submits(pressed, "falscher Tag")
        await double.until(reached.is_set)
        bot.stop.set()
        await asyncio.sleep(0.1)
        assert not bot.task.done()
        go.set()
        assert "Danke" in (await sent.answer()).text
        assert await bot.ends() == 0
    (query,) = world.services.log.recent(forum.id)
    assert [one.comment for one in query.feedback] == ["falscher Tag"]


async def test_sigterm_stops_it(double: DiscordDouble, world: World) -> None:
    options = replace(world.options, api=double.api, gateway=double.gateway_url)
    serving = asyncio.create_task(serve(world.services, options, double.token))
    await double.gateway.sessions_up()
    os.kill(os.getpid(), signal.SIGTERM)
    assert await asyncio.wait_for(serving, 20) == 0
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_worker_that_hangs_does_not_keep_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr("os._exit", ended.append)
    for thread in threading.enumerate():  # those of bots in earlier tests, on their way out
        if thread.name.startswith(WORKERS):
            thread.join(10)
    leave(0, 0.01)
    assert ended == []
    go = threading.Event()
    worker = threading.Thread(target=go.wait, args=(10,), name="index_0")
    worker.start()
    leave(1, 0.01)
    go.set()
    worker.join()
    assert ended == [1]


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

    world.serve(warm_up=warm_up)
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
    world.serve(warm_up=warm_up)
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
    assistant.warm_up()
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
