"""The tables as the newest migration leaves them, for building statements; `migrations` creates them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

META = sa.MetaData()
DAY_MS = 86_400_000
_EPOCH = date(1970, 1, 1)


class Pseudonym(sa.TypeDecorator[str]):
    """A pseudonym or a mark: hexadecimal in Python, half as many bytes in the database."""

    impl = sa.LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: object) -> bytes | None:
        """Hexadecimal to bytes."""
        del dialect
        return None if value is None else bytes.fromhex(value)

    def process_result_value(self, value: bytes | None, dialect: object) -> str | None:
        """Bytes to hexadecimal."""
        del dialect
        return None if value is None else bytes(value).hex()


def _column(name: str, kind: Any, **options: Any) -> sa.Column[Any]:  # noqa: ANN401 - any column type
    return sa.Column(name, kind, **options)


version = sa.Table("schema_version", META, _column("version", sa.Integer))

queries = sa.Table(
    "queries",
    META,
    _column("seq", sa.BigInteger, primary_key=True),  # ascending, so that rows are appended, never moved
    _column("id", sa.BigInteger),  # public and random; makes a replay idempotent
    _column("asked_at", sa.BigInteger),  # milliseconds since 1970, UTC, as every time here
    _column("day", sa.Integer),  # days since 1970, UTC
    _column("surface", sa.Text),
    _column("guild", sa.BigInteger),
    _column("channel", sa.BigInteger),
    _column("pseudonym", Pseudonym),
    _column("secret", sa.Text),  # fingerprint of the secret that made the pseudonym
    _column("locale", sa.Text),
    _column("language", sa.Text),
    _column("question", sa.Text),
    _column("unanswered_key", sa.BigInteger),  # hash of the folded question; null where it needs no article
    _column("follows", sa.BigInteger),
    _column("answered", sa.SmallInteger),  # 0 or 1
    _column("refusal", sa.Text),
    _column("confidence", sa.Double),
    _column("build", sa.Text),
    _column("encoder", sa.Text),
    _column("ms_embed", sa.Double),
    _column("ms_search", sa.Double),
    _column("ms_total", sa.Double),
    _column("ms_bucket", sa.SmallInteger),  # see `histogram.bucket`
    _column("earlier", Pseudonym),  # `Secret.mark` of the question that a follow-up was read together with
)

passages = sa.Table(
    "passages",
    META,
    _column("id", sa.BigInteger, primary_key=True),
    _column("article", sa.Text),
    _column("text_sha256", sa.Text),
    _column("first", sa.Integer),
    _column("last", sa.Integer),
    _column("start_at", sa.Integer),
    _column("end_at", sa.Integer),
    _column("key_start", sa.Integer),
    _column("key_end", sa.Integer),
    _column("quote", sa.Text),
)

citations = sa.Table(
    "citations",
    META,
    _column("query", sa.BigInteger, primary_key=True),  # queries.seq
    _column("position", sa.SmallInteger, primary_key=True),  # from 0, best first
    _column("passage", sa.BigInteger),
    _column("cited", sa.SmallInteger),  # 1: cited; 0: closest to a refused question
    _column("score", sa.Double),
    _column("day", sa.Integer),  # the query's, so that statistics need no join
    _column("guild", sa.BigInteger),  # the same
)

feedback = sa.Table(
    "feedback",
    META,
    _column("id", sa.BigInteger, primary_key=True),
    _column("query", sa.BigInteger),  # queries.seq
    _column("pseudonym", Pseudonym),
    _column("secret", sa.Text),
    _column("vote", sa.SmallInteger),  # 1 or -1
    _column("comment", sa.Text),
    _column("at", sa.BigInteger),
    _column("day", sa.Integer),  # the query's
    _column("guild", sa.BigInteger),  # the query's
)

pauses = sa.Table(
    "pauses",
    META,
    _column("pseudonym", Pseudonym, primary_key=True),
    _column("secret", sa.Text),
    _column("since", sa.BigInteger),
)

secrets = sa.Table(
    "secrets",
    META,
    _column("fingerprint", sa.Text, primary_key=True),
    _column("made_at", sa.BigInteger),
)

cooldowns = sa.Table(
    "cooldowns",
    META,
    _column("pseudonym", Pseudonym, primary_key=True),
    _column("free_at", sa.BigInteger),
)

guild_settings = sa.Table(
    "guild_settings",
    META,
    _column("guild", sa.BigInteger, primary_key=True),
    _column("channels", sa.Text),  # JSON list of channel ids
    _column("cooldown", sa.Double),  # seconds
)

audit = sa.Table(
    "audit",
    META,
    _column("id", sa.BigInteger, primary_key=True),
    _column("event", sa.BigInteger),  # random; makes a replay idempotent
    _column("at", sa.BigInteger),
    _column("guild", sa.BigInteger),
    _column("pseudonym", Pseudonym),
    _column("secret", sa.Text),
    _column("action", sa.Text),
    _column("detail", sa.Text),
    _column("outcome", sa.Text),
)


def to_ms(moment: datetime) -> int:
    """A time as the database keeps it: whole milliseconds since 1970, UTC."""
    return round(moment.timestamp() * 1000)


def from_ms(value: int) -> datetime:
    """The time that `to_ms` kept."""
    return datetime.fromtimestamp(value / 1000, UTC)


def day_number(day: date) -> int:
    """Days since 1970 of a calendar day."""
    return (day - _EPOCH).days


def in_scope(column: sa.ColumnElement[Any], scope: object) -> sa.ColumnElement[bool]:
    """The condition that keeps a guild's admins to their own guild."""
    return sa.true() if scope == "all" else column == scope
