"""`/help`: what the bot can do and how to ask."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from cogs.command_words import word
from cogs.parts import Interaction, Parts, language
from cogs.permissions import may_manage
from cogs.render import ANSWERED


class Help(commands.Cog):
    """Explains the bot in the asker's language."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @app_commands.command(name=word("command-help"), description=word("command-help-about"))
    async def help(self, interaction: Interaction) -> None:
        """Everything that can be done, on one page."""
        say, spoken = self._parts.locales.text, language(interaction)
        text = say(
            spoken,
            "help-text",
            ask=say(spoken, "command-ask"),
            private=say(spoken, "option-private"),
            evidence=say(spoken, "command-evidence"),
            sources=say(spoken, "command-sources"),
            verify=say(spoken, "command-verify"),
            privacy=say(spoken, "command-privacy"),
            context=say(spoken, "button-context"),
        )
        if may_manage(interaction):
            admin, log = say(spoken, "command-admin"), say(spoken, "command-log")
            explain = say(spoken, "command-explain")
            text += "\n\n" + say(spoken, "help-admins", admin=admin, log=log, explain=explain)
        embed = discord.Embed(title=say(spoken, "help-title"), description=text, colour=ANSWERED)
        await interaction.response.send_message(embed=embed, ephemeral=True)
