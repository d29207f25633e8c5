"""What the Discord double knows: users, guilds, channels and messages. No wire and no rules here."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntFlag
from typing import Any, TypeVar

Json = dict[str, Any]
Found = TypeVar("Found")
DISCORD_EPOCH_MS = 1_420_070_400_000
TEXT, DM, GROUP, PUBLIC_THREAD = 0, 1, 3, 11  # channel types
EPHEMERAL, LOADING = 1 << 6, 1 << 7  # message flags


class Perm(IntFlag):
    """The permission bits that matter to a bot which answers questions."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_APPLICATION_COMMANDS = 1 << 31
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38


ALL = Perm(sum(Perm))
EVERYONE = (
    Perm.VIEW_CHANNEL
    | Perm.SEND_MESSAGES
    | Perm.EMBED_LINKS
    | Perm.ATTACH_FILES
    | Perm.READ_MESSAGE_HISTORY
    | Perm.USE_APPLICATION_COMMANDS
    | Perm.CREATE_PUBLIC_THREADS
    | Perm.SEND_MESSAGES_IN_THREADS
)


@dataclass(eq=False, repr=False)
class User:
    id: int
    name: str
    bot: bool = False
    locale: str = "en-US"  # the language of this user's Discord
    dms_open: bool = True

    def __repr__(self) -> str:
        return f"<user {self.name}>"


@dataclass(eq=False, repr=False)
class Guild:
    id: int
    name: str
    owner: User
    locale: str
    everyone: Perm = EVERYONE
    granted: dict[int, Perm] = field(default_factory=dict)  # user id -> what their roles add
    members: dict[int, User] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    blocked_words: set[str] = field(default_factory=set)  # AutoMod
    opened_commands: set[str] = field(default_factory=set)  # opened to everyone by the guild's own settings
    invited: int | None = None  # a snowflake of when the bot came; None: with the guild

    def __repr__(self) -> str:
        return f"<guild {self.name}>"

    def grant(self, user: User, permissions: Perm) -> None:
        self.granted[user.id] = self.granted.get(user.id, Perm(0)) | permissions


@dataclass(eq=False, repr=False)
class Channel:
    id: int
    type: int
    name: str
    guild: Guild | None = None
    recipient: User | None = None
    parent: Channel | None = None
    starter: int | None = None  # the message a thread hangs from
    archive_minutes: int = 1440
    denied: dict[int, Perm] = field(default_factory=dict)  # user id -> taken away here
    messages: dict[int, Message] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<channel {self.name}>"

    @property
    def context(self) -> int:
        """Discord's interaction context: a guild, direct messages with the bot, a group of friends."""
        return 0 if self.guild else 1 if self.type == DM else 2

    def deny(self, user: User, permissions: Perm) -> None:
        self.denied[user.id] = self.denied.get(user.id, Perm(0)) | permissions

    def permissions(self, user: User) -> Perm:
        if self.guild is None:
            return EVERYONE
        if user is self.guild.owner:
            return ALL
        held = self.guild.everyone | self.guild.granted.get(user.id, Perm(0))
        if Perm.ADMINISTRATOR in held:
            return ALL
        place = self.parent or self
        return held & ~place.denied.get(user.id, Perm(0)) & ~self.denied.get(user.id, Perm(0))


