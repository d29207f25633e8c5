"""Several processes of one bot: each with its shards, one index, one log, one cooldown a member."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from double_process import ROOT, BotProcess, bot_process
from double_server import DiscordDouble, GuildHandle
from fakes_discord import KBS, WHERE, World, bot_on
from fakes_milvus import milvus_process, needs_milvus
from fakes_querylog import empty_postgresql

from index.errors import IndexCorrupt
from index.milvus.client import Milvus
from index.milvus.engine import MilvusEngine
from index.milvus.held import Held
from index.models import Embedder
from index.opening import OpenBuild
from index.store import IndexStore
from querylog.errors import LogUnavailable
from querylog.log import QueryLog

pytest_plugins = ("fixtures_discord", "fixtures_querylog")

SHARDS = 2


@pytest.fixture
async def pair(world: World, hurried_logins: None) -> AsyncIterator[tuple[DiscordDouble, World]]:
    """One bot as two: both in this process, over one folder, each with a shard of its own."""
    async with DiscordDouble(shards=SHARDS) as double, contextlib.AsyncExitStack() as stack:
        for shard in range(SHARDS):
            world.change(shards=(shard,), shard_count=SHARDS, cooldown_seconds=600.0)
            double.endpoints.shards = shard + 1  # how many are up before the next one starts
            await stack.enter_async_context(bot_on(double, world))
        yield double, world
    assert double.violations == []


def guilds(double: DiscordDouble) -> list[GuildHandle]:
    """One guild a shard."""
    return [double.guild(f"g{shard}", guild_id=(shard + 10) << 22, locale="de") for shard in range(SHARDS)]


async def test_a_cooldown_holds_in_every_process(pair: tuple[DiscordDouble, World]) -> None:
    here, there = guilds(pair[0])
    somebody, elsewhere = here.member("somebody"), there.member("somebody")
    elsewhere = replace(elsewhere, user=somebody.user)
    there.guild.members[somebody.user.id] = somebody.user
    assert (await somebody.slash("ask", question=WHERE).answer()).embed["title"] == WHERE
    told = await elsewhere.slash("ask", question=WHERE).answer()
    assert told.ephemeral
    assert told.text.startswith("Einen Moment")
    assert (await there.member("another").slash("ask", question=WHERE).answer()).embed["title"] == WHERE


async def test_a_database_that_is_away_keeps_nobody_from_asking(
    pair: tuple[DiscordDouble, World], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_: object) -> float:
        raise LogUnavailable("away")

    monkeypatch.setattr(QueryLog, "claim", away)
    here, _ = guilds(pair[0])
    for name in ("one", "another"):
        assert (await here.member(name).slash("ask", question=WHERE).answer()).embed["title"] == WHERE
    assert caplog.text.count("Cooldowns hold in this process alone") == 1


async def test_what_another_process_publishes_is_answered_from_within_seconds(
    pair: tuple[DiscordDouble, World], monkeypatch: pytest.MonkeyPatch
) -> None:
    double, world = pair
    world.workshop.write("wetter", "Am Donnerstag regnete es in Wladiwostok den ganzen Tag.")
    build = world.workshop.reindex()
    assistant = world.services.assistant
    assert await double.until(lambda: assistant.answerer.build == build, within=5.0, what="the new build")


async def test_a_build_that_cannot_be_used_is_read_once_and_told_of_and_the_next_one_answers(
    double: DiscordDouble,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("cogs.upkeep.FOLLOW_SECONDS", 0.01)
    assistant, store = world.services.assistant, world.workshop.store
    before, opened = assistant.answerer.build, []
    real = store.open

    def counted(embedder: Embedder, build: str | None = None) -> OpenBuild:
        opened.append(build)
        return real(embedder, build)

    monkeypatch.setattr(store, "open", counted)
    async with bot_on(double, world):
        world.workshop.write("wetter", "Am Donnerstag regnete es in Wladiwostok den ganzen Tag.")
        broken = world.workshop.reindexer.run(who="test", confirmed=True).build
        assert broken is not None
        await double.until(lambda: assistant.answerer.build == broken, what="the new build")
        (store.folder(before) / "sentences.npy").write_bytes(b"flipped")
        store.make_live(before)
        await double.until(lambda: "cannot be used" in caplog.text, what="the warning")
        await asyncio.sleep(0.3)
        assert opened.count(before) == 1
        assert assistant.answerer.build == broken
        store.make_live(broken)
        world.workshop.write("wind", "Am Freitag kam Wind auf.")
        newest = world.workshop.reindex()
        await double.until(lambda: assistant.answerer.build == newest, what="the newest build")


async def test_what_nobody_foresaw_ends_one_round_of_upkeep_and_not_all(
    double: DiscordDouble,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("cogs.upkeep.SECONDS", 0.01)
    monkeypatch.setattr("cogs.upkeep.FOLLOW_SECONDS", 0.01)
    assistant, tidied = world.services.assistant, []

    def fault() -> None:
        tidied.append(len(tidied))
        if len(tidied) == 1:
            raise RuntimeError("unforeseen")

    looked = []

    def look() -> None:
        looked.append(len(looked))
        if len(looked) == 1:
            raise RuntimeError("unforeseen too")

    monkeypatch.setattr(assistant, "check", look)
    world.operate(tidy=fault)
    async with bot_on(double, world):
        assert await double.until(lambda: len(tidied) > 1 and len(looked) > 1, what="the rounds after")
    assert caplog.text.count("Upkeep has failed, and tries again") == 2


def test_upkeep_tries_a_build_again_that_could_not_be_used(world: World) -> None:
    assistant, store = world.services.assistant, world.workshop.store
    world.workshop.write("wetter", "Am Donnerstag regnete es in Wladiwostok den ganzen Tag.")
    build = world.workshop.reindex()
    file = store.folder(build) / "sentences.npy"
    whole = file.read_bytes()
    file.write_bytes(b"flipped")
    with pytest.raises(IndexCorrupt):
        assistant.refresh(again=False)
    file.write_bytes(whole)
    assert not assistant.refresh(again=False)
    assert assistant.refresh()
    assert assistant.answerer.build == build


@pytest.fixture(params=["embedded", pytest.param("milvus", marks=needs_milvus)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Settings of where the index is searched: in each process, or in one server for all."""
    if request.param == "embedded":
        yield {}
        return
    with milvus_process(tmp_path / "milvus") as url:
        yield {
            "GIPFEL_INDEX__URL": url,
            "GIPFEL_INDEX__DEADLINE_SECONDS": "10",
        }  # a busy machine, no test of speed


