"""What a message says: its own words, else those that it forwards or asks in a poll; and what Discord hides. Pure."""

from __future__ import annotations

import discord

from cogs.text import words_of


def said(message: discord.Message) -> str:
    """In one line, without mentions and emoji; "" where there are only pictures, stickers or embeds."""
    forwarded = [snapshot.content for snapshot in message.message_snapshots]
    poll = [message.poll.question] if message.poll else []
    return words_of(message.content) or words_of(" ".join([*forwarded, *poll]))


def points(message: discord.Message) -> bool:
    """Whether it only points the bot to somebody's message, by a reply without a word, which Discord hides."""
    pointed = message.reference.resolved if message.reference else None
    hidden = isinstance(pointed, discord.Message) and not pointed.content and not pointed.embeds
    return hidden and message.guild is not None and not carries(message) and not said(message)


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
