"""The answer that somebody goes on from without replying to it, as people do where they feel alone with the bot."""

from __future__ import annotations

import logging
from datetime import timedelta

import discord

from cogs.delivery import BROKEN
from cogs.followups import Earlier, earlier
from cogs.text import has_words
from retrieval.question.followups import asks_again, leans
from retrieval.question.utterance import utterance

logger = logging.getLogger(__name__)

_LOOKED_BACK = 10  # messages
_FORGOTTEN = timedelta(days=1)  # who asks later has begun anew


def asks_on(text: str) -> bool:
    """Whether it can only be understood with something before it."""
    return has_words(text) and leans(text) and (asks_again(text) or not utterance(text).talk)


async def answer_before(message: discord.Message, me: discord.ClientUser | None) -> discord.Message | None:
    """The newest answer of `me` to whoever wrote `message`, lately and a few messages before; else its thread's.

    None where there is neither, where it replies to something else, or where the channel's history cannot be read.
    """
    if message.reference is not None or not _may_look(message):
        return None
    try:
        async for one in message.channel.history(limit=_LOOKED_BACK, before=message):
            pointed = one.reference.resolved if one.reference else None
            if one.type is discord.MessageType.thread_starter_message and isinstance(
                pointed, discord.Message
            ):
                return pointed if _is_answer(pointed, me) else None
            if _is_answer(one, me) and (message.guild is None or _asker(one) == message.author):
                return one if message.created_at - one.created_at < _FORGOTTEN else None
    except (discord.HTTPException, *BROKEN) as error:
        logger.warning("A message is read without what came before it: %s", error)
    return None


def _is_answer(message: discord.Message, me: discord.ClientUser | None) -> bool:
    """Whether it answers a question: what is said in between, with or without words, changes no topic."""
    found = earlier(message) if message.author == me else Earlier(None, None)
    question = found.question or ""
    return found.record is not None and has_words(question) and not utterance(question).talk


def _asker(answer: discord.Message) -> discord.abc.User | None:
    if answer.interaction_metadata is not None:
        return answer.interaction_metadata.user
    asked = answer.reference.resolved if answer.reference else None
    return asked.author if isinstance(asked, discord.Message) else None


def _may_look(message: discord.Message) -> bool:
    """Whether Discord would let the bot: each refusal counts towards a ban."""
    if message.guild is None:
        return True
    if isinstance(message.channel, discord.PartialMessageable):
        return False
    if isinstance(message.channel, discord.Thread) and message.channel.parent is None:
        return False  # whose permissions count there is not known
    return message.channel.permissions_for(message.guild.me).read_message_history
