"""A long piece of work, watched from the event loop: the message that started it says how far it is."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from discord import ui

from cogs.delivery import finish
from cogs.errors import quietly
from cogs.parts import Interaction, Parts
from cogs.watched import Step, Watched
from locales import Catalogue

T = TypeVar("T")

SECONDS = 2.0  # between two edits: Discord counts them
_PHASES = {
    "read": "phase-read",
    "embed": "phase-embed",
    "link": "phase-link",
    "check": "phase-check",
    "publish": "phase-publish",
}


async def shown_while(
    parts: Parts, interaction: Interaction, watched: Watched, view: Callable[[], ui.View]
) -> None:
    """Edits the response with each new step while that can be done; what else Discord refuses is let pass."""
    last: Step | None = None
    while not interaction.is_expired():
        await asyncio.sleep(SECONDS)
        step = watched.step
        if step is None or step == last:
            continue
        last = step
        text = progress_text(step, parts.catalogue(interaction), time.monotonic())
        await quietly(partial(finish, interaction, text, view=view()), "progress")


def progress_text(step: Step, catalogue: Catalogue, now: float) -> str:
    """Phase, count and, once it can be told, the seconds that the phase still takes."""
    phase = catalogue.text(_PHASES.get(step.phase, "phase-read"))
    text = catalogue.text("progress", phase=phase, done=step.done, total=step.total)
    if not 0 < step.done < step.total:
        return text
    left = math.ceil((now - step.began) / step.done * (step.total - step.done))
    return f"{text} {catalogue.text('progress-left', seconds=left)}"


async def watching(
    parts: Parts, interaction: Interaction, watched: Watched, work: Awaitable[T], view: Callable[[], ui.View]
) -> T:
    """The work's result; meanwhile the response says how far it is."""
    showing = asyncio.create_task(shown_while(parts, interaction, watched, view))
    try:
        return await work
    finally:
        showing.cancel()
        await asyncio.gather(showing, return_exceptions=True)
