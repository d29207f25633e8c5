"""`/ask`, and "Find evidence" on any message."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from cogs.answering import answer
from cogs.command_words import word
from cogs.errors import Told
from cogs.message_text import said
from cogs.parts import Interaction, Parts
from cogs.text import blank, shorten
from querylog.models import Surface
from retrieval.question.utterance import utterance


class Ask(commands.Cog):
    """Where members ask by a command."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @app_commands.command(name=word("command-ask"), description=word("command-ask-about"))
    @app_commands.rename(question=word("option-question"), private=word("option-private"))
    @app_commands.describe(question=word("option-question-about"), private=word("option-private-about"))
    async def ask(self, interaction: Interaction, question: str, private: bool = False) -> None:  # noqa: FBT001, FBT002 - an option of the command
        """Answer a question from the articles."""
        await answer(self._parts, interaction, question, Surface.SLASH, private=private)


class Evidence(commands.Cog):
    """What the articles say about a message: the message is the claim, the reply is private."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.menu = app_commands.ContextMenu(name=word("command-evidence"), callback=self._find)

    async def _find(self, interaction: Interaction, message: discord.Message) -> None:
        claim = shorten(said(message), self._parts.options.max_question_characters)
        if blank(claim) or utterance(claim).talk:
            raise Told("evidence-no-text")
        await answer(self._parts, interaction, claim, Surface.CONTEXT_MENU, private=True)