@dataclass(eq=False, repr=False)
class Message:
    """A message as it stands now: an edit changes it in place."""

    id: int
    channel: Channel
    author: User
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    flags: int = 0
    reference: Message | None = None
    pings: frozenset[int] = frozenset()  # ids of the users whom it pinged
    pings_everyone: bool = False
    only_for: User | None = None  # the one person who sees an ephemeral message
    webhook: bool = False  # posted by a foreign webhook
    type: int | None = None  # Discord's own word on what somebody did; None: an ordinary message or a reply
    more: Json = field(default_factory=dict)  # a poll, or what it forwards; part of its content
    caused_by: Json | None = None  # the metadata of the interaction it responds to
    edits: list[int] = field(default_factory=list)  # a snowflake an edit
    deleted: bool = False

    def __repr__(self) -> str:
        return f"<message of {self.author.name}: {self.text[:200]!r}>"

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        return bool(self.flags & LOADING)

    @property
    def embed(self) -> Json:
        assert self.embeds, f"no embed, only {self.content!r}"
        return self.embeds[0]

    @property
    def text(self) -> str:
        """Every piece of text that a reader sees, as it was sent, top to bottom."""
        parts = [self.content]
        for embed in self.embeds:
            parts += [embed.get("author", {}).get("name", ""), embed.get("title", "")]
            parts.append(embed.get("description", ""))
            parts += [f"{part['name']}\n{part['value']}" for part in embed.get("fields", [])]
            parts.append(embed.get("footer", {}).get("text", ""))
        return "\n".join(part for part in parts if part)

    @property
    def buttons(self) -> list[Json]:
        return [part for row in self.components for part in row.get("components", []) if part["type"] == 2]

    @property
    def labels(self) -> list[str]:
        return [button_label(button) for button in self.buttons]


def button_label(button: Json) -> str:
    """What stands on a button: its label, or its emoji where it has no label."""
    return button.get("label") or (button.get("emoji") or {}).get("name") or ""


class World:
    """All state in one place; `until` wakes whoever waits for it to change."""

    def __init__(self) -> None:
        self._last_id = 0
        self._changed = asyncio.Event()
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.file_limit = 10 * 1024 * 1024  # bytes of one uploaded file
        self.files: dict[int, bytes] = {}  # attachment id -> content, served by the CDN
        self.commands: dict[int | None, list[Json]] = {None: []}  # guild id, or None for global -> registered
        self.bot = self.add_user("bot", bot=True)
        self.owner = self.add_user("operator")

    @property
    def application_id(self) -> int:
        return self.bot.id

    def snowflake(self) -> int:
        now = int(time.time() * 1000) - DISCORD_EPOCH_MS
        self._last_id = max(self._last_id + 1, now << 22)
        return self._last_id

    def add_user(self, name: str, *, bot: bool = False, locale: str = "en-US") -> User:
        user = User(self.snowflake(), name, bot, locale)
        self.users[user.id] = user
        return user

    def add_guild(
        self, name: str, *, locale: str = "en-US", guild_id: int | None = None, owner: User | None = None
    ) -> Guild:
        owner = owner or self.add_user(f"owner of {name}")
        guild = Guild(guild_id or self.snowflake(), name, owner, locale)
        guild.members = {self.bot.id: self.bot, guild.owner.id: guild.owner}
        self.guilds[guild.id] = guild
        return guild

    def add_channel(self, name: str, guild: Guild) -> Channel:
        channel = Channel(self.snowflake(), TEXT, name, guild)
        guild.channels[channel.id] = self.channels[channel.id] = channel
        return channel

    def add_thread(self, name: str, parent: Channel, starter: int | None, minutes: int) -> Channel:
        # A thread that hangs from a message has the message's own id.
        thread = Channel(
            starter or self.snowflake(), PUBLIC_THREAD, name, parent.guild, None, parent, starter, minutes
        )
        self.channels[thread.id] = thread
        return thread

    def dm(self, user: User) -> Channel:
        for channel in self.channels.values():
            if channel.recipient is user:
                return channel
        channel = Channel(self.snowflake(), DM, user.name, recipient=user)
        self.channels[channel.id] = channel
        return channel

    def remove_channel(self, channel: Channel) -> None:
        del self.channels[channel.id]
        if channel.guild:
            channel.guild.channels.pop(channel.id, None)

    def add_message(self, channel: Channel, author: User, **fields: Any) -> Message:  # noqa: ANN401 -- Message's own
        message = Message(self.snowflake(), channel, author, **fields)
        channel.messages[message.id] = message
        self.changed()
        return message

    def changed(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, look: Callable[[], Found | None], *, within: float = 10.0, what: str = "") -> Found:
        """Wait until `look` returns something, at most `within` seconds of real time.

        It looks whenever the double changes, and every 20 ms for what changes in the bot alone.
        """
        try:
            async with asyncio.timeout(within):
                while not (found := look()):
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._changed.wait(), 0.02)
                return found
        except TimeoutError:
            raise AssertionError(what or "what the test waited for did not happen") from None
