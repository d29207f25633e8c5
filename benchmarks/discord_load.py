"""Many members ask at the same moment: how soon does each see something, and does nobody wait in vain?

    .venv/bin/python benchmarks/discord_load.py [--sizes 1,10,100,1000] [--var FOLDER] [--out FOLDER]

Into benchmarks/results/discord_load.json and .md, on a machine that does nothing else:

    .venv/bin/python benchmarks/discord_load.py --out benchmarks/results

The real `bot.py` runs as a process of its own, as an operator starts it (default settings, the shipped
encoder); the Discord double runs in this process, enforces Discord's 3 s and its rate limits, and takes
the times, from the moment it sends a question's event to the moment it has the bot's call. Each question
is asked by a member of its own. Both processes share one machine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from common_machine import machine

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from double_interactions import Interaction  # noqa: E402 -- tests/ is no package
from double_process import bot_process, logged_in  # noqa: E402 -- the same
from double_rules import RateLimits  # noqa: E402 -- the same
from double_server import FIRST_RESPONSE, DiscordDouble  # noqa: E402 -- the same

HEARTBEAT, LATE = 1.0, 0.5  # seconds: the interval told to the bot, and how much more than that is late
PATIENCE = 120.0  # seconds after which a question without an answer is lost
HEADINGS = [
    "questions at once",
    "first response, ms (p50/p95/p99)",
    "answer, ms (p50/p95/p99)",
    "answers/s",
    "answered",
    "told busy",
    "lost",
    "late heartbeats",
    "slowest heartbeat, ms over",
]


@dataclass(frozen=True)
class Outcome:
    """What became of one size's questions; times in seconds."""

    asked: int
    first: Sequence[float]
    answers: Sequence[float]
    busy: int
    lost: int
    seconds: float  # from the first question to the last answer
    overruns: Sequence[float]  # of each heartbeat over the interval

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.answers) / self.seconds if self.answers else 0.0

    @property
    def late(self) -> int:
        """Heartbeats that came too late."""
        return sum(over > LATE for over in self.overruns)

    @property
    def cells(self) -> list[str]:
        """The row of the table."""
        first, answer = (
            "/".join(f"{1000 * percentile(times, p):,.0f}" for p in (50, 95, 99))
            for times in (self.first, self.answers)
        )
        answered, busy = (f"{100 * count / self.asked:.1f} %" for count in (len(self.answers), self.busy))
        worst = f"{1000 * max(self.overruns, default=0):,.0f}"
        return [
            f"{self.asked:,}",
            first,
            answer,
            f"{self.rate:,.1f}",
            answered,
            busy,
            str(self.lost),
            str(self.late),
            worst,
        ]


def percentile(times: Sequence[float], percent: int) -> float:
    """The nearest-rank percentile; not a number for no times."""
    ranked = sorted(times)
    return ranked[max(0, math.ceil(percent / 100 * len(ranked)) - 1)] if ranked else math.nan


def questions() -> list[str]:
    """The golden questions, in every language, so that a batch holds different ones."""
    lines = (ROOT / "seeds" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["question"] for line in lines if line.strip()]


def kind(interaction: Interaction) -> str:
    """`answered`: an embed, be it an answer or a refusal; `busy`: told in words to try again; or `open`."""
    told = [message for message in interaction.shown if not message.loading]
    if not told:
        return "open"
    return "answered" if told[0].embeds else "busy"


def hopes(double: DiscordDouble, one: Interaction) -> bool:
    """Whether its member still waits and may yet be answered: Discord drops what had no response in 3 s."""
    in_time = one.callback or double.clock.now() - one.born < FIRST_RESPONSE + 1
    return kind(one) == "open" and bool(in_time)


async def measure(double: DiscordDouble, size: int, texts: list[str]) -> Outcome:
    """Ask `size` questions at one moment, each by its own member."""
    forum = double.guild(f"forum of {size}", locale="de")
    members = [forum.member(f"member {number}") for number in range(size)]
    beats = len(double.gateway.overruns)
    start = double.clock.now()
    asked = [member.slash("ask", question=texts[n % len(texts)]) for n, member in enumerate(members)]
    deadline = time.monotonic() + PATIENCE
    # Looking at every change, as the tests do, would be a load of its own.
    while any(hopes(double, one) for one in asked) and time.monotonic() < deadline:  # noqa: ASYNC110 -- so
        await asyncio.sleep(0.05)
    await asyncio.sleep(2 * HEARTBEAT)  # a heartbeat that was held up shows only when it comes
    answered = [one for one in asked if kind(one) == "answered"]
    return Outcome(
        asked=size,
        first=[one.first_after for one in asked if one.callback],
        answers=[one.answered_after for one in answered],
        busy=sum(kind(one) == "busy" for one in asked),
        lost=sum(kind(one) == "open" for one in asked),
        seconds=max((one.born + one.answered_after for one in answered), default=start) - start,
        overruns=double.gateway.overruns[beats:],
    )


