"""The last thing that went wrong, for operators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(slots=True)
class Troubles:
    """The last thing that went wrong, for `/admin status`: its kind and time, no one's words."""

    kind: str | None = None
    at: datetime | None = None

    def note(self, error: BaseException) -> None:
        """Remember `error` as the last."""
        self.kind, self.at = type(error).__name__, datetime.now(UTC)
