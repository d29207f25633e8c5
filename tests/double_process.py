"""The real bot as a process of its own, as an operator starts it, on the Discord double."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from double_server import DiscordDouble

ROOT = Path(__file__).parents[1]
STOPPED_WITHIN = 20.0  # seconds: what the bot may take to finish, and some


@dataclass
class BotProcess:
    """A running `bot.py`, and where its log is written."""

    process: asyncio.subprocess.Process
    log: Path

    @property
    def text(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    async def ends(self, *, within: float = STOPPED_WITHIN) -> int:
        """Its exit status, once it ends."""
        return await asyncio.wait_for(self.process.wait(), within)


@contextlib.asynccontextmanager
async def bot_process(
    double: DiscordDouble,
    var: Path,
    settings: Mapping[str, str] | None = None,
    program: Sequence[str] = (sys.executable, "bot.py"),
    name: str = "bot",
) -> AsyncIterator[BotProcess]:
    """`python bot.py` with the double in Discord's place; ended by SIGTERM.

    Args:
        double: listening.
        var: an existing folder for the bot's state; its log is written there.
        settings: more environment variables, such as `GIPFEL_COGS__COOLDOWN_SECONDS`.
        program: another bot's command line, to compare with.
        name: of its log, where several share `var`.
    """
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("GIPFEL_", "DISCORD_"))},
        "DISCORD_TOKEN": double.token,
        "GIPFEL_DISCORD_API": double.api,
        "GIPFEL_DISCORD_GATEWAY": double.gateway_url,
        "GIPFEL_VAR": str(var),
        **(settings or {}),
    }
    log = var / f"{name}.log"
    with log.open("wb") as file:
        process = await asyncio.create_subprocess_exec(
            *program,
            cwd=ROOT,
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=file,
            stderr=file,
        )
    try:
        yield BotProcess(process, log)
    finally:
        if process.returncode is None:
            process.terminate()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), STOPPED_WITHIN)
        if process.returncode is None:
            process.kill()
            await process.wait()


async def logged_in(double: DiscordDouble, bot: BotProcess, *, within: float = 600.0) -> None:
    """Wait until the bot's shards are up (a first start builds the index); fail with its log where it ends."""
    up = asyncio.ensure_future(double.gateway.sessions_up(double.endpoints.shards, within=within))
    over = asyncio.ensure_future(bot.process.wait())
    await asyncio.wait({up, over}, return_when=asyncio.FIRST_COMPLETED)
    if not up.done():
        up.cancel()
        raise AssertionError(f"the bot ended with status {over.result()}:\n{bot.text[-2000:]}")
    over.cancel()
    await up
