"""The bot's life: logging in, losing the connection, being refused, being asked to stop."""

import asyncio
import json
import logging
import os
import signal
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from double_calls import Cut
from double_people import Person
from double_server import DiscordDouble, GuildHandle
from double_state import Perm
from fakes_discord import WHERE, World, bot_on

from cogs.running import WORKERS, leave, serve, serve_until
from cogs.sync import FILE
from index.errors import IndexMissing
from querylog.models import Vote
from retrieval.models import Answer, Question

pytest_plugins = ("fixtures_discord",)

CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"
EDIT = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original"
MESSAGES = "POST /channels/{channel_id}/messages"


async def served(double: DiscordDouble, world: World, token: str) -> int:
    options = replace(world.options, api=double.api, gateway=double.gateway_url)
    return await asyncio.wait_for(serve_until(asyncio.Event(), world.services, options, token), 20)


async def test_a_rejected_token_ends_the_bot_with_a_clear_message(
    double: DiscordDouble, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    assert await served(double, world, "wrong") == 1
    assert "check DISCORD_TOKEN" in caplog.text
    assert "wrong" not in caplog.text
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("sharded", [False, True])
async def test_a_token_that_the_gateway_rejects_ends_it_too(
    double: DiscordDouble,
    world: World,
    sharded: bool,  # noqa: FBT001 - a table
    caplog: pytest.LogCaptureFixture,
) -> None:
    world.change(sharded=sharded)
    async with bot_on(double, world) as bot:
        double.gateway.close(4004)
        assert await asyncio.wait_for(bot.task, 20) == 1
    assert "check DISCORD_TOKEN" in caplog.text


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("how", ["ask_to_reconnect", "drop"])
async def test_a_dropped_connection_is_resumed_and_nothing_is_lost(
    how: str, double: DiscordDouble, member: Person
) -> None:
    # Whoever answers has received READY: a session that the bot does not know of yet cannot be resumed.
    await member.slash("ask", question=WHERE).answer()
    (old,) = double.gateway.live
    getattr(double.gateway, how)()
    await double.until(lambda: old not in double.gateway.live, what="the loss")
    asked = member.slash("ask", question=WHERE)
    assert (await asked.answer()).embed["title"] == WHERE
    assert "RESUME" in [_operation(payload) for _, payload in double.gateway.received]


@pytest.mark.usefixtures("bot")
async def test_a_session_that_cannot_be_resumed_is_begun_anew(
    double: DiscordDouble, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("discord.client.Client.before_identify_hook", _at_once)
    double.gateway.refuses_resume = True
    double.gateway.ask_to_reconnect()
    await double.until(lambda: len(double.gateway.sessions) == 1 and len(double.gateway.connections) >= 2)
    await double.gateway.sessions_up()
    assert (await member.slash("ask", question=WHERE).answer(within=20)).embed["title"] == WHERE


async def _at_once(*_: object, **__: object) -> None:
    """No pause before another IDENTIFY."""


def _operation(payload: dict[str, object]) -> str:
    return {2: "IDENTIFY", 6: "RESUME"}.get(payload["op"], "")  # type: ignore[call-overload] # an int


@pytest.mark.parametrize("sharded", [False, True])
async def test_the_operators_gateway_wins_over_every_other_address(
    double: DiscordDouble,
    world: World,
    member: Person,
    sharded: bool,  # noqa: FBT001 - a table
) -> None:
    double.tell_foreign_addresses()
    world.change(sharded=sharded)
    async with bot_on(double, world):
        double.gateway.ask_to_reconnect()
        await double.until(lambda: len(double.gateway.connections) == 2)
        await double.gateway.sessions_up()
        assert (await member.slash("ask", question=WHERE).answer()).embed["title"] == WHERE
    assert set(double.gateway.visited) == {"/gateway"}


async def test_a_sharded_bot_answers_on_every_shard(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("discord.client.Client.before_identify_hook", _at_once)
    async with DiscordDouble(shards=2) as double:
        guilds = [double.guild(f"g{shard}", guild_id=(shard + 10) << 22) for shard in range(2)]
        world.change(sharded=True)
        async with bot_on(double, world):
            for guild in guilds:
                answer = await guild.member("m").slash("ask", question=WHERE).answer()
                assert answer.embed["title"] == WHERE
        assert double.violations == []


async def test_commands_are_synced_only_when_they_changed(double: DiscordDouble, world: World) -> None:
    route = "PUT /applications/{application_id}/commands"
    for _ in range(2):
        async with bot_on(double, world):
            pass
    assert len(double.calls.to(route)) == 1
    world.serve(verify=None)
    async with bot_on(double, world):
        pass
    assert len(double.calls.to(route)) == 2
    (world.folder / FILE).write_text("broken", encoding="utf-8")
    async with bot_on(double, world):
        pass
    assert len(double.calls.to(route)) == 3


async def test_commands_go_to_the_test_guild_alone(
    double: DiscordDouble, world: World, forum: GuildHandle
) -> None:
    world.change(test_guild=forum.id, admin_guilds=frozenset({forum.id}))
    async with bot_on(double, world):
        answer = await forum.member("m").slash("ask", question=WHERE).answer()
        assert answer.embed["title"] == WHERE
        shown = await forum.admin("a").slash("admin status").answer()
        assert shown.embed
    assert double.world.commands[None] == []
    assert {"ask", "admin", "log"} <= {command["name"] for command in double.world.commands[forum.id]}


async def test_a_test_guild_takes_the_commands_from_everywhere_else(
    double: DiscordDouble, world: World, forum: GuildHandle
) -> None:
    async with bot_on(double, world):
        assert double.world.commands[None]
    world.change(test_guild=forum.id)
    async with bot_on(double, world):
        assert double.world.commands[None] == []
    world.change(test_guild=None)
    async with bot_on(double, world):
        assert double.world.commands[None]
        await double.until(lambda: double.world.commands[forum.id] == [])


async def test_an_operators_guild_that_invites_the_bot_later_gets_its_commands(
    double: DiscordDouble, world: World
) -> None:
    later = (20 << 22) + 1
    world.change(admin_guilds=frozenset({later}))
    async with bot_on(double, world):
        assert later not in double.world.commands
        invited = double.guild("later", guild_id=later)
        await double.until(lambda: double.world.commands.get(later))
        assert (await invited.admin("a").slash("admin reindex").shows("Index")).embed


async def test_a_guild_that_is_no_operators_any_more_loses_its_commands(
    double: DiscordDouble, world: World, forum: GuildHandle
) -> None:
    world.change(admin_guilds=frozenset({forum.id}))
    async with bot_on(double, world):
        assert double.world.commands[forum.id]
    world.change(admin_guilds=frozenset({double.guild("other").id}))
    async with bot_on(double, world):
        assert double.world.commands[forum.id] == []
    known = json.loads((world.folder / FILE).read_text(encoding="utf-8"))
    assert not [name for name in known if name.endswith(str(forum.id))]


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("outcome", [429, 502, "cut"])
@pytest.mark.parametrize("route", [CALLBACK, EDIT])
async def test_a_hiccup_of_discord_is_waited_out(
    outcome: int | str, route: str, double: DiscordDouble, member: Person
) -> None:
    double.faults.next(route, outcome)  # type: ignore[arg-type] # a table of statuses and cuts
    answer = await member.slash("ask", question=WHERE).answer()
    assert answer.embed["title"] == WHERE


@pytest.mark.usefixtures("bot")
async def test_a_mention_is_answered_although_discord_has_no_server_for_a_moment(
    double: DiscordDouble, member: Person
) -> None:
    double.faults.next(MESSAGES, 503, times=2)
    assert (await member.hears(member.says(f"@bot {WHERE}"))).embed["title"] == WHERE


@pytest.mark.usefixtures("bot")
async def test_an_answer_whose_connection_breaks_is_not_said_twice(
    double: DiscordDouble, member: Person
) -> None:
    double.faults.next(MESSAGES, "cut after")
    await member.hears(member.says(f"@bot {WHERE}"))
    await double.until(lambda: [call.status for call in double.calls.to(MESSAGES)][1:] == [200])
    mine = [message for message in member.channel.messages.values() if message.author is double.world.bot]
    assert [message.embed["title"] for message in mine] == [WHERE]


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("outcome", ["cut", "cut after"])
async def test_a_file_whose_connection_breaks_arrives_whole(
    outcome: Cut, double: DiscordDouble, admin: Person
) -> None:
    await admin.slash("ask", question=WHERE).answer()
    double.faults.next(EDIT, outcome)
    exporting = admin.slash("log export")
    await double.until(lambda: [call.status for call in double.calls.to(EDIT)][1:] == ["cut", 200])
    [file] = (await exporting.answer()).attachments
    assert WHERE.encode() in double.world.files[int(file["id"])]


@pytest.mark.usefixtures("bot")
async def test_where_discord_asks_for_a_long_pause_nobody_is_held_up(
    double: DiscordDouble, member: Person, caplog: pytest.LogCaptureFixture
) -> None:
    double.faults.next(MESSAGES, 429, retry_after=3_600)
    member.says(f"@bot {WHERE}")
    await double.until(lambda: "a pause of 3600 s" in caplog.text)
    member.says(f"@bot {WHERE}")
    assert (await member.slash("ask", question=WHERE).answer()).embed["title"] == WHERE
    assert len(double.calls.to(MESSAGES)) == 1, "each more would count towards a ban"
    assert "Traceback" not in caplog.text


async def test_a_long_pause_before_the_bot_is_even_known_ends_the_start_in_words(
    double: DiscordDouble, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    double.faults.next("GET /users/@me", 429, retry_after=36_000)
    with pytest.raises(AssertionError, match="status 1"):
        async with bot_on(double, world):
            pass
    assert "Discord could not be reached: Too many requests. Retry in 36000.00 seconds." in caplog.text
    assert "Traceback" not in caplog.text


async def test_commands_that_discord_does_not_take_today_keep_nobody_from_asking(
    double: DiscordDouble, world: World, member: Person
) -> None:
    route = "PUT /applications/{application_id}/commands"
    async with bot_on(double, world):
        pass
    world.serve(verify=None)  # other commands than those that Discord has
    double.faults.next(route, 429, retry_after=36_000)
    async with bot_on(double, world):
        assert (await member.slash("ask", question=WHERE).answer()).embed["title"] == WHERE
    assert [call.status for call in double.calls.to(route)] == [200, 429]


@pytest.mark.usefixtures("bot")
async def test_a_response_whose_acknowledgement_got_lost_is_filled_in(
    double: DiscordDouble, member: Person
) -> None:
    double.faults.next(CALLBACK, "cut after")
    assert (await member.slash("ask", question=WHERE).answer()).embed["title"] == WHERE
    double.faults.next(CALLBACK, "cut after")
    told = await member.slash("sources show", article="fort").answer()
    assert told.text.startswith("Diesen Artikel gibt es im aktuellen Index nicht")


@pytest.mark.usefixtures("bot")
async def test_who_cannot_be_told_where_they_asked_gets_no_direct_message(
    double: DiscordDouble, member: Person
) -> None:
    double.faults.next(CALLBACK, 404, code=10015)
    member.right_clicks(member.says("Danke!"), "Find evidence")
    await double.until(lambda: double.calls.to(CALLBACK))
    assert (await member.slash("help").answer()).embed
    assert not member.in_dm().channel.messages


@pytest.mark.usefixtures("bot")
async def test_a_vote_is_kept_although_the_connection_breaks_while_its_form_opens(
    double: DiscordDouble, member: Person, world: World
) -> None:
    answer = await member.slash("ask", question=WHERE).answer()
    double.faults.next(CALLBACK, "cut after")
    await member.clicks(answer, "👎").form()
    await double.until(lambda: world.services.log.recent("all")[0].feedback)


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("code", "status"), [(10062, 404), (40060, 400), (50027, 401), (10003, 404), (50013, 403), (200000, 400)]
)
async def test_what_discord_refuses_is_logged_once_and_the_bot_lives_on(
    code: int, status: int, double: DiscordDouble, member: Person, caplog: pytest.LogCaptureFixture
) -> None:
    double.faults.next(EDIT, status, code=code)
    asked = member.slash("ask", question=WHERE)
    await double.until(lambda: f"({code})" in caplog.text)
    assert [record.levelno for record in caplog.records if f"({code})" in record.getMessage()] == [
        logging.WARNING
    ]
    assert "Traceback" not in caplog.text
    del asked
    assert (await member.slash("ask", question=WHERE).answer()).embed["title"] == WHERE


@pytest.mark.usefixtures("bot")
async def test_a_channel_where_the_bot_may_not_write_is_left_alone(
    double: DiscordDouble, member: Person, forum: GuildHandle, caplog: pytest.LogCaptureFixture
) -> None:
    double.forbid_bot(member.channel, Perm.SEND_MESSAGES)
    member.says(f"@bot {WHERE}")
    await double.until(lambda: "50013" in caplog.text)
    double.calls.clear()
    other = forum.member("other")
    other.says(f"@bot {WHERE}")
    assert (await other.slash("ask", question=WHERE).answer()).embed["title"] == WHERE
    assert double.calls.to(MESSAGES) == []


@pytest.mark.usefixtures("bot")
async def test_where_only_embeds_are_forbidden_the_bot_says_what_it_lacks(
    double: DiscordDouble, member: Person, forum: GuildHandle
) -> None:
    double.forbid_bot(member.channel, Perm.EMBED_LINKS)
    thread = member.opens_thread(member.says("Hier"), "faden").channel
    for person in (member, forum.member("somebody").at(thread)):
        told = await person.hears(person.says(f"@bot {WHERE}"))
        assert told.text.startswith("Mir fehlt hier ein Recht")
    double.calls.clear()
    other = forum.member("other")
    other.says(f"@bot {WHERE}")
    await other.slash("help").answer()
    assert double.calls.to(MESSAGES) == [], "said once, then left alone"


@pytest.mark.usefixtures("bot")
async def test_where_the_bot_may_not_read_the_history_it_answers_without_a_reference(
    double: DiscordDouble, member: Person
) -> None:
    double.forbid_bot(member.channel, Perm.READ_MESSAGE_HISTORY)
    answer = await member.hears(member.says(f"@bot {WHERE}"))
    assert answer.reference is None
    assert answer.embed["title"] == WHERE


@pytest.mark.usefixtures("bot")
async def test_a_deleted_channel_does_no_harm(double: DiscordDouble, forum: GuildHandle) -> None:
    member, doomed = forum.member("m"), forum.channel("doomed")
    forum.member("other").at(doomed).says(f"@bot {WHERE}")
    double.delete_channel(doomed)
    assert (await member.slash("ask", question=WHERE).answer()).embed["title"] == WHERE


@pytest.mark.usefixtures("bot")
async def test_a_deleted_question_is_answered_without_a_reference(member: Person) -> None:
    said = member.says(f"@bot {WHERE}")
    member.deletes(said)
    answer = await member.hears(said)
    assert answer.embed["title"] == WHERE


async def test_while_there_is_no_index_people_are_told(
    double: DiscordDouble, world: World, member: Person
) -> None:
    def missing(_: object) -> None:
        raise IndexMissing("no build is loaded yet")

    world.services.assistant.answer_many = missing  # type: ignore[method-assign,assignment] # a first start
    async with bot_on(double, world):
        answer = await member.slash("ask", question=WHERE).answer()
        assert answer.text.startswith("Der Index wird gerade neu aufgebaut.")


async def test_an_unexpected_error_is_logged_whole_and_told_neutrally(
    double: DiscordDouble, world: World, member: Person, admin: Person, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: object) -> None:
        raise ZeroDivisionError("secret detail")

    world.services.assistant.answer_many = broken  # type: ignore[method-assign,assignment] # whatever may be wrong
    async with bot_on(double, world):
        answer = await member.slash("ask", question=WHERE).answer()
        assert answer.text.startswith("Da ist etwas schiefgegangen.")
        assert "secret" not in answer.text
        assert "Letzter Fehler: ZeroDivisionError" in (await admin.slash("admin status").answer()).text
        said = member.says(f"@bot {WHERE}")
        assert (await member.hears(said)).text.startswith("Da ist etwas schiefgegangen.")
    assert caplog.text.count("ZeroDivisionError: secret detail") == 2


async def test_asked_to_stop_the_bot_finishes_what_it_has_in_hand(
    double: DiscordDouble, world: World, member: Person, forum: GuildHandle
) -> None:
    go, real = threading.Event(), world.services.assistant.answer_many

    def slow(questions: object) -> object:
        go.wait(10)
        return real(questions)  # type: ignore[arg-type] # as the real one

    world.services.assistant.answer_many = slow  # type: ignore[method-assign,assignment] # a question in hand
    other = forum.member("other")
    async with bot_on(double, world) as bot:
        asked = member.slash("ask", question=WHERE)
        await double.until(lambda: asked.callback)
        bot.stop.set()
        await double.until(lambda: "stop" not in [task.get_name() for task in asyncio.all_tasks()])
        late = await other.slash("ask", question=WHERE).answer()
        assert (late.ephemeral, late.text) == (True, "Ich starte gerade neu. Versuch es in 60 s noch einmal.")
        go.set()
        assert (await asked.answer()).embed["title"] == WHERE
        assert await bot.ends() == 0
    assert len(world.services.log.recent(forum.id)) == 1


async def test_a_question_that_hangs_does_not_keep_the_bot(
    double: DiscordDouble, world: World, member: Person, caplog: pytest.LogCaptureFixture
) -> None:
    go, real = threading.Event(), world.services.assistant.answer_many

    def hangs(questions: object) -> object:
        go.wait(20)
        return real(questions)  # type: ignore[arg-type] # as the real one

    world.services.assistant.answer_many = hangs  # type: ignore[method-assign,assignment] # a question that hangs
    world.change(drain_seconds=0.05)
    async with bot_on(double, world) as bot:
        asked = member.slash("ask", question=WHERE)
        await double.until(lambda: asked.callback)
        assert await bot.ends() == 0
    go.set()
    assert "not finished in time" in caplog.text


async def test_asked_to_stop_the_bot_finishes_what_somebody_pressed(
    double: DiscordDouble, world: World, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, go, real = threading.Event(), threading.Event(), world.services.log.delete_user

    def held(user: int) -> object:
        reached.set()
        go.wait(10)
        return real(user)

    monkeypatch.setattr(world.services.log, "delete_user", held)
    async with bot_on(double, world) as bot:
        pressed = member.clicks(await member.slash("privacy delete").answer(), "Alles löschen")
        await double.until(reached.is_set)
        bot.stop.set()
        await asyncio.sleep(0.1)
        go.set()
        assert (await pressed.answer()).text.startswith("Gelöscht")
        assert await bot.ends() == 0


async def test_asked_to_stop_the_bot_finishes_a_command_without_a_question(
    double: DiscordDouble, world: World, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, go, real = threading.Event(), threading.Event(), world.services.log.export_user

    def held(*arguments: object) -> object:
        reached.set()
        go.wait(10)
        return real(*arguments)  # type: ignore[arg-type] # as the real one

    monkeypatch.setattr(world.services.log, "export_user", held)
    async with bot_on(double, world) as bot:
        exported = member.slash("privacy export")
        await double.until(reached.is_set)
        bot.stop.set()
        await asyncio.sleep(0.1)
        assert not bot.task.done()
        go.set()
        assert (await exported.answer()).text
        assert await bot.ends() == 0


async def test_asked_to_stop_the_bot_finishes_a_form(
    double: DiscordDouble, world: World, member: Person, forum: GuildHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, go, real = threading.Event(), threading.Event(), world.services.log.feedback

    def held(record: int, user: int, vote: Vote, comment: str | None = None) -> object:
        if comment:
            reached.set()
            go.wait(10)
        return real(record, user, vote, comment)

    monkeypatch.setattr(world.services.log, "feedback", held)
    async with bot_on(double, world) as bot:
        pressed = member.clicks(await member.slash("ask", question=WHERE).answer(), "👎")
        await pressed.form()
        sent = member.submits(pressed, "falscher Tag")
        await double.until(reached.is_set)
        bot.stop.set()
        await asyncio.sleep(0.1)
        assert not bot.task.done()
        go.set()
        assert "Danke" in (await sent.answer()).text
        assert await bot.ends() == 0
    (query,) = world.services.log.recent(forum.id)
    assert [one.comment for one in query.feedback] == ["falscher Tag"]


async def test_sigterm_stops_it(double: DiscordDouble, world: World) -> None:
    options = replace(world.options, api=double.api, gateway=double.gateway_url)
    serving = asyncio.create_task(serve(world.services, options, double.token))
    await double.gateway.sessions_up()
    os.kill(os.getpid(), signal.SIGTERM)
    assert await asyncio.wait_for(serving, 20) == 0
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_worker_that_hangs_does_not_keep_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr("os._exit", ended.append)
    for thread in threading.enumerate():  # those of bots in earlier tests, on their way out
        if thread.name.startswith(WORKERS):
            thread.join(10)
    leave(0, 0.01)
    assert ended == []
    go = threading.Event()
    worker = threading.Thread(target=go.wait, args=(10,), name="index_0")
    worker.start()
    leave(1, 0.01)
    go.set()
    worker.join()
    assert ended == [1]


async def test_it_warms_up_before_it_takes_questions_and_is_ready_only_then(
    double: DiscordDouble, world: World, member: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    warming, go = threading.Event(), threading.Event()
    threads: list[str] = []

    def warm_up() -> None:
        threads.append(threading.current_thread().name)
        warming.set()
        go.wait(10)

    world.serve(warm_up=warm_up)
    world.change(health_port=0)
    started = asyncio.create_task(_ready_after(double, world, member))
    await double.until(warming.is_set)
    base = caplog.text.split("Health endpoint: ")[1].split("/healthz")[0]
    async with aiohttp.ClientSession() as session:
        response = await session.get(f"{base}/readyz")
        assert (response.status, await response.text()) == (503, "warming up\n")
    assert double.gateway.connections == []
    go.set()
    await started
    assert threads == ["answers_0"]


async def _ready_after(double: DiscordDouble, world: World, member: Person) -> None:
    async with bot_on(double, world):
        assert (await member.slash("ask", question=WHERE).answer()).embed["title"] == WHERE


async def test_a_warm_up_that_fails_keeps_nobody_from_asking(
    double: DiscordDouble, world: World, member: Person, caplog: pytest.LogCaptureFixture
) -> None:
    def warm_up() -> None:
        raise IndexMissing("no build is loaded yet")

    caplog.set_level(logging.INFO)
    world.serve(warm_up=warm_up)
    await _ready_after(double, world, member)
    assert "warm-up: IndexMissing" in caplog.text


def test_the_assistant_warms_up_in_every_language(world: World) -> None:
    asked: list[str] = []
    assistant, real = world.services.assistant, world.services.assistant.answer_many

    def answering(questions: Sequence[Question]) -> list[Answer]:
        answers = real(questions)
        asked.extend(answer.language for answer in answers)
        return answers

    assistant.answer_many = answering  # type: ignore[method-assign] # to see what it asks
    assistant.warm_up()
    assert set(asked) == {"de", "en", "ko", "ru"}


async def test_the_token_is_in_no_log_line_and_no_file(
    double: DiscordDouble, world: World, member: Person, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("discord").setLevel(logging.INFO)
    async with bot_on(double, world):
        await member.slash("ask", question=WHERE).answer()
    assert double.token not in caplog.text
    for file in tmp_path.rglob("*"):  # noqa: ASYNC240 - the bot has ended
        assert not file.is_file() or double.token.encode() not in file.read_bytes()
