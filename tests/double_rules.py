"""What Discord refuses: its error codes, its clock, its permissions and its rate limits."""

from __future__ import annotations

import math
import time
import zlib
from collections import deque
from dataclasses import dataclass, field

from double_state import PUBLIC_THREAD, Channel, Json, Perm, User


class ApiError(Exception):
    """One of Discord's JSON errors."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.body: Json = {"message": message, "code": code, **({"errors": errors} if errors else {})}


def unauthorized() -> ApiError:
    return ApiError(401, 0, "401: Unauthorized")


def unknown_channel() -> ApiError:
    return ApiError(404, 10003, "Unknown Channel")


def unknown_message() -> ApiError:
    return ApiError(404, 10008, "Unknown Message")


def unknown_webhook() -> ApiError:
    return ApiError(404, 10015, "Unknown Webhook")


def unknown_interaction() -> ApiError:
    return ApiError(404, 10062, "Unknown interaction")


def already_acknowledged() -> ApiError:
    return ApiError(400, 40060, "Interaction has already been acknowledged.")


def token_expired() -> ApiError:
    return ApiError(401, 50027, "Invalid Webhook Token")


def empty_message() -> ApiError:
    return ApiError(400, 50006, "Cannot send an empty message")


def cannot_reach_user() -> ApiError:
    return ApiError(403, 50007, "Cannot send messages to this user")


def missing_permissions() -> ApiError:
    return ApiError(403, 50013, "Missing Permissions")


def not_yours() -> ApiError:
    return ApiError(403, 50005, "Cannot edit a message authored by another user")


def too_large() -> ApiError:
    return ApiError(413, 40005, "Request entity too large")


def automod() -> ApiError:
    return ApiError(400, 200000, "Message was blocked by automatic moderation")


def thread_exists() -> ApiError:
    return ApiError(400, 160004, "A thread has already been created for this message")


def invalid_body(reasons: list[str]) -> ApiError:
    listed = [{"code": "INVALID", "message": reason} for reason in reasons]
    return ApiError(400, 50035, "Invalid Form Body", {"_errors": listed})


class Clock:
    """Real seconds, plus what a test adds so that it need not wait for a token to expire."""

    def __init__(self) -> None:
        self._added = 0.0

    def now(self) -> float:
        return time.monotonic() + self._added

    def advance(self, seconds: float) -> None:
        self._added += seconds


def may_post(bot: User, channel: Channel, body: Json, *, files: bool) -> None:
    """Raise what Discord raises when the bot lacks a permission for this ordinary message."""
    held = channel.permissions(bot)
    needed = Perm.SEND_MESSAGES_IN_THREADS if channel.type == PUBLIC_THREAD else Perm.SEND_MESSAGES
    if body.get("embeds"):
        needed |= Perm.EMBED_LINKS
    if files:
        needed |= Perm.ATTACH_FILES
    if needed not in held:
        raise missing_permissions()
    if body.get("message_reference") and Perm.READ_MESSAGE_HISTORY not in held:
        raise ApiError(403, 160002, "You do not have permission to reply without message history")


def may_pass_automod(channel: Channel, body: Json) -> None:
    """Raise where a word that the guild blocks stands anywhere in the message."""
    said = repr((body.get("content"), body.get("embeds"))).casefold()
    if channel.guild and any(word.casefold() in said for word in channel.guild.blocked_words):
        raise automod()


@dataclass
class Window:
    """`limit` calls in any `seconds`: Discord's bucket as its headers describe it."""

    limit: int
    seconds: float
    calls: deque[float] = field(default_factory=deque)

    def take(self, now: float) -> float:
        """Count a call; the seconds to wait if it was one too many, else 0."""
        while self.calls and self.calls[0] <= now - self.seconds:
            self.calls.popleft()
        if len(self.calls) >= self.limit:
            return self.calls[0] + self.seconds - now
        self.calls.append(now)
        return 0.0

    def headers(self, bucket: str, now: float) -> dict[str, str]:
        left = (self.calls[0] + self.seconds - now) if self.calls else self.seconds
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.limit - len(self.calls)),
            "X-RateLimit-Reset": f"{time.time() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": bucket,
        }


@dataclass(frozen=True)
class Limited:
    """A 429, and how long it holds."""

    seconds: float
    everywhere: bool
    headers: dict[str, str]

    @property
    def body(self) -> Json:
        return {
            "message": "You are being rate limited.",
            "retry_after": self.seconds,
            "global": self.everywhere,
        }


class RateLimits:
    """Buckets per route and major parameter, and the one over all routes.

    A test that is not about rate limits should not wait for them: `relaxed` is the default, and
    `strict` has the numbers that Discord was seen to use (never promised, always in the headers).
    """

    def __init__(
        self, routes: dict[str, tuple[int, float]], default: tuple[int, float], everywhere: int
    ) -> None:
        self._routes = routes
        self._default = default
        self._everywhere = Window(everywhere, 1.0)
        self._windows: dict[str, Window] = {}

    @classmethod
    def relaxed(cls) -> RateLimits:
        return cls({}, (10_000, 1.0), 10_000)

    @classmethod
    def strict(cls) -> RateLimits:
        routes = {
            "POST /channels/{channel_id}/messages": (5, 5.0),
            "PATCH /channels/{channel_id}/messages/{message_id}": (5, 5.0),
            "POST /webhooks/{webhook_id}/{webhook_token}": (5, 2.0),
            "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original": (5, 2.0),
        }
        return cls(routes, (50, 1.0), 50)

    def set(self, route: str, limit: int, seconds: float) -> None:
        """Limit a route, such as `POST /channels/{channel_id}/messages`."""
        self._routes[route] = (limit, seconds)
        self._windows = {
            key: window for key, window in self._windows.items() if not key.startswith(f"{route} ")
        }

    def take(self, route: str, major: str, now: float, *, exempt: bool) -> Limited | dict[str, str]:
        """Count one call: a refusal, or the headers for its answer. `exempt`: an interaction's endpoint."""
        if not exempt and (wait := self._everywhere.take(now)):
            return Limited(_up(wait), everywhere=True, headers={"X-RateLimit-Global": "true"})
        key = f"{route} {major}"
        window = self._windows.setdefault(key, Window(*self._routes.get(route, self._default)))
        wait = window.take(now)
        headers = window.headers(f"{zlib.crc32(route.encode()):08x}", now)
        return Limited(_up(wait), everywhere=False, headers=headers) if wait else headers


def _up(seconds: float) -> float:
    return math.ceil(seconds * 1000) / 1000