@pytest.mark.slow
@pytest.mark.timeout(900)
async def test_two_processes_and_a_reindex_survive_any_kill(
    tmp_path: Path, postgresql_url: str, engine: dict[str, str]
) -> None:
    empty_postgresql(postgresql_url)
    settings = {
        **engine,
        "GIPFEL_QUERYLOG__URL": postgresql_url,
        "GIPFEL_COGS__SHARD_COUNT": str(SHARDS),
        "GIPFEL_COGS__COOLDOWN_SECONDS": "0",
    }
    shown: list[str] = []
    rounds = 3 if engine else 6  # each of the three is killed once, or twice
    async with DiscordDouble(shards=SHARDS, validate=False, first_response=20.0) as double:
        both = guilds(double)
        async with contextlib.AsyncExitStack() as stack:
            bots = [await _start(stack, double, tmp_path, settings, 0, 0)]
            await double.gateway.sessions_up(1, within=300)
            bots.append(await _start(stack, double, tmp_path, settings, 1, 0))
            await double.gateway.sessions_up(2, within=300)
            for round_ in range(rounds):
                _change(tmp_path, round_)
                reindex = await asyncio.create_subprocess_exec(
                    sys.executable,
                    "bot.py",
                    "reindex",
                    "--yes",
                    cwd=ROOT,
                    env=_environment(tmp_path, settings),
                )
                shown += await _asked(double, both, f"{round_}a")
                victim = round_ % 3
                if victim == 2:
                    with contextlib.suppress(ProcessLookupError):
                        reindex.send_signal(signal.SIGKILL)
                else:
                    bots[victim].process.kill()
                    await bots[victim].process.wait()
                    bots[victim] = await _start(stack, double, tmp_path, settings, victim, round_ + 1)
                    await double.gateway.sessions_up(2, within=300)
                await reindex.wait()
                shown += await _asked(double, both, f"{round_}b")
    log = QueryLog.open(tmp_path, postgresql_url)
    recorded = [query.question for query in log.recent("all", 1_000)]
    log.close()
    assert len(shown) == rounds * 2 * SHARDS
    assert sorted(text for text in recorded if text in shown) == sorted(shown)
    if engine:
        _only_what_builds_need_is_left(tmp_path, engine["GIPFEL_INDEX__URL"])


def _only_what_builds_need_is_left(var: Path, url: str) -> None:
    """Whatever was killed while it wrote rows: the next round sweeps them."""
    store = IndexStore(var / "index", keep=5, engine=MilvusEngine(Milvus(url, "", 2.0), var / "index"))
    store.tidy()
    retired = {path.name for path in (var / "index" / "retired").glob("*")}
    needed = {Held.load(store.folder(build)).collection for build in store.ids()}
    assert set(Milvus(url, "", 2.0).collections("gipfel_")) <= needed | retired
    assert len(needed) >= 2


async def _start(
    stack: contextlib.AsyncExitStack,
    double: DiscordDouble,
    var: Path,
    settings: dict[str, str],
    shard: int,
    life: int,
) -> BotProcess:
    own = settings | {"GIPFEL_COGS__SHARD_IDS": f"[{shard}]"}
    return await stack.enter_async_context(bot_process(double, var, own, name=f"shard{shard}-{life}"))


def _environment(var: Path, settings: dict[str, str]) -> dict[str, str]:
    return {**os.environ, **settings, "GIPFEL_VAR": str(var)}


def _change(var: Path, number: int) -> None:
    """Another article for the next build; the summit's own stays."""
    articles = var / "articles"
    articles.mkdir(exist_ok=True)
    (articles / f"bericht-{number}.txt").write_text(
        f"Bericht {number}: Das Wetter war heiter.", encoding="utf-8"
    )


async def _asked(double: DiscordDouble, both: list[GuildHandle], mark: str) -> list[str]:
    """One question to each process; what was asked, once the right sentence was shown for it."""
    texts = []
    for number, guild in enumerate(both):
        question = f"{WHERE[:-1]} ({mark}{number})?"
        shown = await guild.member(f"m{mark}{number}").slash("ask", question=question).answer()
        assert KBS in str(shown.embed) or "Russki" in str(shown.embed)
        texts.append(question)
    return texts
