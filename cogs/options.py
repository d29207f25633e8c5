"""What an operator can set about the bot on Discord, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Read from the settings once, by the entry point."""

    state: Path  # folder for what outlives a restart: the hash of the synced commands
    admin_guilds: frozenset[int] = frozenset()  # whose admins steer the index; none: the application's owner
    test_guild: int | None = None  # the one guild to sync commands to; None: everywhere
    cooldown_seconds: float = 5.0  # between two questions of one user, where the guild sets nothing else
    queue_limit: int = 400  # questions in hand at once
    batch_limit: int = 32  # questions answered in one call
    max_question_characters: int = 2_000
    max_attachment_bytes: int = 20_971_520
    retention_days: int = 90  # told by /privacy
    audit_days: int = 365  # the same, of what admins do
    sharded: bool = False
    shards: tuple[int, ...] = ()  # this process's; others run the rest; none: all of them
    shard_count: int | None = None  # of all processes together
    health_port: int | None = None  # on loopback; 0: any free one; None: no endpoint
    api: str | None = None  # such as "http://127.0.0.1:4002/api/v10"; None: Discord's
    gateway: str | None = None  # such as "ws://127.0.0.1:3100/gateway"; None: whatever Discord names
    translate_url: str = ""  # of a translation service, see `links.translate_link`; "": no link
    drain_seconds: float = 10.0  # to finish what is in hand, once asked to stop
