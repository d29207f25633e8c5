"""The buttons under an answer. They know no more than their `custom_id`, so they work after a restart."""

from __future__ import annotations

import re
from functools import partial
from typing import Self

from discord import ui

from cogs import custom_ids
from cogs.delivery import defer, finish, open_form
from cogs.errors import Told
from cogs.form import wrong_form
from cogs.parts import Interaction, Parts
from cogs.persistent import PersistentButton, view_of
from cogs.render_context import context_message, places_of
from locales import Locales
from querylog.models import Vote
from retrieval.models import Answer

UP, DOWN = "👍", "👎"


def answer_view(locales: Locales, answer: Answer, record: int) -> ui.View:
    """The two thumbs for the answer on record as `record`; before them its context, where it quotes anything."""
    thumbs = VoteButton(record, up=True), VoteButton(record, up=False)
    if not (answer.passages or answer.closest):
        return view_of(*thumbs)
    return view_of(ContextButton(record, locales.of(answer.language).text("button-context")), *thumbs)


class ContextButton(PersistentButton, template=custom_ids.CONTEXT):
    """Shows, privately, the paragraph around each quote."""

    def __init__(self, record: int, label: str | None = None) -> None:
        super().__init__(custom_ids.context(record), label=label, emoji="📖")
        self._record = record

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        """From its `custom_id`."""
        return cls(int(match["record"]))

    async def press(self, parts: Parts, interaction: Interaction) -> None:
        """Look the citations up and show where they stand."""
        await defer(interaction, private=True)
        query = await parts.threads.log(parts.services.log.get, self._record)
        if query is None:
            raise Told("error-record-gone")
        index = parts.services.assistant.answerer.index
        places = await parts.threads.look(places_of, query, parts.services.store.text, index)
        embed, file = context_message(places, parts.catalogue(interaction))
        await finish(interaction, embed=embed, files=[file] if file else [])


class VoteButton(PersistentButton, template=custom_ids.VOTE):
    """A thumb; the one that points down asks what was wrong."""

    def __init__(self, record: int, *, up: bool) -> None:
        super().__init__(custom_ids.vote(record, up=up), emoji=UP if up else DOWN)
        self._record = record
        self._up = up

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        """From its `custom_id`."""
        return cls(int(match["record"]), up=match["vote"] == "up")

    async def press(self, parts: Parts, interaction: Interaction) -> None:
        """Keep the vote; one against an answer is kept before its form is filled in, or closed."""
        keep = partial(parts.services.log.feedback, self._record, interaction.user.id)
        if self._up:
            await defer(interaction, private=True)
            await parts.threads.log(keep, Vote.UP)
            await finish(interaction, parts.catalogue(interaction).text("vote-thanks"))
            return
        form = wrong_form(parts.catalogue(interaction), self._record)
        await open_form(interaction, form)
        await parts.threads.log(keep, Vote.DOWN)
