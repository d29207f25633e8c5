"""`/admin`: the guild's own settings everywhere, the index where its operator is."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto

import discord
from discord import app_commands

from cogs.adding import add_all, metadata_of
from cogs.any_channel import AnyChannel, chosen, still_there
from cogs.article_option import find_article, offered_articles
from cogs.auditing import audited
from cogs.command_words import word
from cogs.delivery import defer, finish
from cogs.indexing import reindex
from cogs.parts import Interaction, Parts
from cogs.permissions import manages_guild, may_operate, operates
from cogs.render_status import channels_text, status_embed
from cogs.rollback import offered_builds, roll_back
from cogs.running_reindex import cancel_running, running_lines
from querylog.models import GuildSettings

OF_THE_INDEX = ("reindex", "add", "remove", "rollback")
"""Subcommands that steer the index, and not a guild."""


class Part(Enum):
    """Which subcommands of `/admin` a scope has."""

    GUILD = auto()  # those that concern the caller's own guild
    INDEX = auto()  # those that steer the index
    BOTH = auto()


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Admin(app_commands.Group, name=word("command-admin"), description=word("command-admin-about")):
    """One instance a scope: a command belongs to one group alone."""

    def __init__(self, parts: Parts, part: Part) -> None:
        super().__init__()
        self._parts = parts
        for command in self.commands:
            if part is (Part.GUILD if command.name in OF_THE_INDEX else Part.INDEX):
                self.remove_command(command.name)

    @app_commands.command(name=word("command-status"), description=word("command-status-about"))
    @app_commands.check(manages_guild)
    async def status(self, interaction: Interaction) -> None:
        """Index, uptime, last error, queue."""
        await defer(interaction, private=True)
        settings = await self._parts.guilds.settings(interaction.guild_id or 0)
        health = await self._parts.threads.log(self._parts.services.log.health)
        cooldown = await self._parts.guilds.cooldown(interaction.guild_id)
        lines = await running_lines(self._parts, interaction)
        catalogue = self._parts.catalogue(interaction)
        here = [
            catalogue.text("cooldown-now", seconds=round(cooldown.seconds)),
            channels_text(settings, interaction.guild, catalogue),
        ]
        embed = status_embed(self._parts, catalogue, health, reindexing=lines, here=here)
        await finish(interaction, embed=embed)

    @app_commands.command(name=word("command-channels"), description=word("command-channels-about"))
    @app_commands.rename(
        allow=word("option-allow"), forbid=word("option-forbid"), everywhere=word("option-everywhere")
    )
    @app_commands.describe(
        allow=word("option-allow-about"),
        forbid=word("option-forbid-about"),
        everywhere=word("option-everywhere-about"),
    )
    @app_commands.check(manages_guild)
    async def channels(
        self,
        interaction: Interaction,
        allow: AnyChannel | None = None,
        forbid: AnyChannel | None = None,
        everywhere: bool = False,  # noqa: FBT001, FBT002 - an option of the command
    ) -> None:
        """Where the bot answers in this guild; without options only shown."""
        await defer(interaction, private=True)
        settings = await self._parts.guilds.settings(interaction.guild_id or 0)
        there = still_there(settings.channels, interaction.guild)
        # Whoever names one gets rid of those that are gone; that none is left must not open all of them.
        before = frozenset() if everywhere else there if allow or (forbid and there) else settings.channels
        wanted = chosen(before, allow, forbid, self._parts.catalogue(interaction))
        if wanted != settings.channels:
            detail = " ".join(str(channel) for channel in sorted(wanted)) or "everywhere"
            settings = await self._change(interaction, "channels", detail, replace(settings, channels=wanted))
        text = channels_text(settings, interaction.guild, self._parts.catalogue(interaction))
        await finish(interaction, text)

    @app_commands.command(name=word("command-cooldown"), description=word("command-cooldown-about"))
    @app_commands.rename(seconds=word("option-seconds"))
    @app_commands.describe(seconds=word("option-seconds-about"))
    @app_commands.check(manages_guild)
    async def cooldown(
        self, interaction: Interaction, seconds: app_commands.Range[int, 0, 3600] | None = None
    ) -> None:
        """The pause between two questions of one member; without a number the bot's own counts."""
        await defer(interaction, private=True)
        settings = await self._parts.guilds.settings(interaction.guild_id or 0)
        changed = replace(settings, cooldown=None if seconds is None else float(seconds))
        await self._change(interaction, "cooldown", "default" if seconds is None else f"{seconds} s", changed)
        now = await self._parts.guilds.cooldown(interaction.guild_id)
        key = "cooldown-reset" if seconds is None else "cooldown-now"
        await finish(interaction, self._parts.catalogue(interaction).text(key, seconds=round(now.seconds)))

    @app_commands.command(name=word("command-reindex"), description=word("command-reindex-about"))
    @app_commands.rename(dry_run=word("option-dry-run"), cancel=word("option-cancel"))
    @app_commands.describe(dry_run=word("option-dry-run-about"), cancel=word("option-cancel-about"))
    @app_commands.check(operates)
    async def reindex(self, interaction: Interaction, dry_run: bool = False, cancel: bool = False) -> None:  # noqa: FBT001, FBT002 - options of the command
        """Read the articles anew; publish, only tell the difference, or end the one that is running."""
        await defer(interaction, private=True)
        if cancel:
            await cancel_running(self._parts, interaction)
        else:
            await reindex(self._parts, interaction, dry_run=dry_run)

    @app_commands.command(name=word("command-add"), description=word("command-add-about"))
    @app_commands.rename(
        file=word("option-file"),
        file2=word("option-file-2"),
        file3=word("option-file-3"),
        file4=word("option-file-4"),
        file5=word("option-file-5"),
        title=word("option-title"),
        publisher=word("option-publisher"),
        date=word("option-date"),
        url=word("option-url"),
    )
    @app_commands.describe(
        file=word("option-file-about"),
        file2=word("option-more-about"),
        file3=word("option-more-about"),
        file4=word("option-more-about"),
        file5=word("option-more-about"),
        title=word("option-title-about"),
        publisher=word("option-publisher-about"),
        date=word("option-date-about"),
        url=word("option-url-about"),
    )
    @app_commands.check(operates)
    async def add(
        self,
        interaction: Interaction,
        file: discord.Attachment,
        file2: discord.Attachment | None = None,
        file3: discord.Attachment | None = None,
        file4: discord.Attachment | None = None,
        file5: discord.Attachment | None = None,
        title: str | None = None,
        publisher: str | None = None,
        date: str | None = None,
        url: str | None = None,
    ) -> None:
        """Add articles from attachments, then reindex."""
        await defer(interaction, private=True)
        files = [each for each in (file, file2, file3, file4, file5) if each is not None]
        said = {"title": title, "publisher": publisher, "date": date, "url": url}
        given = {name: value for name, value in said.items() if value}
        metadata = metadata_of(given, files, self._parts.catalogue(interaction))
        await add_all(self._parts, interaction, files, metadata)

    @app_commands.command(name=word("command-remove"), description=word("command-remove-about"))
    @app_commands.rename(article=word("option-article"))
    @app_commands.describe(article=word("option-article-about"))
    @app_commands.check(operates)
    async def remove(self, interaction: Interaction, article: str) -> None:
        """Take an article out by a reindex without it."""
        await defer(interaction, private=True)
        answerer = self._parts.services.assistant.answerer
        found = await self._parts.threads.look(find_article, answerer, article)
        await reindex(self._parts, interaction, without=found)

    @remove.autocomplete("article")
    async def offer_articles(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Articles whose title or id contains what was typed."""
        if not may_operate(interaction):
            return []
        return await offered_articles(self._parts, current)

    @app_commands.command(name=word("command-rollback"), description=word("command-rollback-about"))
    @app_commands.rename(build=word("option-build"))
    @app_commands.describe(build=word("option-build-about"))
    @app_commands.check(operates)
    async def rollback(self, interaction: Interaction, build: str | None = None) -> None:
        """Return to an earlier build."""
        await defer(interaction, private=True)
        await roll_back(self._parts, interaction, build)

    @rollback.autocomplete("build")
    async def offer_builds(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Builds on disk, newest first, with their day and size."""
        if not may_operate(interaction):
            return []
        return await offered_builds(self._parts, current)

    async def _change(
        self, interaction: Interaction, action: str, detail: str, settings: GuildSettings
    ) -> GuildSettings:
        async with audited(self._parts, interaction, action, detail):
            await self._parts.guilds.change(settings)
        return settings
