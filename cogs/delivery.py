"""Getting a response to Discord although a connection breaks: tried again where that cannot say a thing twice."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

import aiohttp
import discord

from cogs import limits
from cogs.parts import Interaction
from cogs.text import shorten

T = TypeVar("T")

ALREADY_ACKNOWLEDGED = 40060
_TOKEN_EXPIRED = frozenset({10015, 50027})
"""Discord's codes, fifteen minutes after a command: its response can no longer be edited."""
_ELSEWHERE = frozenset(
    {
        discord.InteractionResponseType.modal,
        discord.InteractionResponseType.deferred_message_update,
        discord.InteractionResponseType.message_update,
    }
)
"""First responses after which there is no response of our own to fill in: a form, or the pressed button's message."""
_CAME_THROUGH = "came through"
_NO_HISTORY = 160002
"""Discord's code where the bot may write, but not reply: it may not read the channel's history."""
_PAUSES = (0.1, 0.4)  # seconds before the second and the third try
_NO_SERVER = 503
_CUT = (aiohttp.ClientConnectionError, ConnectionError)
BROKEN = (aiohttp.ClientError, ConnectionError, TimeoutError, discord.RateLimited)
"""What a call to Discord raises where there is no answer to it."""


async def retried(call: Callable[[], Awaitable[T]], *, unavailable: bool = False) -> T:
    """The call, again when its connection is cut; with `unavailable` also when Discord has no server for it (503).

    discord.py itself waits out 429 and 5xx, but 503 on interactions alone. For calls that may arrive twice without
    harm: edits, acknowledgements, messages with a nonce.
    """
    for pause in _PAUSES:
        try:
            return await call()
        except _CUT:
            pass
        except discord.DiscordServerError as error:
            if not unavailable or error.status != _NO_SERVER:
                raise
        await asyncio.sleep(pause)
    return await call()


async def defer(interaction: Interaction, *, private: bool) -> None:
    """Acknowledge within the first three seconds; `private` cannot be changed later."""
    await _acknowledged(interaction, lambda: interaction.response.defer(ephemeral=private, thinking=True))


async def defer_update(interaction: Interaction) -> None:
    """Acknowledge a button whose own message `finish` will change."""
    await _acknowledged(interaction, interaction.response.defer)


async def open_form(interaction: Interaction, form: discord.ui.Modal) -> None:
    """Acknowledge with a form to fill in."""
    await _acknowledged(interaction, lambda: interaction.response.send_modal(form))


async def _acknowledged(interaction: Interaction, call: Callable[[], Awaitable[object]]) -> None:
    try:
        await retried(call)
    except discord.HTTPException as error:
        if error.code != ALREADY_ACKNOWLEDGED:
            raise
        # The first try came through although its connection broke, which `interaction.response` does not know.
        interaction.extras[_CAME_THROUGH] = True


async def finish(
    interaction: Interaction,
    content: str | None = None,
    *,
    embed: discord.Embed | None = None,
    view: discord.ui.View | None = None,
    files: list[discord.File] | None = None,
) -> None:
    """Fill in the deferred response."""
    if view is not None:
        # Its buttons are dynamic items, known to the client by pattern: nothing need be kept for this message.
        view.stop()
    shown = None if content is None else shorten(content, limits.CONTENT)
    fresh = [_fresh(file) for file in files or []]
    await retried(
        lambda: interaction.edit_original_response(
            content=shown, embed=embed, view=view, attachments=[make() for make in fresh]
        )
    )


def _fresh(file: discord.File) -> Callable[[], discord.File]:
    """Makes the file anew for each try: a request reads it to its end."""
    data, make = file.fp.read(), partial(discord.File, filename=file.filename, description=file.description)
    return lambda: make(io.BytesIO(data))


async def tell(interaction: Interaction, content: str) -> None:
    """Say something privately, however the interaction was acknowledged, if at all, and however long ago."""
    shown = shorten(content, limits.CONTENT)
    try:
        await _respond(interaction, shown)
    except discord.HTTPException as error:
        if error.code not in _TOKEN_EXPIRED or not interaction.response.is_done():
            raise
        await _directly(interaction, content=shown)


async def show(interaction: Interaction, embed: discord.Embed, view: discord.ui.View | None = None) -> None:
    """Fill in the response; where its token has expired meanwhile, write to whoever gave the command."""
    try:
        await finish(interaction, embed=embed, view=view)
    except discord.HTTPException as error:
        if error.code not in _TOKEN_EXPIRED:
            raise
        await _directly(interaction, embed=embed)


async def _directly(interaction: Interaction, **shown: Any) -> None:  # noqa: ANN401 - as `send` takes it
    """Write to whoever gave a command whose response has expired: once, see `reply`."""
    await retried(partial(interaction.user.send, nonce=f"{interaction.id}", **shown), unavailable=True)


async def _respond(interaction: Interaction, shown: str) -> None:
    if interaction.response.type in _ELSEWHERE or interaction.extras.get(_CAME_THROUGH):
        # Where a deferred response is still to be filled in, Discord fills it in with this.
        await interaction.followup.send(shown, ephemeral=True)
    elif not interaction.response.is_done():
        await interaction.response.send_message(shown, ephemeral=True)
    else:
        await finish(interaction, shown)


async def reply(message: discord.Message, content: str | None = None, **shown: Any) -> None:  # noqa: ANN401 - as `send` takes it
    """Reply without a ping. The nonce lets Discord drop the second of two tries; a deleted message is no obstacle.

    Where the bot may write but not reply, it writes: the question stands in the answer's title.
    """
    if "view" in shown:
        shown["view"].stop()  # see `finish`
    send = partial(message.channel.send, content, mention_author=False, nonce=f"{message.id}", **shown)
    try:
        reference = message.to_reference(fail_if_not_exists=False)
        await retried(partial(send, reference=reference), unavailable=True)
    except discord.Forbidden as error:
        if error.code != _NO_HISTORY:
            raise
        await retried(send, unavailable=True)
