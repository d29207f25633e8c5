"""The form behind 👎. Like the buttons it knows no more than its `custom_id`, so it may be sent after a restart."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

import discord
from discord import ui
from discord.ext import commands

from cogs import custom_ids
from cogs.delivery import defer, finish
from cogs.errors import answer_interaction
from cogs.parts import Interaction, Parts
from index.reading.text import storable
from locales import Catalogue
from querylog.models import Vote

_CHARACTERS = 1_000  # of a comment


def wrong_form(catalogue: Catalogue, record: int) -> ui.Modal:
    """Asks what was wrong with the answer on record as `record`, in a member's words."""
    form = ui.Modal(title=catalogue.text("vote-title"), timeout=None, custom_id=custom_ids.wrong(record))
    comment: ui.TextInput[ui.Modal] = ui.TextInput(
        label=catalogue.text("vote-what-was-wrong"),
        style=discord.TextStyle.paragraph,
        required=False,
        max_length=_CHARACTERS,
    )
    form.add_item(comment)
    form.stop()  # `Forms` knows it by its `custom_id`: nothing need be kept for it
    return form


class Forms(commands.Cog):
    """Takes the forms that members send."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Keep the words; whatever goes wrong is told like a command's error."""
        data = cast("dict[str, Any]", interaction.data or {})
        found = custom_ids.WRONG.fullmatch(str(data.get("custom_id", "")))
        if interaction.type is not discord.InteractionType.modal_submit or found is None:
            return
        with self._parts.desk.working():
            try:
                await self._keep(interaction, int(found["record"]), _comment(data))
            except Exception as error:  # noqa: BLE001 - judged and logged there
                await answer_interaction(interaction, error)

    async def _keep(self, interaction: Interaction, record: int, comment: str | None) -> None:
        await defer(interaction, private=True)
        keep = partial(self._parts.services.log.feedback, record, interaction.user.id, Vote.DOWN, comment)
        await self._parts.threads.log(keep)
        await finish(interaction, self._parts.catalogue(interaction).text("vote-thanks"))


def _comment(data: dict[str, Any]) -> str | None:
    """What was typed; None for nothing."""
    typed = (field.get("value") for row in data["components"] for field in row.get("components", ()))
    return storable(next(typed, None) or "").strip() or None
