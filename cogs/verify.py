"""`/verify`: does a quotation still stand, which build said it, which sentences are they."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from cogs.command_words import word
from cogs.delivery import defer, finish
from cogs.errors import Told
from cogs.parts import Interaction, Parts
from cogs.render_verdict import verdict_embed
from retrieval.citation import parse_citation, verify
from retrieval.errors import CitationInvalid


class Verify(commands.Cog):
    """Checks what the bot once said."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @app_commands.command(name=word("command-verify"), description=word("command-verify-about"))
    @app_commands.rename(citation=word("option-citation"))
    @app_commands.describe(citation=word("option-citation-about"))
    async def verify(self, interaction: Interaction, citation: str) -> None:
        """Check a citation against the kept texts, the build it names and the live one."""
        await defer(interaction, private=True)
        try:
            cited = parse_citation(citation.strip().strip("`"))
        except CitationInvalid as error:
            raise Told("verify-invalid") from error
        verdict = await self._parts.threads.look(verify, cited, self._parts.services.store)
        await finish(interaction, embed=verdict_embed(verdict, self._parts.catalogue(interaction)))
