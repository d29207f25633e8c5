"""`run`: the bot's life on Discord, from the login to a clean end."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial

import aiohttp
import discord

from cogs.alone import alone
from cogs.batching import Batcher
from cogs.client import Gipfelbot, ShardedGipfelbot, make_client
from cogs.delivery import BROKEN
from cogs.desk import Desk
from cogs.errors import AlreadyRunning, judge
from cogs.gate import Gate
from cogs.gauges import add_gauges, exposition, unready
from cogs.guilds import Guilds
from cogs.health import health_endpoint
from cogs.metrics import Metrics
from cogs.options import Options
from cogs.parts import Parts
from cogs.registry import register
from cogs.rush import Rush
from cogs.services import Services
from cogs.shared_cooldowns import SharedCooldowns
from cogs.sync import sync_commands
from cogs.threads import Lookups, Threads
from cogs.upkeep import follow, upkeep
from cogs.vitals import Vitals

logger = logging.getLogger(__name__)

WORKERS = ("answers", "querylog", "index", "look", "engine")
"""How the names of our worker threads begin."""
LOGIN_SECONDS = 1.0
"""Before the second try to log in; twice as long before each further one."""
_LOGIN_AT_MOST = 60.0
_TOO_MANY = 429  # requests, also from others at the same address
BAD_TOKEN = 4004
"""The gateway's close code for a token that it does not know."""
_TWICE = (
    "This bot is on Discord already (%s), and twice it would answer twice: stop the other process, such as the "
    "service, or give each its own GIPFEL_COGS__SHARD_IDS."
)
_LOGIN_REFUSED = "Discord rejected the token: check DISCORD_TOKEN, or make a new one in the developer portal."


def run(services: Services, options: Options, token: str) -> int:
    """Answer on Discord until SIGTERM, SIGINT or a rejected token; the process's exit status."""
    with asyncio.Runner() as runner:
        runner.get_loop().set_default_executor(Lookups())
        return runner.run(serve(services, options, token))


def leave(status: int, seconds: float, names: tuple[str, ...]) -> None:
    """End the process here if a worker still hangs after `seconds`: Python would wait for it without end.

    Args:
        status: the process's exit status.
        seconds: how long to wait for all of them.
        names: how the names of their threads begin.
    """
    deadline = time.monotonic() + seconds
    workers = [thread for thread in threading.enumerate() if thread.name.startswith(names)]
    for thread in workers:
        thread.join(max(0.0, deadline - time.monotonic()))
    hanging = sorted(thread.name for thread in workers if thread.is_alive())
    if hanging:
        logger.warning("Not waiting for %s", ", ".join(hanging))
        logging.shutdown()
        os._exit(status)


async def serve(services: Services, options: Options, token: str) -> int:
    """As `run`, inside a running event loop."""
    stop = asyncio.Event()
    with _signals(stop):
        return await serve_until(stop, services, options, token)


async def serve_until(stop: asyncio.Event, services: Services, options: Options, token: str) -> int:
    """As `run`, until `stop` is set; 0 where the end was asked for, 1 where it was not."""
    client = make_client(options)
    parts = make_parts(services, options)
    client.parts = parts
    add_gauges(parts, client)
    try:
        async with (
            client,
            health_endpoint(
                options.health_port, partial(exposition, parts), partial(unready, parts, client)
            ) as port,
        ):
            if port is not None:
                logger.info("Health endpoint: http://127.0.0.1:%d/healthz", port)
            return await _live(client, parts, stop, token)
    finally:
        parts.threads.close()
        parts.desk.close()


def make_parts(services: Services, options: Options) -> Parts:
    """Everything that commands need, new and idle."""
    threads, metrics = Threads(), Metrics()
    gate = Gate(queue_limit=options.queue_limit, clock=time.monotonic)
    rush = Rush()
    batcher = Batcher(services.assistant.answer_many, batch_limit=options.batch_limit, ready=rush.over)
    shared = SharedCooldowns(services.log, threads) if options.shards else None
    return Parts(
        services=services,
        options=options,
        desk=Desk(gate, batcher, services.log, threads, metrics, shared),
        guilds=Guilds(services.log, threads, options.cooldown_seconds),
        threads=threads,
        rush=rush,
        metrics=metrics,
        vitals=Vitals(),
    )


