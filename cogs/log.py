"""`/log`: what was asked in this guild, for those who manage it."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Literal

import discord
from discord import app_commands
from discord.ext import commands

from cogs.command_words import word
from cogs.delivery import defer, finish
from cogs.errors import Told
from cogs.parts import Interaction, Parts
from cogs.permissions import manages_guild
from cogs.render_log import labels, queries_embed, spoken_stats, unanswered_embed
from querylog.export import write_csv, write_json_lines
from querylog.log import QueryLog
from querylog.models import Query, Stats
from querylog.picture import draw

_GROUPS = 10


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Log(commands.GroupCog, group_name=word("command-log"), group_description=word("command-log-about")):
    """Every command here reads the caller's own guild and no other."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @app_commands.command(name=word("command-recent"), description=word("command-recent-about"))
    @app_commands.rename(count=word("option-count"))
    @app_commands.describe(count=word("option-count-about"))
    @app_commands.check(manages_guild)
    async def recent(self, interaction: Interaction, count: app_commands.Range[int, 1, 25] = 10) -> None:
        """The latest questions, newest first."""
        await self._list(interaction, "log-recent-title", lambda log, guild: log.recent(guild, count))

    @app_commands.command(name=word("command-search"), description=word("command-search-about"))
    @app_commands.rename(text=word("option-text"))
    @app_commands.describe(text=word("option-text-about"))
    @app_commands.check(manages_guild)
    async def search(self, interaction: Interaction, text: app_commands.Range[str, 1, 200]) -> None:
        """Questions that contain a text, newest first."""
        await self._list(interaction, "log-search-title", lambda log, guild: log.search(text, guild))

    @app_commands.command(name=word("command-unanswered"), description=word("command-unanswered-about"))
    @app_commands.check(manages_guild)
    async def unanswered(self, interaction: Interaction) -> None:
        """What to add next."""
        await defer(interaction, private=True)
        embed = self._parts.services.assistant.answerer.embed_questions
        guild = _guild(interaction)
        groups = await self._parts.threads.slow_log(
            self._parts.services.log.unanswered, embed, guild, limit=_GROUPS
        )
        await finish(interaction, embed=unanswered_embed(groups, self._parts.catalogue(interaction)))

    @app_commands.command(name=word("command-stats"), description=word("command-stats-about"))
    @app_commands.rename(days=word("option-days"), dark=word("option-dark"))
    @app_commands.describe(days=word("option-days-about"), dark=word("option-dark-about"))
    @app_commands.check(manages_guild)
    async def stats(
        self,
        interaction: Interaction,
        days: app_commands.Range[int, 1, 365] = 30,
        dark: bool = True,  # noqa: FBT001, FBT002 - an option of the command
    ) -> None:
        """Counts, times and feedback as a picture."""
        await defer(interaction, private=True)
        since = datetime.now(UTC).date() - timedelta(days=days - 1)
        found: Stats = await self._parts.threads.slow_log(
            self._parts.services.log.stats, _guild(interaction), since
        )
        words = labels(self._parts.catalogue(interaction), len(found.days))
        picture = await self._parts.threads.slow_log(draw, found, words, dark=dark)
        file = discord.File(io.BytesIO(picture), "stats.png", description=spoken_stats(found, words))
        await finish(interaction, files=[file])

    @app_commands.command(name=word("command-export"), description=word("command-log-export-about"))
    @app_commands.rename(format=word("option-format"), since=word("option-since"), until=word("option-until"))
    @app_commands.describe(
        format=word("option-format-about"), since=word("option-since-about"), until=word("option-until-about")
    )
    @app_commands.check(manages_guild)
    async def export(
        self,
        interaction: Interaction,
        format: Literal["csv", "jsonl"] = "csv",  # noqa: A002 - the option's name
        since: str | None = None,
        until: str | None = None,
    ) -> None:
        """All questions of a period as a file."""
        first, last = _day(since), _day(until)
        if first and last and first > last:
            raise Told("log-backwards")
        await defer(interaction, private=True)
        file = await self._parts.threads.slow_log(
            exported,
            self._parts.services.log,
            _guild(interaction),
            format,
            first,
            last,
            interaction.filesize_limit,
        )
        await finish(interaction, files=[file])

    async def _list(
        self, interaction: Interaction, title: str, read: Callable[[QueryLog, int], list[Query]]
    ) -> None:
        await defer(interaction, private=True)
        found = await self._parts.threads.slow_log(read, self._parts.services.log, _guild(interaction))
        catalogue = self._parts.catalogue(interaction)
        await finish(interaction, embed=queries_embed(found, catalogue.text(title), catalogue))


def exported(
    log: QueryLog, guild: int, kind: str, since: date | None, until: date | None, limit: int
) -> discord.File:
    """The guild's questions as CSV or JSON lines, packed where they would be over `limit` bytes.

    Raises:
        Told: even so, or there are none.
    """
    text = io.StringIO(newline="")
    write = write_csv if kind == "csv" else write_json_lines
    if not write(log.export(guild, since, until), text):
        raise Told("log-nothing")
    name = f"gipfelbot-log.{kind}"
    # The mark tells Excel that the file is UTF-8.
    data = text.getvalue().encode("utf-8-sig" if kind == "csv" else "utf-8")
    if len(data) > limit:
        name, data = f"{name}.gz", gzip.compress(data)
    if len(data) > limit:
        raise Told("log-export-too-large")
    return discord.File(io.BytesIO(data), name)


def _guild(interaction: Interaction) -> int:
    # `manages_guild` let it pass, so there is one; no number must ever widen the scope.
    if interaction.guild_id is None:
        raise Told("error-not-allowed")
    return interaction.guild_id


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise Told("log-no-day") from error
