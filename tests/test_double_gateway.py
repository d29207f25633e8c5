"""The double's gateway: resumption, invalid sessions, heartbeats, shards, compression."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from double_gateway import Connection
from double_parrot import parrot_on
from double_people import Person
from double_server import DiscordDouble


@pytest.fixture
async def double() -> AsyncIterator[DiscordDouble]:
    async with DiscordDouble() as double:
        yield double


@pytest.fixture
def member(double: DiscordDouble) -> Person:
    return double.guild("forum").member("member")


async def lost(double: DiscordDouble, old: Connection) -> None:
    await double.until(lambda: old not in double.gateway.live)


async def test_a_dropped_connection_is_resumed_and_nothing_is_lost(
    double: DiscordDouble, member: Person
) -> None:
    async with parrot_on(double) as parrot:
        (old,) = double.gateway.live
        double.gateway.drop()
        await lost(double, old)
        asked = member.slash("ask", question="while it was away")
        assert (await asked.answer()).text == "while it was away"
        await double.until(lambda: parrot.resumed == 1)
    assert double.gateway.visited == ["/gateway", "/resume"]
    assert len(double.gateway.sessions) == 1


@pytest.mark.parametrize("how", ["reconnect", "invalid, resumable", "close 4000"])
async def test_other_ways_to_a_resume(double: DiscordDouble, member: Person, how: str) -> None:
    async with parrot_on(double) as parrot:
        (session,) = double.gateway.sessions
        if how == "reconnect":
            double.gateway.ask_to_reconnect()
        elif how == "close 4000":
            double.gateway.close(4000)
        else:
            double.gateway.invalidate(resumable=True)
        await double.until(lambda: parrot.resumed == 1)
        assert double.gateway.sessions == [session]
        assert (await member.slash("ask", question="Wer?").answer()).text == "Wer?"


@pytest.mark.parametrize("refused", [False, True])
async def test_a_lost_session_begins_anew(double: DiscordDouble, member: Person, refused: bool) -> None:  # noqa: FBT001 -- two cases
    async with parrot_on(double) as parrot:
        (old,) = double.gateway.sessions
        if refused:
            double.gateway.refuses_resume = True
            double.gateway.drop()
        else:
            double.gateway.invalidate(resumable=False)
        await double.until(lambda: double.gateway.live and double.gateway.sessions != [old])
        assert (await member.slash("ask", question="Wer?").answer()).text == "Wer?"
        assert parrot.resumed == 0


async def test_heartbeats_are_acknowledged_and_late_ones_show(double: DiscordDouble) -> None:
    double.gateway.heartbeat_interval = 0.05
    async with parrot_on(double) as parrot:
        (connection,) = double.gateway.live
        await double.until(lambda: len(connection.heartbeats) >= 4)
        assert parrot.latency < 1
    connection.heartbeats[:] = [0.0, 0.05, 0.11, 0.4]
    assert double.gateway.overruns == pytest.approx([0.0, 0.01, 0.24])


async def test_guild_events_reach_their_shard_and_direct_messages_shard_0(double: DiscordDouble) -> None:
    double.endpoints.shards = 2
    guilds = [double.guild(f"guild {number}", guild_id=(1000 + number) << 22) for number in range(2)]
    members = [guild.member("member") for guild in guilds]
    async with parrot_on(double) as parrot:
        assert [guild.shard_id for guild in sorted(parrot.guilds, key=lambda guild: guild.id)] == [0, 1]
        for person in (*members, members[1].in_dm()):
            await person.slash("ask", question="Wer?").answer()
        told = {
            session.shard[0]: [
                sent["d"]["channel_id"] for sent in session.sent if sent["t"] == "INTERACTION_CREATE"
            ]
            for session in double.gateway.sessions
        }
    assert told == {
        0: [str(members[0].channel.id), str(members[1].in_dm().channel.id)],
        1: [str(members[1].channel.id)],
    }


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("{", 4002),
        ('{"op": 99, "d": null}', 4001),
        ('{"op": 3, "d": {}}', 4003),
        ('{"op": 2, "d": {"token": "wrong", "intents": 0}}', 4004),
        ('{"op": 6, "d": {"token": "wrong", "session_id": "x", "seq": 1}}', 4004),
    ],
)
async def test_close_codes(double: DiscordDouble, sent: str, code: int) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(double.gateway_url) as socket:
        assert (await socket.receive_json())["op"] == 10
        await socket.send_str(sent)
        assert (await socket.receive()).data == code
        assert socket.close_code == code


async def test_120_sends_a_minute(double: DiscordDouble) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(double.gateway_url) as socket:
        await socket.receive()
        for _ in range(121):
            await socket.send_str('{"op": 1, "d": null}')
        codes = [await socket.receive() for _ in range(121)]
        assert codes[-1].data == 4008


async def test_without_compression_the_gateway_speaks_text(double: DiscordDouble, member: Person) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(double.gateway_url) as socket:
        await socket.receive_json()
        await socket.send_json({"op": 2, "d": {"token": double.token, "intents": 1}})
        ready, guild = await socket.receive_json(), await socket.receive_json()
        assert (ready["t"], guild["t"]) == ("READY", "GUILD_CREATE")
        assert member.channel.guild
        assert guild["d"]["id"] == str(member.channel.guild.id)
