"""Who may steer the index from Discord, and where its commands are."""

import asyncio
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from double_people import Person, Upload
from double_server import DiscordDouble, GuildHandle
from fakes_discord import KBS, MOON, World, bot_on

from cogs.permissions import may_manage, may_operate

pytest_plugins = ("fixtures_discord",)


@pytest.fixture
def world(operated: World) -> World:
    return operated


def names(commands: list[dict[str, Any]], group: str) -> set[str]:
    return {
        option["name"] for command in commands if command["name"] == group for option in command["options"]
    }


@pytest.mark.usefixtures("bot")
async def test_index_commands_exist_only_in_the_operators_guilds(
    double: DiscordDouble, forum: GuildHandle
) -> None:
    assert names(double.world.commands[None], "admin") == {"status", "channels", "cooldown"}
    assert names(double.world.commands[forum.id], "admin") == {"reindex", "add", "remove", "rollback"}


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("locale", ["de", "en-US"])
async def test_no_command_is_listed_twice_in_the_operators_guilds(forum: GuildHandle, locale: str) -> None:
    listed = forum.admin("a", locale=locale).listed()
    assert len(listed) == len(set(listed))
    group = "verwalten" if locale == "de" else "admin"
    assert len([line for line in listed if line.startswith(f"{group} ")]) == 7


async def test_without_operators_guilds_the_application_owner_steers_the_index_from_their_own(
    double: DiscordDouble, world: World, forum: GuildHandle, admin: Person
) -> None:
    world.change(admin_guilds=frozenset())
    home = double.guild("home", locale="de", owner=double.world.owner)
    async with bot_on(double, world):
        await double.until(lambda: double.world.commands.get(home.id))
        owner, guest = home.operator(), home.admin("guest")
        refused = await guest.slash("admin reindex").answer()
        assert (refused.ephemeral, refused.text) == (True, "Das darf nur, wer diesen Bot betreibt.")
        assert world.trail() == []
        assert (await owner.slash("admin reindex").shows("Index")).ephemeral
        assert world.trail() == [("reindex", "unchanged")]
        assert len(owner.listed()) == len(set(owner.listed()))
        for person in (admin, forum.operator(), owner.in_dm()):
            with pytest.raises(AssertionError, match=r"no subcommand|is offered no command"):
                person.slash("admin reindex")
    route = "PUT /applications/{application_id}/guilds/{guild_id}/commands"
    assert [call.params["guild_id"] for call in double.calls.to(route)] == [str(home.id)]
    async with bot_on(double, world):
        await asyncio.sleep(0.2)
    assert len(double.calls.to(route)) == 1, "nothing had changed"


async def test_a_guild_that_the_owner_gets_or_gives_away_gains_or_loses_the_commands(
    double: DiscordDouble, world: World, forum: GuildHandle
) -> None:
    world.change(admin_guilds=frozenset())
    async with bot_on(double, world):
        assert not double.world.commands.get(forum.id)
        double.hand_over(forum.guild, double.world.owner)
        await double.until(lambda: double.world.commands.get(forum.id))
        joined = double.guild("later", owner=double.world.owner)
        await double.until(lambda: double.world.commands.get(joined.id))
        double.hand_over(forum.guild, forum.member("heir").user)
        await double.until(lambda: double.world.commands[forum.id] == [])
    forum.guild.owner = double.world.owner
    async with bot_on(double, world):
        await double.until(lambda: double.world.commands[forum.id])
    joined.guild.owner = joined.member("heir").user
    async with bot_on(double, world):
        await double.until(lambda: double.world.commands[joined.id] == [])


@pytest.mark.usefixtures("bot")
async def test_permission_is_checked_again_whatever_the_guild_opened(
    double: DiscordDouble, world: World, member: Person, forum: GuildHandle
) -> None:
    forum.guild.opened_commands |= {"admin", "log"}
    commands = [*double.world.commands[None], *double.world.commands[forum.id]]
    paths = [f"{group} {name}" for group in ("admin", "log") for name in names(commands, group)]
    assert len(paths) == 12
    given = {
        "admin add": {"file": Upload("moon.txt", MOON.encode())},
        "admin remove": {"article": KBS},
        "log search": {"text": "Kim"},
    }
    for path in paths:
        refused = await member.slash(path, **given.get(path, {})).answer()
        assert (path, refused.ephemeral, "Server verwalten" in refused.text) == (path, True, True)
    assert world.trail() == []


