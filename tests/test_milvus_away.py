"""The search engine is away, slow, or has lost a build: said in time, and over by itself when it is back."""

import asyncio
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest
from double_server import DiscordDouble
from fakes_discord import LOCALES, WHERE, World, bot_on, lexical_answerer
from fakes_measures import Clock
from fakes_milvus import MilvusWorkshop, milvus_server, needs_milvus
from fakes_proxy import Proxy

from index.errors import EngineLost, EngineUnavailable
from index.milvus.breaker import RETRY_SECONDS, Breaker
from index.milvus.client import Milvus
from index.milvus.connection import _WORKERS
from index.milvus.engine import MilvusEngine
from index.milvus.held import Held
from index.recovery import open_or_rebuild
from retrieval.assistant import Assistant
from retrieval.models import Question

pytest_plugins = ("fixtures_discord",)

DEADLINE = 1.0
AWAY = ("refuse", "stall", "slow")


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[Proxy]:
    with milvus_server(tmp_path / "server") as port:
        proxy = Proxy(port)
        yield proxy
        proxy.close()


@pytest.fixture
def workshop(proxy: Proxy, tmp_path: Path) -> Iterator[MilvusWorkshop]:
    workshop = MilvusWorkshop(tmp_path, proxy.url, deadline=DEADLINE)
    workshop.write("kim", "Kim traf Putin. Sie sprachen lange.")
    workshop.reindex()
    yield workshop
    workshop.close()


def back(index_is_back: object, *, within: float = 15.0) -> None:
    """Waits until a look finds the engine well."""
    ends = time.monotonic() + within
    while True:
        try:
            return index_is_back.check()
        except EngineUnavailable:
            if time.monotonic() > ends:
                raise
            time.sleep(0.1)


@needs_milvus
@pytest.mark.parametrize("mode", AWAY)
def test_an_engine_that_is_away_is_said_within_the_deadline_and_then_at_once(
    proxy: Proxy, workshop: MilvusWorkshop, mode: str
) -> None:
    index = workshop.opened()
    questions = ["Wer traf Putin?", "Wie lange?"]
    expected = index.search(questions, limit=3)
    proxy.mode = mode
    took = []
    for _ in range(3):
        began = time.monotonic()
        with pytest.raises(EngineUnavailable, match=proxy.url):
            index.search(questions, limit=3)
        took.append(time.monotonic() - began)
    assert took[0] < DEADLINE + 0.5
    assert max(took[1:]) < 0.1, "nobody waits for an engine that is known to be away"
    with pytest.raises(EngineUnavailable):
        index.check()
    proxy.mode = "pass"
    back(index)
    assert index.search(questions, limit=3) == expected


