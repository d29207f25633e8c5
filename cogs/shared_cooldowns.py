"""Cooldowns that hold across the processes of one bot: the database they share knows of each member's."""

from __future__ import annotations

import asyncio
import logging

from cogs.threads import Threads
from querylog.errors import QueryLogError
from querylog.log import QueryLog

logger = logging.getLogger(__name__)

_PATIENCE_SECONDS = 0.5  # of the three that a first response may take


class SharedCooldowns:
    """Asks the database for each question. For the event loop's thread."""

    def __init__(self, log: QueryLog, threads: Threads) -> None:
        self._log = log
        self._threads = threads
        self._away = False

    async def wait_of(self, user: int, cooldown: float) -> float:
        """Seconds that `user` has to wait because of a question to another process; 0: none, and it is noted there.

        A database that is slow or away keeps nobody from asking.
        """
        if cooldown <= 0:
            return 0.0
        try:
            asked = self._threads.log(self._log.claim, user, cooldown)
            left = await asyncio.wait_for(asked, _PATIENCE_SECONDS)
        except (TimeoutError, QueryLogError) as error:
            if not self._away:  # once an outage
                reason = str(error) or "too slow"
                logger.warning("Cooldowns hold in this process alone for now: %s", reason)
            self._away = True
            return 0.0
        self._away = False
        return left
