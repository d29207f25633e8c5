"""How the bot is, for admins. Pure but for what it reads off the parts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import discord

from cogs.any_channel import still_there
from cogs.parts import Parts
from cogs.render import ANSWERED, REFUSED
from cogs.text import escape, shorten_escaped
from index.errors import IndexRoomError
from index.manifest import Manifest
from locales import Locales, phrases
from locales.formats import ago, number, since
from querylog.models import GuildSettings, Health

_NAME = 200  # units
_CHANNELS = 40


def status_embed(
    parts: Parts,
    language: str,
    settings: GuildSettings,
    guild: discord.Guild | None,
    health: Health,
    cooldown: float,
    reindexing: Sequence[str] = (),
) -> discord.Embed:
    """Build, articles, sentences, encoder, uptime, last error, queue, log, and what the guild has set.

    Args:
        parts: everything.
        language: of whoever looks.
        settings: the guild's own.
        guild: it.
        health: the query log's.
        cooldown: in seconds, as it holds in the guild.
        reindexing: lines about a reindex that is running.
    """
    say = partial(parts.locales.text, language)
    lines = [
        *_index_lines(parts, language),
        f"{say('status-uptime')}: {since(language, parts.vitals.started)}",
        f"{say('status-error')}: {_trouble(parts, language)}",
        say("status-queue", waiting=parts.desk.waiting, running=parts.desk.running),
        *reindexing,
        say("status-log-waiting", count=health.spooled) if _waits(health) else say("status-log-well"),
        say("cooldown-now", seconds=round(cooldown)),
        channels_text(settings, guild, parts.locales, language),
    ]
    return discord.Embed(
        title=say("status-title"),
        description="\n".join(lines),
        colour=ANSWERED if health.available and parts.vitals.are_well else REFUSED,
    )


def channels_text(
    settings: GuildSettings, guild: discord.Guild | None, locales: Locales, language: str
) -> str:
    """Where the bot answers in a guild, the first few channels by name."""
    if not settings.channels:
        return locales.text(language, "channels-everywhere")
    there = sorted(still_there(settings.channels, guild))
    if not there:
        allow, everywhere = (locales.text(language, f"option-{name}") for name in ("allow", "everywhere"))
        return locales.text(language, "channels-gone", allow=allow, everywhere=everywhere)
    shown = phrases.listed(locales.of(language), [f"<#{channel}>" for channel in there], _CHANNELS)
    return locales.text(language, "channels-only", channels=shown)


def rollback_embed(manifest: Manifest, locales: Locales, language: str) -> discord.Embed:
    """Which build is live now, and that the articles are what they were."""
    live = locales.text(
        language,
        "status-build",
        build=manifest.id,
        articles=len(manifest.articles),
        sentences=manifest.sentences,
    )
    return discord.Embed(
        title=locales.text(language, "rollback-done"),
        description=f"{live}\n{locales.text(language, 'rollback-articles')}",
        colour=ANSWERED,
    )


def _index_lines(parts: Parts, language: str) -> list[str]:
    say = parts.locales.text
    try:
        answerer = parts.services.assistant.answerer
    except IndexRoomError:
        return [say(language, "error-index-missing")]
    index, made = answerer.index, parts.vitals.build_made
    build = say(
        language,
        "status-build",
        build=answerer.build,
        articles=len(index.articles),
        sentences=len(index.sentences),
    )
    age = f" · {ago(language, made)}" if made and parts.vitals.build == answerer.build else ""
    encoder = say(language, "status-encoder", encoder=shorten_escaped(index.embedder.name, _NAME))
    threshold = say(language, "status-threshold", threshold=number(language, answerer.threshold))
    away = [say(language, "error-engine-away")] if parts.vitals.engine else []
    return [f"{build}{age}", encoder, threshold, *away]


def _trouble(parts: Parts, language: str) -> str:
    vitals = parts.vitals
    if vitals.trouble and vitals.trouble_at:
        return f"{escape(vitals.trouble)} · {ago(language, vitals.trouble_at)}"
    return parts.locales.text(language, "status-no-error")


def _waits(health: Health) -> bool:
    return bool(health.spooled) or not health.available