@needs_milvus
def test_a_build_is_opened_while_the_engine_is_away_and_answers_once_it_is_back(
    proxy: Proxy, workshop: MilvusWorkshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = workshop.opened().search(["Kim"], limit=3)
    proxy.mode = "refuse"
    monkeypatch.setattr("index.milvus.engine._OPEN_SECONDS", 1.0)
    opened = open_or_rebuild(workshop.store, workshop.embedder, workshop.reindexer)
    assert opened.build.id == workshop.store.current_id()
    with pytest.raises(EngineUnavailable):
        opened.build.index.search(["Kim"], limit=3)
    proxy.mode = "pass"
    back(opened.build.index)
    assert opened.build.index.search(["Kim"], limit=3) == expected


@needs_milvus
def test_nothing_is_published_or_rolled_back_while_the_engine_is_away(
    proxy: Proxy, workshop: MilvusWorkshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.write("kim", "Kim traf Putin wieder.")
    live = workshop.reindex()
    monkeypatch.setattr("index.milvus.engine._OPEN_SECONDS", 1.0)
    proxy.mode = "stall"
    workshop.write("kim", "Kim traf Putin nie.")
    with pytest.raises(EngineUnavailable):
        workshop.reindexer.run(who="test", confirmed=True)
    with pytest.raises(EngineUnavailable):
        workshop.store.rollback()
    assert workshop.store.current_id() == live


@needs_milvus
def test_a_first_start_without_the_engine_answers_from_memory(
    proxy: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy.mode = "refuse"
    monkeypatch.setattr("index.milvus.engine._OPEN_SECONDS", 0.5)
    workshop = MilvusWorkshop(tmp_path, proxy.url)
    workshop.write("kim", "Kim traf Putin.")
    opened = open_or_rebuild(workshop.store, workshop.embedder, workshop.reindexer)
    assert opened.build.id.startswith("000000-")
    assert opened.build.index.search(["Kim"], limit=1)[0][0].text == "Kim traf Putin."
    assert workshop.store.current_id() is None


@needs_milvus
def test_a_collection_that_was_replaced_is_followed_within_the_question(workshop: MilvusWorkshop) -> None:
    assistant = Assistant(workshop.store, workshop.embedder, lexical_answerer)
    assistant.refresh()
    old = Held.load(workshop.store.folder(workshop.store.current_id() or "")).collection
    workshop.write("kim", "Kim traf Putin am Meer.")
    build = workshop.reindex()
    workshop.milvus.drop(old)
    [answer] = assistant.answer_many([Question("Kim traf Putin am Meer?")])
    assert (answer.build, answer.passages[0].quote) == (build, "Kim traf Putin am Meer.")
    workshop.milvus.drop(Held.load(workshop.store.folder(build)).collection)
    with pytest.raises(EngineLost):
        assistant.answer_many([Question("Kim?")])


@needs_milvus
def test_a_call_that_was_given_up_before_its_turn_is_never_made(monkeypatch: pytest.MonkeyPatch) -> None:
    milvus, go, made = Milvus("http://127.0.0.1:9", "", 1.0), threading.Event(), []
    monkeypatch.setattr(milvus, "_connected", lambda seconds: seconds)
    for _ in range(_WORKERS):
        with pytest.raises(EngineUnavailable):
            milvus._ask(lambda *_: go.wait(), 0.01)
    with pytest.raises(EngineUnavailable):
        milvus._ask(lambda *_: made.append("written"), 0.01)
    go.set()
    milvus._workers.shutdown()
    assert made == []


def test_after_a_failure_questions_are_refused_until_one_may_try_or_a_look_succeeds() -> None:
    clock = Clock()
    breaker = Breaker(clock)

    def fail(*, look: bool = False) -> str:
        with pytest.raises(EngineUnavailable) as caught, breaker.guarded(look=look):
            raise EngineUnavailable("asked")
        return str(caught.value)

    def asks() -> bool:
        try:
            with breaker.guarded():
                return True
        except EngineUnavailable:
            return False

    assert asks()
    fail()
    assert not asks()
    clock.now = RETRY_SECONDS - 0.1
    fail(look=True)
    clock.now += 0.2
    assert not asks(), "a look that fails too starts the wait again"
    clock.now += RETRY_SECONDS
    fail()
    assert not asks()
    with breaker.guarded(look=True):
        pass
    assert asks()


def test_what_else_goes_wrong_is_no_word_on_the_engine() -> None:
    breaker = Breaker(Clock())
    with pytest.raises(EngineLost), breaker.guarded():
        raise EngineLost("another matter")
    with breaker.guarded():
        pass


@pytest.fixture
def there(proxy: Proxy, tmp_path: Path, template: Path) -> Iterator[World]:
    """A bot over Milvus behind the proxy, with the deadline that ships."""
    milvus = Milvus(proxy.url, "", 2.0)
    world = World(tmp_path / "bot", template, MilvusEngine(milvus, tmp_path / "bot" / "var" / "index"))
    world.change(health_port=0)
    yield world
    milvus.close()


@needs_milvus
@pytest.mark.parametrize("mode", AWAY)
async def test_members_hear_within_three_seconds_operators_are_told_and_it_recovers(
    double: DiscordDouble,
    there: World,
    proxy: Proxy,
    mode: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level("INFO")
    monkeypatch.setattr("cogs.upkeep.FOLLOW_SECONDS", 0.3)
    forum = double.guild("forum", locale="ru")
    members = [forum.member(f"m{number}") for number in range(6)]
    said = LOCALES.of("ru").text("error-engine-away")
    async with bot_on(double, there), aiohttp.ClientSession() as session:
        base = caplog.text.split("Health endpoint: ")[1].split("/healthz")[0]

        async def ready() -> tuple[int, str]:
            answer = await session.get(f"{base}/readyz")
            return answer.status, (await answer.text()).strip()

        async with asyncio.timeout(20):
            while (await ready())[0] != 200:  # noqa: ASYNC110 - asked over HTTP
                await asyncio.sleep(0.05)
        assert (await members[0].slash("ask", question=WHERE).answer()).embed["title"] == WHERE
        proxy.mode = mode

        async def asks(number: int) -> float:
            await asyncio.sleep(number * 0.4)  # some wait behind a batch that waits for the deadline
            began = time.monotonic()
            told = await members[number].slash("ask", question=WHERE).answer()
            assert said in told.text
            return time.monotonic() - began

        took = await asyncio.gather(*map(asks, range(6)))
        assert max(took) < 3.0
        assert await double.until(lambda: "Questions cannot be searched for" in caplog.text, what="the alarm")
        assert await ready() == (503, "engine")
        assert "\ngipfel_engine_up 0.0" in await (await session.get(f"{base}/metrics")).text()
        proxy.mode = "pass"
        assert await double.until(
            lambda: "can be searched for again" in caplog.text, within=30, what="the end of it"
        )
        assert await ready() == (200, "ok")
        assert "\ngipfel_engine_up 1.0" in await (await session.get(f"{base}/metrics")).text()
        assert (await members[1].slash("ask", question=WHERE).answer()).embed["title"] == WHERE
    assert caplog.text.count("Questions cannot be searched for") == 1


@needs_milvus
async def test_what_the_engine_has_lost_is_built_anew_by_itself(
    double: DiscordDouble, there: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cogs.upkeep.FOLLOW_SECONDS", 0.3)
    monkeypatch.setattr("cogs.upkeep.SECONDS", 0.5)
    member = double.guild("forum", locale="de").member("m")
    store, assistant = there.workshop.store, there.services.assistant
    async with bot_on(double, there):
        lost = assistant.answerer.build
        there.workshop.store._engine._milvus.drop(Held.load(store.folder(lost)).collection)
        assert await double.until(lambda: assistant.answerer.build != lost, within=20, what="a new build")
        assert (await member.slash("ask", question=WHERE).answer()).embed["title"] == WHERE
    assert "does not hold this build's rows" in caplog.text or "does not exist" in caplog.text
    assert threading.active_count() < 60


@pytest.mark.parametrize("name", ["http://127.0.0.1:1", "milvus.db"])
def test_once_let_go_it_is_away_and_no_file_is_opened_anew(name: str, tmp_path: Path) -> None:
    milvus = Milvus(name if name.startswith("http") else str(tmp_path / name), "", DEADLINE)
    milvus.close()
    with pytest.raises(EngineUnavailable, match="was let go"):
        milvus.holds("kim", seconds=DEADLINE)
    assert not (tmp_path / name).exists()
