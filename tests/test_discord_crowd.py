"""Many ask at once: everybody is answered or told when, in time, and the gateway never waits."""

import asyncio
import gc
import threading
import time
from collections.abc import AsyncIterator

import pytest
from double_people import Person
from double_server import DiscordDouble, GuildHandle
from fakes_discord import WHERE, World, bot_on

from querylog.errors import LogUnavailable
from querylog.models import AuditEntry, QueryEntry

pytest_plugins = ("fixtures_discord",)

CROWD = 200


@pytest.fixture
async def quick() -> AsyncIterator[DiscordDouble]:
    """A double that shares the bot's processor: it holds no body against the API description, and has patience.

    The three seconds that Discord gives are measured in benchmarks/discord_load.py, where the bot runs apart.
    """
    async with DiscordDouble(validate=False, first_response=20.0) as double:
        yield double


async def test_two_hundred_at_once_are_all_answered_in_time(quick: DiscordDouble, world: World) -> None:
    forum = quick.guild("forum", locale="de")
    batches: list[int] = []
    real = world.services.assistant.answer_many

    def slow(questions: list[object]) -> object:
        batches.append(len(questions))
        time.sleep(0.002 * len(questions))  # an encoder's work, off the event loop
        return real(questions)  # type: ignore[arg-type] # as the real one

    world.services.assistant.answer_many = slow  # type: ignore[method-assign,assignment] # to see the batches
    people = [forum.member(f"member {number}") for number in range(CROWD)]
    async with bot_on(quick, world):
        asked = [person.slash("ask", question=WHERE) for person in people]
        answers = await asyncio.gather(*(one.answer(within=60) for one in asked))
        assert [answer.embed["title"] for answer in answers] == [WHERE] * CROWD
        assert not [one.refused for one in asked if one.refused]
    assert sum(batches) == CROWD
    assert max(batches) == world.options.batch_limit
    assert len(world.services.log.recent(forum.id, 1_000)) == CROWD


async def test_beyond_the_bound_people_are_told_in_how_many_seconds(
    double: DiscordDouble, world: World, forum: GuildHandle
) -> None:
    world.change(queue_limit=5)
    people = [forum.member(f"member {number}") for number in range(30)]
    async with bot_on(double, world):
        asked = [person.slash("ask", question=WHERE, private=False) for person in people]
        answers = await asyncio.gather(*(one.answer(within=60) for one in asked))
    answered = [answer for answer in answers if answer.embeds]
    busy = [answer for answer in answers if not answer.embeds]
    assert len(answered) + len(busy) == len(people)
    assert len(answered) >= 5
    assert busy
    for answer in busy:
        assert answer.ephemeral
        assert answer.text.startswith("Gerade fragen sehr viele. Versuch es in ")
    assert len(world.services.log.recent(forum.id, 100)) == len(answered)


async def test_one_question_a_user_at_a_time(double: DiscordDouble, world: World, member: Person) -> None:
    async with bot_on(double, world):
        asked = [member.slash("ask", question=WHERE) for _ in range(3)]
        answers = await asyncio.gather(*(one.answer() for one in asked))
    assert [bool(answer.embeds) for answer in answers] == [True, False, False]
    assert answers[1].text.startswith("Deine letzte Frage ist noch in Arbeit.")
    assert [one.callback for one in asked] == [5, 4, 4]


async def test_the_impatient_hear_it_once_after_a_message(
    double: DiscordDouble, world: World, member: Person
) -> None:
    world.change(cooldown_seconds=60.0)
    async with bot_on(double, world):
        await member.hears(member.says(f"@bot {WHERE}"))
        told = await member.hears(member.says(f"@bot {WHERE}"))
        assert told.text in {f"Einen Moment: Frag in {seconds} s wieder." for seconds in (59, 60)}
        for _ in range(5):
            member.says(f"@bot {WHERE}")
        private = await member.slash("ask", question=WHERE).answer()
        assert private.ephemeral
        assert private.text.startswith("Einen Moment")
    assert len(double.calls.to("POST /channels/{channel_id}/messages")) == 2


