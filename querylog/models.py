"""The nouns of the query log. Times are UTC; a user's Discord id goes in and never comes out."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import IntEnum, StrEnum
from typing import Literal

from retrieval.models import Answer, Question, Timing
from retrieval.question.small_talk import AIMS

Scope = int | Literal["all"]
"""Whose rows are read: one guild's (its id), or everybody's (the operator alone).

`None` is no scope on purpose: a guild id that is missing by mistake must not open every guild's rows.
"""

_ID_BITS = 63


class Surface(StrEnum):
    """Where a question was asked."""

    SLASH = "slash"
    MENTION = "mention"
    REPLY = "reply"
    DIRECT = "direct"
    CONTEXT_MENU = "context_menu"
    CONSOLE = "console"


class Vote(IntEnum):
    """What a member thinks of an answer."""

    UP = 1
    DOWN = -1


def now() -> datetime:
    """The current time, in UTC."""
    return datetime.now(UTC)


def new_id() -> int:
    """A record's public id: 63 random bits, so that a button's `custom_id` cannot be guessed."""
    return secrets.randbits(_ID_BITS)


def is_id(number: int) -> bool:
    """Whether a record can have this id: what a database cannot hold was never on record."""
    return 0 <= number < 1 << _ID_BITS


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryEntry:
    """One question with its answer, as it is handed in before the answer is shown."""

    surface: Surface
    question: Question  # of its `earlier` a mark alone is stored: it may be somebody else's; see `follows`
    answer: Answer
    user: int | None = None  # Discord's id; stored as a pseudonym; None: nobody (the console)
    guild: int | None = None  # None: a direct message or the console
    channel: int | None = None
    locale: str | None = None  # Discord's, such as "en-GB"
    follows: int | None = None  # the record id of the question that this one follows up
    asked_at: datetime = field(default_factory=now)
    id: int = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage that an answer cited, or the closest one where it refused."""

    article: str
    sentences: tuple[int, int]  # first and last, inclusive, from 1
    start: int  # half-open span of the quote, in code points of the article's text
    end: int
    key: tuple[int, int]  # span of the sentence that was found, in the article's text
    text_sha256: str
    quote: str
    score: float = 0.0  # probability in [0, 1]

    @property
    def sentence(self) -> str:
        """The one sentence that was found, verbatim."""
        return self.quote[self.key[0] - self.start : self.key[1] - self.start]


@dataclass(frozen=True, slots=True)
class Feedback:
    """One member's vote on one answer."""

    vote: Vote
    comment: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Query:
    """One logged question with its answer, latency and feedback."""

    id: int
    asked_at: datetime
    surface: Surface
    guild: int | None
    channel: int | None
    user: str | None  # pseudonym: HMAC-SHA256 in hexadecimal
    locale: str | None
    language: str  # of the reply
    question: str | None  # None: the member paused the logging of texts
    follows: int | None
    earlier: str | None  # `Secret.mark` of what this one was read together with; None: nothing, or not known
    answered: bool
    refusal: str | None
    confidence: float  # in [0, 1]
    build: str
    encoder: str
    ms: Timing
    citations: tuple[Cited, ...] = ()  # best first; empty when refused
    closest: tuple[Cited, ...] = ()  # best first; empty when answered
    feedback: tuple[Feedback, ...] = ()

    @property
    def small_talk(self) -> bool:
        """Whether it asked for nothing of the articles."""
        return self.refusal in AIMS


@dataclass(frozen=True, slots=True)
class UnansweredGroup:
    """Questions alike that the articles did not answer, or answered badly."""

    questions: tuple[
        str, ...
    ]  # distinct wordings, most asked first; "WORDING ← EARLIER" where it leans on another
    count: int  # how often any of them was asked
    last_asked: datetime
    closest: Cited | None  # to the most asked wording


@dataclass(frozen=True, slots=True)
class Day:
    """One day's questions."""

    day: date
    answered: int
    refused: int
    small_talk: int  # neither: greetings, thanks and the like
    p50: float | None  # milliseconds from question to answer, small talk apart; None: no question that day
    p95: float | None


@dataclass(frozen=True, slots=True)
class CitedOften:
    """A sentence and how often answers cited it."""

    sentence: Cited
    count: int


@dataclass(frozen=True, slots=True)
class Stats:
    """What `/log stats` draws; every day of the period is there, also those without a question."""

    days: tuple[Day, ...]
    languages: dict[str, int]  # questions, small talk apart, by language of the reply, most first
    up: int
    down: int
    cited: tuple[CitedOften, ...]  # most cited first
    p50: float | None  # milliseconds, over the whole period
    p95: float | None

    @property
    def answered(self) -> int:
        """Answered questions in the period."""
        return sum(day.answered for day in self.days)

    @property
    def refused(self) -> int:
        """Refused questions in the period."""
        return sum(day.refused for day in self.days)

    @property
    def small_talk(self) -> int:
        """Messages in the period that asked for nothing of the articles."""
        return sum(day.small_talk for day in self.days)


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """What a guild's admins have set."""

    guild: int
    channels: frozenset[int] = frozenset()  # where the bot answers; empty: everywhere
    cooldown: float | None = None  # seconds between a member's questions; None: the bot's setting


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One admin's action: who, what, when, with which outcome."""

    action: str
    outcome: str
    detail: str = ""
    guild: int | None = None
    user: int | None = None  # Discord's id; stored as a pseudonym; None: nobody
    at: datetime = field(default_factory=now)


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """An action as it stands in the audit trail."""

    at: datetime
    guild: int | None
    user: str | None  # pseudonym
    action: str
    detail: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Deleted:
    """What a member's deletion removed."""

    queries: int
    feedback: int
    spooled: int
    overwritten: bool  # False: the rows are gone, their bytes follow with the next `maintain`


@dataclass(frozen=True, slots=True)
class Health:
    """How the log is doing, for `/admin status` and the metrics."""

    available: bool  # the last write reached the database, and what waits can be read
    spooled: int  # records that wait for the database
    failures: int  # writes of this process that did not reach it
