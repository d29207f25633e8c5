"""`run`: the bot's life on Discord, from the login to a clean end."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from cogs.batching import Batcher
from cogs.client import Gipfelbot, ShardedGipfelbot, make_client
from cogs.connecting import connect, status_of
from cogs.desk import Desk
from cogs.gate import Gate
from cogs.gauges import add_gauges, exposition, unready
from cogs.guilds import Guilds
from cogs.health import health_endpoint
from cogs.metrics import Metrics
from cogs.options import Options
from cogs.parts import Parts
from cogs.rush import Rush
from cogs.services import Services
from cogs.shared_cooldowns import SharedCooldowns
from cogs.threads import Lookups, Threads
from cogs.upkeep import follow, upkeep
from cogs.vitals import Vitals

logger = logging.getLogger(__name__)

WORKERS = ("answers", "querylog", "index", "look", "engine")
"""How the names of our worker threads begin."""


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
    living = asyncio.create_task(connect(client, parts, token), name="discord")
    asked = asyncio.create_task(stop.wait(), name="stop")
    keeping = asyncio.gather(upkeep(parts), follow(parts))
    try:
        await asyncio.wait({living, asked}, return_when=asyncio.FIRST_COMPLETED)
        if living.done():
            return status_of(living)
        logger.info("Asked to stop: finishing %d questions, commands and forms", parts.desk.in_hand)
        for watched in parts.vitals.reindexes.values():
            watched.cancel()
        if not await parts.desk.drain(parts.options.drain_seconds):
            logger.warning("%d questions, commands and forms were not finished in time", parts.desk.in_hand)
            await parts.desk.abandon(1.0)
        return 0
    finally:
        for task in (living, asked, keeping):
            task.cancel()
        await client.close()
        await asyncio.gather(living, asked, keeping, return_exceptions=True)


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
