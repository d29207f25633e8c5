"""What operators look at: the last trouble, and since when the live build lives."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cogs.watched import Watched
from querylog.models import Health

_RECENT = timedelta(hours=1)  # an error from before that, and over, is told and no more


@dataclass(slots=True)
class Vitals:
    """Changes as the bot lives; for the event loop's thread."""

    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    trouble: str | None = None  # the last error's kind, no one's words
    trouble_at: datetime | None = None
    warm: bool = False  # the first question finds everything loaded
    build: str | None = None  # the live build that `build_made` tells of
    build_made: datetime | None = None
    engine: str | None = None  # what is wrong with the search engine, an error's kind
    alarms: dict[str, str] = field(
        default_factory=dict
    )  # what upkeep has last said is wrong, by what it is of
    log: Health | None = None  # the query log's, when `/metrics` last looked
    reindexes: dict[int, Watched] = field(default_factory=dict)  # that this process runs, by the command's id

    @property
    def are_well(self) -> bool:
        """Whether nothing is wrong, nor lately was."""
        recent = self.trouble_at is not None and datetime.now(UTC) - self.trouble_at < _RECENT
        return self.engine is None and not self.alarms and not recent

    def note(self, error: BaseException) -> None:
        """Remember `error` as the last."""
        self.trouble, self.trouble_at = type(error).__name__, datetime.now(UTC)
