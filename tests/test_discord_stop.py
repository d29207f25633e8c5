"""The bot is asked to stop: what is in hand is finished, what hangs is not waited for."""

import asyncio
import os
import signal
import socket
import threading
import time
from dataclasses import replace
from typing import Any

import pytest
from double_people import Person
from double_server import DiscordDouble, GuildHandle
from fakes_discord import WHERE, World, bot_on

from cogs.running import leave, run, serve
from cogs.threads import LOOKUPS
from querylog.models import Vote

pytest_plugins = ("fixtures_discord",)


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


async def test_a_reindex_that_hangs_is_on_the_audit_trail_and_leaves_no_traceback(
    double: DiscordDouble, operated: World, admin: Person, caplog: pytest.LogCaptureFixture
) -> None:
    reached, go = threading.Event(), threading.Event()

    def hangs(**_: object) -> None:
        reached.set()
        go.wait(20)

    operated.operate(reindex=hangs)
    operated.change(drain_seconds=0.05)
    async with bot_on(double, operated) as bot:
        admin.slash("admin reindex")
        await double.until(reached.is_set)
        assert await bot.ends() == 0
    go.set()
    assert operated.trail() == [("reindex", "failed: CancelledError")]
    assert [one.getMessage() for one in caplog.records if one.levelname == "ERROR"] == []


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
    go = threading.Event()
    worker = threading.Thread(target=go.wait, args=(10,), name="hung_0")
    worker.start()
    leave(1, 0.01, ("other",))
    assert ended == []
    leave(1, 0.01, ("other", "hung"))
    go.set()
    worker.join()
    assert ended == [1]
    leave(1, 0.01, ("hung",))
    assert ended == [1]


def test_a_lookup_of_a_name_that_hangs_does_not_keep_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, real = threading.Event(), socket.getaddrinfo

    def hangs(host: str, *arguments: Any, **named: Any) -> object:  # noqa: ANN401 - as the real one
        if host != "away.example":
            return real(host, *arguments, **named)
        os.kill(os.getpid(), signal.SIGTERM)
        go.wait(10)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr("socket.getaddrinfo", hangs)
    options = replace(world.options, api="http://away.example/api/v10")
    began = time.monotonic()
    assert run(world.services, options, "t") == 0
    assert time.monotonic() - began < 5
    assert [
        thread for thread in threading.enumerate() if thread.name.startswith(LOOKUPS)
    ]  # for bot.py to leave
    go.set()
