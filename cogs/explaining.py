"""“Explain answer”, for admins, on any answer of the bot: what each sentence was weighed by."""

from __future__ import annotations

import discord
from discord import app_commands

from cogs.command_words import word
from cogs.delivery import defer, finish
from cogs.errors import Told
from cogs.followups import record_of
from cogs.parts import Interaction, Parts
from cogs.permissions import manages_guild
from cogs.render_explanation import explanation_message
from querylog.errors import NotReplayable
from retrieval.explanation import explain


class Explain:
    """A message's context menu, for who manages the guild alone; the reply is private."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.menu = app_commands.ContextMenu(name=word("command-explain"), callback=self._explain)

    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.check(manages_guild)
    async def _explain(self, interaction: Interaction, message: discord.Message) -> None:
        """Ask the question of an answer on record again, of the live build, and show what was weighed."""
        await defer(interaction, private=True)
        log, threads = self._parts.services.log, self._parts.threads
        # Another bot of this kind numbers its answers alike.
        record = record_of(message) if message.author == interaction.client.user else None
        if record is None:
            raise Told("explain-not-mine")
        query = await threads.log(log.get, record, interaction.guild_id or 0)
        if query is None:
            raise Told("error-record-gone")
        try:
            question = await threads.log(log.question_of, query)
        except NotReplayable as error:
            raise Told("explain-not-kept") from error
        explanation = await threads.look(explain, self._parts.services.assistant.answerer, question)
        embed, file = explanation_message(explanation, self._parts.catalogue(interaction), build=query.build)
        await finish(interaction, embed=embed, files=[file])
