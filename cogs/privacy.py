"""`/privacy`: what is kept of a member, and their rights to it."""

from __future__ import annotations

import gzip
import io
import json
import re
from collections.abc import Sequence
from typing import Any, ClassVar, Self

import discord
from discord import app_commands
from discord.ext import commands

from cogs import custom_ids
from cogs.command_words import word
from cogs.delivery import defer, finish
from cogs.errors import Told
from cogs.parts import Interaction, Parts
from cogs.persistent import PersistentButton, view_of
from cogs.render import ANSWERED

FILE = "gipfelbot-privacy"
_GZIP = b"\x1f\x8b"  # how every gzip file begins


class Privacy(
    commands.GroupCog, group_name=word("command-privacy"), group_description=word("command-privacy-about")
):
    """Every answer here is for the member's eyes alone."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @app_commands.command(name=word("command-about"), description=word("command-about-about"))
    async def about(self, interaction: Interaction) -> None:
        """What is kept, why and for how long, and whether this member paused it."""
        await defer(interaction, private=True)
        paused = await self._parts.threads.log(self._parts.services.log.is_paused, interaction.user.id)
        say, kept = self._parts.catalogue(interaction).text, self._parts.options
        names = {
            "privacy": say("command-privacy"),
            "export": say("command-export"),
            "delete": say("command-delete"),
            "pause": say("command-pause"),
        }
        embed = discord.Embed(
            title=say("privacy-title"),
            description=say("privacy-text", days=kept.retention_days, audit=kept.audit_days, **names),
            colour=ANSWERED,
        )
        embed.set_footer(text=say("privacy-paused") if paused else say("privacy-not-paused"))
        await finish(interaction, embed=embed)

    @app_commands.command(name=word("command-export"), description=word("command-privacy-export-about"))
    async def export(self, interaction: Interaction) -> None:
        """The member's own rows as a file."""
        await defer(interaction, private=True)
        rows = await self._parts.threads.slow_log(self._parts.services.log.export_user, interaction.user.id)
        files = await self._parts.threads.slow_log(packed, rows, interaction.filesize_limit)
        first, *others = numbered(files)
        done = self._parts.catalogue(interaction).text("privacy-export-done")
        await finish(interaction, done, files=[first])
        for file in others:
            await interaction.followup.send(file=file, ephemeral=True)

    @app_commands.command(name=word("command-delete"), description=word("command-delete-about"))
    async def delete(self, interaction: Interaction) -> None:
        """Ask first: what is deleted does not come back."""
        catalogue = self._parts.catalogue(interaction)
        view = view_of(DeleteButton(interaction.user.id, catalogue.text("button-delete")))
        view.stop()
        await interaction.response.send_message(
            catalogue.text("privacy-delete-ask"), view=view, ephemeral=True
        )

    @app_commands.command(name=word("command-pause"), description=word("command-pause-about"))
    async def pause(self, interaction: Interaction) -> None:
        """No longer keep the text of this member's questions."""
        await self._pause(interaction, paused=True)

    @app_commands.command(name=word("command-resume"), description=word("command-resume-about"))
    async def resume(self, interaction: Interaction) -> None:
        """Keep it again."""
        await self._pause(interaction, paused=False)

    async def _pause(self, interaction: Interaction, *, paused: bool) -> None:
        await defer(interaction, private=True)
        await self._parts.threads.log(self._parts.services.log.pause_user, interaction.user.id, paused=paused)
        key = "privacy-paused" if paused else "privacy-not-paused"
        await finish(interaction, self._parts.catalogue(interaction).text(key))


def packed(rows: dict[str, Any], limit: int) -> list[bytes]:
    """Rows as JSON in files of at most `limit` bytes: one as it is, else one gzip-compressed, else several."""
    data = json.dumps(rows, ensure_ascii=False, indent=1).encode()
    if len(data) <= limit:
        return [data]
    small = gzip.compress(data)
    if len(small) <= limit or not any(len(value) > 1 for value in _lists(rows).values()):
        return [small]
    first = rows | {name: value[: len(value) // 2] for name, value in _lists(rows).items()}
    second = rows | {name: value[len(value) // 2 :] for name, value in _lists(rows).items()}
    return [*packed(first, limit), *packed(second, limit)]


def numbered(files: Sequence[bytes]) -> list[discord.File]:
    """The files under names that tell their order, where there are several, and whether they are compressed."""
    made = []
    for number, data in enumerate(files, 1):
        place = f"-{number}" if len(files) > 1 else ""
        packing = ".gz" if data.startswith(_GZIP) else ""
        made.append(discord.File(io.BytesIO(data), f"{FILE}{place}.json{packing}"))
    return made


def _lists(rows: dict[str, Any]) -> dict[str, list[Any]]:
    return {name: value for name, value in rows.items() if isinstance(value, list)}


class DeleteButton(PersistentButton, template=custom_ids.DELETE):
    """The confirmation."""

    style: ClassVar[discord.ButtonStyle] = discord.ButtonStyle.danger

    def __init__(self, user: int, label: str | None = None) -> None:
        super().__init__(custom_ids.delete(user), label=label)
        self._user = user

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        """From its `custom_id`."""
        return cls(int(match["user"]))

    async def press(self, parts: Parts, interaction: Interaction) -> None:
        """Delete, and say how much that was."""
        if interaction.user.id != self._user:
            raise Told("error-not-yours")
        await defer(interaction, private=True)
        gone = await parts.threads.slow_log(parts.services.log.delete_user, self._user)
        catalogue = parts.catalogue(interaction)
        text = catalogue.text("privacy-deleted", queries=gone.queries + gone.spooled, feedback=gone.feedback)
        if not gone.overwritten:
            text = f"{text} {catalogue.text('privacy-deleted-later')}"
        await finish(interaction, text)
