"""Bodies that Discord refuses, or that this project does not want sent, are caught by the double."""

from collections.abc import Callable
from typing import Any

import aiohttp
import double_limits as limits
import double_schema as schema
import pytest
from double_server import DiscordDouble

Json = dict[str, Any]
SEND = "POST /channels/{channel_id}/messages"
CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"
COMMANDS = "PUT /applications/{application_id}/commands"
needs_description = pytest.mark.skipif(schema.description() is None, reason=schema.MISSING)


def embed(**fields: object) -> Json:
    return {"embeds": [fields]}


def field(name: str = "n", value: str = "v") -> Json:
    return {"name": name, "value": value}


def row(*parts: Json) -> Json:
    return {"type": 1, "components": list(parts)}


def button(**fields: object) -> Json:
    return {"type": 2, "style": 2, "label": "x", **fields}


RIGHT = [
    {"content": "x" * 2000},
    {"content": "🏔" * 2000},  # code points, not UTF-16 units
    embed(title="t" * 256, description="d" * 4096, footer={"text": "f" * 1648}),
    embed(fields=[field("n" * 256, "v" * 1024)] * 4),
    {"content": "x", "components": [row(button(custom_id="a"), button(style=5, url="https://x.org"))]},
]
WRONG = [
    ({"content": "x" * 2001}, "2001 characters"),
    ({"content": " \n"}, "empty message"),
    ({}, "empty message"),
    (embed(title="t" * 256, description="d" * 4096, footer={"text": "f" * 1649}), "6001 characters in all"),
    (embed(fields=[field(name=" ")]), "fields/0/name: blank"),
    (embed(fields=[field(value="")]), "fields/0/value: blank"),
    (embed(title="t", footer={"text": "\n"}), "footer/text: blank"),
    (embed(color=3), "embeds/0: empty"),
    ({"content": "x", "components": [row(button(custom_id="a"), button(custom_id="a"))]}, "stands twice"),
    ({"content": "x", "components": [row(button(custom_id="a", label=""))]}, "without label"),
    ({"content": "x", "components": [row(button(style=5, url="javascript:1"))]}, "may not link"),
    ({"content": "x", "components": [row(button(style=5, url="https://" + "x" * 505))]}, "513 characters"),
    ({"content": "x", "components": [row(button())]}, "either a custom_id or a url"),
    ({"content": "x", "components": [row(button(custom_id=str(n))) for n in range(6)]}, "6 rows"),
]


@pytest.mark.parametrize("body", RIGHT)
def test_bodies_at_the_limit_pass(body: Json) -> None:
    assert limits.message_faults(body, creates=True) == []
    assert schema.violations(SEND, body) == []


@pytest.mark.parametrize(("body", "reason"), WRONG)
def test_bodies_one_over_are_refused(body: Json, reason: str) -> None:
    faults = limits.message_faults(body, creates=True)
    assert len(faults) == 1
    assert reason in faults[0]


def test_an_edit_may_leave_everything_as_it_is() -> None:
    assert limits.message_faults({}, creates=False) == []


@needs_description
@pytest.mark.parametrize(
    ("route", "body"),
    [
        (SEND, embed(title="t" * 257)),
        (SEND, embed(description="d" * 4097)),
        (SEND, embed(fields=[field()] * 26)),
        (SEND, embed(fields=[field("n" * 257)])),
        (SEND, embed(fields=[field("n", "v" * 1025)])),
        (SEND, embed(author={"name": "a" * 257})),
        (SEND, embed(footer={"text": "f" * 2049})),
        (SEND, {"embeds": [{"title": "x"}] * 11}),
        (SEND, {"content": "x", "components": [row(*[button(custom_id=str(n)) for n in range(6)])]}),
        (SEND, {"content": "x", "components": [row(button(custom_id="a", label="l" * 81))]}),
        (SEND, {"content": "x", "components": [row(button(custom_id="i" * 101))]}),
        (CALLBACK, {"type": 4, "data": embed(title="t" * 257)}),
        (CALLBACK, {"type": 8, "data": {"choices": [{"name": "n", "value": "v"}] * 26}}),
        (CALLBACK, {"type": 99}),
        (COMMANDS, [{"name": "n" * 33, "description": "d", "type": 1}]),
        (COMMANDS, [{"name": "n", "description": "d" * 101, "type": 1}]),
    ],
)
def test_discords_own_description_refuses(route: str, body: Any) -> None:  # noqa: ANN401 -- a dict or a list
    assert schema.violations(route, body)


