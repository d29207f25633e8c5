"""What Discord does to a call: connections break, it asks for a pause, it refuses."""

import asyncio
import logging
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest
from double_calls import Cut
from double_people import Person
from double_server import DiscordDouble, GuildHandle
from double_state import Perm
from fakes_discord import ENGLISH, WHERE, World, bot_on

from cogs.delivery import retried
from cogs.running import serve_until

pytest_plugins = ("fixtures_discord",)

CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"
EDIT = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original"
MESSAGES = "POST /channels/{channel_id}/messages"


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


async def test_a_long_pause_before_the_bot_is_even_known_is_waited_out_and_can_be_ended(
    double: DiscordDouble, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    route = "GET /users/@me"
    double.faults.next(route, 429, retry_after=36_000)
    options = replace(world.options, api=double.api, gateway=double.gateway_url)
    stop = asyncio.Event()
    starting = asyncio.create_task(serve_until(stop, world.services, options, double.token))
    await double.until(lambda: "next try in 36000 s: Too many requests." in caplog.text)
    stop.set()
    assert await asyncio.wait_for(starting, 20) == 0
    assert len(double.calls.to(route)) == 1, "each more would count towards a ban"
    assert "Traceback" not in caplog.text


async def test_commands_that_discord_does_not_take_today_keep_nobody_from_asking(
    double: DiscordDouble, world: World, member: Person
) -> None:
    route = "PUT /applications/{application_id}/commands"
    async with bot_on(double, world):
        pass
    world.serve(locales=ENGLISH)  # other commands than those that Discord has
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
    # Nor where the answer itself is refused, before its fifteen minutes are over.
    double.faults.next(EDIT, 403, code=50013)
    member.slash("sources show", article="fort")
    await double.until(lambda: 403 in [call.status for call in double.calls.to(EDIT)])
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
    assert f"message in channel {member.channel.id} of guild {forum.id}: Discord answered 403" in caplog.text
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


@pytest.mark.parametrize(("unavailable", "tries"), [(False, 1), (True, 3)])
async def test_what_discord_py_has_waited_out_itself_is_not_waited_out_again(
    unavailable: bool,  # noqa: FBT001 - a table
    tries: int,
) -> None:
    tried = []

    async def call() -> None:
        tried.append(1)
        raise discord.DiscordServerError(cast("Any", SimpleNamespace(status=503, reason="")), "")

    with pytest.raises(discord.DiscordServerError):
        await retried(call, unavailable=unavailable)
    assert len(tried) == tries
