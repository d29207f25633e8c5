"""Getting onto Discord, staying there, and why it ended: however long Discord, or the way to it, is away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

import aiohttp
import discord

from cogs.alone import alone
from cogs.client import Gipfelbot, ShardedGipfelbot
from cogs.delivery import BROKEN
from cogs.errors import AlreadyRunning, judge
from cogs.parts import Parts
from cogs.registry import register
from cogs.sync import sync_commands

logger = logging.getLogger(__name__)

LOGIN_SECONDS = 1.0
"""Before the second try to log in; twice as long before each further one."""
_LOGIN_AT_MOST = 60.0
_TOO_MANY = 429  # requests, also from others at the same address
_BAD_TOKEN = 4004
"""The gateway's close code for a token that it does not know."""
_TWICE = (
    "This bot is on Discord already (%s), and twice it would answer twice: stop the other process, such as the "
    "service, or give each its own GIPFEL_COGS__SHARD_IDS."
)
_LOGIN_REFUSED = "Discord rejected the token: check DISCORD_TOKEN, or make a new one in the developer portal."


async def connect(client: Gipfelbot | ShardedGipfelbot, parts: Parts, token: str) -> None:
    """Log in, tell Discord of the commands, warm up, and stay connected until the client is closed.

    Raises:
        AlreadyRunning: another process answers for this bot, or these shards of it.
        discord.DiscordException, OSError: it ended, or Discord will not have it: see `status_of`.
    """
    await _patiently(client, partial(_login, client, token))
    with alone(parts.options.state, client.application_id, parts.options.shards):
        scopes = await register(client, parts)
        # Without operators' guilds, the gateway has to tell first whose a guild is: see `OwnedGuilds`.
        settled = bool(parts.options.admin_guilds) or parts.options.test_guild is not None
        await sync_commands(client.tree, scopes, parts.options.state, forget=lambda _: settled)
        await _warm_up(parts)
        await _patiently(client, client.connect)


def status_of(living: asyncio.Task[None]) -> int:
    """The exit status, 1, with a clear message: the connection ended without being asked to."""
    error = living.exception()
    rejected = isinstance(error, discord.ConnectionClosed) and error.code == _BAD_TOKEN
    if rejected or isinstance(error, discord.LoginFailure):
        logger.critical(_LOGIN_REFUSED)
    elif isinstance(error, AlreadyRunning):
        logger.critical(_TWICE, error)
    elif isinstance(error, (discord.HTTPException, discord.ConnectionClosed, OSError, *BROKEN)):
        logger.critical("Discord could not be reached: %s", error)
    else:
        logger.critical("The connection to Discord ended", exc_info=error)
    return 1


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
