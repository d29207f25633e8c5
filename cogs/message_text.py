"""What a message says: its own words, else those that it quotes, forwards or asks in a poll; and what Discord hides.

Pure.
"""

from __future__ import annotations

import discord

from cogs.text import quoted_and_said, words_of
from retrieval.question.followups import asks_again


def said(message: discord.Message) -> str:
    """In one line, without mentions and emoji; "" where there are only pictures, stickers or embeds."""
    forwarded = [snapshot.content for snapshot in message.message_snapshots]
    poll = [message.poll.question] if message.poll else []
    quoted, own = quoted_and_said(message.content)
    return own or quoted or words_of(" ".join([*forwarded, *poll]))


def brought_along(message: discord.Message) -> str:
    """The words of others that it speaks of: what it quotes, else what it replies to, where Discord shows that."""
    quoted, own = quoted_and_said(message.content)
    if own and quoted:
        return quoted
    replied_to = message.reference.resolved if message.reference else None
    return said(replied_to) if own and isinstance(replied_to, discord.Message) else ""


def points(message: discord.Message) -> bool:
    """Whether it points the bot to a message that Discord hides, by a reply that has no words or but asks it again."""
    pointed = message.reference.resolved if message.reference else None
    hidden = isinstance(pointed, discord.Message) and not pointed.content and not pointed.embeds
    if not hidden or message.guild is None or carries(message):
        return False
    own = said(message)
    return not own or (asks_again(own) and not brought_along(message))


def carries(message: discord.Message) -> bool:
    """Whether it is about a picture, another file or a sticker."""
    return bool(message.attachments or message.stickers)


def silenced(message: discord.Message, answered: discord.Message | None) -> str | None:
    """Why Discord hides what the message says, although it is meant for the bot; None where it is not meant so."""
    if answered is not None:
        return "message-hidden"  # a reply that does not ping, or one to a command's answer
    role = message.guild.self_role if message.guild else None
    # Discord offers the role of the bot, which has its name, beside the bot.
    return "message-to-role" if role is not None and role in message.role_mentions else None
