"""Discord's gateway: sessions over web sockets, their heartbeats, shards and resumption."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import secrets
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import WSCloseCode, WSMsgType, web
from double_json import DIRECT_MESSAGES, GUILD_MESSAGES, guild_json, user_json
from double_rules import Clock, Window
from double_state import Guild, Json, World

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, RESUME, RECONNECT = 0, 1, 2, 3, 6, 7
REQUEST_MEMBERS, INVALID_SESSION, HELLO, ACK = 8, 9, 10, 11
UNKNOWN_OPCODE, DECODE_ERROR, NOT_AUTHENTICATED, BAD_TOKEN, ALREADY_AUTHENTICATED = (
    4001,
    4002,
    4003,
    4004,
    4005,
)
RATE_LIMITED, INVALID_SHARD, DISALLOWED_INTENTS = 4008, 4010, 4014
GUILDS, PRIVILEGED = 1 << 0, (1 << 1) | (1 << 8) | (1 << 15)  # members, presences, message content
SENDS, SENDS_SECONDS = 120, 60.0


@dataclass(eq=False)
class Session:
    """One shard's session: it outlives its connections."""

    id: str
    shard: tuple[int, int]  # id, count
    intents: int
    sequence: int = 0
    sent: list[Json] = field(default_factory=list)  # every dispatch, to be replayed by a RESUME
    connection: Connection | None = None

    def concerns(self, guild: Guild | None) -> bool:
        """Guild events go to the guild's shard, direct messages to shard 0."""
        number, count = self.shard
        return number == ((guild.id >> 22) % count if guild else 0)

    def dispatch(self, event: str, data: Json) -> None:
        self.sequence += 1
        payload = {"op": DISPATCH, "t": event, "s": self.sequence, "d": data}
        self.sent.append(payload)
        if self.connection:
            self.connection.send(payload)


class Connection:
    """One web socket: text, or one zlib stream over all its messages."""

    def __init__(
        self, socket: web.WebSocketResponse, transport: asyncio.Transport, *, compressed: bool
    ) -> None:
        self.socket = socket
        self.transport = transport
        self._deflate = zlib.compressobj() if compressed else None
        self._waiting: asyncio.Queue[Json | int] = asyncio.Queue()
        self.session: Session | None = None
        self.sends = Window(SENDS, SENDS_SECONDS)
        self.heartbeats: list[float] = []

    def send(self, payload: Json) -> None:
        self._waiting.put_nowait(payload)

    def close(self, code: int) -> None:
        """Close after all that waits to be sent."""
        self._waiting.put_nowait(code)

    async def write(self) -> None:
        """Send what waits, until a close."""
        while not isinstance(payload := await self._waiting.get(), int):
            with contextlib.suppress(ConnectionError):
                await self._write(json.dumps(payload, ensure_ascii=False))
        await self.socket.close(code=payload)

    async def _write(self, text: str) -> None:
        if self._deflate is None:
            await self.socket.send_str(text)
        else:
            packed = self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
            await self.socket.send_bytes(packed)


