"""The Discord double: REST, gateway and CDN on one loopback port, and the people who use them.

    async with DiscordDouble() as double:
        forum = double.guild("forum", locale="de")
        member = forum.member("member", locale="de")
        with double.at_discords_place():
            ...  # start an unmodified discord.py client with double.token
        answer = await member.slash("ask", question="Wer traf sich am 27. April?").answer()

It holds the bot to what Discord holds it to; every body that breaks a rule is in `violations`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Self, TypeVar

import double_rules as rules
import yarl
from aiohttp import web
from double_calls import Call, Calls, Faults
from double_endpoints import Endpoints
from double_gateway import Gateway
from double_interactions import Interaction, Interactions
from double_json import channel_json, guild_json, role_id, role_json
from double_people import Person
from double_posting import Posting
from double_rest import API, Rest, Violation
from double_state import Channel, Guild, Json, Message, Perm, User, World

Found = TypeVar("Found")
TOKEN = "double.token.of-no-worth"  # noqa: S105 -- opens nothing but this double
NOTHING = Perm(0)
FIRST_RESPONSE, TOKEN_LIFE = 3.0, 15 * 60.0  # seconds


@dataclass
class GuildHandle:
    """A guild, and the way to its people and channels."""

    double: DiscordDouble
    guild: Guild
    general: Channel

    @property
    def id(self) -> int:
        return self.guild.id

    def channel(self, name: str) -> Channel:
        channel = self.double.world.add_channel(name, self.guild)
        self.double.tell("CHANNEL_CREATE", self.guild, channel_json(channel))
        return channel

    def member(self, name: str, *, locale: str | None = None, can: Perm = NOTHING) -> Person:
        """A new member, by default with the guild's language; `can` adds permissions."""
        user = self.double.world.add_user(name, locale=locale or self.guild.locale)
        self.guild.members[user.id] = user
        if can:
            self.guild.grant(user, can)
            role = role_json(role_id(user, self.guild), f"role of {name}", int(can), 1)
            self.double.tell("GUILD_ROLE_CREATE", self.guild, {"guild_id": str(self.guild.id), "role": role})
        return Person(self.double, user, self.general)

    def operator(self) -> Person:
        """The application's owner, as an ordinary member."""
        owner = self.double.world.owner
        self.guild.members[owner.id] = owner
        return Person(self.double, owner, self.general)

    def other_bot(self, name: str) -> Person:
        """A bot that is not the one under test, and which must not get into a conversation with it."""
        person = self.member(name)
        person.user.bot = True
        return person

    def webhook_says(self, text: str) -> Message:
        """A message that a foreign webhook posts."""
        bot = self.double.world.bot
        author = self.double.world.add_user("webhook", bot=True)
        body = {"content": text.replace("@bot", f"<@{bot.id}>")}
        return self.double.posting.post(self.general, body, [], author=author, webhook=True)

    def admin(self, name: str, *, locale: str | None = None) -> Person:
        return self.member(name, locale=locale, can=Perm.MANAGE_GUILD)


