"""The commands that steer the index, in guilds that only the gateway tells of."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord
from discord.ext import commands

from cogs.admin import Admin, Part
from cogs.client import Gipfelbot, ShardedGipfelbot
from cogs.parts import Parts
from cogs.permissions import owners
from cogs.sync import sync_commands


class _Guilds(commands.Cog):
    """Each guild is looked at when it appears."""

    def __init__(self, client: Gipfelbot | ShardedGipfelbot, parts: Parts) -> None:
        self._client = client
        self._parts = parts
        self._one_at_a_time = asyncio.Lock()

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """A guild that the bot is in already."""
        await self._offer(guild)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """A guild that just invited the bot."""
        await self._offer(guild)

    async def _offer(self, guild: discord.Guild) -> None:
        raise NotImplementedError

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """A sync that was begun is finished before the bot stops: what Discord has and what is noted must agree."""
        with self._parts.desk.working():
            async with self._one_at_a_time:
                yield


class JoinedGuilds(_Guilds):
    """The operator's guilds: before one invites the bot, Discord refuses it commands."""

    def __init__(self, client: Gipfelbot | ShardedGipfelbot, parts: Parts, guilds: frozenset[int]) -> None:
        super().__init__(client, parts)
        self._guilds = guilds

    async def _offer(self, guild: discord.Guild) -> None:
        if guild.id not in self._guilds:
            return
        async with self._alone():
            state = self._parts.options.state
            joined = _joined(guild)
            await sync_commands(self._client.tree, [guild.id], state, forget=lambda _: False, joined=joined)


class OwnedGuilds(_Guilds):
    """The guilds of the application's owner, where no operators' guilds are set.

    Whose a guild is stands only in what the gateway tells, so each is looked at again when it changes.
    """

    @commands.Cog.listener()
    async def on_guild_update(self, before: discord.Guild, after: discord.Guild) -> None:
        """A guild changed; whose it is may have."""
        if before.owner_id != after.owner_id:
            await self._offer(after)

    async def _offer(self, guild: discord.Guild) -> None:
        tree, place = self._client.tree, discord.Object(guild.id)
        admin = Admin(self._parts, Part.INDEX)
        owned = guild.owner_id in owners(self._client)
        async with self._alone():
            tree.remove_command(admin.name, guild=place)
            if owned:
                tree.add_command(admin, guild=place)
            scopes, state = [guild.id] if owned else [], self._parts.options.state
            joined = _joined(guild)
            await sync_commands(tree, scopes, state, forget=lambda known: known == guild.id, joined=joined)


def _joined(guild: discord.Guild) -> str:
    """When the bot came, in a word; nothing where Discord does not say."""
    joined_at = guild.me and guild.me.joined_at
    return joined_at.isoformat() if joined_at else ""
