"""Discord's REST API v10 as far as a bot that answers questions needs it, on aiohttp."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import double_limits as limits
import double_rules as rules
import double_schema as schema
from aiohttp import web
from double_calls import Call, Calls, Fault, Faults, is_message
from double_interactions import CHOICES, DEFER, MODAL, SEND, UPDATE
from double_state import Json, World

Endpoint = Callable[[Call], Awaitable[Json | list[Json] | None]]
API = "/api/v10"
# Calls with an interaction's token need no bot token, and the limit over all routes does not count them.
BY_TOKEN = ("/interactions/", "/webhooks/")
INVALID_BAN, INVALID_SECONDS = 10_000, 600.0  # so many 401, 403 and 429 in so long ban an address


@dataclass
class Violation:
    """A body that the bot should not have sent."""

    call: Call
    reasons: list[str]

    def __str__(self) -> str:
        body = json.dumps(self.call.body, ensure_ascii=False)
        return f"{self.call.name}: {'; '.join(self.reasons)}\n    {body[:2000]}"


@dataclass
class Rest:
    """The front door: records, breaks on demand, authorises, counts, validates; then the endpoint acts."""

    world: World
    clock: rules.Clock
    limits: rules.RateLimits
    token: str
    endpoints: dict[str, Endpoint]
    validate: bool = True
    calls: Calls = field(default_factory=Calls)
    faults: Faults = field(default_factory=Faults)
    violations: list[Violation] = field(default_factory=list)
    _invalid: rules.Window = field(default_factory=lambda: rules.Window(INVALID_BAN, INVALID_SECONDS))

    def add_routes(self, app: web.Application) -> None:
        for name in self.endpoints:
            method, route = name.split(" ")
            app.router.add_route(method, API + route, self._door(route))
        app.router.add_route("*", API + "/{rest:.*}", self._door("/{rest}"))

    def _door(self, route: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            call = await self._record(request, route)
            fault = self.faults.take(call.name)
            response = _broken(request, call, fault) if fault and fault.outcome != "cut after" else None
            response = response or await self._answer(request, call)
            if fault and fault.outcome == "cut after":
                response = _cut(request, call)
            self.world.changed()
            return response

        return handle

    async def _record(self, request: web.Request, route: str) -> Call:
        call = Call(
            request.method,
            route,
            request.path.removeprefix(API),
            dict(request.match_info),
            dict(request.query),
            self.clock.now(),
        )
        if request.content_type == "multipart/form-data":
            for name, part in (await request.post()).items():
                if isinstance(part, web.FileField):
                    call.files[name] = (part.filename, part.file.read())
                elif name == "payload_json" and isinstance(part, str):
                    call.body = json.loads(part)
        elif request.can_read_body and (text := await request.text()):
            call.body = json.loads(text)
        self.calls.append(call)
        return call

    async def _answer(self, request: web.Request, call: Call) -> web.StreamResponse:
        by_token = call.route.startswith(BY_TOKEN)
        taken = self.limits.take(call.name, _major(call), call.at, exempt=by_token)
        if isinstance(taken, rules.Limited):
            return self._refused(call, 429, taken.body, taken.headers | _limit_headers(taken))
        headers = taken
        try:
            if not by_token:
                self._authorise(request)
            self._check(call)
            answer = await self.endpoints.get(call.name, _not_found)(call)
        except rules.ApiError as error:
            call.code = error.code
            return self._refused(call, error.status, error.body, headers)
        call.status = 204 if answer is None else 200
        return web.Response(status=204, headers=headers) if answer is None else _json(200, answer, headers)

    def _authorise(self, request: web.Request) -> None:
        if request.headers.get("Authorization") != f"Bot {self.token}":
            raise rules.unauthorized()

    def _refused(self, call: Call, status: int, body: Json, headers: dict[str, str]) -> web.Response:
        call.status = status
        if status in (401, 403, 429) and self._invalid.take(call.at):
            return web.Response(status=429, text="banned for too many invalid requests")
        return _json(status, body, headers)

    def _check(self, call: Call) -> None:
        """Refuse what Discord refuses; remember that, and what this project does not want sent."""
        if not self.validate:
            return
        refused = schema.violations(call.name, call.body) + own_faults(call)
        unwanted = limits.manners(call.body) if isinstance(call.body, dict) and _carries_text(call) else []
        if call.name.startswith("POST") and call.route.endswith("/callback") and isinstance(call.body, dict):
            data = call.body.get("data") or {}
            unwanted = limits.manners(data) if call.body.get("type") in (SEND, UPDATE) else []
        if refused or unwanted:
            self.violations.append(Violation(call, refused + unwanted))
        if refused == ["empty message"]:
            raise rules.empty_message()
        if refused:
            raise rules.invalid_body(refused)


async def _not_found(_: Call) -> None:
    raise rules.ApiError(404, 0, "404: Not Found")


def own_faults(call: Call) -> list[str]:
    """What the rules of double_limits find in a call's body."""
    body, files = call.body, len(call.files)
    if isinstance(body, list):
        return limits.command_faults(body) if call.route.endswith("/commands") else []
    if not isinstance(body, dict) or not is_message(call.route):
        return []
    if not call.route.endswith("/callback"):
        return limits.message_faults(body, creates=call.method == "POST", files=files)
    data = body.get("data") or {}
    if body["type"] == MODAL:
        return limits.modal_faults(data)
    if body["type"] == CHOICES:
        return limits.choice_faults(data)
    return (
        limits.message_faults(data, creates=body["type"] == SEND, files=files)
        if body["type"] != DEFER
        else []
    )


def _carries_text(call: Call) -> bool:
    assert isinstance(call.body, dict)
    return is_message(call.route) and any(call.body.get(name) for name in ("content", "embeds", "components"))


def _major(call: Call) -> str:
    """Discord's major parameters: each has a bucket of its own."""
    names = ("channel_id", "guild_id", "webhook_id", "webhook_token", "interaction_token")
    return " ".join(call.params.get(name, "") for name in names)


def _limit_headers(limited: rules.Limited) -> dict[str, str]:
    # Without Via discord.py takes a 429 for Cloudflare's and gives up.
    scope = "global" if limited.everywhere else "user"
    return {"Retry-After": str(limited.seconds), "X-RateLimit-Scope": scope, "Via": "1.1 google"}


def _json(status: int, body: Json | list[Json], headers: dict[str, str] | None = None) -> web.Response:
    # discord.py parses JSON only where the type is exactly this, without a charset.
    content = json.dumps(body, ensure_ascii=False).encode()
    return web.Response(status=status, body=content, headers=headers, content_type="application/json")


def _broken(request: web.Request, call: Call, fault: Fault) -> web.StreamResponse:
    if isinstance(fault.outcome, str):
        return _cut(request, call)
    call.status, call.code = fault.outcome, fault.code
    if fault.outcome == 429:
        limited = rules.Limited(fault.retry_after, everywhere=False, headers={})
        return _json(429, limited.body, _limit_headers(limited))
    return _json(fault.outcome, {"message": f"{fault.outcome}: planned by the test", "code": fault.code})


def _cut(request: web.Request, call: Call) -> web.StreamResponse:
    call.status = "cut"
    if request.transport:
        request.transport.abort()
    return web.Response()
