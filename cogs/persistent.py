"""A button that knows no more than its `custom_id`: the base of all that must work after a restart."""

from __future__ import annotations

import re
from typing import Any, ClassVar, Self

import discord
from discord import ui

from cogs.errors import answer_interaction
from cogs.parts import Interaction, Parts, parts_of


def view_of(*buttons: PersistentButton) -> ui.View:
    """Buttons to send along; they never stop working."""
    view = ui.View(timeout=None)
    for button in buttons:
        view.add_item(button)
    return view


class PersistentButton(ui.DynamicItem[ui.Button[ui.View]], template=re.compile("")):
    """A subclass names its `template`, whose groups are its `__init__`'s arguments, and says what it does."""

    style: ClassVar[discord.ButtonStyle] = discord.ButtonStyle.secondary

    def __init__(self, custom_id: str, *, label: str | None = None, emoji: str | None = None) -> None:
        super().__init__(ui.Button(label=label, emoji=emoji, custom_id=custom_id, style=self.style))

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button, from what Discord kept."""
        del interaction, item
        return cls.from_match(match)

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        """The button, from its `custom_id`."""
        raise NotImplementedError

    async def callback(self, interaction: Interaction) -> None:
        """Do it; whatever goes wrong is told like a command's error."""
        parts = parts_of(interaction)
        with parts.desk.working():
            try:
                await self.press(parts, interaction)
            except Exception as error:  # noqa: BLE001 - judged and logged there
                await answer_interaction(interaction, error)

    async def press(self, parts: Parts, interaction: Interaction) -> None:
        """What the button does."""
        raise NotImplementedError
