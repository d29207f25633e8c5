"""What the bot does by itself, every minute: records that waited are written, old ones expire."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable

from cogs.parts import Parts
from index.errors import EngineLost, IndexMissing, IndexRoomError
from querylog.errors import QueryLogError

logger = logging.getLogger(__name__)

SECONDS = 60.0
FOLLOW_SECONDS = 2.0
"""How long a build that another process published may wait to be noticed; a look costs one small file."""


async def upkeep(parts: Parts) -> None:
    """Runs until it is cancelled."""
    while True:
        await _noted(parts, "a round", once(parts))
        await asyncio.sleep(SECONDS)


async def follow(parts: Parts) -> None:
    """Loads what another process publishes: the command line, or the bot's other half. Runs until it is cancelled."""
    while True:
        # What could not be used is left to `once`: reading it is work.
        await _noted(parts, "a look at the live build", _look_at_build(parts, again=False))
        await _noted(parts, "a look at the engine", _look_at_engine(parts))
        await asyncio.sleep(FOLLOW_SECONDS)


async def once(parts: Parts) -> None:
    """One round; what fails is tried again in the next."""
    try:
        await parts.threads.slow_log(parts.services.log.maintain)
    except (QueryLogError, OSError) as error:
        parts.vitals.note(error)
        _alarm(parts, "log", f"The query log could not be maintained, the next try is in a minute: {error}")
    else:
        _over(parts, "log", "The query log is maintained again")
    await _look_at_build(parts, again=True)
    await _keep_engine(parts)


async def _noted(parts: Parts, what: str, work: Awaitable[None]) -> None:
    """Nobody waits for these rounds: what nobody foresaw is said once while it lasts, and ends one of them, not all."""
    try:
        await work
    except Exception as error:
        parts.vitals.note(error)
        if _is_news(parts, what, repr(error)):
            logger.exception("Upkeep has failed, and tries again: %s", what)
    else:
        _over(parts, what, f"Upkeep goes on: {what}")


async def _look_at_build(parts: Parts, *, again: bool) -> None:
    try:
        swapped = await parts.threads.index(parts.services.assistant.refresh, again=again)
        await _note_build(parts)
        if swapped or again:  # else one that could not be used was not looked at
            _over(parts, "build", f"Questions are answered from build {parts.vitals.build}, which is live")
    except IndexMissing as error:
        logger.debug("There is no build to look at: %s", error)
    except (IndexRoomError, OSError) as error:
        parts.vitals.note(error)
        answering = f"questions are answered from {parts.services.assistant.build or 'none'}"
        remedy = "`python bot.py reindex` makes one anew, or else restart the bot"
        _alarm(parts, "build", f"The live build cannot be used: {error}; {answering}; {remedy}")


def _alarm(parts: Parts, what: str, trouble: str) -> None:
    """Says what is wrong, once as long as it stays so: rounds come by the minute."""
    if _is_news(parts, what, trouble):
        logger.warning("%s", trouble)


def _is_news(parts: Parts, what: str, trouble: str) -> bool:
    before, parts.vitals.alarms[what] = parts.vitals.alarms.get(what), trouble
    return before != trouble


def _over(parts: Parts, what: str, relief: str) -> None:
    """Says that nothing is wrong any more, where something was."""
    if parts.vitals.alarms.pop(what, None):
        logger.warning("%s", relief)


async def _note_build(parts: Parts) -> None:
    live, vitals = parts.services.assistant.answerer.build, parts.vitals
    if live == vitals.build:
        return
    builds = await parts.threads.look(parts.services.operations.listed)
    vitals.build = live
    vitals.build_made = next((build.created for build in builds if build.id == live), None)


async def _look_at_engine(parts: Parts) -> None:
    """So that operators learn of an engine that is away before members do, and that it is back."""
    before = parts.vitals.engine
    try:
        await parts.threads.index(parts.services.assistant.check)
    except IndexMissing as error:
        logger.debug("There is no build to look for: %s", error)
    except IndexRoomError as error:
        parts.vitals.engine = type(error).__name__
        if before != parts.vitals.engine:
            parts.vitals.note(error)
            logger.error("Questions cannot be searched for: %s", error)  # noqa: TRY400 - expected, and said in a line
    else:
        parts.vitals.engine = None
        if before is not None:
            logger.warning("Questions can be searched for again")


async def _keep_engine(parts: Parts) -> None:
    """Builds anew what a search engine has lost, and tidies it."""
    operations = parts.services.operations
    try:
        if parts.vitals.engine == EngineLost.__name__:
            await parts.threads.index(operations.reindex, who="upkeep")
        await parts.threads.index(operations.tidy)
    except (IndexRoomError, OSError) as error:
        trouble = f"The search engine could not be looked after, the next try is in a minute: {error}"
        _alarm(parts, "engine", trouble)
    else:
        _over(parts, "engine", "The search engine is looked after again")
