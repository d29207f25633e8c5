"""The bot over Milvus as a process of its own."""

from pathlib import Path

from double_people import Person
from double_process import bot_process, logged_in
from double_server import DiscordDouble
from fakes_discord import WHERE
from fakes_milvus import needs_milvus


@needs_milvus
async def test_asked_to_stop_it_ends_by_itself_and_waits_for_no_idle_worker(tmp_path: Path) -> None:
    settings = {"GIPFEL_INDEX__URL": str(tmp_path / "milvus.db"), "GIPFEL_INDEX__DEADLINE_SECONDS": "30"}
    async with DiscordDouble(first_response=20.0) as double:
        member: Person = double.guild("forum", locale="de").member("member")
        async with bot_process(double, tmp_path, settings) as bot:
            await logged_in(double, bot)
            assert (await member.slash("ask", question=WHERE).answer()).embed["title"] == WHERE
            bot.process.terminate()
            assert await bot.ends() == 0
        assert "Asked to stop" in bot.text
        assert "Not waiting" not in bot.text
