"""Reindexing from Discord: watched, confirmed, on the audit trail before its result is shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar, Self

import discord
from discord import ui

from cogs import custom_ids
from cogs.article_option import find_article
from cogs.auditing import audited
from cogs.delivery import defer, show
from cogs.parts import Interaction, Parts
from cogs.permissions import operates
from cogs.persistent import PersistentButton, view_of
from cogs.progress import watching
from cogs.render_index import outcome_embed
from cogs.running_reindex import busy, cancel_view
from cogs.watched import Watched
from index.changes import Outcome
from index.errors import ConfirmationNeeded, ReindexBusy
from index.models import Article


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
