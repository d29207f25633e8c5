"""What an earlier answer of the bot still says of its question: read off the message, so nothing is kept. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import discord

from cogs import custom_ids
from cogs.render import FOLLOWS
from cogs.text import unescape
from retrieval.question.followups import topic_after


@dataclass(frozen=True, slots=True)
class Earlier:
    """The question that an answer answered."""

    question: str | None
    record: int | None  # its id in the query log


def earlier(answer: discord.Message) -> Earlier:
    """What to take along from `answer`, a message of the bot's own; a chain of leaning questions keeps its topic."""
    embed = answer.embeds[0] if answer.embeds else discord.Embed()
    question = unescape(embed.title) if embed.title else None
    before = embed.author.name
    if question and before and before.startswith(FOLLOWS):
        question = topic_after(before.removeprefix(FOLLOWS), question)
    return Earlier(question, record_of(answer))


def record_of(answer: discord.Message) -> int | None:
    """The id in the query log of what a message answered; None where no button of it knows one."""
    for row in answer.components:
        for item in row.children if isinstance(row, discord.ActionRow) else ():
            # Not every answer has quotes, and with them a context; each can be voted on.
            found = custom_ids.VOTE.fullmatch(getattr(item, "custom_id", None) or "")
            if found:
                return int(found["record"])
    return None
