"""An ordinary small bot on the unmodified discord.py client, for the tests of the Discord double itself."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import aiohttp
import discord
from discord import app_commands
from double_server import DiscordDouble


class Form(discord.ui.Modal, title="What was wrong?"):
    reason: discord.ui.TextInput[Form] = discord.ui.TextInput(label="Reason", max_length=20)

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"noted: {self.reason.value}", ephemeral=True)


class Buttons(discord.ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Context", custom_id="context")
    async def context(self, interaction: discord.Interaction, _: discord.ui.Button[Buttons]) -> None:
        await interaction.response.send_message("the paragraph", ephemeral=True)

    @discord.ui.button(emoji="👎", custom_id="down")
    async def down(self, interaction: discord.Interaction, _: discord.ui.Button[Buttons]) -> None:
        await interaction.response.send_modal(Form())

    @discord.ui.button(label="Next", custom_id="next")
    async def next(self, interaction: discord.Interaction, _: discord.ui.Button[Buttons]) -> None:
        await interaction.response.edit_message(content="page 2")


class Parrot(discord.AutoShardedClient):
    """Repeats what it reads, in every way in which Discord lets a bot answer."""

    def __init__(self, shards: int | None = None, intents: discord.Intents | None = None) -> None:
        super().__init__(
            intents=intents or discord.Intents.default(),
            shard_count=shards,
            guild_ready_timeout=0.01,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self.tree = app_commands.CommandTree(self)
        self.seen: list[discord.Message] = []
        self.failed: list[Exception] = []
        self.resumed = 0
        add_commands(self.tree)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Discord wants 5 s between two IDENTIFY; the double does not."""

    async def setup_hook(self) -> None:
        self.add_view(Buttons())
        self.tree.error(self.on_tree_error)
        await self.tree.sync()

    async def on_tree_error(self, _: discord.Interaction, error: app_commands.AppCommandError) -> None:
        self.failed.append(error.__cause__ if isinstance(error.__cause__, Exception) else error)

    async def on_resumed(self) -> None:
        self.resumed += 1

    async def on_message(self, message: discord.Message) -> None:
        self.seen.append(message)
        if not message.author.bot:
            try:
                await message.reply(f"you said: {message.content or 'nothing that I may read'}")
            except (discord.HTTPException, aiohttp.ClientError) as error:
                self.failed.append(error)


def add_commands(tree: app_commands.CommandTree[Parrot]) -> None:
    @tree.command(name="ask", description="Ask.")
    @app_commands.rename(private="private")
    async def ask(interaction: discord.Interaction, question: str, private: bool = False) -> None:  # noqa: FBT001, FBT002 -- a slash command's option
        await interaction.response.defer(ephemeral=private)
        await interaction.edit_original_response(embed=discord.Embed(title=question), view=Buttons())

    @tree.command(name="twice", description="Answer twice.")
    async def twice(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("once")
        await interaction.followup.send("twice", ephemeral=True)

    @tree.command(name="read", description="Read a file.")
    async def read(interaction: discord.Interaction, file: discord.Attachment) -> None:
        text = (await file.read()).decode()
        copy = discord.File(__file__, filename="copy.py")
        await interaction.response.send_message(f"{file.filename}: {text}", file=copy)

    @tree.context_menu(name="Find evidence")
    async def find(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"claim: {message.content}", ephemeral=True)

    admin = app_commands.Group(
        name="admin",
        description="Steer.",
        guild_only=True,
        default_permissions=discord.Permissions(manage_guild=True),
    )

    @admin.command(name="remove", description="Remove an article.")
    async def remove(interaction: discord.Interaction, article: str) -> None:
        await interaction.response.send_message(f"removed {article}")

    @remove.autocomplete("article")
    async def articles(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        known = ["summit", "border"]
        return [app_commands.Choice(name=name, value=name) for name in known if typed in name]

    tree.add_command(admin)


@contextlib.asynccontextmanager
async def parrot_on(
    double: DiscordDouble, *, shards: int | None = None, intents: discord.Intents | None = None
) -> AsyncIterator[Parrot]:
    """The parrot, logged in to the double and ready."""
    with double.at_discords_place():
        parrot = Parrot(shards, intents)
        running = asyncio.create_task(parrot.start(double.token))
        try:
            await double.gateway.sessions_up(shards or double.endpoints.shards)
            await parrot.wait_until_ready()
            yield parrot
        finally:
            await parrot.close()
            await running
