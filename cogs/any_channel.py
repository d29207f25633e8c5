"""A channel as an option of a command, of which only the id is kept, and what naming it makes of a list."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from cogs.errors import Told
from cogs.parts import Interaction
from locales import Catalogue


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


def still_there(channels: frozenset[int], guild: discord.Guild | None) -> frozenset[int]:
    """Those of a guild's channels that were not deleted since; all, where Discord does not tell which it has."""
    if guild is None or guild.unavailable:
        return channels
    return frozenset(channel for channel in channels if guild.get_channel(channel))


def chosen(
    channels: frozenset[int], allow: int | None, forbid: int | None, catalogue: Catalogue
) -> frozenset[int]:
    """The channels that are named with `allow` among them and `forbid` not; none at all stand for every channel.

    Raises:
        Told: nothing would be left but "everywhere", the opposite of what `forbid` asks for.
    """
    named = channels | ({allow} if allow else frozenset())
    left = named - {forbid}
    if forbid is None or left:
        return left
    if not named:
        raise Told("channels-none-to-forbid", allow=catalogue.text("option-allow"))
    raise Told(
        "channels-last", allow=catalogue.text("option-allow"), everywhere=catalogue.text("option-everywhere")
    )
