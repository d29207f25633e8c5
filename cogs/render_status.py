"""How the bot is, for admins. Pure but for what it reads off the parts."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.any_channel import still_there
from cogs.parts import Parts
from cogs.render import ANSWERED, REFUSED
from cogs.text import escape, shorten_escaped
from index.errors import IndexRoomError
from index.manifest import Manifest
from locales import Catalogue, phrases
from locales.formats import ago, number, since
from querylog.models import GuildSettings, Health

_NAME = 200  # units
_CHANNELS = 40


def status_embed(
    parts: Parts,
    catalogue: Catalogue,
    health: Health,
    *,
    reindexing: Sequence[str],
    here: Sequence[str],
) -> discord.Embed:
    """Build, articles, sentences, encoder, uptime, last error, queue, log, and what the guild has set.

    Args:
        parts: everything.
        catalogue: in the language of whoever looks.
        health: the query log's.
        reindexing: lines about a reindex that is running.
        here: lines about what the guild has set.
    """
    say, language = catalogue.text, catalogue.language
    lines = [
        *_index_lines(parts, catalogue),
        f"{say('status-uptime')}: {since(language, parts.vitals.started)}",
        f"{say('status-error')}: {_trouble(parts, catalogue)}",
        say("status-queue", waiting=parts.desk.waiting, running=parts.desk.running),
        *reindexing,
        say("status-log-waiting", count=health.spooled) if _waits(health) else say("status-log-well"),
        *here,
    ]
    return discord.Embed(
        title=say("status-title"),
        description="\n".join(lines),
        colour=ANSWERED if health.available and parts.vitals.are_well else REFUSED,
    )


def channels_text(settings: GuildSettings, guild: discord.Guild | None, catalogue: Catalogue) -> str:
    """Where the bot answers in a guild, the first few channels by name."""
    if not settings.channels:
        return catalogue.text("channels-everywhere")
    there = sorted(still_there(settings.channels, guild))
    if not there:
        allow, everywhere = (catalogue.text(f"option-{name}") for name in ("allow", "everywhere"))
        return catalogue.text("channels-gone", allow=allow, everywhere=everywhere)
    shown = phrases.listed(catalogue, [f"<#{channel}>" for channel in there], _CHANNELS)
    return catalogue.text("channels-only", channels=shown)


def rollback_embed(manifest: Manifest, catalogue: Catalogue) -> discord.Embed:
    """Which build is live now, and that the articles are what they were."""
    live = catalogue.text(
        "status-build",
        build=manifest.id,
        articles=len(manifest.articles),
        sentences=manifest.sentences,
    )
    return discord.Embed(
        title=catalogue.text("rollback-done"),
        description=f"{live}\n{catalogue.text('rollback-articles')}",
        colour=ANSWERED,
    )


def _index_lines(parts: Parts, catalogue: Catalogue) -> list[str]:
    say, language = catalogue.text, catalogue.language
    try:
        answerer = parts.services.assistant.answerer
    except IndexRoomError:
        return [say("error-index-missing")]
    index, made = answerer.index, parts.vitals.build_made
    build = say(
        "status-build",
        build=answerer.build,
        articles=len(index.articles),
        sentences=len(index.sentences),
    )
    age = f" · {ago(language, made)}" if made and parts.vitals.build == answerer.build else ""
    encoder = say("status-encoder", encoder=shorten_escaped(index.embedder.name, _NAME))
    threshold = say("status-threshold", threshold=number(language, answerer.threshold))
    away = [say("error-engine-away")] if parts.vitals.engine else []
    return [f"{build}{age}", encoder, threshold, *away]


def _trouble(parts: Parts, catalogue: Catalogue) -> str:
    vitals = parts.vitals
    if vitals.trouble and vitals.trouble_at:
        return f"{escape(vitals.trouble)} · {ago(catalogue.language, vitals.trouble_at)}"
    return catalogue.text("status-no-error")


def _waits(health: Health) -> bool:
    return bool(health.spooled) or not health.available
