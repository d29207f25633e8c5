"""An admin's action, on record before its result is shown."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from cogs.errors import Told
from cogs.parts import Interaction, Parts
from querylog.models import AuditEntry


@dataclass(slots=True)
class Audited:
    """What the trail will say of the action's outcome."""

    outcome: str = "done"


@asynccontextmanager
async def audited(
    parts: Parts, interaction: Interaction, action: str, detail: str = ""
) -> AsyncIterator[Audited]:
    """Writes the action down when the block ends, well or not; show its result only afterwards."""
    said = Audited()
    with parts.desk.working():
        try:
            yield said
        except BaseException as error:
            said.outcome = error.key if isinstance(error, Told) else f"failed: {type(error).__name__}"
            raise
        finally:
            entry = AuditEntry(
                action=action,
                outcome=said.outcome,
                detail=detail,
                guild=interaction.guild_id,
                user=interaction.user.id,
            )
            await parts.threads.log(parts.services.log.audit, entry)
