"""What each endpoint of the REST API does once a call has passed the front door of double_rest."""

from __future__ import annotations

import mimetypes
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

import double_rules as rules
from double_calls import Call
from double_interactions import Interactions
from double_json import channel_json, guild_json, member_json, message_json, user_json
from double_posting import Posting
from double_rest import Endpoint
from double_state import PUBLIC_THREAD, Channel, Json, Message, Perm, User, World


@dataclass
class Endpoints:
    """Each method answers one endpoint; `table` says which."""

    world: World
    posting: Posting
    interactions: Interactions
    gateway_url: str  # what GET /gateway/bot tells
    shards: int = 1  # what it recommends
    intents: Callable[[], int] = lambda: 0  # the privileged ones that the application may use
    _nonces: dict[tuple[int, str], int] = field(default_factory=dict)  # channel and nonce -> message

    def table(self) -> dict[str, Endpoint]:
        message = "/channels/{channel_id}/messages/{message_id}"
        webhook = "/webhooks/{webhook_id}/{webhook_token}"
        commands, guild_commands = (
            "/applications/{application_id}/commands",
            "/applications/{application_id}/guilds/{guild_id}/commands",
        )
        return {
            "GET /gateway/bot": self.gateway,
            "GET /users/@me": self.me,
            "GET /users/{user_id}": self.user,
            "POST /users/@me/channels": self.open_dm,
            "GET /oauth2/applications/@me": self.application,
            "GET /applications/@me": self.application,
            "GET /guilds/{guild_id}": self.guild,
            "GET /guilds/{guild_id}/channels": self.guild_channels,
            "GET /guilds/{guild_id}/members/{user_id}": self.member,
            "GET /channels/{channel_id}": self.channel,
            "POST /channels/{channel_id}/typing": self.typing,
            "GET /channels/{channel_id}/messages": self.history,
            "POST /channels/{channel_id}/messages": self.send,
            f"GET {message}": self.message,
            f"PATCH {message}": self.edit,
            f"DELETE {message}": self.delete,
            f"POST {message}/threads": self.thread,
            "POST /channels/{channel_id}/threads": self.thread,
            f"GET {commands}": self.commands,
            f"PUT {commands}": self.register,
            f"GET {guild_commands}": self.commands,
            f"PUT {guild_commands}": self.register,
            "POST /interactions/{interaction_id}/{interaction_token}/callback": self.callback,
            f"POST {webhook}": self.follow_up,
            f"GET {webhook}/messages/{{message_id}}": self.response,
            f"PATCH {webhook}/messages/@original": self.edit_response,
            f"PATCH {webhook}/messages/{{message_id}}": self.edit_response,
            f"DELETE {webhook}/messages/@original": self.delete_response,
            f"DELETE {webhook}/messages/{{message_id}}": self.delete_response,
        }

    # Who and where

    async def gateway(self, _: Call) -> Json:
        limit = {"total": 1000, "remaining": 999, "reset_after": 14_400_000, "max_concurrency": 1}
        return {"url": self.gateway_url, "shards": self.shards, "session_start_limit": limit}

    async def me(self, _: Call) -> Json:
        return user_json(self.world.bot) | {"verified": True, "mfa_enabled": False, "locale": "en-US"}

    async def application(self, _: Call) -> Json:
        return {
            "id": str(self.world.application_id),
            "name": self.world.bot.name,
            "icon": None,
            "description": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "flags": 0,
            "owner": user_json(self.world.owner),
            "team": None,
        }

    async def user(self, call: Call) -> Json:
        return user_json(self._user(call.params["user_id"]))

    def _user(self, user_id: str) -> User:
        user = self.world.users.get(int(user_id))
        if user is None:
            raise rules.ApiError(404, 10013, "Unknown User")
        return user

    async def open_dm(self, call: Call) -> Json:
        assert isinstance(call.body, dict)
        return channel_json(self.world.dm(self._user(call.body["recipient_id"])))

    async def guild(self, call: Call) -> Json:
        guild = self.world.guilds.get(int(call.params["guild_id"]))
        if guild is None:
            raise rules.ApiError(404, 10004, "Unknown Guild")
        return guild_json(guild, self.world)

    async def guild_channels(self, call: Call) -> list[Json]:
        return list((await self.guild(call))["channels"])

    async def member(self, call: Call) -> Json:
        await self.guild(call)
        guild = self.world.guilds[int(call.params["guild_id"])]
        user = guild.members.get(int(call.params["user_id"]))
        if user is None:
            raise rules.ApiError(404, 10007, "Unknown Member")
        return member_json(user, guild)

    # Channels and messages

    def _channel(self, call: Call) -> Channel:
        channel = self.world.channels.get(int(call.params["channel_id"]))
        if channel is None:
            raise rules.unknown_channel()
        if Perm.VIEW_CHANNEL not in channel.permissions(self.world.bot):
            raise rules.ApiError(403, 50001, "Missing Access")
        return channel

    def _message(self, call: Call) -> Message:
        message = self._channel(call).messages.get(int(call.params["message_id"]))
        if message is None or message.ephemeral:
            raise rules.unknown_message()
        return message

    async def channel(self, call: Call) -> Json:
        return channel_json(self._channel(call), self.world.bot)

    async def typing(self, call: Call) -> None:
        rules.may_post(self.world.bot, self._channel(call), {}, files=False)

    async def history(self, call: Call) -> list[Json]:
        before = int(call.query.get("before", sys.maxsize))
        messages = self._channel(call).messages.values()
        found = [message for message in messages if message.id < before and not message.ephemeral]
        newest = sorted(found, key=lambda message: -message.id)[: int(call.query.get("limit", "50"))]
        return [message_json(message, self.world, self.intents()) for message in newest]

    async def message(self, call: Call) -> Json:
        return message_json(self._message(call), self.world, self.intents())

    async def send(self, call: Call) -> Json:
        assert isinstance(call.body, dict)
        channel = self._channel(call)
        if channel.recipient and not channel.recipient.dms_open:
            raise rules.cannot_reach_user()
        rules.may_post(self.world.bot, channel, call.body, files=bool(call.files))
        nonce = call.body.get("nonce") if call.body.get("enforce_nonce") else None
        known = channel.messages.get(self._nonces.get((channel.id, nonce), 0)) if nonce else None
        if known:  # a call tried again: Discord gives the message that the first one made
            return message_json(known, self.world)
        reference, pointer = None, call.body.get("message_reference")
        if pointer:
            reference = channel.messages.get(int(pointer["message_id"]))
            if reference is None and pointer.get("fail_if_not_exists", True):
                raise rules.invalid_body(["message_reference: Unknown message"])
        sent = self.posting.post(channel, call.body, self._files(call, channel), reference=reference)
        if nonce:
            self._nonces[channel.id, nonce] = sent.id
        return message_json(sent, self.world)

    def _files(self, call: Call, channel: Channel) -> list[Json]:
        stored = []
        for name, content in call.files.values():
            if len(content) > self.world.file_limit:
                raise rules.too_large()
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            stored.append(self.posting.store(channel, name, content, kind))
        return stored

    async def edit(self, call: Call) -> Json:
        assert isinstance(call.body, dict)
        message = self._message(call)
        if message.author is not self.world.bot:
            raise rules.not_yours()
        self.posting.change(message, call.body, self._files(call, message.channel))
        return message_json(message, self.world)

    async def delete(self, call: Call) -> None:
        message = self._message(call)
        may = Perm.MANAGE_MESSAGES in message.channel.permissions(self.world.bot)
        if message.author is not self.world.bot and not may:
            raise rules.missing_permissions()
        self.posting.delete(message)

    async def thread(self, call: Call) -> Json:
        assert isinstance(call.body, dict)
        parent = self._channel(call)
        starter = self._message(call) if "message_id" in call.params else None
        if Perm.CREATE_PUBLIC_THREADS not in parent.permissions(self.world.bot):
            raise rules.missing_permissions()
        name, minutes = call.body.get("name", ""), call.body.get("auto_archive_duration") or 1440
        if (
            not 1 <= len(name) <= 100
            or minutes not in (60, 1440, 4320, 10080)
            or parent.type == PUBLIC_THREAD
        ):
            raise rules.invalid_body(
                ["a thread's name has 1 to 100 characters; it is archived in 1, 24, 72 or 168 h"]
            )
        return channel_json(self.posting.open_thread(parent, name, starter, minutes), self.world.bot)

    # Commands and interactions

    async def commands(self, call: Call) -> list[Json]:
        return self.world.commands.get(self._place(call), [])

    async def register(self, call: Call) -> list[Json]:
        assert isinstance(call.body, list)
        place, known = self._place(call), {}
        for old in self.world.commands.get(place, []):
            known[old["name"], old["type"]] = old["id"]
        registered = []
        for command in call.body:
            kind = command.get("type", 1)
            number = known.get((command["name"], kind)) or str(self.world.snowflake())
            told = {"id": number, "application_id": str(self.world.application_id), "version": number}
            told |= {"guild_id": str(place)} if place else {}
            registered.append({"description": "", "options": [], **command, **told, "type": kind})
        self.world.commands[place] = registered
        return registered

    def _place(self, call: Call) -> int | None:
        if int(call.params["application_id"]) != self.world.application_id:
            raise rules.ApiError(
                403, 20012, "You are not authorized to perform this action on this application"
            )
        guild_id = int(call.params.get("guild_id", 0)) or None
        if guild_id and guild_id not in self.world.guilds:
            raise rules.ApiError(403, 50001, "Missing Access")
        return guild_id

    async def callback(self, call: Call) -> Json | None:
        assert isinstance(call.body, dict)
        number, token = call.params["interaction_id"], call.params["interaction_token"]
        files = self._files(call, self.interactions.channel(token))
        answer = self.interactions.respond(number, token, call.body, files)
        return answer if call.query.get("with_response") in ("1", "true") else None

    async def follow_up(self, call: Call) -> Json:
        assert isinstance(call.body, dict)
        token = call.params["webhook_token"]
        files = self._files(call, self.interactions.channel(token))
        return self.interactions.follow_up(token, call.body, files)

    async def response(self, call: Call) -> Json:
        found = self.interactions.find(call.params["webhook_token"], call.params["message_id"])
        return message_json(found, self.world)

    async def edit_response(self, call: Call) -> Json:
        assert isinstance(call.body, dict)
        token, number = call.params["webhook_token"], call.params.get("message_id", "@original")
        files = self._files(call, self.interactions.channel(token))
        return self.interactions.edit(token, number, call.body, files)

    async def delete_response(self, call: Call) -> None:
        self.interactions.delete(call.params["webhook_token"], call.params.get("message_id", "@original"))
