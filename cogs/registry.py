"""Which commands there are, and where."""

from __future__ import annotations

import discord
from discord.ext import commands

from cogs.ask import Ask, Evidence
from cogs.buttons import ContextButton, VoteButton
from cogs.client import Gipfelbot, ShardedGipfelbot
from cogs.messages import Messages
from cogs.parts import Parts
from cogs.words import Translator


async def register(client: Gipfelbot | ShardedGipfelbot, parts: Parts) -> list[int | None]:
    """Add every cog and button; the scopes to sync: a guild's id, or None for everywhere."""
    home = parts.options.test_guild
    await client.tree.set_translator(Translator(parts.locales))
    client.add_dynamic_items(ContextButton, VoteButton)
    evidence = Evidence(parts)
    for cog in (Ask(parts), evidence, Messages(client, parts)):
        await _add(client, cog, home)
    client.tree.add_command(evidence.menu, guild=discord.Object(home) if home else None)
    return [home]


async def _add(client: commands.Bot | commands.AutoShardedBot, cog: commands.Cog, home: int | None) -> None:
    if home is None:
        await client.add_cog(cog)
    else:
        await client.add_cog(cog, guild=discord.Object(home))
