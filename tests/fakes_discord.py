"""The bot on the double, over a small real index of the article that ships, and people to use it."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import discord
from double_server import DiscordDouble
from double_state import Message
from fakes_index import Workshop

import locales
from cogs.options import Options
from cogs.running import serve_until
from cogs.services import Services
from cogs.text import unescape, units
from index.engine import Engine
from index.sentence_index import SentenceIndex
from querylog.log import QueryLog
from retrieval.answerer import Answerer, AnswerRules
from retrieval.assistant import Assistant
from retrieval.ranking.features import CONFIDENCE_FEATURES, ORDER_FEATURES
from retrieval.ranking.scoring import Coefficients, Scorer

SEEDS = Path(__file__).parent.parent / "seeds"
LOCALES = locales.load()
ENGLISH = locales.load(languages=("en",))
KBS = "kbs-2019-04-kim-putin-wladiwostok"
WHERE = "Wo trafen sich Putin und Kim auf der Insel Russki?"
MOON = "Der Mond ist rund. Er kreist um die Erde. Nachts sieht man ihn gut."
RUSSKI = "Putin und Kim trafen sich auf der Insel Russki"
NOWHERE = "Wie heißt die Hauptstadt von Australien?"


def lexical_answerer(index: SentenceIndex, build: str) -> Answerer:
    """Sure of a sentence by the share of the question's words in it: honest, and no encoder needed."""
    order = dict.fromkeys(ORDER_FEATURES, 0.0) | {"lexical": 20.0}
    confidence = dict.fromkeys(CONFIDENCE_FEATURES, 0.0) | {"lexical": 12.0}
    scorer = Scorer(Coefficients(order=order, background=-100.0, intercept=-4.0, confidence=confidence))
    return Answerer(index, build, scorer, AnswerRules(threshold=0.5, max_passages=3, max_characters=2_000))


def prepare(folder: Path) -> Path:
    """A folder with the article and its index, for worlds to begin with."""
    workshop = Workshop(folder)
    shutil.copy(SEEDS / f"{KBS}.txt", workshop.seeds)
    workshop.reindex()
    return folder


class Instead:
    """An object of which some methods do something else."""

    def __init__(self, real: object, methods: dict[str, Any]) -> None:
        self.__dict__ |= methods
        self._real = real

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as the real one's
        return getattr(self._real, name)


@dataclass
class World:
    """One bot's folder with its rooms."""

    folder: Path
    template: Path  # what `prepare` made
    engine: Engine | None = None  # another one than this process
    workshop: Workshop = field(init=False)
    services: Services = field(init=False)
    options: Options = field(init=False)

    def __post_init__(self) -> None:
        shutil.copytree(self.template, self.folder, dirs_exist_ok=True)
        self.workshop = Workshop(self.folder, engine=self.engine)
        if self.engine is not None:
            self.workshop.reindex()
        store = self.workshop.store
        assistant = Assistant(store, self.workshop.embedder, lexical_answerer)
        assistant.refresh()
        assistant.warm_up = lambda: None  # type: ignore[method-assign] # a test counts the answers that it asks for
        self.services = Services(
            assistant=assistant,
            operations=replace(
                self.workshop.operations, alone=True
            ),  # no process of its own for each reindex
            store=store,
            log=QueryLog.open(self.folder),
            locales=LOCALES,
        )
        self.options = Options(state=self.folder, cooldown_seconds=0.0)

    def change(self, **options: Any) -> None:  # noqa: ANN401 - as `Options` takes them
        self.options = replace(self.options, **options)

    def serve(self, **services: Any) -> None:  # noqa: ANN401 - as `Services` takes them
        self.services = replace(self.services, **services)

    def operate(self, **methods: Any) -> None:  # noqa: ANN401 - as those of `Operations`
        """Does something else where `Operations` is asked for it."""
        self.serve(operations=Instead(self.services.operations, methods))

    def trail(self) -> list[tuple[str, str]]:
        """What admins did and what came of it, oldest first."""
        return [(record.action, record.outcome) for record in reversed(self.services.log.audit_trail("all"))]


@dataclass
class Running:
    """A bot that is logged in, and how to end it."""

    task: asyncio.Task[int]
    stop: asyncio.Event

    async def ends(self) -> int:
        """Its exit status, once asked to stop."""
        self.stop.set()
        return await asyncio.wait_for(self.task, 20)


@contextlib.asynccontextmanager
async def bot_on(double: DiscordDouble, world: World, *, token: str | None = None) -> AsyncIterator[Running]:
    """The bot, logged in to the double with all commands registered; stopped in the end."""
    options = replace(world.options, api=double.api, gateway=double.gateway_url)
    stop = asyncio.Event()
    task = asyncio.create_task(serve_until(stop, world.services, options, token or double.token))
    running = Running(task, stop)
    try:
        up = asyncio.ensure_future(double.gateway.sessions_up(double.endpoints.shards))
        await asyncio.wait({up, task}, return_when=asyncio.FIRST_COMPLETED)
        if not up.done():
            up.cancel()
            raise AssertionError(f"the bot ended with status {task.result()}")
        await up
        yield running
    finally:
        if not task.done():
            await running.ends()


def quoted(message: Message) -> str:
    """All that stands in block quotes, without marks."""
    lines = message.embed["description"].split("\n")
    return unescape("\n".join(line[2:] for line in lines if line.startswith("> ")).replace("**", ""))


def within_limits(embed: discord.Embed) -> bool:
    """Whether Discord takes an embed of this size: numbers of its documentation, not of the bot's."""
    return (
        units(embed.title or "") <= 256
        and units(embed.description or "") <= 4_096
        and units(embed.footer.text or "") <= 2_048
        and units(embed.author.name or "") <= 256
        and len(embed) <= 6_000
    )


def attached(double: DiscordDouble, message: object) -> bytes:
    (file,) = message.attachments  # type: ignore[attr-defined] # a message of double_state
    return double.world.files[int(file["id"])]
