"""What a guild's admins set."""

from __future__ import annotations

import json

import sqlalchemy as sa

from querylog.inserting import insert_into
from querylog.models import GuildSettings
from querylog.schema import guild_settings


def settings_of(connection: sa.Connection, guild: int) -> GuildSettings:
    """A guild's settings, or the defaults."""
    row = connection.execute(sa.select(guild_settings).where(guild_settings.c.guild == guild)).first()
    if row is None:
        return GuildSettings(guild)
    return GuildSettings(guild, frozenset(json.loads(row.channels)), row.cooldown)


def save_settings(connection: sa.Connection, settings: GuildSettings) -> None:
    """Sets what a guild's admins decided."""
    values = {"channels": json.dumps(sorted(settings.channels)), "cooldown": settings.cooldown}
    insert = insert_into(connection.dialect.name, guild_settings).values(guild=settings.guild, **values)
    connection.execute(insert.on_conflict_do_update(index_elements=["guild"], set_=values))
