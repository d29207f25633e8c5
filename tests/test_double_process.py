"""How the tests start the bot as a process of its own: what it is told, and how its end is noticed."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from double_process import bot_process, logged_in
from double_server import DiscordDouble

TELL = """
import os
print(*(os.environ.get(name) for name in ("DISCORD_TOKEN", "GIPFEL_DISCORD_API", "GIPFEL_VAR", "GIPFEL_X")))
print(os.environ.get("GIPFEL_OF_THE_OPERATOR"), flush=True)
"""


@pytest.fixture
async def double() -> AsyncIterator[DiscordDouble]:
    async with DiscordDouble() as double:
        yield double


async def test_a_bot_that_ends_before_it_logs_in_fails_the_test_with_its_log(
    double: DiscordDouble, tmp_path: Path
) -> None:
    program = (sys.executable, "-c", "import sys; sys.exit('no articles')")
    async with bot_process(double, tmp_path, program=program) as bot:
        with pytest.raises(AssertionError, match=r"(?s)status 1.*no articles"):
            await logged_in(double, bot)


async def test_the_bot_is_told_of_the_double_and_nothing_of_the_operators_own_settings(
    double: DiscordDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIPFEL_OF_THE_OPERATOR", "secret")
    async with bot_process(double, tmp_path, {"GIPFEL_X": "1"}, (sys.executable, "-c", TELL)) as bot:
        assert await bot.ends() == 0
    assert bot.text.split() == [double.token, double.api, str(tmp_path), "1", "None"]


async def test_sigterm_is_sent_at_the_end(double: DiscordDouble, tmp_path: Path) -> None:
    program = (sys.executable, "-c", "import signal; print('up', flush=True); signal.pause()")
    async with bot_process(double, tmp_path, program=program) as bot:
        await double.until(lambda: "up" in bot.text)
    assert bot.process.returncode == -15
