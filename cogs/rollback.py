"""`/admin rollback`: an earlier build made live again, on the audit trail before it is shown."""

from __future__ import annotations

from discord import app_commands

from cogs import limits
from cogs.auditing import audited
from cogs.delivery import show
from cogs.errors import Told
from cogs.parts import Interaction, Parts
from cogs.render_status import rollback_embed
from cogs.running_reindex import busy
from index.errors import IndexCorrupt, IndexMismatch, IndexMissing, ReindexBusy


async def roll_back(parts: Parts, interaction: Interaction, build: str | None) -> None:
    """Make `build` live, or the one before the live one, in the deferred response.

    Raises:
        Told: there is no such build, it cannot be used, or a reindex is running, which would undo it.
    """
    async with audited(parts, interaction, "rollback", build or "previous") as audit:
        try:
            manifest = await parts.threads.index(
                parts.services.operations.rollback, build, who=str(interaction.user)
            )
        except ReindexBusy as error:
            raise busy(error.holder) from error
        except (IndexMissing, IndexCorrupt, IndexMismatch) as error:
            nowhere = build is None and isinstance(error, IndexMissing)
            raise Told("rollback-nothing" if nowhere else "rollback-impossible") from error
        await parts.threads.index(parts.services.assistant.refresh)
        audit.outcome = f"live: {manifest.id}"
    await show(interaction, rollback_embed(manifest, parts.catalogue(interaction)))


async def offered_builds(parts: Parts, typed: str) -> list[app_commands.Choice[str]]:
    """Builds on disk that can be returned to, newest first, with their day and size."""
    builds = await parts.threads.look(parts.services.operations.listed)
    return [
        app_commands.Choice(
            name=f"{build.id} · {build.created:%Y-%m-%d %H:%M} UTC · {build.articles}",
            value=build.id,
        )
        for build in builds
        if typed in build.id and build.is_loadable
    ][: limits.CHOICES]
