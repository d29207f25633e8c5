"""Reindexing from Discord: watched, cancelled, confirmed, on the audit trail before its result is shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar, Self

import discord
from discord import ui

from cogs import custom_ids
from cogs.article_option import find_article
from cogs.auditing import audited
from cogs.delivery import TOKEN_EXPIRED, defer, directly, finish
from cogs.errors import Told
from cogs.parts import Interaction, Parts
from cogs.permissions import operates
from cogs.persistent import PersistentButton, view_of
from cogs.progress import watching
from cogs.render_index import outcome_embed
from cogs.text import shorten_escaped
from cogs.watched import Watched
from index.changes import Outcome
from index.errors import ConfirmationNeeded, ReindexBusy
from index.lock import Holder
from index.models import Article

_WHO = 60  # units of a name


async def reindex(
    parts: Parts,
    interaction: Interaction,
    *,
    dry_run: bool = False,
    confirmed: bool = False,
    without: Article | None = None,
    above: Sequence[str] = (),
) -> None:
    """Reindex, saying how far it is in the deferred response, and show what came of it.

    Args:
        parts: everything.
        interaction: deferred already.
        dry_run: compare only.
        confirmed: publish although much would be dropped.
        without: an article to take out; it stays where that is not published.
        above: lines to be shown above the outcome.
    """
    said = [without.id] if without else []
    said += [name for name, on in (("dry-run", dry_run), ("confirmed", confirmed)) if on]
    action = "remove" if without else "reindex"
    async with audited(parts, interaction, action, " ".join(said)) as audit:
        out = without.id if without else None
        outcome = await _run(parts, interaction, dry_run=dry_run, confirmed=confirmed, without=out)
        audit.outcome = _outcome(outcome, dry_run=dry_run)
    embed = outcome_embed(outcome, parts.catalogue(interaction), dry_run=dry_run, above=above)
    ask = bool(outcome.doubts) and not outcome.published and not dry_run
    await show(interaction, embed, confirm_view(parts, interaction, without) if ask else None)


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


async def show(interaction: Interaction, embed: discord.Embed, view: ui.View | None = None) -> None:
    """Fill in the response; where its token has expired meanwhile, write to the admin directly."""
    try:
        await finish(interaction, embed=embed, view=view)
    except discord.HTTPException as error:
        if error.code not in TOKEN_EXPIRED:
            raise
        await directly(interaction, embed=embed)


async def _run(
    parts: Parts, interaction: Interaction, *, dry_run: bool, confirmed: bool, without: str | None
) -> Outcome:
    watched = Watched()
    parts.vitals.reindexes[interaction.id] = watched
    work = parts.threads.index(
        parts.services.operations.reindex,
        who=str(interaction.user),
        dry_run=dry_run,
        confirmed=confirmed,
        without=without,
        progress=watched,
        cancelled=watched.cancelled,
    )
    try:
        outcome = await watching(parts, interaction, watched, work, lambda: cancel_view(parts, interaction))
        if outcome.published:
            await parts.threads.index(parts.services.assistant.refresh)
    except ConfirmationNeeded as error:
        return error.outcome
    except ReindexBusy as error:
        raise busy(error.holder) from error
    finally:
        del parts.vitals.reindexes[interaction.id]
    return outcome


def _outcome(outcome: Outcome, *, dry_run: bool) -> str:
    if dry_run:
        return "dry run"
    if outcome.published:
        return f"published {outcome.build}"
    return f"needs confirmation: {', '.join(outcome.doubts)}" if outcome.doubts else "unchanged"


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


def _told_of(holder: Holder) -> dict[str, str | int]:
    return {
        "who": shorten_escaped(holder.who, _WHO),
        "since": holder.started[11:16],
        "done": holder.done,
        "total": holder.total,
    }


def cancel_view(parts: Parts, interaction: Interaction) -> ui.View:
    """The button that ends the reindex which `interaction` started."""
    return view_of(CancelButton(interaction.id, parts.catalogue(interaction).text("button-cancel")))


def confirm_view(parts: Parts, interaction: Interaction, without: Article | None = None) -> ui.View:
    """The button that publishes although much would be dropped, and takes an article out with it."""
    text = without.text_sha256 if without else None
    return view_of(ConfirmButton(text, parts.catalogue(interaction).text("button-confirm")))


class ConfirmButton(PersistentButton, template=custom_ids.CONFIRM):
    """A person's word for a reindex that drops much."""

    style: ClassVar[discord.ButtonStyle] = discord.ButtonStyle.danger

    def __init__(self, text_sha256: str | None = None, label: str | None = None) -> None:
        super().__init__(custom_ids.confirm(text_sha256), label=label)
        self._text_sha256 = text_sha256

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        """From its `custom_id`."""
        return cls(match["text"])

    async def press(self, parts: Parts, interaction: Interaction) -> None:
        """Reindex again, confirmed; take the article out that was to go."""
        operates(interaction)
        await defer(interaction, private=True)
        without = None
        if self._text_sha256:
            answerer = parts.services.assistant.answerer
            without = await parts.threads.look(find_article, answerer, self._text_sha256)
        await reindex(parts, interaction, confirmed=True, without=without)


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