@dataclass
class Gateway:
    """All sessions; and the ways in which a test breaks them."""

    world: World
    clock: Clock
    token: str
    resume_url: str = ""  # what READY tells as resume_gateway_url
    heartbeat_interval: float = 41.25  # seconds, told in HELLO
    allowed_intents: int = 0  # privileged ones switched on for the application
    acknowledges: bool = True  # False: heartbeats are not answered any more
    refuses_resume: bool = False
    away: bool = False  # nobody gets in, as behind a load balancer that lost its servers
    sessions: list[Session] = field(default_factory=list)
    connections: list[Connection] = field(default_factory=list)  # all that ever were
    received: list[tuple[float, Json]] = field(default_factory=list)  # with the time, on the double's clock
    visited: list[str] = field(default_factory=list)  # the path of each connection

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One connection, from HELLO to its end."""
        if self.away:
            return web.Response(status=503)
        compression = request.query.get("compress", "")
        if compression not in ("", "zlib-stream"):
            return web.Response(status=400, text=f"the double does not speak {compression}")
        socket = web.WebSocketResponse(max_msg_size=4096, compress=False)
        await socket.prepare(request)
        assert request.transport
        connection = Connection(socket, request.transport, compressed=bool(compression))
        self.connections.append(connection)
        self.visited.append(request.path)
        connection.send({"op": HELLO, "d": {"heartbeat_interval": int(self.heartbeat_interval * 1000)}})
        writer = asyncio.create_task(connection.write())
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._receive(connection, message.data)
        finally:
            writer.cancel()
            if connection.session and connection.session.connection is connection:
                connection.session.connection = None
            self.world.changed()
        return socket

    def _receive(self, connection: Connection, text: str) -> None:
        try:
            payload = json.loads(text)
            operation, data = payload["op"], payload["d"]
        except (ValueError, KeyError, TypeError):
            return connection.close(DECODE_ERROR)
        now = self.clock.now()
        self.received.append((now, payload))
        if connection.sends.take(now):
            return connection.close(RATE_LIMITED)
        if operation == HEARTBEAT:
            connection.heartbeats.append(now)
            if self.acknowledges:
                connection.send({"op": ACK, "d": None})
        elif operation in (IDENTIFY, RESUME):
            self._open(connection, operation, data)
        elif operation in (PRESENCE, REQUEST_MEMBERS):
            if connection.session is None:
                connection.close(NOT_AUTHENTICATED)
        else:
            connection.close(UNKNOWN_OPCODE)
        return self.world.changed()

    def _open(self, connection: Connection, operation: int, data: Json) -> None:
        if connection.session:
            return connection.close(ALREADY_AUTHENTICATED)
        if data.get("token") != self.token:
            return connection.close(BAD_TOKEN)
        if operation == RESUME:
            return self._resume(connection, data)
        if data["intents"] & PRIVILEGED & ~self.allowed_intents:
            return connection.close(DISALLOWED_INTENTS)
        number, count = data.get("shard", (0, 1))
        if not 0 <= number < count:
            return connection.close(INVALID_SHARD)
        session = Session(secrets.token_hex(16), (number, count), data["intents"])
        self.sessions = [old for old in self.sessions if old.shard != session.shard] + [session]
        session.connection, connection.session = connection, session
        return self._ready(session)

    def _ready(self, session: Session) -> None:
        guilds = [guild for guild in self.world.guilds.values() if session.concerns(guild)]
        ready: Json = {
            "v": 10,
            "user": user_json(self.world.bot),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.resume_url,
            "shard": list(session.shard),
            "application": {"id": str(self.world.application_id), "flags": 0},
        }
        session.dispatch("READY", ready)
        for guild in guilds if session.intents & GUILDS else []:
            # Of one that the bot has just joined Discord does not say so.
            session.dispatch("GUILD_CREATE", guild_json(guild, self.world) | {"unavailable": False})

    def _resume(self, connection: Connection, data: Json) -> None:
        session = next((old for old in self.sessions if old.id == data.get("session_id")), None)
        if session is None or self.refuses_resume or data["seq"] > session.sequence:
            return connection.send({"op": INVALID_SESSION, "d": False})
        session.connection, connection.session = connection, session
        for payload in session.sent[data["seq"] :]:
            connection.send(payload)
        return session.dispatch("RESUMED", {})

    def dispatch(self, event: str, guild: Guild | None, data: Callable[[int], Json]) -> None:
        """Tell an event of a guild (None: of direct messages) to the sessions that it concerns.

        `data` gives the event's data for a session's intents; messages reach only those who asked for them.
        """
        wanted = GUILD_MESSAGES if guild else DIRECT_MESSAGES
        for session in self.sessions:
            asked = session.intents & wanted or not event.startswith("MESSAGE_")
            if asked and session.concerns(guild):
                session.dispatch(event, data(session.intents))

    # What a test does to the bot's connections

    @property
    def live(self) -> list[Connection]:
        return [session.connection for session in self.sessions if session.connection]

    def drop(self) -> None:
        """Cut every connection without a word."""
        for connection in self.live:
            connection.transport.abort()

    def close(self, code: int = WSCloseCode.GOING_AWAY) -> None:
        """Close every connection with a code."""
        for connection in self.live:
            connection.close(code)

    def ask_to_reconnect(self) -> None:
        for connection in self.live:
            connection.send({"op": RECONNECT, "d": None})

    def invalidate(self, *, resumable: bool) -> None:
        """INVALID_SESSION; not resumable: the sessions are forgotten too."""
        live = self.live
        if not resumable:
            self.sessions.clear()
        for connection in live:
            connection.send({"op": INVALID_SESSION, "d": resumable})

    @property
    def overruns(self) -> list[float]:
        """By how many seconds each heartbeat came later than HELLO's interval after the one before."""
        times = (connection.heartbeats for connection in self.connections)
        pairs = itertools.chain.from_iterable(map(itertools.pairwise, times))
        return [after - before - self.heartbeat_interval for before, after in pairs]

    async def sessions_up(self, count: int = 1, *, within: float = 10.0) -> None:
        await self.world.until(
            lambda: len(self.live) >= count,
            within=within,
            what=f"{len(self.live)} of {count} shards identified",
        )
