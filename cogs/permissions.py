"""Who may do what: checked in code, whatever a guild has overridden."""

from __future__ import annotations

import discord

from cogs.errors import Told
from cogs.parts import Interaction, parts_of


def manages_guild(interaction: Interaction) -> bool:
    """A check: only in a guild, only with Manage Server.

    Raises:
        Told: otherwise.
    """
    if not may_manage(interaction):
        raise Told("error-not-allowed")
    return True


def may_manage(interaction: Interaction) -> bool:
    """`manages_guild` without an error."""
    allowed = interaction.permissions.manage_guild or interaction.permissions.administrator
    return interaction.guild_id is not None and allowed


def operates(interaction: Interaction) -> bool:
    """A check: an admin of one of the operator's guilds; where none is set, the application's owner.

    Raises:
        Told: otherwise.
    """
    guilds = parts_of(interaction).options.admin_guilds
    if not guilds:
        if interaction.user.id not in owners(interaction.client):
            raise Told("error-not-operator")
        return True
    if interaction.guild_id not in guilds:
        raise Told("error-not-operator")
    return manages_guild(interaction)


def may_operate(interaction: Interaction) -> bool:
    """`operates` without an error, for what is offered while somebody types."""
    try:
        return operates(interaction)
    except Told:
        return False


def owners(client: discord.Client) -> set[int]:
    """The ids of those who own the application, or steer it as members of its team."""
    application = client.application
    if application is None:
        return set()
    if application.team is not None:
        steering = {discord.TeamMemberRole.admin, discord.TeamMemberRole.developer}
        joined = discord.TeamMembershipState.accepted
        members = application.team.members
        able = {one.id for one in members if one.membership_state is joined and one.role in steering}
        # The owner of a team is its member too, whatever role Discord lists.
        return able | ({application.team.owner_id} if application.team.owner_id else set())
    return {application.owner.id}