async def _live(client: Gipfelbot | ShardedGipfelbot, parts: Parts, stop: asyncio.Event, token: str) -> int:
    living = asyncio.create_task(_connect(client, parts, token), name="discord")
    asked = asyncio.create_task(stop.wait(), name="stop")
    keeping = asyncio.gather(upkeep(parts), follow(parts))
    try:
        await asyncio.wait({living, asked}, return_when=asyncio.FIRST_COMPLETED)
        if living.done():
            return _status(living)
        logger.info("Asked to stop: finishing %d questions, commands and forms", parts.desk.in_hand)
        for watched in parts.vitals.reindexes.values():
            watched.cancel()
        if not await parts.desk.drain(parts.options.drain_seconds):
            logger.warning("%d questions, commands and forms were not finished in time", parts.desk.in_hand)
        return 0
    finally:
        for task in (living, asked, keeping):
            task.cancel()
        await client.close()
        await asyncio.gather(living, asked, keeping, return_exceptions=True)


async def _connect(client: Gipfelbot | ShardedGipfelbot, parts: Parts, token: str) -> None:
    await _patiently(client, partial(_login, client, token))
    with alone(parts.options.state, client.application_id, parts.options.shards):
        scopes = await register(client, parts)
        # Without operators' guilds, the gateway has to tell first whose a guild is: see `OwnedGuilds`.
        settled = bool(parts.options.admin_guilds) or parts.options.test_guild is not None
        await sync_commands(client.tree, scopes, parts.options.state, forget=lambda _: settled)
        await _warm_up(parts)
        await _patiently(client, client.connect)


async def _login(client: Gipfelbot | ShardedGipfelbot, token: str) -> None:
    await client.http.close()  # what a try before this one left
    client.http.connector = discord.utils.MISSING
    await client.login(token)


async def _patiently(client: Gipfelbot | ShardedGipfelbot, call: Callable[[], Awaitable[None]]) -> None:
    """However long Discord, or the way to it, is away: who starts the bot may not be there to try again."""
    pause = LOGIN_SECONDS
    while True:
        try:
            return await call()
        except (OSError, *BROKEN, discord.HTTPException, discord.GatewayNotFound) as error:
            why = error.__cause__ if isinstance(error, discord.GatewayNotFound) else error
            if client.is_closed() or _refuses(why):
                raise
            # Each try before the time that Discord names would count towards a ban.
            wait = max(pause, error.retry_after if isinstance(error, discord.RateLimited) else 0.0)
            said = str(why) or type(why).__name__
            logger.warning("Discord cannot be reached, next try in %.0f s: %s", wait, said)
        await asyncio.sleep(wait)
        pause = min(2 * pause, _LOGIN_AT_MOST)


def _refuses(error: BaseException | None) -> bool:
    """Whether it would be the same again: Discord has answered, or its address is none."""
    passes = isinstance(error, discord.DiscordServerError) or getattr(error, "status", None) == _TOO_MANY
    return isinstance(error, discord.HTTPException | aiohttp.InvalidURL) and not passes


async def _warm_up(parts: Parts) -> None:
    """Before the gateway brings questions, so that nobody's is the slow first one."""
    try:
        await parts.desk.prepare(parts.services.assistant.warm_up)
    except Exception as error:  # noqa: BLE001 - whoever asks will hear of it; an index may yet come
        judge(error, parts, "warm-up")
    parts.vitals.warm = True


def _status(living: asyncio.Task[None]) -> int:
    """1 and a clear message: the connection ended without being asked to."""
    error = living.exception()
    rejected = isinstance(error, discord.ConnectionClosed) and error.code == BAD_TOKEN
    if rejected or isinstance(error, discord.LoginFailure):
        logger.critical(_LOGIN_REFUSED)
    elif isinstance(error, AlreadyRunning):
        logger.critical(_TWICE, error)
    elif isinstance(error, (discord.HTTPException, discord.ConnectionClosed, OSError, *BROKEN)):
        logger.critical("Discord could not be reached: %s", error)
    else:
        logger.critical("The connection to Discord ended", exc_info=error)
    return 1


@contextmanager
def _signals(stop: asyncio.Event) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    try:
        yield
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
