"""What a message says: its own words, else those that it forwards or asks in a poll. Pure."""

from __future__ import annotations

import discord

from cogs.text import words_of


def said(message: discord.Message) -> str:
    """In one line, without mentions and emoji; "" where there are only pictures, stickers or embeds."""
    forwarded = [snapshot.content for snapshot in message.message_snapshots]
    poll = [message.poll.question] if message.poll else []
    return words_of(message.content) or words_of(" ".join([*forwarded, *poll]))
