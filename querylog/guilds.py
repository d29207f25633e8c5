"""What a guild's admins set and did: the settings table and the audit trail."""

from __future__ import annotations

import json
import logging

import sqlalchemy as sa

from querylog import schema
from querylog.database import Database
from querylog.errors import LogUnavailable
from querylog.inserting import insert_into
from querylog.models import AuditRecord, GuildSettings, Scope

log = logging.getLogger(__name__)


class GuildSettingsStore:
    """Every guild's settings, as last known also while the database is away."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[int, GuildSettings] = {}
        self._away = False  # the last look failed

    def get(self, guild: int) -> GuildSettings:
        """A guild's settings; never raises for the database's sake."""
        try:
            with self._database.read() as connection:
                self._known[guild] = settings_of(connection, guild)
            self._away = False
        except LogUnavailable as error:
            if not self._away:  # once an outage
                log.warning("guilds' settings cannot be read, the last known hold: %s", error)
            self._away = True
        return self._known.get(guild, GuildSettings(guild))

    def save(self, settings: GuildSettings) -> None:
        """Sets what a guild's admins decided.

        Raises:
            LogUnavailable: The database cannot take it.
        """
        with self._database.write() as connection:
            save_settings(connection, settings)


def settings_of(connection: sa.Connection, guild: int) -> GuildSettings:
    """A guild's settings, or the defaults."""
    table = schema.guild_settings
    row = connection.execute(sa.select(table).where(table.c.guild == guild)).first()
    if row is None:
        return GuildSettings(guild)
    return GuildSettings(guild, frozenset(json.loads(row.channels)), row.cooldown)


def save_settings(connection: sa.Connection, settings: GuildSettings) -> None:
    """Set a guild's settings."""
    table = schema.guild_settings
    values = {"channels": json.dumps(sorted(settings.channels)), "cooldown": settings.cooldown}
    insert = insert_into(connection.dialect.name, table).values(guild=settings.guild, **values)
    connection.execute(insert.on_conflict_do_update(index_elements=["guild"], set_=values))


def audit_trail(connection: sa.Connection, scope: Scope, limit: int) -> list[AuditRecord]:
    """Admin actions, newest first."""
    table = schema.audit
    wanted = (
        sa.select(table).where(schema.in_scope(table.c.guild, scope)).order_by(table.c.id.desc()).limit(limit)
    )
    return [
        AuditRecord(schema.from_ms(row.at), row.guild, row.pseudonym, row.action, row.detail, row.outcome)
        for row in connection.execute(wanted)
    ]
