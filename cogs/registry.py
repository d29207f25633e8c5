"""Which commands there are, and where."""

from __future__ import annotations

import discord

from cogs.admin import Admin, Part
from cogs.ask import Ask, Evidence
from cogs.buttons import ContextButton, VoteButton
from cogs.client import Gipfelbot, ShardedGipfelbot
from cogs.command_words import Translator
from cogs.explaining import Explain
from cogs.form import Forms
from cogs.help import Help
from cogs.indexing import ConfirmButton
from cogs.log import Log
from cogs.messages import Messages
from cogs.owned import JoinedGuilds, OwnedGuilds
from cogs.parts import Parts
from cogs.privacy import DeleteButton, Privacy
from cogs.running_reindex import CancelButton
from cogs.sources import ArticleButton, Sources, SourcesButton
from cogs.verify import Verify

Client = Gipfelbot | ShardedGipfelbot
BUTTONS = (
    ContextButton,
    VoteButton,
    SourcesButton,
    ArticleButton,
    DeleteButton,
    ConfirmButton,
    CancelButton,
)


async def register(client: Client, parts: Parts) -> list[int | None]:
    """Add every cog and button.

    Returns:
        The scopes to sync: guilds' ids, and None for everywhere.
    """
    await client.tree.set_translator(Translator(parts.locales))
    client.add_dynamic_items(*BUTTONS)
    home = parts.options.test_guild
    place = None if home is None else discord.Object(home)
    evidence = Evidence(parts)
    cogs = (Ask(parts), evidence, Sources(parts), Verify(parts), Help(parts), Privacy(parts), Log(parts))
    for cog in cogs:
        await client.add_cog(cog, guild=place)
    await client.add_cog(Messages(client, parts))
    await client.add_cog(Forms(parts))
    for menu in (evidence.menu, Explain(parts).menu):
        client.tree.add_command(menu, guild=place)
    return await _add_admin(client, parts, home)


async def _add_admin(client: Client, parts: Parts, home: int | None) -> list[int | None]:
    """`/admin`: everywhere what concerns a guild, in the operator's guilds what steers the index.

    Where a guild has a command of its own, Discord lists it beside the one of the same name that is everywhere; so the
    two share no subcommand, and each is listed once.
    """
    operators = parts.options.admin_guilds
    if home is not None:
        part = Part.BOTH if not operators or home in operators else Part.GUILD
        client.tree.add_command(Admin(parts, part), guild=discord.Object(home))
        await client.add_cog(JoinedGuilds(client, parts, frozenset({home})))
        return [home]
    client.tree.add_command(Admin(parts, Part.GUILD))
    for guild in sorted(operators):
        client.tree.add_command(Admin(parts, Part.INDEX), guild=discord.Object(guild))
    joining = JoinedGuilds(client, parts, operators) if operators else OwnedGuilds(client, parts)
    await client.add_cog(joining)
    return [None, *sorted(operators)]
