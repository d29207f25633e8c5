"""Numbers that are read when somebody looks, and whether the bot can answer now."""

from __future__ import annotations

import asyncio
import logging
import math
from datetime import UTC, datetime
from typing import Literal

import discord

from cogs.parts import Parts
from index.errors import IndexRoomError

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 1.0
"""How long `/metrics` waits for the log's numbers; a database that is being cleaned may take longer."""


def add_gauges(parts: Parts, client: discord.Client) -> None:
    """Everything that `/metrics` shows beside the counters."""
    gauge = parts.metrics.gauge
    gauge("gipfel_queue", "Questions that wait for an answer.", lambda: parts.desk.waiting)
    gauge("gipfel_in_hand", "Questions between admission and reply.", lambda: parts.desk.running)
    gauge("gipfel_build_age_seconds", "Age of the live index build.", lambda: build_age(parts))
    gauge("gipfel_engine_up", "1 where questions can be searched for.", lambda: parts.vitals.engine is None)
    gauge("gipfel_gateway_latency_seconds", "Heartbeat to its acknowledgement.", lambda: client.latency)
    gauge("gipfel_log_waiting", "Records that wait for the database.", lambda: _log(parts, "spooled"))
    gauge("gipfel_log_failures", "Writes that did not reach it.", lambda: _log(parts, "failures"))


async def exposition(parts: Parts) -> bytes:
    """All numbers, as `/metrics` serves them; the log's are read in a thread first, since its spool is a file."""
    reading = parts.threads.slow_log(parts.services.log.health)
    try:
        parts.vitals.log = await asyncio.wait_for(reading, PATIENCE_SECONDS)
    except (TimeoutError, OSError) as error:
        logger.info("The log's numbers are those of the last look: %s", str(error) or "too slow")
    return parts.metrics.exposition()


def _log(parts: Parts, number: Literal["spooled", "failures"]) -> float:
    return math.nan if parts.vitals.log is None else float(getattr(parts.vitals.log, number))


def build_age(parts: Parts) -> float:
    """Seconds since the live build was made; not a number where that is not known."""
    made = parts.vitals.build_made
    return math.nan if made is None else (datetime.now(UTC) - made).total_seconds()


def unready(parts: Parts, client: discord.Client) -> str | None:
    """Why no question can be answered now; None where one can."""
    try:
        parts.services.assistant.answerer  # noqa: B018 - raises where there is no index
    except IndexRoomError:
        return "index"
    if parts.vitals.engine is not None:
        return "engine"
    if client.user is None:  # not logged in
        return "gateway"
    if not parts.vitals.warm:
        return "warming up"
    return None if client.is_ready() and _connected(client) else "gateway"


def _connected(client: discord.Client) -> bool:
    """Whether Discord is heard at all: on any of the shards that this process has."""
    if isinstance(client, discord.AutoShardedClient):
        return any(not shard.is_closed() for shard in client.shards.values())
    return bool(client.ws) and client.ws.open
