"""What admins set for their own guild, and how the bot is."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from unittest.mock import create_autospec

import discord
import pytest
from double_people import Person
from double_server import DiscordDouble, GuildHandle
from fakes_discord import WHERE, World, bot_on

import locales
from cogs.answering import places
from cogs.any_channel import still_there
from cogs.render import ANSWERED, REFUSED
from cogs.render_status import channels_text, status_embed
from cogs.running import make_parts
from querylog.models import GuildSettings, Health

pytest_plugins = ("fixtures_discord",)


@pytest.fixture
def world(operated: World) -> World:
    return operated


@pytest.mark.usefixtures("bot")
async def test_status_says_how_the_bot_is(admin: Person, world: World) -> None:
    shown = await admin.slash("admin status").answer()
    assert shown.ephemeral
    description = shown.embed["description"]
    assert world.workshop.store.current_id() in description
    assert "1 Artikel · 16 Sätze" in description
    assert "hash@1" in description.replace("\\", "")
    assert "Letzter Fehler: keiner" in description
    assert "Protokoll: in Ordnung" in description


@pytest.mark.parametrize(
    ("trouble_at", "alarms", "well"),
    [
        (None, {}, True),
        (datetime.now(UTC) - timedelta(days=90), {}, True),
        (datetime.now(UTC), {}, False),
        (datetime.now(UTC) - timedelta(days=90), {"build": "it cannot be used"}, False),
    ],
)
def test_status_has_the_colour_of_trouble_for_what_is_wrong_and_not_for_what_was(
    trouble_at: datetime | None,
    alarms: dict[str, str],
    well: bool,  # noqa: FBT001 - a table
    world: World,
) -> None:
    parts = make_parts(world.services, world.options)
    parts.vitals.trouble, parts.vitals.trouble_at = trouble_at and "LogUnavailable", trouble_at
    parts.vitals.alarms.update(alarms)
    health = Health(available=True, spooled=0, failures=0)
    embed = status_embed(parts, world.services.locales.of("en"), health, reindexing=[], here=[])
    assert embed.colour == (ANSWERED if well else REFUSED)
    assert ("LogUnavailable" in (embed.description or "")) is (trouble_at is not None)


@pytest.mark.usefixtures("bot")
async def test_channels_restrict_where_the_bot_answers(
    admin: Person, member: Person, world: World, forum: GuildHandle
) -> None:
    other = forum.channel("other")
    shown = await admin.slash("admin channels", allow=other).answer()
    assert shown.text == f"Ich antworte nur in <#{other.id}>."
    refused = await member.slash("ask", question=WHERE).answer()
    assert refused.ephemeral
    assert refused.text == f"Hier antworte ich nicht; frag mich in <#{other.id}>."
    told = await member.hears(member.says(f"@bot {WHERE}"))
    assert "Hier antworte ich nicht" in told.text
    assert (await member.at(other).slash("ask", question=WHERE).answer()).embed["title"] == WHERE
    thread = member.at(other).opens_thread(member.at(other).says("Hier"), "faden")
    assert (await thread.slash("ask", question=WHERE).answer()).embed["title"] == WHERE
    assert (
        await admin.slash("admin channels", everywhere=True).answer()
    ).text == "Ich antworte in allen Kanälen."
    assert (await member.slash("ask", question=WHERE).answer()).embed["title"] == WHERE
    assert world.trail() == [("channels", "done"), ("channels", "done")]
    assert [one.detail for one in world.services.log.audit_trail("all")] == ["everywhere", str(other.id)]


@pytest.mark.usefixtures("bot")
async def test_a_channel_is_not_forbidden_by_opening_all_others(
    admin: Person, world: World, forum: GuildHandle
) -> None:
    one, other = forum.general, forum.channel("other")
    refused = await admin.slash("admin channels", forbid=one).answer()
    assert refused.text.startswith("Ich antworte in allen Kanälen, einzeln herausnehmen lässt sich keiner.")
    assert "„erlauben“" in refused.text
    await admin.slash("admin channels", allow=one).answer()
    last = await admin.slash("admin channels", forbid=one).answer()
    assert "der einzige Kanal" in last.text
    assert world.services.log.guild_settings(forum.id).channels == {one.id}
    moved = await admin.slash("admin channels", allow=other, forbid=one).answer()
    assert moved.text == f"Ich antworte nur in <#{other.id}>."
    opened = await admin.slash("admin channels", everywhere=True).answer()
    assert opened.text == "Ich antworte in allen Kanälen."


@pytest.mark.usefixtures("bot")
async def test_channels_that_were_deleted_are_told_of_and_go_with_the_next_that_is_named(
    double: DiscordDouble, admin: Person, member: Person, world: World, forum: GuildHandle
) -> None:
    doomed, other = forum.channel("doomed"), forum.channel("other")
    await admin.slash("admin channels", allow=doomed).answer()
    double.delete_channel(doomed)
    refused = await member.slash("ask", question=WHERE).answer()
    assert refused.text.startswith("Die Kanäle, in denen ich antworten soll, gibt es nicht mehr. Sag das")
    assert "nicht mehr" in (await member.hears(member.says(f"@bot {WHERE}"))).text
    for shown in (admin.slash("admin channels"), admin.slash("admin channels", forbid=other)):
        assert "darum antworte ich nirgends. Nenne mit „erlauben“" in (await shown.answer()).text
    assert "antworte ich nirgends" in (await admin.slash("admin status").answer()).text
    assert world.services.log.guild_settings(forum.id).channels == {doomed.id}, "nothing was opened"
    named = await admin.slash("admin channels", allow=other).answer()
    assert named.text == f"Ich antworte nur in <#{other.id}>."
    assert world.services.log.guild_settings(forum.id).channels == {other.id}


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("de", "… und 1 weitere."),
        ("en", "… and 1 more."),
        ("ko", "… 외 1개 채널에서만"),
        ("ru", "… и ещё 1."),
    ],
)
def test_more_channels_than_are_named_are_counted(language: str, says: str) -> None:
    catalogue = locales.load().of(language)
    forty = GuildSettings(1, frozenset(range(100, 140)))
    assert "<#139>" in channels_text(forty, None, catalogue)
    assert "…" not in channels_text(forty, None, catalogue)
    more = replace(forty, channels=forty.channels | {140})
    assert f"<#139> {says}" in channels_text(more, None, catalogue)
    assert "<#140>" not in channels_text(more, None, catalogue)


def test_where_discord_does_not_tell_a_guilds_channels_none_counts_as_deleted() -> None:
    guild = create_autospec(discord.Guild, instance=True)
    guild.get_channel.return_value = None
    named = frozenset({1, 2})
    for unavailable, there in ((True, named), (False, frozenset())):
        guild.unavailable = unavailable
        assert still_there(named, guild) == there
    assert still_there(named, None) == named


@pytest.mark.usefixtures("bot")
async def test_cooldown_is_each_guilds_own(
    double: DiscordDouble, admin: Person, member: Person, world: World
) -> None:
    shown = await admin.slash("admin cooldown", seconds=120).answer()
    assert shown.text == "Wartezeit zwischen zwei Fragen: 120 s"
    await member.slash("ask", question=WHERE).answer()
    told = await member.slash("ask", question=WHERE).answer()
    assert told.ephemeral
    assert told.text in {f"Einen Moment: Frag in {seconds} s wieder." for seconds in (119, 120)}
    elsewhere = double.guild("elsewhere")
    elsewhere.guild.members[member.id] = member.user
    for person in (member.at(elsewhere.general), member.in_dm(), elsewhere.member("stranger")):
        for _ in range(2):
            assert (await person.slash("ask", question=WHERE).answer()).embed["title"] == WHERE
    reset = await admin.slash("admin cooldown").answer()
    assert reset.text == "Die eigene Wartezeit dieses Servers ist aufgehoben; es gilt die des Bots: 0 s"
    assert world.services.log.guild_settings(member.channel.guild.id).cooldown is None


def test_a_thread_whose_parent_is_not_known_has_its_own_id_and_the_parents() -> None:
    thread = object.__new__(discord.Thread)
    thread.id, thread.parent_id = 5, 4
    thread.guild = SimpleNamespace(get_channel=lambda _: None)  # type: ignore[assignment] # all that it looks at
    assert places(thread) == {5, 4}


async def test_settings_survive_a_restart(double: DiscordDouble, admin: Person, world: World) -> None:
    async with bot_on(double, world):
        await admin.slash("admin cooldown", seconds=77).answer()
    async with bot_on(double, world):
        assert "77 s" in (await admin.slash("admin status").answer()).text
    await asyncio.sleep(0)