async def test_who_does_not_wait_for_the_answer_hears_no_second_time_of_the_pause(
    double: DiscordDouble, world: World, member: Person
) -> None:
    world.change(cooldown_seconds=60.0)
    async with bot_on(double, world):
        asked, again = member.says(f"@bot {WHERE}"), member.says(f"@bot {WHERE}")
        assert (await member.hears(again)).text.startswith("Deine letzte Frage ist noch in Arbeit.")
        await member.hears(asked)
        member.says(f"@bot {WHERE}")
        assert (await member.slash("ask", question=WHERE).answer()).text.startswith("Einen Moment")
    assert len(double.calls.to("POST /channels/{channel_id}/messages")) == 2


@pytest.mark.parametrize("away", [True, False])
async def test_a_database_that_is_away_or_slow_costs_nobody_an_answer(
    double: DiscordDouble,
    world: World,
    member: Person,
    away: bool,  # noqa: FBT001 - a table
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def gone(_: int) -> None:
        if away:
            raise LogUnavailable("away")
        time.sleep(1.5)

    monkeypatch.setattr(world.services.log, "guild_settings", gone)
    async with bot_on(double, world):
        asked = member.slash("ask", question=WHERE)
        assert (await asked.answer()).embed["title"] == WHERE


@pytest.mark.parametrize("slow", [True, False])
async def test_an_outage_of_the_database_is_logged_once_whatever_many_guilds_ask(
    double: DiscordDouble,
    world: World,
    slow: bool,  # noqa: FBT001 - a table
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("cogs.guilds.FRESH_SECONDS", 0.0)
    monkeypatch.setattr("cogs.guilds._PATIENCE_SECONDS", 0.05)
    log = world.services.log

    def away(*_: object) -> object:
        if slow:
            time.sleep(0.2)
        raise LogUnavailable("away")

    def told() -> int:
        return sum("settings cannot be read" in record.getMessage() for record in caplog.records)

    people = [double.guild(f"guild {number}", locale="de").member("member") for number in range(3)]
    async with bot_on(double, world):
        for outage in (1, 2):
            with monkeypatch.context() as during:
                during.setattr(log._database, "read", away)
                for person in [*people, *people]:
                    assert (await person.slash("ask", question=WHERE).answer()).embed["title"] == WHERE
                assert told() == outage
            await asyncio.sleep(0.5 if slow else 0)
            assert (await people[0].slash("ask", question=WHERE).answer()).embed["title"] == WHERE
        gc.collect()
    assert "never retrieved" not in caplog.text


async def test_nothing_is_shown_before_it_is_on_record(
    double: DiscordDouble, world: World, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, go, real = threading.Event(), threading.Event(), world.services.log.record

    def held(entry: QueryEntry) -> int:
        reached.set()
        go.wait(10)
        return real(entry)

    monkeypatch.setattr(world.services.log, "record", held)
    async with bot_on(double, world):
        asked = member.slash("ask", question=WHERE)
        await double.until(reached.is_set)
        assert [message.loading for message in asked.shown] in ([], [True])
        assert not double.calls.to("PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original")
        go.set()
        assert (await asked.answer()).embed["title"] == WHERE


async def test_no_result_of_an_admin_is_shown_before_it_is_on_the_trail(
    double: DiscordDouble, world: World, admin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, go, real = threading.Event(), threading.Event(), world.services.log.audit

    def held(entry: AuditEntry) -> None:
        reached.set()
        go.wait(10)
        real(entry)

    monkeypatch.setattr(world.services.log, "audit", held)
    async with bot_on(double, world):
        asked = admin.slash("admin cooldown", seconds=9)
        await double.until(reached.is_set)
        assert not double.calls.to("PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original")
        go.set()
        assert "9 s" in (await asked.answer()).text
    assert [record.detail for record in world.services.log.audit_trail("all")] == ["9 s"]
