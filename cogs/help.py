"""`/help`: what the bot can do and how to ask."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from cogs.command_words import word
from cogs.parts import Interaction, Parts
from cogs.permissions import may_manage
from cogs.render import ANSWERED


class Help(commands.Cog):
    """Explains the bot in the asker's language."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @app_commands.command(name=word("command-help"), description=word("command-help-about"))
    async def help(self, interaction: Interaction) -> None:
        """Everything that can be done, on one page."""
        say = self._parts.catalogue(interaction).text
        text = say(
            "help-text",
            ask=say("command-ask"),
            private=say("option-private"),
            evidence=say("command-evidence"),
            sources=say("command-sources"),
            verify=say("command-verify"),
            privacy=say("command-privacy"),
            context=say("button-context"),
        )
        if may_manage(interaction):
            admin, log = say("command-admin"), say("command-log")
            explain = say("command-explain")
            text += "\n\n" + say("help-admins", admin=admin, log=log, explain=explain)
        embed = discord.Embed(title=say("help-title"), description=text, colour=ANSWERED)
        await interaction.response.send_message(embed=embed, ephemeral=True)
