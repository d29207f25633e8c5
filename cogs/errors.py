"""What goes wrong and what users hear of it: one table, one handler."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

import discord
from discord import app_commands

from cogs.delivery import ALREADY_ACKNOWLEDGED, BROKEN, retried, tell
from cogs.parts import Interaction, Parts, parts_of
from index.errors import (
    ArticleUnknown,
    CheckUnusable,
    EngineUnavailable,
    IndexCorrupt,
    IndexMismatch,
    IndexMissing,
    NothingToIndex,
    ReindexCancelled,
    ReindexDied,
    StoreUnwritable,
)
from querylog.errors import LogUnavailable, SpoolUnavailable, UnknownRecord

logger = logging.getLogger(__name__)


class CogsError(app_commands.AppCommandError):
    """Root of every error that `cogs/` raises on purpose."""


class Told(CogsError):
    """A command cannot go on, and this sentence says why to whoever gave it."""

    def __init__(self, key: str, /, **values: str | float) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class AlreadyRunning(CogsError):
    """Another process of this bot is on Discord, from the same folder and with the same shards."""


HEARD: tuple[tuple[type[BaseException], str], ...] = (
    (IndexMissing, "error-index-missing"),
    (IndexCorrupt, "error-index-missing"),
    (IndexMismatch, "error-index-missing"),
    (EngineUnavailable, "error-engine-away"),
    (NothingToIndex, "reindex-nothing"),
    (ReindexCancelled, "reindex-cancelled"),
    (ReindexDied, "reindex-died"),
    (CheckUnusable, "reindex-check-unusable"),
    (StoreUnwritable, "error-store-unwritable"),
    (ArticleUnknown, "error-article-gone"),
    (LogUnavailable, "error-log-unavailable"),
    (SpoolUnavailable, "error-log-unavailable"),
    (UnknownRecord, "error-record-gone"),
    (app_commands.CommandNotFound, "error-command-outdated"),
    (app_commands.CommandSignatureMismatch, "error-command-outdated"),
    (app_commands.CheckFailure, "error-not-allowed"),
)
"""Expected errors and the sentence for each; the first that fits. Anything else is logged whole: unexpected."""

PLATFORM_HEARD = {
    50001: "error-missing-permission",  # missing access
    50013: "error-missing-permission",
    200000: "error-blocked",  # by AutoMod
    200001: "error-blocked",
}
"""Discord's codes that users hear of."""
NOBODY_LEFT = frozenset(
    {
        10003,  # unknown channel: deleted
        10008,  # unknown message
        10015,  # unknown webhook: the interaction's token has expired
        10062,  # unknown interaction: answered too late
        ALREADY_ACKNOWLEDGED,
        50027,  # invalid webhook token
    }
)
"""Discord's codes after which there is nobody to tell."""


def judge(error: BaseException, parts: Parts, where: str) -> Told | None:
    """Logs `error` once, with its traceback where nobody expected it; what users hear, or None: nobody is left."""
    if isinstance(error, Told):
        return error
    if isinstance(error, discord.HTTPException):
        parts.vitals.note(error)
        parts.metrics.platform_errors.labels(str(error.code or error.status)).inc()
        logger.warning("%s: Discord answered %d (%d): %s", where, error.status, error.code, error.text)
        return None if error.code in NOBODY_LEFT else Told(PLATFORM_HEARD.get(error.code, "error-discord"))
    if isinstance(error, discord.RateLimited):
        parts.vitals.note(error)
        parts.metrics.platform_errors.labels("429").inc()
        logger.warning("%s: Discord asks for a pause of %.0f s", where, error.retry_after)
        return None  # whatever could be said of it would have to wait as well
    if isinstance(error, BROKEN):
        parts.vitals.note(error)
        logger.warning("%s: the connection to Discord broke: %s", where, type(error).__name__)
        return Told("error-discord")
    for kind, key in HEARD:
        if isinstance(error, kind):
            logger.info("%s: %s: %s", where, type(error).__name__, error)
            return Told(key)
    parts.vitals.note(error)
    logger.error("%s failed", where, exc_info=error)
    return Told("error-unexpected")


async def answer_interaction(interaction: Interaction, error: BaseException) -> None:
    """Tell whoever started the interaction, privately where that is still possible."""
    parts = parts_of(interaction)
    name = interaction.command.qualified_name if interaction.command else interaction.type.name
    raised = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    told = judge(raised, parts, name)
    if told is not None:
        text = parts.catalogue(interaction).text(told.key, **told.values)
        await quietly(lambda: tell(interaction, text), name)


async def quietly(call: Callable[[], Awaitable[object]], where: str) -> None:
    """Try to tell somebody; that it fails as well is worth no more than a line."""
    try:
        await retried(call)
    except (discord.HTTPException, *BROKEN) as error:
        logger.info("%s: nobody could be told: %s", where, error)
