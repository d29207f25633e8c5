"""How a message comes to stand in a channel, changes and goes, and which events tell of it."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

import double_rules as rules
from double_json import channel_json, message_event
from double_state import EPHEMERAL, LOADING, Channel, Guild, Json, Message, User, World

Dispatch = Callable[[str, Guild | None, Callable[[int], Json]], None]  # event, where, intents -> its data
USER_MENTION = re.compile(r"<@!?(\d+)>")
THREAD_STARTER = 21  # a message type
KEPT_FLAGS = EPHEMERAL | (1 << 2)  # ephemeral, suppressed embeds


class Posting:
    """Writes messages into the world and dispatches their events to the gateway."""

    def __init__(self, world: World, dispatch: Dispatch, address: Callable[[], str]) -> None:
        self._world = world
        self._dispatch = dispatch
        self._address = address  # the CDN's, known once the server listens

    def post(
        self,
        channel: Channel,
        body: Json,
        files: list[Json],
        *,
        author: User | None = None,
        **fields: Any,  # noqa: ANN401 -- Message's own
    ) -> Message:
        """A new message: the bot's own unless an author is given."""
        rules.may_pass_automod(channel, body)
        author = author or self._world.bot
        reference = fields.get("reference")
        pings, everyone = pinged(body, reference, author)
        message = self._world.add_message(
            channel,
            author,
            content=body.get("content") or "",
            embeds=[_received(embed) for embed in body.get("embeds") or []],
            components=body.get("components") or [],
            attachments=files,
            flags=body.get("flags", 0),
            pings=pings & self._world.users.keys(),
            pings_everyone=everyone,
            **fields,
        )
        self._tell("MESSAGE_CREATE", message)
        return message

    def change(self, message: Message, body: Json, files: list[Json]) -> None:
        """An edit: only what the body names changes; a "thinking" message stops to think."""
        rules.may_pass_automod(message.channel, body)
        if "content" in body:
            message.content = body["content"] or ""
        if "embeds" in body:
            message.embeds = [_received(embed) for embed in body["embeds"] or []]
        if "components" in body:
            message.components = body["components"] or []
        if "attachments" in body:
            kept = {str(file.get("id")) for file in body["attachments"] or []}
            message.attachments = [file for file in message.attachments if file["id"] in kept]
        message.attachments = message.attachments + files
        was_loading = message.loading
        message.flags = (message.flags & ~LOADING & ~4) | (body.get("flags", 0) & KEPT_FLAGS & ~EPHEMERAL)
        message.edits.append(self._world.snowflake())
        if was_loading:
            message.edits.clear()  # the first text of a deferred response is no edit to its readers
        self._world.changed()
        self._tell("MESSAGE_UPDATE", message)

    def delete(self, message: Message) -> None:
        message.deleted = True
        message.channel.messages.pop(message.id, None)
        self._world.changed()
        if not message.ephemeral:
            gone = {"id": str(message.id), "channel_id": str(message.channel.id)}
            if message.channel.guild:
                gone["guild_id"] = str(message.channel.guild.id)
            self._dispatch("MESSAGE_DELETE", message.channel.guild, lambda _: gone)

    def open_thread(
        self, parent: Channel, name: str, starter: Message | None, minutes: int, opener: User | None = None
    ) -> Channel:
        """A new thread; one that hangs from a message begins with a pointer to that, in its opener's name."""
        if starter and starter.id in self._world.channels:
            raise rules.thread_exists()
        thread = self._world.add_thread(name, parent, starter.id if starter else None, minutes)
        body = channel_json(thread, self._world.bot) | {"newly_created": True}
        self._dispatch("THREAD_CREATE", thread.guild, lambda _: body)
        if starter:
            silent: Json = {"allowed_mentions": {"parse": []}}
            self.post(thread, silent, [], author=opener, reference=starter, type=THREAD_STARTER)
        return thread

    def store(
        self, channel: Channel, name: str, content: bytes, content_type: str, size: int | None = None
    ) -> Json:
        """Keep a file on the double's CDN; the attachment's JSON.

        A name beyond ASCII is lost but for its ending; its title tells what stood before that.
        """
        number = self._world.snowflake()
        self._world.files[number] = content
        title = {}
        if not name.isascii():
            path = PurePosixPath(name)
            name, title = f"{number:x}{path.suffix}", {"title": path.stem}
        url = f"{self._address()}/cdn/attachments/{channel.id}/{number}/{name}"
        return {
            "id": str(number),
            "filename": name,
            "size": len(content) if size is None else size,
            "url": url,
            "proxy_url": url,
            "content_type": content_type,
            **title,
        }

    def _tell(self, event: str, message: Message) -> None:
        # An ephemeral message is between the bot and one person: the gateway says nothing of it.
        if not message.ephemeral:
            told = functools.partial(message_event, message, self._world)
            self._dispatch(event, message.channel.guild, told)


def _received(embed: Json) -> Json:
    return {**embed, "type": embed.get("type", "rich")}


def pinged(body: Json, reference: Message | None, author: User) -> tuple[frozenset[int], bool]:
    """Whom a message pings: everyone it names, unless `allowed_mentions` says otherwise.

    Embeds never ping. A reply pings the author of what it replies to unless told not to.
    """
    content, mentions = body.get("content") or "", body.get("allowed_mentions")
    named = frozenset(int(number) for number in USER_MENTION.findall(content))
    loud = "@everyone" in content or "@here" in content
    replied = frozenset({reference.author.id} if reference else ())
    if mentions is None:
        # A person needs the permission to ping everyone, and nobody in the tests has it.
        return named | replied, loud and author.bot
    if not mentions.get("replied_user"):
        replied = frozenset()
    if "users" not in mentions.get("parse", []):
        named &= {int(number) for number in mentions.get("users") or []}
    return named | replied, loud and "everyone" in mentions.get("parse", [])
