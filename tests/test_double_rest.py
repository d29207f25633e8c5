"""The double's REST side through discord.py's own objects: messages, threads, direct messages, responses."""

from collections.abc import AsyncIterator

import discord
import pytest
from double_parrot import Parrot, parrot_on
from double_people import Person
from double_server import DiscordDouble
from double_state import Perm


@pytest.fixture
async def double() -> AsyncIterator[DiscordDouble]:
    async with DiscordDouble() as double:
        yield double
        assert [str(violation) for violation in double.violations] == []


@pytest.fixture
def member(double: DiscordDouble) -> Person:
    return double.guild("forum").member("member")


@pytest.fixture
async def parrot(double: DiscordDouble, member: Person) -> AsyncIterator[Parrot]:
    assert member
    async with parrot_on(double) as parrot:
        yield parrot


@pytest.fixture
def channel(parrot: Parrot, member: Person) -> discord.TextChannel:
    channel = parrot.get_channel(member.channel.id)
    assert isinstance(channel, discord.TextChannel)
    return channel


def code(caught: pytest.ExceptionInfo[discord.HTTPException]) -> int:
    return caught.value.code


async def test_a_message_is_sent_changed_read_and_deleted(
    member: Person, channel: discord.TextChannel
) -> None:
    sent = await channel.send("one", embed=discord.Embed(title="a title"))
    seen = member.channel.messages[sent.id]
    await sent.edit(content="two")
    assert (seen.content, seen.embed["title"], len(seen.edits)) == ("two", "a title", 1)
    assert (await channel.fetch_message(sent.id)).content == "two"
    assert [message.content async for message in channel.history()] == ["two"]
    await sent.delete()
    assert seen.deleted
    assert not member.sees(seen)
    with pytest.raises(discord.NotFound) as gone:
        await channel.fetch_message(sent.id)
    assert code(gone) == 10008


async def test_another_persons_message_is_not_the_bots_to_change(
    double: DiscordDouble, member: Person, channel: discord.TextChannel
) -> None:
    said = member.says("hello")
    fetched = await channel.fetch_message(said.id)
    assert fetched.content == ""
    with pytest.raises(discord.Forbidden) as edited:
        await fetched.edit(content="mine")
    assert code(edited) == 50005
    with pytest.raises(discord.Forbidden) as deleted:
        await fetched.delete()
    assert code(deleted) == 50013
    assert member.channel.guild
    member.channel.guild.grant(double.world.bot, Perm.MANAGE_MESSAGES)
    await fetched.delete()
    assert said.deleted


async def test_a_message_has_one_thread_and_people_ask_in_it(
    member: Person, parrot: Parrot, channel: discord.TextChannel
) -> None:
    sent = await channel.send("a long answer")
    thread = await sent.create_thread(name="more", auto_archive_duration=60)
    assert thread.id == sent.id
    with pytest.raises(discord.HTTPException) as again:
        await channel.get_partial_message(sent.id).create_thread(name="more")
    assert code(again) == 160004
    inside = member.opens_thread(member.says("hello"), "questions")
    asked = inside.says("@bot hello")
    assert (await inside.hears(asked)).text.endswith("hello")
    (heard,) = (message for message in parrot.seen if message.id == asked.id)
    assert isinstance(heard.channel, discord.Thread)


async def test_a_file_is_refused_without_the_permission_and_kept_with_it(
    double: DiscordDouble, member: Person, channel: discord.TextChannel
) -> None:
    sent = await channel.send("see the file", file=discord.File(__file__, filename="a.py"))
    assert (await sent.attachments[0].read()).startswith(b'"""The double')
    double.forbid_bot(member.channel, Perm.ATTACH_FILES | Perm.EMBED_LINKS)
    for thing in ({"file": discord.File(__file__)}, {"embed": discord.Embed(title="x")}):
        with pytest.raises(discord.Forbidden) as refused:
            await channel.send(**thing)
        assert code(refused) == 50013


async def test_the_bot_writes_first_in_direct_messages(
    double: DiscordDouble, member: Person, parrot: Parrot
) -> None:
    user = await parrot.fetch_user(member.id)
    await user.send("hello")
    (sent,) = member.in_dm().channel.messages.values()
    assert sent.text == "hello"
    stranger = double.person("stranger")
    assert not stranger.sees(sent)
    with pytest.raises(discord.NotFound) as nobody:
        await parrot.fetch_user(1)
    assert code(nobody) == 10013


async def test_responses_are_read_changed_and_deleted_through_their_token(
    double: DiscordDouble, member: Person, parrot: Parrot
) -> None:
    responses: list[discord.InteractionMessage | discord.WebhookMessage] = []

    @parrot.tree.command(name="later", description="Answer later.")
    async def later(interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        first = await interaction.followup.send("first", wait=True)
        second = await interaction.followup.send("second", wait=True)
        responses.extend([await interaction.original_response(), first, second])
        await second.edit(content="second, mended")

    await parrot.tree.sync()
    asked = member.slash("later")
    await asked.shows("second, mended")
    original, first, second = responses
    assert original.id == first.id  # the follow-up took the place of "thinking"
    await second.delete()
    await original.edit(content="the only one")
    assert [message.text for message in asked.shown if not message.deleted] == ["the only one"]
    double.clock.advance(15 * 60 + 1)
    with pytest.raises(discord.HTTPException) as expired:
        await original.edit(content="too late")
    assert code(expired) == 50027


async def test_the_applications_owner_is_a_member_like_others(double: DiscordDouble, parrot: Parrot) -> None:
    operator = double.guild("second").operator()
    assert parrot.application
    assert parrot.application.owner.id == operator.id
    assert "admin remove" not in operator.listed()
    assert (await operator.slash("ask", question="Wer?").answer()).text == "Wer?"


async def test_commands_keep_their_ids_and_a_guild_has_its_own(
    double: DiscordDouble, member: Person, parrot: Parrot
) -> None:
    before = {command["name"]: command["id"] for command in double.world.commands[None]}
    await parrot.tree.sync()
    assert {command["name"]: command["id"] for command in double.world.commands[None]} == before
    guild = discord.Object(member.channel.guild.id if member.channel.guild else 0)

    @parrot.tree.command(name="here", description="Only here.", guild=guild)
    async def here(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("here")

    assert [command.name for command in await parrot.tree.sync(guild=guild)] == ["here"]
    assert [command.name for command in await parrot.tree.fetch_commands(guild=guild)] == ["here"]
    assert (await member.slash("here").answer()).text == "here"
    assert "here" not in double.guild("elsewhere").member("member").listed()