@pytest.mark.usefixtures("bot")
async def test_who_may_not_steer_the_index_is_offered_nothing_while_they_type(
    member: Person, admin: Person, forum: GuildHandle
) -> None:
    forum.guild.opened_commands.add("admin")
    for path, option in (("admin remove", "article"), ("admin rollback", "build")):
        assert len(await admin.types(path, option, "").choices()) == 1
        assert await member.types(path, option, "").choices() == []


@pytest.mark.parametrize(
    ("operators", "owner", "guild", "manages", "allowed"),
    [
        ({1}, False, 1, True, True),
        ({1}, False, 1, False, False),
        ({1}, True, 2, True, False),
        ({1}, True, None, True, False),
        (set(), True, 2, False, True),
        (set(), False, 2, True, False),
    ],
)
def test_who_may_steer_the_index(
    operators: set[int],
    owner: bool,  # noqa: FBT001 - a table
    guild: int | None,
    manages: bool,  # noqa: FBT001 - a table
    allowed: bool,  # noqa: FBT001 - a table
) -> None:
    application = SimpleNamespace(team=None, owner=SimpleNamespace(id=7))
    parts = SimpleNamespace(options=SimpleNamespace(admin_guilds=frozenset(operators)))
    interaction = SimpleNamespace(
        guild_id=guild,
        user=SimpleNamespace(id=7 if owner else 8),
        permissions=discord.Permissions(manage_guild=manages),
        client=SimpleNamespace(application=application, parts=parts),
    )
    assert may_operate(interaction) is allowed  # type: ignore[arg-type] # all that it looks at


@pytest.mark.parametrize(
    ("guild", "named", "allowed"),
    [
        (1, "manage_guild", True),
        (1, "administrator", True),
        (1, "ban_members", False),
        (None, "administrator", False),
    ],
)
def test_who_manages_a_guild_is_told_by_either_permission(
    guild: int | None,
    named: str,
    allowed: bool,  # noqa: FBT001 - a table
) -> None:
    interaction = SimpleNamespace(guild_id=guild, permissions=discord.Permissions(**{named: True}))
    assert may_manage(interaction) is allowed  # type: ignore[arg-type] # all that it looks at


def steered_by_a_team(*, owner: int, member: SimpleNamespace) -> SimpleNamespace:
    """An interaction of the user 7 where no guild is the operator's."""
    application = SimpleNamespace(team=SimpleNamespace(members=[member], owner_id=owner), owner=None)
    parts = SimpleNamespace(options=SimpleNamespace(admin_guilds=frozenset()))
    return SimpleNamespace(
        guild_id=None,
        user=SimpleNamespace(id=7),
        permissions=discord.Permissions.none(),
        client=SimpleNamespace(application=application, parts=parts),
    )


@pytest.mark.parametrize(
    ("state", "role", "allowed"),
    [
        (discord.TeamMembershipState.accepted, discord.TeamMemberRole.developer, True),
        (discord.TeamMembershipState.accepted, discord.TeamMemberRole.read_only, False),
        (discord.TeamMembershipState.invited, discord.TeamMemberRole.admin, False),
    ],
)
def test_a_team_steers_through_its_working_members_alone(
    state: discord.TeamMembershipState,
    role: discord.TeamMemberRole,
    allowed: bool,  # noqa: FBT001 - a table
) -> None:
    interaction = steered_by_a_team(owner=1, member=SimpleNamespace(id=7, membership_state=state, role=role))
    assert may_operate(interaction) is allowed  # type: ignore[arg-type] # all that it looks at


def test_the_owner_of_a_team_steers_whatever_role_is_listed() -> None:
    accepted, reader = discord.TeamMembershipState.accepted, discord.TeamMemberRole.read_only
    listed = SimpleNamespace(id=7, membership_state=accepted, role=reader)
    assert may_operate(steered_by_a_team(owner=7, member=listed))  # type: ignore[arg-type] # all that it looks at
