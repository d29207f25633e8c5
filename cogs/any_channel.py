"""A channel as an option of a command, of which only the id is kept."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from cogs.parts import Interaction


class _AnyChannel(app_commands.Transformer):
    """A channel's id; a category stands for all its channels, a channel for its threads."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """A channel."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """In an order of their own: discord.py's sets would look like another command at each start."""
        kinds = discord.ChannelType
        return [kinds.text, kinds.voice, kinds.category, kinds.news, kinds.stage_voice, kinds.forum]

    async def transform(self, interaction: Interaction, value: Any, /) -> int:  # noqa: ANN401 - as discord.py has it
        """Only the id is kept."""
        del interaction
        return int(value.id)


AnyChannel = app_commands.Transform[int, _AnyChannel]
