"""What operators look at: health, readiness and numbers over HTTP."""

import asyncio
import logging
import socket
import threading
from dataclasses import replace
from unittest.mock import AsyncMock

import aiohttp
import pytest
from double_people import Person
from double_server import DiscordDouble
from fakes_discord import WHERE, World, bot_on

from cogs.health import health_endpoint
from cogs.running import serve_until
from querylog.spool import Spool

pytest_plugins = ("fixtures_discord",)

EDIT = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original"


@pytest.mark.parametrize("sharded", [False, True])
async def test_the_health_endpoint_tells_operators_how_it_is(
    double: DiscordDouble,
    world: World,
    member: Person,
    sharded: bool,  # noqa: FBT001 - a table
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    world.change(health_port=0, sharded=sharded)
    async with bot_on(double, world), aiohttp.ClientSession() as session:
        await member.slash("ask", question=WHERE).answer()
        await member.slash("ask", question="Danke!").answer()
        base = caplog.text.split("Health endpoint: ")[1].split("/healthz")[0]
        assert base.startswith("http://127.0.0.1:")
        assert (await session.get(f"{base}/healthz")).status == 200
        async with asyncio.timeout(20):
            while (await session.get(f"{base}/readyz")).status != 200:  # noqa: ASYNC110 - asked over HTTP
                await asyncio.sleep(0.05)  # discord.py waits for guilds before it calls itself ready
        double.gateway.away = True
        double.gateway.drop()
        await double.until(lambda: "Attempting a reconnect" in caplog.text)
        response = await session.get(f"{base}/readyz")
        assert (response.status, await response.text()) == (503, "gateway\n")
        numbers = await (await session.get(f"{base}/metrics")).text()
        assert 'gipfel_questions_total{outcome="answered",surface="slash"} 1.0' in numbers
        assert 'gipfel_questions_total{outcome="small_talk",surface="slash"} 1.0' in numbers
        assert 'outcome="refused"' not in numbers
        assert "gipfel_answer_seconds_count 2.0" in numbers
        for name in ("queue", "in_hand", "build_age_seconds", "gateway_latency_seconds", "log_waiting"):
            assert f"\ngipfel_{name} " in numbers


async def test_a_port_that_is_taken_is_told_with_the_setting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match="Address already in use") as told:
            async with health_endpoint(port, AsyncMock(), lambda: None):
                pass
    assert told.value.filename == f"GIPFEL_COGS__HEALTH_PORT, port {port}"


async def test_a_start_while_discord_is_away_is_not_told_as_warming_up(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    nowhere, stop = replace(world.options, api="http://127.0.0.1:9/api/v10", health_port=0), asyncio.Event()
    starting = asyncio.create_task(serve_until(stop, world.services, nowhere, "t"))
    async with aiohttp.ClientSession() as session, asyncio.timeout(20):
        while "Discord cannot be reached" not in caplog.text:  # noqa: ASYNC110 - it has no event
            await asyncio.sleep(0.02)
        base = caplog.text.split("Health endpoint: ")[1].split("/healthz")[0]
        assert await (await session.get(f"{base}/readyz")).text() == "gateway\n"
        stop.set()
        assert await starting == 0


@pytest.mark.parametrize(
    "sent",
    [b"GET\r\n\r\n", b"GET / HTTP/1.1\r\nno header\r\n\r\n", b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n\r\n"],
)
async def test_who_speaks_no_http_is_told_so_and_the_log_is_not(
    sent: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with health_endpoint(0, AsyncMock(return_value=b""), lambda: None) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(sent)
        assert (await reader.read()).startswith(b"HTTP/1.0 400 ")
        writer.close()
    assert not caplog.records


async def test_numbers_that_fail_are_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    broken = AsyncMock(side_effect=ZeroDivisionError)
    async with health_endpoint(0, broken, lambda: None) as port, aiohttp.ClientSession() as session:
        assert (await session.get(f"http://127.0.0.1:{port}/metrics")).status == 500
    assert "ZeroDivisionError" in caplog.text


async def test_metrics_touch_no_disk_on_the_event_loop_and_wait_for_no_slow_one(
    double: DiscordDouble, world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setattr("cogs.gauges.PATIENCE_SECONDS", 0.2)
    looked, go, real = [], threading.Event(), Spool.__len__

    def watched(spool: Spool) -> int:
        looked.append(threading.current_thread())
        go.wait(10)
        return real(spool)

    world.change(health_port=0)
    async with bot_on(double, world), aiohttp.ClientSession() as session:
        monkeypatch.setattr(Spool, "__len__", watched)
        base = caplog.text.split("Health endpoint: ")[1].split("/healthz")[0]
        assert "\ngipfel_log_waiting NaN" in await (await session.get(f"{base}/metrics")).text()
        go.set()
        assert "\ngipfel_log_waiting 0.0" in await (await session.get(f"{base}/metrics")).text()
    assert looked
    assert threading.main_thread() not in looked


async def test_without_an_index_it_is_not_ready(
    double: DiscordDouble, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    world.services.assistant._answerer = None
    world.services.assistant.refresh = lambda **_: False  # type: ignore[method-assign] # nothing is published
    world.change(health_port=0)
    async with bot_on(double, world), aiohttp.ClientSession() as session:
        base = caplog.text.split("Health endpoint: ")[1].split("/healthz")[0]
        response = await session.get(f"{base}/readyz")
        assert (response.status, await response.text()) == (503, "index\n")


async def test_each_question_counts_once_and_what_discord_refused_by_its_code(
    double: DiscordDouble, world: World, member: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    world.change(health_port=0)
    async with bot_on(double, world), aiohttp.ClientSession() as session:
        double.faults.next(EDIT, 404, code=10008)
        member.slash("ask", question=WHERE)
        await double.until(lambda: "(10008)" in caplog.text)
        base = caplog.text.split("Health endpoint: ")[1].split("/healthz")[0]
        numbers = await (await session.get(f"{base}/metrics")).text()
    assert 'gipfel_platform_errors_total{code="10008"} 1.0' in numbers
    assert 'gipfel_questions_total{outcome="answered",surface="slash"} 1.0' in numbers
    assert 'outcome="failed"' not in numbers


async def test_a_question_that_fails_counts_as_failed(
    double: DiscordDouble, world: World, member: Person, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: object) -> None:
        raise ZeroDivisionError

    caplog.set_level(logging.INFO)
    world.services.assistant.answer_many = broken  # type: ignore[method-assign,assignment] # whatever may be wrong
    world.change(health_port=0)
    async with bot_on(double, world), aiohttp.ClientSession() as session:
        await member.slash("ask", question=WHERE).answer()
        base = caplog.text.split("Health endpoint: ")[1].split("/healthz")[0]
        numbers = await (await session.get(f"{base}/metrics")).text()
    assert 'gipfel_questions_total{outcome="failed",surface="slash"} 1.0' in numbers
