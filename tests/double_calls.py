"""Every call that reached the Discord double, and the faults planned for calls to come."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from double_state import Json

Cut = Literal["cut", "cut after"]


@dataclass
class Call:
    """One request of the bot."""

    method: str
    route: str  # the template, such as /channels/{channel_id}/messages
    path: str
    params: dict[str, str]
    query: dict[str, str]
    at: float  # seconds on the double's clock
    body: Json | list[Json] | None = None
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)  # field name -> file name, content
    status: int | str = 0  # what it was answered; "cut" where the connection broke instead
    code: int = 0  # Discord's error code, 0 for none

    @property
    def name(self) -> str:
        return f"{self.method} {self.route}"

    def __str__(self) -> str:
        return f"{self.method} {self.path} -> {self.status}" + (f" ({self.code})" if self.code else "")


@dataclass
class Fault:
    """What happens to the next calls of one route instead of an answer.

    `outcome`: an HTTP status (429 carries `retry_after`), "cut" (the connection breaks and the call
    did nothing), or "cut after" (the call took effect, and its answer was lost on the way).
    """

    route: str
    outcome: int | Cut
    times: int
    code: int
    retry_after: float


class Calls(list[Call]):
    """All calls in the order in which they came."""

    def to(self, route: str) -> list[Call]:
        """The calls of one route, such as `POST /channels/{channel_id}/messages`."""
        return [call for call in self if call.name == route]

    @property
    def messages(self) -> list[Call]:
        """The calls that carry a message: the ones whose bodies users see."""
        return [call for call in self if isinstance(call.body, dict) and is_message(call.route)]


def is_message(route: str) -> bool:
    return route.endswith(("/messages", "/messages/{message_id}", "/messages/@original", "/callback")) or (
        route == "/webhooks/{webhook_id}/{webhook_token}"
    )


class Faults:
    """The plan of what goes wrong next."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []

    def next(
        self, route: str, outcome: int | Cut, *, times: int = 1, code: int = 0, retry_after: float = 0.05
    ) -> None:
        """The next `times` calls of `route` ("POST /channels/{channel_id}/messages") meet `outcome`."""
        self._planned.append(Fault(route, outcome, times, code, retry_after))

    def take(self, route: str) -> Fault | None:
        for fault in self._planned:
            if fault.route == route and fault.times > 0:
                fault.times -= 1
                return fault
        return None