class DiscordDouble:
    """Everything wired; an async context manager that listens on a free port of the loopback interface."""

    def __init__(
        self,
        *,
        limits: rules.RateLimits | None = None,
        first_response: float = FIRST_RESPONSE,
        token_life: float = TOKEN_LIFE,
        validate: bool = True,
        shards: int = 1,
    ) -> None:
        self.token = TOKEN
        self.world = World()
        self.clock = rules.Clock()
        self.limits = limits or rules.RateLimits.relaxed()
        self.gateway = Gateway(self.world, self.clock, TOKEN)
        self.posting = Posting(self.world, self.gateway.dispatch, lambda: self.url)
        self.interactions = Interactions(
            self.world, self.clock, self.posting, first=first_response, life=token_life
        )
        self.endpoints = Endpoints(
            self.world, self.posting, self.interactions, "", shards, lambda: self.gateway.allowed_intents
        )
        self.rest = Rest(self.world, self.clock, self.limits, TOKEN, self.endpoints.table(), validate)
        self.url = ""
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=25 * 1024 * 1024)
        self.rest.add_routes(app)
        app.router.add_get("/cdn/attachments/{channel_id}/{file_id}/{name}", self._cdn)
        app.router.add_get("/", self.gateway.handle)
        app.router.add_get("/gateway", self.gateway.handle)
        app.router.add_get("/resume", self.gateway.handle)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        self.endpoints.gateway_url = f"ws://{host}:{port}/gateway"
        self.gateway.resume_url = f"ws://{host}:{port}/resume"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner:
            await self._runner.cleanup()

    async def _cdn(self, request: web.Request) -> web.Response:
        """GET of an attachment: the file as it was uploaded. Discord's CDN asks for no token."""
        call = Call("GET", "/cdn", request.path, dict(request.match_info), {}, self.clock.now(), status=200)
        self.calls.append(call)
        content = self.world.files.get(int(request.match_info["file_id"]))
        if content is None or self.faults.take(call.name):
            call.status = 404
            return web.Response(status=404)
        return web.Response(body=content)

    # Where a client finds it

    @property
    def api(self) -> str:
        return self.url + API

    @property
    def gateway_url(self) -> str:
        return self.url.replace("http", "ws", 1) + "/gateway"

    @contextlib.contextmanager
    def at_discords_place(self) -> Iterator[None]:
        """Point discord.py's own two addresses here, and back afterwards."""
        from discord.gateway import DiscordWebSocket  # the double itself knows no client
        from discord.http import Route

        before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = self.api, yarl.URL(self.gateway_url)
        try:
            yield
        finally:
            Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before

    # What a test sets up, and looks at

    @property
    def calls(self) -> Calls:
        return self.rest.calls

    @property
    def faults(self) -> Faults:
        return self.rest.faults

    @property
    def violations(self) -> list[Violation]:
        return self.rest.violations

    async def until(self, look: Callable[[], Found | None], *, within: float = 10.0, what: str = "") -> Found:
        return await self.world.until(look, within=within, what=what)

    def guild(
        self, name: str, *, locale: str = "en-US", guild_id: int | None = None, owner: User | None = None
    ) -> GuildHandle:
        """A new guild with the bot in it and one channel; `guild_id` chooses its shard."""
        guild = self.world.add_guild(name, locale=locale, guild_id=guild_id, owner=owner)
        general = self.world.add_channel("general", guild)
        self.tell("GUILD_CREATE", guild, guild_json(guild, self.world))
        return GuildHandle(self, guild, general)

    def person(self, name: str, *, locale: str = "en-US") -> Person:
        """Someone who shares no guild in the tests with the bot, in direct messages with it."""
        user = self.world.add_user(name, locale=locale)
        return Person(self, user, self.world.dm(user))

    def commands_in(self, channel: Channel) -> list[Json]:
        """The registered commands that hold in a channel, the guild's own before the global ones."""
        own = self.world.commands.get(channel.guild.id, []) if channel.guild else []
        return [*own, *self.world.commands[None]]

    def start(self, interaction: Interaction) -> None:
        """A person did something: give it a token, tell the bot."""
        self.interactions.start(interaction)
        self.tell("INTERACTION_CREATE", interaction.channel.guild, interaction.event())

    def hand_over(self, guild: Guild, to: User) -> None:
        """A guild's owner makes somebody else its owner; the bot is told."""
        guild.owner, guild.members[to.id] = to, to
        self.tell("GUILD_UPDATE", guild, guild_json(guild, self.world))

    def kick_bot(self, guild: Guild) -> None:
        """A guild removes the bot, and Discord with it the guild's own commands; the bot is told."""
        self.tell("GUILD_DELETE", guild, {"id": str(guild.id)})
        del self.world.guilds[guild.id]
        self.world.commands.pop(guild.id, None)

    def invite_bot(self, guild: Guild) -> None:
        """A guild that had removed the bot has it back; the bot is told."""
        self.world.guilds[guild.id], guild.invited = guild, self.world.snowflake()
        self.tell("GUILD_CREATE", guild, guild_json(guild, self.world))

    def delete_channel(self, channel: Channel) -> None:
        """Someone deletes a channel; the bot is told."""
        self.world.remove_channel(channel)
        self.tell("CHANNEL_DELETE", channel.guild, channel_json(channel))

    def forbid_bot(self, channel: Channel, permissions: Perm) -> None:
        """Someone takes permissions from the bot in a channel; the bot is told."""
        channel.deny(self.world.bot, permissions)
        self.tell("CHANNEL_UPDATE", channel.guild, channel_json(channel))

    def tell(self, event: str, guild: Guild | None, data: Json) -> None:
        """Dispatch an event that says the same to every session."""
        self.gateway.dispatch(event, guild, lambda _: data)

    def tell_foreign_addresses(self) -> None:
        """GET /gateway/bot and READY name an address where nobody listens, as a proxy's bot gets to see."""
        self.endpoints.gateway_url = self.gateway.resume_url = "ws://127.0.0.1:9/elsewhere"
