"""Telling Discord of the commands, only when they changed: creations are counted, 200 a day and guild."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.http import Route

logger = logging.getLogger(__name__)

FILE = "discord-commands.json"
EVERYWHERE = "everywhere"


async def sync_commands(
    tree: app_commands.CommandTree[Any],
    scopes: Sequence[int | None],
    state: Path,
    *,
    forget: Callable[[int | None], bool],
    joined: str = "",
) -> None:
    """Sync each scope (a guild's id, or None for everywhere) that differs from what was last synced.

    A scope that once had commands, is none any more and is to be forgotten loses them. What cannot be synced
    is logged and tried again at the next start: the bot answers with the commands that Discord has.

    Args:
        tree: of a client that is logged in.
        scopes: those that have commands.
        state: folder for what was last synced.
        forget: whether a scope is to be forgotten.
        joined: since when the bot is in the guild that is the scope, where that is known: Discord dropped the
            guild's commands when it left.
    """
    file = state / FILE
    known = await asyncio.to_thread(_read, file)
    prefix = f"{Route.BASE} {tree.client.application_id} "
    before = [_scope(name.removeprefix(prefix)) for name in known if name.startswith(prefix)]
    before = [scope for scope in before if forget(scope)]
    for scope in dict.fromkeys([*scopes, *before]):
        guild = None if scope is None else discord.Object(scope)
        name = f"{prefix}{scope or EVERYWHERE}"
        digest = await _digest(tree, guild)
        had, _, since = known.get(name, "").partition(" ")
        if had == digest and joined in ("", since):
            continue
        try:
            await tree.sync(guild=guild)
        except (discord.HTTPException, discord.RateLimited, aiohttp.ClientError) as error:
            logger.warning(
                "The commands could not be synced (%s): %s", scope or EVERYWHERE, _remedied(error, scope)
            )
            continue
        known[name] = f"{digest} {joined or since}".strip()
        if scope not in scopes:
            del known[name]
        await asyncio.to_thread(_write, file, known)
        logger.info("Commands synced: %s", scope or EVERYWHERE)


def _remedied(error: Exception, scope: int | None) -> str:
    remedy = "it has not invited the bot: let it do so (README.md), or take it out of the settings"
    return f"{error}: {remedy}" if scope and isinstance(error, discord.Forbidden) else str(error)


def _scope(name: str) -> int | None:
    return None if name == EVERYWHERE else int(name)


async def _digest(tree: app_commands.CommandTree[Any], guild: discord.Object | None) -> str:
    commands = tree.get_commands(guild=guild)
    translator = tree.translator
    payload = [
        await command.get_translated_payload(tree, translator) if translator else command.to_dict(tree)
        for command in commands
    ]
    text = json.dumps(payload, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _read(file: Path) -> dict[str, str]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(file: Path, known: dict[str, str]) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f"{file.name}.new")
        beside.write_text(json.dumps(known, indent=1), encoding="utf-8")
        beside.replace(file)
    except OSError as error:
        logger.warning("The hash of the commands cannot be kept, they will be synced again: %s", error)
