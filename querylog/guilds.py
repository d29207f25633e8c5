"""What a guild's admins set."""

from __future__ import annotations

import json
import logging

import sqlalchemy as sa

from querylog.database import Database
from querylog.errors import LogUnavailable
from querylog.inserting import insert_into
from querylog.models import GuildSettings
from querylog.schema import guild_settings

logger = logging.getLogger(__name__)


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
                wanted = sa.select(guild_settings).where(guild_settings.c.guild == guild)
                found = connection.execute(wanted).first()
            own = (frozenset(json.loads(found.channels)), found.cooldown) if found else ()
            self._known[guild] = GuildSettings(guild, *own)
            self._away = False
        except LogUnavailable as error:
            if not self._away:  # once an outage
                logger.warning("guilds' settings cannot be read, the last known hold: %s", error)
            self._away = True
        return self._known.get(guild, GuildSettings(guild))

    def save(self, settings: GuildSettings) -> None:
        """Sets what a guild's admins decided.

        Raises:
            LogUnavailable: The database cannot take it.
        """
        values = {"channels": json.dumps(sorted(settings.channels)), "cooldown": settings.cooldown}
        with self._database.write() as connection:
            insert = insert_into(connection.dialect.name, guild_settings).values(
                guild=settings.guild, **values
            )
            connection.execute(insert.on_conflict_do_update(index_elements=["guild"], set_=values))
