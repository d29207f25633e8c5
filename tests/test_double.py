"""The Discord double, held to Discord's ways by an unmodified discord.py client over real sockets."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import discord
import pytest
from double_parrot import Parrot, parrot_on
from double_people import Person, Upload
from double_rules import RateLimits
from double_server import DiscordDouble
from double_state import Perm

MESSAGES = "POST /channels/{channel_id}/messages"
CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"


@pytest.fixture
async def double() -> AsyncIterator[DiscordDouble]:
    async with DiscordDouble() as double:
        yield double


@pytest.fixture
def member(double: DiscordDouble) -> Person:
    return double.guild("forum", locale="de").member("member")


@pytest.fixture
async def parrot(double: DiscordDouble, member: Person) -> AsyncIterator[Parrot]:
    async with parrot_on(double) as parrot:
        yield parrot
    assert member
    assert [str(violation) for violation in double.violations] == []


async def test_a_slash_command_is_answered_in_two_steps(member: Person, parrot: Parrot) -> None:
    asked = member.slash("ask", question="Wer?")
    answer = await asked.answer()
    assert (answer.text, answer.labels, answer.ephemeral) == ("Wer?", ["Context", "👎", "Next"], False)
    assert asked.callback == 5
    assert 0 < asked.first_after < asked.answered_after
    assert parrot.failed == []


async def test_an_ephemeral_answer_is_seen_by_one_person(double: DiscordDouble, parrot: Parrot) -> None:
    forum = double.guild("second")
    asker, other = forum.member("asker"), forum.member("other")
    answer = await asker.slash("ask", question="Wer?", private=True).answer()
    assert answer.ephemeral
    assert asker.sees(answer)
    assert not other.sees(answer)
    with pytest.raises(AssertionError, match="does not see"):
        other.clicks(answer, "Context")
    assert not [message for message in parrot.seen if message.id == answer.id]


async def test_a_follow_up_is_a_second_message(member: Person, parrot: Parrot) -> None:
    asked = member.slash("twice")
    await asked.shows("twice")
    assert [(message.text, message.ephemeral) for message in asked.shown] == [
        ("once", False),
        ("twice", True),
    ]
    assert parrot.failed == []


async def test_buttons_forms_and_pages(member: Person, parrot: Parrot) -> None:
    answer = await member.slash("ask", question="Wer?").answer()
    assert (await member.clicks(answer, "Context").answer()).text == "the paragraph"
    pressed = member.clicks(answer, "👎")
    assert (await pressed.form())["title"] == "What was wrong?"
    with pytest.raises(AssertionError, match="takes 20"):
        member.submits(pressed, "x" * 21)
    assert (await member.submits(pressed, "wrong day").answer()).text == "noted: wrong day"
    assert await member.clicks(answer, "Next").answer() is answer
    assert answer.content == "page 2"
    assert parrot.failed == []


async def test_autocompletion_and_permission_to_use_a_command(double: DiscordDouble, parrot: Parrot) -> None:
    forum = double.guild("second")
    admin, member = forum.admin("admin"), forum.member("member")
    choices = await admin.types("admin remove", "article", "bor").choices()
    assert choices == [{"name": "border", "value": "border"}]
    assert (await admin.slash("admin remove", article="border").answer()).text == "removed border"
    for person in (member, admin.in_dm()):
        with pytest.raises(AssertionError, match="is offered no command"):
            person.slash("admin remove", article="border")
    forum.guild.opened_commands.add("admin")
    assert (await member.slash("admin remove", article="x").answer()).text == "removed x"
    assert parrot.failed == []


async def test_the_human_side_refuses_what_discords_client_refuses(member: Person, parrot: Parrot) -> None:
    for wrong in ({}, {"question": 3}, {"question": "x", "colour": "red"}):
        with pytest.raises(AssertionError, match=r"needs|takes option|has the options"):
            member.slash("ask", **wrong)
    assert parrot.failed == []


async def test_files_go_both_ways(double: DiscordDouble, member: Person, parrot: Parrot) -> None:
    answer = await member.slash("read", file=Upload("a.txt", b"Hallo")).answer()
    assert answer.text == "a.txt: Hallo"
    assert [file["filename"] for file in answer.attachments] == ["copy.py"]
    assert [call.status for call in double.calls.to("GET /cdn")] == [200]
    assert parrot.failed == []


async def test_right_click_hands_over_a_message_that_the_bot_may_not_read(
    member: Person, parrot: Parrot
) -> None:
    said = member.says("Kim crossed the border")
    assert (await member.right_clicks(said, "Find evidence").answer()).text == "claim: Kim crossed the border"
    await member.hears(said)
    assert parrot.seen[0].content == ""


async def test_content_is_empty_unless_it_is_meant_for_the_bot(member: Person, parrot: Parrot) -> None:
    async def heard(message: object) -> str:
        return (await member.hears(message)).text  # type: ignore[arg-type]  # a message of double_state

    assert await heard(member.says("hello")) == "you said: nothing that I may read"
    mentioned = member.says("@bot hello")
    assert (await member.hears(mentioned)).text.endswith("> hello")
    ordinary = await member.hears(mentioned)
    assert await heard(member.replies_to(ordinary, "and where?")) == "you said: and where?"
    silent = member.replies_to(ordinary, "and where?", ping=False)
    assert await heard(silent) == "you said: nothing that I may read"
    response = await member.slash("ask", question="Wer?").answer()
    to_a_response = member.replies_to(response, "and where?")
    assert await heard(to_a_response) == "you said: nothing that I may read"
    private = member.in_dm()
    assert (await private.hears(private.says("hello"))).text == "you said: hello"
    assert parrot.failed == []


async def test_the_privileged_intent_must_be_switched_on(double: DiscordDouble, member: Person) -> None:
    intents = discord.Intents.default()
    intents.message_content = True
    with double.at_discords_place(), pytest.raises(discord.PrivilegedIntentsRequired):
        await Parrot(intents=intents).start(double.token)
    double.gateway.allowed_intents = intents.value
    async with parrot_on(double, intents=intents):
        assert (await member.hears(member.says("hello"))).text == "you said: hello"


async def test_a_rejected_token(double: DiscordDouble) -> None:
    with double.at_discords_place(), pytest.raises(discord.LoginFailure):
        await Parrot().start("wrong")
    assert [call.status for call in double.calls] == [401]


async def test_three_seconds_fifteen_minutes_and_one_callback(double: DiscordDouble) -> None:
    member = double.guild("forum").member("member")
    double.world.commands[None] = [{"id": "1", "name": "ask", "type": 1}]
    bot = str(double.world.application_id)
    async with aiohttp.ClientSession() as session:

        async def post(path: str) -> tuple[int, int]:
            async with session.post(double.api + path, json={"type": 5, "content": "x"}) as response:
                text = await response.json(content_type=None) if response.status != 204 else {}
                return response.status, text.get("code", 0)

        late = member.slash("ask")
        double.clock.advance(3.001)
        assert await post(f"/interactions/{late.id}/{late.token}/callback") == (404, 10062)
        asked = member.slash("ask")
        assert await post(f"/webhooks/{bot}/{asked.token}") == (404, 10015)
        double.clock.advance(2.9)
        assert await post(f"/interactions/{asked.id}/{asked.token}/callback") == (204, 0)
        assert await post(f"/interactions/{asked.id}/{asked.token}/callback") == (400, 40060)
        double.clock.advance(15 * 60)
        assert await post(f"/webhooks/{bot}/{asked.token}") == (401, 50027)


@pytest.mark.parametrize(
    ("denied", "code"),
    [(Perm.SEND_MESSAGES, 50013), (Perm.VIEW_CHANNEL, 50001), (Perm.READ_MESSAGE_HISTORY, 160002)],
)
async def test_permissions_per_channel(
    double: DiscordDouble, member: Person, parrot: Parrot, denied: Perm, code: int
) -> None:
    member.channel.deny(double.world.bot, denied)
    member.says("@bot hello")
    await double.until(lambda: parrot.failed)
    assert isinstance(parrot.failed[0], discord.Forbidden)
    assert parrot.failed[0].code == code


async def test_automod_a_deleted_channel_and_closed_direct_messages(
    double: DiscordDouble, member: Person, parrot: Parrot
) -> None:
    assert member.channel.guild
    member.channel.guild.blocked_words.add("said")
    member.at(member.channel).says("@bot hello")
    await double.until(lambda: len(parrot.failed) == 1)
    double.world.remove_channel(member.channel)
    member.says("@bot hello")
    await double.until(lambda: len(parrot.failed) == 2)
    member.user.dms_open = False
    member.in_dm().says("hello")
    await double.until(lambda: len(parrot.failed) == 3)
    codes = [error.code for error in parrot.failed if isinstance(error, discord.HTTPException)]
    assert codes == [200000, 10003, 50007]


async def test_the_bot_is_told_of_what_it_may_no_longer_do(
    double: DiscordDouble, member: Person, parrot: Parrot
) -> None:
    channel = parrot.get_channel(member.channel.id)
    assert isinstance(channel, discord.TextChannel)
    assert channel.permissions_for(channel.guild.me).send_messages
    double.forbid_bot(member.channel, Perm.SEND_MESSAGES)
    await double.until(lambda: not channel.permissions_for(channel.guild.me).send_messages)
    double.delete_channel(member.channel)
    await double.until(lambda: parrot.get_channel(member.channel.id) is None)


async def test_bots_webhooks_and_deleted_messages(double: DiscordDouble, parrot: Parrot) -> None:
    forum = double.guild("second")
    forum.other_bot("other bot").says("@bot hello")
    forum.webhook_says("@bot hello")
    asker = forum.member("asker")
    said = asker.says("@bot hello")
    asker.deletes(said)
    await double.until(lambda: len(parrot.failed) == 1)
    assert [(message.author.bot, bool(message.webhook_id)) for message in parrot.seen] == [
        (True, False),
        (True, True),
        (False, False),
    ]
    assert isinstance(parrot.failed[0], discord.HTTPException)
    assert parrot.failed[0].code == 50035


async def test_planned_faults_happen_once_and_in_order(
    double: DiscordDouble, member: Person, parrot: Parrot
) -> None:
    double.faults.next(MESSAGES, 429, retry_after=0.01)
    double.faults.next(MESSAGES, 403, code=50013)
    double.faults.next(MESSAGES, "cut")
    double.faults.next(MESSAGES, "cut after")
    first = member.says("@bot one")
    await double.until(lambda: len(parrot.failed) == 1)
    assert [call.status for call in double.calls.to(MESSAGES)] == [429, 403]
    member.says("@bot two")
    await double.until(lambda: len(parrot.failed) == 2)
    assert isinstance(parrot.failed[1], aiohttp.ServerDisconnectedError)
    third = member.says("@bot three")
    await double.until(lambda: len(parrot.failed) == 3)
    assert (await member.hears(third)).text.endswith("three")
    assert first.id not in {
        message.reference and message.reference.id for message in member.channel.messages.values()
    }


async def test_rate_limits_hold_back_and_the_client_obeys(double: DiscordDouble, member: Person) -> None:
    double.limits.set(MESSAGES, 2, 0.2)
    async with parrot_on(double):
        said = [member.says(f"@bot {number}") for number in range(5)]
        await asyncio.gather(*(member.hears(message) for message in said))
    sent = [call.at for call in double.calls.to(MESSAGES) if call.status == 200]
    assert len(sent) == 5
    assert all(third - first >= 0.19 for first, third in zip(sent, sent[2:], strict=False))


def test_the_strict_limits_are_those_of_discords_headers() -> None:
    limits = RateLimits.strict()
    taken = [limits.take(MESSAGES, "1", 0.0, exempt=False) for _ in range(6)]
    assert [isinstance(one, dict) for one in taken] == [True] * 5 + [False]
    assert isinstance(limits.take(MESSAGES, "2", 0.0, exempt=False), dict)
