"""How often a call to Discord is tried."""

from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest

from cogs.delivery import retried


@pytest.mark.parametrize(("unavailable", "tries"), [(False, 1), (True, 3)])
async def test_what_discord_py_has_waited_out_itself_is_not_waited_out_again(
    unavailable: bool,  # noqa: FBT001 - a table
    tries: int,
) -> None:
    tried = []

    async def call() -> None:
        tried.append(1)
        raise discord.DiscordServerError(cast("Any", SimpleNamespace(status=503, reason="")), "")

    with pytest.raises(discord.DiscordServerError):
        await retried(call, unavailable=unavailable)
    assert len(tried) == tries
