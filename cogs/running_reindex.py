"""The reindex that is running, in whichever process: who hears of it, and how it is told to end."""

from __future__ import annotations

import re
from typing import Self

from discord import ui

from cogs import custom_ids
from cogs.auditing import audited
from cogs.delivery import defer, finish
from cogs.errors import Told
from cogs.parts import Interaction, Parts
from cogs.permissions import operates
from cogs.persistent import PersistentButton, view_of
from cogs.text import shorten_escaped
from index.lock import Holder

_WHO = 60  # units of a name


async def running_lines(parts: Parts, interaction: Interaction) -> list[str]:
    """Whose reindex is running, in whichever process, and how far it is; nothing where none is."""
    holder = await parts.threads.look(parts.services.operations.running)
    if holder is None:
        return []
    told = busy(holder)
    return [parts.catalogue(interaction).text(told.key, **told.values)]


def busy(holder: Holder | None) -> Told:
    """What an admin hears whose action has to wait for a reindex that is running."""
    if holder is None:
        return Told("reindex-busy")
    return Told("reindex-busy-with", **_told_of(holder))


async def cancel_running(parts: Parts, interaction: Interaction) -> None:
    """Ask the reindex that is running to end, whoever started it and in whichever process it runs.

    Args:
        parts: everything.
        interaction: deferred already.
    """
    async with audited(parts, interaction, "reindex cancel") as audit:
        # Not in the threads that reindexes may fill.
        holder = await parts.threads.look(parts.services.operations.cancel)
        if holder is None:
            audit.outcome = "nothing to cancel"
    if holder is None:
        await finish(interaction, parts.catalogue(interaction).text("reindex-not-running"))
    else:
        text = parts.catalogue(interaction).text("reindex-asked-to-end", **_told_of(holder))
        await finish(interaction, text)


def cancel_view(parts: Parts, interaction: Interaction) -> ui.View:
    """The button that ends the reindex which `interaction` started."""
    return view_of(CancelButton(interaction.id, parts.catalogue(interaction).text("button-cancel")))


class CancelButton(PersistentButton, template=custom_ids.CANCEL):
    """Ends the reindex whose progress it stands under, if this process runs it."""

    def __init__(self, run: int, label: str | None = None) -> None:
        super().__init__(custom_ids.cancel(run), label=label)
        self._run = run

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        """From its `custom_id`."""
        return cls(int(match["run"]))

    async def press(self, parts: Parts, interaction: Interaction) -> None:
        """Ask it to end; whoever started it sees that it did."""
        operates(interaction)
        await defer(interaction, private=True)
        async with audited(parts, interaction, "reindex cancel") as audit:
            running = parts.vitals.reindexes.get(self._run)
            if running is None:
                audit.outcome = "nothing to cancel"
            else:
                running.cancel()
        key = "reindex-cancelling" if audit.outcome == "done" else "reindex-not-running"
        await finish(interaction, parts.catalogue(interaction).text(key))


def _told_of(holder: Holder) -> dict[str, str | int]:
    return {
        "who": shorten_escaped(holder.who, _WHO),
        "since": holder.started[11:16],
        "done": holder.done,
        "total": holder.total,
    }
