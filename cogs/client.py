"""The client, plain or sharded: least intents, no prefix commands, no pings, everything told in one place."""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import Any

import aiohttp
import discord
import yarl
from discord import app_commands
from discord.ext import commands
from discord.http import HTTPClient, Route

from cogs.errors import answer_interaction, judge
from cogs.options import Options
from cogs.parts import Interaction, Parts, parts_of

logger = logging.getLogger(__name__)

_PATIENCE_SECONDS = 60.0
"""How long a call waits for its rate limit. Discord may ask for hours: nobody, and no start, is held up by them."""


class Tree(app_commands.CommandTree[Any]):
    """Commands that are finished before the bot stops, and whose errors are told to whoever gave them."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Every command passes here, in the task that runs it; none is turned away."""
        task = asyncio.current_task()
        if task is not None:
            parts_of(interaction).desk.follow(task)
        return True

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        """One handler for all of them."""
        await answer_interaction(interaction, error)


class _Gipfelbot(commands.bot.BotBase):
    """What both clients share. A mixin, because discord.py's two bots have no common client class."""

    parts: Parts

    def __init__(self, **shards: Any) -> None:  # noqa: ANN401 - as discord.py takes them
        super().__init__(
            **shards,
            command_prefix=(),
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=False
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
            # Nothing is read from the cache: an answer's own message arrives with what is done to it.
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_ratelimit_timeout=_PATIENCE_SECONDS,
        )

    async def on_message(self, message: discord.Message, /) -> None:
        """No prefix commands: the cogs listen for themselves."""

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        """An event handler failed: logged once, and the bot lives on."""
        del args, kwargs
        error = sys.exc_info()[1]
        if error is not None:
            judge(error, self.parts, event_method)


class Gipfelbot(_Gipfelbot, commands.Bot):
    """One process, one gateway connection."""


class ShardedGipfelbot(_Gipfelbot, commands.AutoShardedBot):
    """As many gateway connections as Discord recommends, or as this process is given."""


def make_client(options: Options) -> Gipfelbot | ShardedGipfelbot:
    """The client that the operator chose, not yet connected."""
    # It joins no voice channel, so that nobody needs to hear what it lacks for one.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    for name in ("discord.client", "discord.shard"):
        logging.getLogger(name).addFilter(_in_a_line)
    if options.api is not None:
        Route.BASE = options.api.rstrip("/")
    client = _sharded(options) if options.sharded or options.shards else Gipfelbot()
    _tell_of_connections(client)
    if options.gateway is not None:
        _pin(client.http, yarl.URL(options.gateway))
    return client


def _tell_of_connections(client: Gipfelbot | ShardedGipfelbot) -> None:
    """Into the log, so that it says when an outage is over."""

    async def connected() -> None:  # at the start, and where a lost connection could not be resumed
        logger.info("Connected to Discord as %s, guilds: %d", client.user, len(client.guilds))

    async def resumed() -> None:
        logger.info("Connected to Discord again")

    # Not "ready", which discord.py tells two seconds later, even to a client that is closed by then.
    client.add_listener(connected, "on_connect")
    client.add_listener(resumed, "on_resumed")


def _in_a_line(record: logging.LogRecord) -> bool:
    """Lets all pass; while Discord is away, each try to reach it is worth a line and no traceback."""
    if record.exc_info and str(record.msg).startswith(("Attempting a reconnect", "Failed to connect")):
        error = record.exc_info[1]
        record.msg, record.args = f"{record.getMessage()}: {str(error) or type(error).__name__}", ()
        record.exc_info = None
    return True


def _sharded(options: Options) -> ShardedGipfelbot:
    if not options.shards:
        return ShardedGipfelbot()
    return ShardedGipfelbot(shard_ids=list(options.shards), shard_count=options.shard_count)


def _pin(http: HTTPClient, gateway: yarl.URL) -> None:
    """Connect every web socket to `gateway`: first ones, shards' and resumed ones alike."""
    connect = http.ws_connect

    async def connect_there(url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        return await connect(str(gateway.with_query(yarl.URL(url).query)), compress=compress)

    http.ws_connect = connect_there  # type: ignore[method-assign] # the one door that all connections pass
