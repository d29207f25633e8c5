"""Watch mode end to end: a file is dropped into the folder, and the bot, a process of its own, answers from it."""

import asyncio
import shutil
from pathlib import Path

import pytest
from double_people import Person
from double_process import bot_process, logged_in
from double_server import DiscordDouble
from fakes_discord import KBS, SEEDS

NEWS = "Der Leuchtturm am Kap Arkona wurde im Jahr 1827 gebaut. Er ist 19 Meter hoch.\n"
ASKED = "Wann wurde der Leuchtturm am Kap Arkona gebaut?"


@pytest.mark.slow
async def test_what_is_dropped_into_the_folder_is_answered_from_without_a_command(tmp_path: Path) -> None:
    seeds, var = tmp_path / "seeds", tmp_path / "var"
    articles, current = var / "articles", var / "index" / "current"
    for folder in (seeds, articles):
        folder.mkdir(parents=True)
    shutil.copy(SEEDS / f"{KBS}.txt", seeds)
    settings = {
        "GIPFEL_INDEX__SEEDS": str(seeds),
        "GIPFEL_INDEX__WATCH": "true",
        "GIPFEL_INDEX__WATCH_QUIET_SECONDS": "0.5",
        "GIPFEL_COGS__COOLDOWN_SECONDS": "0",
    }
    async with DiscordDouble(first_response=20.0) as double:
        member = double.guild("forum", locale="de").member("member")
        async with bot_process(double, var, settings) as bot:
            await logged_in(double, bot)
            first = current.read_text(encoding="utf-8")
            assert "1827" not in await shown(member)
            (articles / "leuchtturm.txt").write_text(NEWS, encoding="utf-8")
            await double.until(
                lambda: current.read_text(encoding="utf-8") != first, within=120, what="a build"
            )
            async with asyncio.timeout(60):
                while "Index 000002-" not in (answer := await shown(member)):
                    pass  # the build is still being loaded
            assert "> Der Leuchtturm am Kap Arkona wurde im Jahr **1827** gebaut." in answer
            bot.process.terminate()
            assert await bot.ends() == 0
    assert double.violations == []


async def shown(member: Person) -> str:
    """What the bot says to the question."""
    return (await member.slash("ask", question=ASKED).answer(within=60)).text
