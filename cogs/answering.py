"""One question from an interaction, from admission to reply: what `/ask` and "Find evidence" share."""

from __future__ import annotations

import discord

from cogs.any_channel import still_there
from cogs.buttons import answer_view
from cogs.delivery import defer, finish, tell
from cogs.desk import Asked
from cogs.errors import Told
from cogs.gate import Busy, Reason
from cogs.parts import Interaction, Parts
from cogs.render import answer_embed
from index.reading.text import storable
from locales import Catalogue, known_language
from querylog.models import GuildSettings, Surface
from retrieval.models import Question

_BUSY = {
    Reason.RUNNING: "busy-running",
    Reason.COOLDOWN: "busy-cooldown",
    Reason.QUEUE: "busy-queue",
    Reason.CLOSING: "busy-closing",
}


async def answer(
    parts: Parts, interaction: Interaction, text: str, surface: Surface, *, private: bool
) -> None:
    """Answer `text` in the interaction; refusals to admit it come before the acknowledgement, privately."""
    if interaction.guild_id is not None:
        settings = await parts.guilds.settings(interaction.guild_id)
        check_channel(settings, places(interaction.channel), interaction.guild)
    cooldown = await parts.guilds.cooldown(interaction.guild_id)
    async with parts.desk.admitted(interaction.user.id, surface, cooldown) as busy:
        async with parts.rush.acknowledging():
            if busy is not None:
                await tell(interaction, busy_text(parts.catalogue(interaction), busy))
                return
            await defer(interaction, private=private)
        entry = await parts.desk.ask(
            Asked(
                question=Question(storable(text), language=known_language(interaction.locale.value)),
                surface=surface,
                user=interaction.user.id,
                guild=interaction.guild_id,
                channel=interaction.channel_id,
                locale=interaction.locale.value,
            )
        )
        await finish(
            interaction,
            embed=answer_embed(entry.answer, parts.locales, translate=parts.options.translate_url),
            view=answer_view(parts.locales, entry.answer, entry.id),
        )


def busy_text(catalogue: Catalogue, busy: Busy) -> str:
    """Why to wait, and for how many seconds."""
    return catalogue.text(_BUSY[busy.reason], seconds=busy.seconds)


def check_channel(settings: GuildSettings, channels: set[int], guild: discord.Guild | None) -> None:
    """Nothing, where the guild's admins allow answers in one of `channels`.

    Raises:
        Told: they want them elsewhere, and where that is.
    """
    if settings.channels and not settings.channels & channels:
        there = sorted(still_there(settings.channels, guild))[:20]
        if not there:
            raise Told("ask-nowhere")
        raise Told("ask-not-here", channels=", ".join(f"<#{channel}>" for channel in there))


def places(channel: object) -> set[int]:
    """The ids of the channel, of a thread's parent and of the category: whatever an admin may have named."""
    # A thread asks its parent for the category, and raises where the parent is not known.
    holder = channel.parent if isinstance(channel, discord.Thread) else channel
    found = (getattr(channel, "id", None), getattr(channel, "parent_id", None))
    return {place for place in (*found, getattr(holder, "category_id", None)) if isinstance(place, int)}
