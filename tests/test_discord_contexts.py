"""Where commands are offered and answered: in guilds, in direct messages, and not among friends."""

from typing import Any

import pytest
from double_people import Person
from double_server import DiscordDouble, GuildHandle
from double_state import GROUP, Channel
from fakes_discord import WHERE, World

pytest_plugins = ("fixtures_discord",)

FOR_MEMBERS = {
    "ask", "sources list", "sources show", "verify", "help", "Find evidence",
    "privacy about", "privacy export", "privacy delete", "privacy pause", "privacy resume",
}  # fmt: skip
FOR_ADMINS = {
    "admin status", "admin channels", "admin cooldown",
    "log recent", "log search", "log unanswered", "log stats", "log export", "Explain answer",
}  # fmt: skip
GUILD, DIRECT = 0, 1


@pytest.fixture
def friend(double: DiscordDouble) -> Person:
    """Somebody in direct messages with the bot."""
    return double.person("friend")


@pytest.mark.usefixtures("bot")
async def test_every_command_says_where_it_belongs(double: DiscordDouble) -> None:
    commands = double.world.commands[None]
    contexts = {command["name"]: sorted(command["contexts"]) for command in commands}
    assert {name for name, where in contexts.items() if where == [GUILD]} == {
        "admin",
        "log",
        "Explain answer",
    }
    assert all(where in ([GUILD], [GUILD, DIRECT]) for where in contexts.values())
    assert all(command["integration_types"] == [0] for command in commands), (
        "never installed by a single user"
    )


@pytest.mark.usefixtures("bot")
async def test_each_person_is_offered_what_they_may_use_there(
    double: DiscordDouble, forum: GuildHandle, friend: Person
) -> None:
    member, admin = forum.member("member", locale="en-US"), forum.admin("admin", locale="en-US")
    assert set(member.listed()) == FOR_MEMBERS
    assert set(admin.listed()) == FOR_MEMBERS | FOR_ADMINS
    assert set(friend.listed()) == set(admin.in_dm().listed()) == FOR_MEMBERS
    among_friends = Channel(double.world.snowflake(), GROUP, "friends")
    assert admin.at(among_friends).listed() == []


@pytest.mark.usefixtures("bot")
async def test_all_that_members_can_do_works_in_direct_messages(friend: Person, world: World) -> None:
    answer = await friend.slash("ask", question=WHERE).answer()
    assert answer.embed["title"] == WHERE
    assert "Putin und Kim" in (await friend.clicks(answer, "Context").answer()).embed["description"]
    assert "noted" in (await friend.clicks(answer, "👍").answer()).text
    pressed = friend.clicks(answer, "👎")
    await pressed.form()
    assert "noted" in (await friend.submits(pressed, "the wrong day").answer()).text
    claim = friend.says("Putin und Kim trafen sich auf der Insel Russki")
    await friend.hears(claim)
    assert "Russki" in (await friend.right_clicks(claim, "Find evidence").answer()).embed["description"]
    assert (await friend.slash("sources list").answer()).embed["title"] == "Sources (1)"
    assert (await friend.slash("help").answer()).embed["title"] == "How to ask me"
    assert "90 days" in (await friend.slash("privacy about").answer()).embed["description"]
    asked = await friend.slash("privacy delete").answer()
    assert (await friend.clicks(asked, "Delete everything").answer()).text.startswith("Deleted: 3 questions")
    assert world.services.log.recent("all") == []


@pytest.mark.usefixtures("bot")
async def test_what_is_asked_directly_belongs_to_no_guild(
    friend: Person, world: World, forum: GuildHandle
) -> None:
    admin = forum.admin("admin")
    await admin.slash("admin cooldown", seconds=600).answer()
    for _ in range(2):
        assert (await admin.in_dm().slash("ask", question=WHERE).answer()).embed["title"] == WHERE
    await friend.slash("ask", question=WHERE).answer()
    queries = world.services.log.recent("all")
    assert {(query.guild, query.channel) for query in queries} == {
        (None, admin.in_dm().channel.id),
        (None, friend.channel.id),
    }
    assert (await admin.slash("log recent").answer()).embed["description"] == "Nichts gefunden."


@pytest.mark.usefixtures("bot")
async def test_an_answer_that_tells_whose_command_it_was_is_read_like_any_message(
    forum: GuildHandle, friend: Person
) -> None:
    for person in (forum.member("member", locale="en-US"), friend):
        answer = await person.slash("ask", question=WHERE).answer()
        metadata: dict[str, Any] = answer.caused_by or {}
        guild = person.channel.guild
        assert metadata["user"]["id"] == str(person.id)
        assert metadata["authorizing_integration_owners"] == {"0": str(guild.id if guild else 0)}
        found = await person.right_clicks(answer, "Find evidence").answer()
        assert found.text.startswith("There is no text in this message")
        said = person.replies_to(answer, "@bot Und wo?")
        assert (await person.hears(said)).embed["author"]["name"] == f"↪ {WHERE}"