@needs_description
def test_snowflakes_may_be_numbers_as_discord_py_sends_them() -> None:
    for number in (1, "1"):
        reference = {"message_id": number, "channel_id": number}
        assert schema.violations(SEND, {"content": "x", "message_reference": reference}) == []
    assert schema.violations(SEND, {"content": "x", "message_reference": {"message_id": "one"}})


def command(name: str = "ask", **fields: object) -> Json:
    return {"name": name, "description": "Ask.", "type": 1, **fields}


def option(name: str, *, required: bool = False, **fields: object) -> Json:
    return {"name": name, "description": "d", "type": 3, "required": required, **fields}


def choice(number: int) -> Json:
    return {"name": f"{number:040}", "value": f"{number:040}"}


def test_commands_at_the_limit_pass() -> None:
    nested = option(
        "group", type=2, options=[option("add", type=1, options=[option("article", required=True)])]
    )
    right = [
        command("질문"),
        command("вопрос"),
        command(options=[option("a", required=True), option("b")]),
        command("n" * 32, name_localizations={"de": "fragen", "ko": "질문"}),
        command("admin", options=[nested]),
        {"name": "Find evidence", "type": 3},
    ]
    assert limits.command_faults(right) == []


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        ([command("Ask")], "no command name"),
        ([command("a b")], "no command name"),
        ([command(name_localizations={"de": "Frage"})], "no command name"),
        ([command(options=[option("a b")])], "no command name"),
        ([command(description="")], "no description"),
        ([command(), command()], "registered twice"),
        ([command(str(number)) for number in range(101)], "more than 100"),
        ([command(options=[option("a"), option("a")])], "twice"),
        ([command(options=[option("a"), option("b", required=True)])], "before a required"),
        (
            [command(options=[option(f"o{n}", choices=[choice(n) for n in range(25)]) for n in range(4)])],
            "at most 8000",
        ),
        ([{"name": "Find", "type": 3, "description": "x"}], "has no description"),
    ],
)
def test_commands_one_over_are_refused(commands: list[Json], reason: str) -> None:
    faults = [fault.replace("8000", "at most 8000") for fault in limits.command_faults(commands)]
    assert any(reason in fault for fault in faults)


def test_a_commands_size_counts_its_longest_language() -> None:
    longer = command(description_localizations={"de": "x" * 50, "ko": "x" * 20})
    assert limits.command_size(longer) == len("ask") + 50


@pytest.mark.parametrize(
    ("mentions", "right"),
    [
        (None, False),
        ({"parse": []}, True),
        ({"parse": [], "replied_user": False}, True),
        ({"parse": ["users"]}, False),
        ({"parse": [], "replied_user": True}, False),
        ({"parse": [], "users": ["1"]}, False),
    ],
)
def test_every_message_says_that_it_pings_nobody(mentions: Json | None, right: bool) -> None:  # noqa: FBT001 -- a case
    assert (limits.manners({"content": "x", "allowed_mentions": mentions}) == []) is right


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"content": "x" * 2001, "allowed_mentions": {"parse": []}}, 400, 50035),
        ({"content": " ", "allowed_mentions": {"parse": []}}, 400, 50006),
        ({"content": "<@{bot}> and @everyone"}, 200, 0),
        ({"content": "x", "allowed_mentions": {"parse": []}}, 200, 0),
    ],
)
async def test_the_double_answers_as_discord_does_and_remembers(body: Json, status: int, code: int) -> None:
    async with DiscordDouble() as double, aiohttp.ClientSession() as session:
        channel = double.guild("forum").general
        headers = {"Authorization": f"Bot {double.token}"}
        url = f"{double.api}/channels/{channel.id}/messages"
        async with session.post(url, json=body, headers=headers) as response:
            assert response.status == status
            assert (await response.json()).get("code", 0) == code
        clean = status == 200 and "allowed_mentions" in body
        assert (double.violations == []) is clean
        pinged = [message.pings_everyone for message in channel.messages.values()]
        assert pinged == [] if status != 200 else pinged == ["@everyone" in body["content"]]


def test_the_rules_are_functions_of_a_body_alone() -> None:
    rules: list[Callable[..., list[str]]] = [limits.modal_faults, limits.choice_faults]
    assert [
        rule({"title": "", "components": [], "choices": [{"name": "", "value": ""}]}) for rule in rules
    ] == [
        ["modal: a title has 1 to 45 characters", "modal: 1 to 5 components"],
        ["choices: a name of 0 characters, 1 to 100", "choices: a value of 0 characters, 1 to 100"],
    ]