async def run(sizes: Sequence[int], var: Path) -> list[Outcome]:
    """All sizes, one after the other, on one running bot."""
    texts = questions()
    async with DiscordDouble(limits=RateLimits.strict(), validate=False) as double:
        double.gateway.heartbeat_interval = HEARTBEAT
        async with bot_process(double, var) as bot:
            await logged_in(double, bot)
            await double.until(lambda: double.world.commands[None], within=60, what="no commands registered")
            await measure(double, 1, texts)  # warms what is loaded at the first question
            return [await measure(double, size, texts) for size in sizes]


def as_json(outcome: Outcome) -> dict[str, object]:
    """One size for the report, times in milliseconds."""
    return {
        "asked": outcome.asked,
        "first_response_ms": _milliseconds(outcome.first),
        "answer_ms": _milliseconds(outcome.answers),
        "answers_per_second": round(outcome.rate, 1),
        "answered": len(outcome.answers),
        "told_busy": outcome.busy,
        "lost": outcome.lost,
        "late_heartbeats": outcome.late,
        "slowest_heartbeat_ms_over": round(1000 * max(outcome.overruns, default=0)),
    }


def _milliseconds(times: Sequence[float]) -> dict[str, float | None]:
    # JSON has no number for "none": where nobody was answered there is null.
    return {f"p{p}": round(1000 * percentile(times, p), 1) if times else None for p in (50, 95, 99)}


def table(outcomes: Sequence[Outcome]) -> str:
    """A Markdown table, a row a size."""
    rows = [HEADINGS, ["---"] * len(HEADINGS), *(outcome.cells for outcome in outcomes)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def page(outcomes: Sequence[Outcome], found: dict[str, object]) -> str:
    """The report for readers."""
    return (
        "# Many members at once on Discord\n\n"
        "The real bot as a process of its own, its default settings, against the local Discord double, which gives a\n"
        "first response 3 s, as Discord does. Each question comes from a member of its own; both processes share the\n"
        "machine. *Lost* is neither answered nor told busy; a heartbeat is *late* when it comes more than "
        f"{LATE:g} s over its interval\nof {HEARTBEAT:g} s. "
        "`python benchmarks/discord_load.py --out benchmarks/results`\n\n"
        f"{table(outcomes)}\n"
        f"{found['cores']} cores, {found['cpu']}, {found['memory_gib']} GiB, Python {found['python']}, "
        f"load before {found['load']}.\n"
    )


def main() -> None:
    """Print one line a size, or write the report."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--sizes", default="1,10,100,1000")
    arguments.add_argument(
        "--var", type=Path, help="a state folder to reuse, so that no index is built first"
    )
    arguments.add_argument("--markdown", action="store_true", help="print a Markdown table")
    arguments.add_argument("--out", type=Path, metavar="FOLDER", help="write discord_load.json and .md there")
    given = arguments.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    found = machine(["discord.py", "aiohttp"])  # before the load that this makes
    with tempfile.TemporaryDirectory() as folder:
        outcomes = asyncio.run(run(sizes, given.var or Path(folder)))
    if given.out is not None:
        report = {"machine": found, "sizes": [as_json(outcome) for outcome in outcomes]}
        given.out.mkdir(parents=True, exist_ok=True)
        (given.out / "discord_load.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
        (given.out / "discord_load.md").write_text(page(outcomes, found), encoding="utf-8")
    print(f"{found['cores']} cores, {found['cpu']}, load before {found['load']}, Python {found['python']}")
    if given.markdown:
        print(table(outcomes), end="")
    else:
        for row in (HEADINGS, *(outcome.cells for outcome in outcomes)):
            print("\t".join(row))


if __name__ == "__main__":
    main()
