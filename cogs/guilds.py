"""What a guild's admins have set, at hand before the first response: the database is asked in the background."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from cogs.gate import Cooldown
from cogs.threads import Threads
from querylog.errors import QueryLogError
from querylog.log import QueryLog
from querylog.models import GuildSettings

logger = logging.getLogger(__name__)

FRESH_SECONDS = 30.0
"""Another process may have changed them; after this they are read again."""
_PATIENCE_SECONDS = 0.5  # of the three that a first response may take


class Guilds:
    """A guild's settings, read through a short-lived copy."""

    def __init__(
        self, log: QueryLog, threads: Threads, cooldown: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._log = log
        self._threads = threads
        self._cooldown = cooldown
        self._clock = clock
        self._known: dict[int, tuple[float, GuildSettings]] = {}
        self._away = False
        self._reading: dict[int, asyncio.Task[GuildSettings]] = {}

    async def settings(self, guild: int) -> GuildSettings:
        """The guild's settings; a database that is slow or away costs half a second and gives the last known."""
        read_at, known = self._known.get(guild, (-FRESH_SECONDS, GuildSettings(guild)))
        if self._clock() - read_at < FRESH_SECONDS:
            return known
        try:
            settings = await asyncio.wait_for(asyncio.shield(self._read(guild)), _PATIENCE_SECONDS)
        except (TimeoutError, QueryLogError) as error:
            if not self._away:  # once an outage: each guild's every question would say it again
                reason = str(error) or "too slow"
                logger.warning("Guilds' settings cannot be read, the last known hold: %s", reason)
            self._away = True
            self._known[guild] = (self._clock(), known)
            return known
        self._away = False
        return settings

    async def cooldown(self, guild: int | None) -> Cooldown:
        """The pause between two questions of one user there: the guild's own, or the bot's."""
        own = (await self.settings(guild)).cooldown if guild is not None else None
        return Cooldown(self._cooldown) if own is None else Cooldown(own, guild)

    async def change(self, settings: GuildSettings) -> None:
        """Store what an admin set; it counts at once in this process.

        Raises:
            QueryLogError: it could not be stored; nothing has changed.
        """
        await self._threads.log(self._log.save_guild_settings, settings)
        self._known[settings.guild] = (self._clock(), settings)

    def _read(self, guild: int) -> asyncio.Task[GuildSettings]:
        """One read at a time a guild, whoever else waits for it."""
        if guild not in self._reading:
            reading = self._reading[guild] = asyncio.create_task(self._load(guild))
            # Whoever waits for it may have given up before it fails.
            reading.add_done_callback(lambda done: done.cancelled() or done.exception())
        return self._reading[guild]

    async def _load(self, guild: int) -> GuildSettings:
        try:
            settings = await self._threads.log(self._log.guild_settings, guild)
        finally:
            del self._reading[guild]
        self._known[guild] = (self._clock(), settings)
        return settings
