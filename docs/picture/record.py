# ruff: noqa: INP001, T201 -- a script
"""Record real answers for the README's pictures: `python docs/picture/record.py`, then render.py beside it.

The real bot (default settings, the shipped encoder) runs against the local Discord double of the tests;
what it sent for one question in German and one in English is written beside this file.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "tests"))

from double_options import shown_name  # noqa: E402 -- tests/ is no package
from double_process import bot_process, logged_in  # noqa: E402 -- the same
from double_server import DiscordDouble  # noqa: E402 -- the same

# What Discord itself writes around a message, and what a member asks.
SHOWN = {
    "de": {
        "asker": "Mitglied",
        "used": "hat {command} verwendet",
        "time": "heute um 14:03 Uhr",
        "question": "Was sagte Putin zu Sicherheitsgarantien für Nordkorea?",
    },
    "en": {
        "asker": "Member",
        "used": "used {command}",
        "time": "Today at 14:03",
        "question": "Why did Kim Jong-un travel to Russia after the Hanoi summit with Trump?",
    },
}
DISCORDS = {"de": "de", "en": "en-US"}  # the bot's languages in Discord's spelling


async def record(var: Path) -> None:
    """Ask, and write down what came."""
    async with DiscordDouble() as double:
        forum = double.guild("forum", locale="de")
        async with bot_process(double, var) as bot:
            await logged_in(double, bot)
            for language, shown in SHOWN.items():
                member = forum.member(shown["asker"], locale=DISCORDS[language])
                await double.until(member.commands, within=60, what="no commands registered")
                answer = await member.slash("ask", question=shown["question"]).answer(within=60)
                (ask,) = (command for command in member.commands() if command["name"] == "ask")
                recorded = {
                    "language": language,
                    "bot": "Gipfelbot",
                    "command": f"/{shown_name(ask, member.user.locale)}",
                    **{name: text for name, text in shown.items() if name != "question"},
                    "message": {
                        "content": answer.content,
                        "embeds": answer.embeds,
                        "components": answer.components,
                    },
                }
                text = json.dumps(recorded, ensure_ascii=False, indent=2) + "\n"
                target = HERE / f"answer-{language}.json"
                target.write_text(text, encoding="utf-8")
                print(target)
        if double.violations:
            raise AssertionError("\n".join(map(str, double.violations)))


def main() -> None:
    """Record both languages with a state folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(record(Path(folder)))


if __name__ == "__main__":
    main()
