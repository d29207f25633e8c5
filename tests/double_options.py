"""From what a person types after a slash to an interaction's data, checked as Discord's client checks it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from double_json import channel_json, user_json
from double_state import ALL, Channel, Json, User

if TYPE_CHECKING:
    from double_people import Upload

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, NUMBER, ATTACHMENT = 1, 2, 3, 4, 5, 6, 7, 10, 11
PLAIN: dict[int, tuple[type, ...]] = {STRING: (str,), INTEGER: (int,), BOOLEAN: (bool,), NUMBER: (int, float)}


def shown_name(command: Json, locale: str) -> str:
    """The command's name in a person's language."""
    name: str = (command.get("name_localizations") or {}).get(locale) or command["name"]
    return name


def lines_of(command: Json, locale: str) -> list[str]:
    """How Discord lists a command: a line for itself, or for each of its subcommands."""
    name = shown_name(command, locale)
    inner = [option for option in command.get("options") or [] if option["type"] < STRING]
    return [f"{name} {line}" for option in inner for line in lines_of(option, locale)] or [name]


def goes_by(command: Json, name: str, kind: int) -> bool:
    """Whether it is of this kind and has this name, or a localised one."""
    names = [command["name"], *(command.get("name_localizations") or {}).values()]
    return command["type"] == kind and name in names


def has_step(command: Json, steps: list[str]) -> bool:
    """Whether it has the subcommand that the steps begin with, if they do."""
    return not steps or any(option["name"] == steps[0] for option in command.get("options") or [])


def command_data(
    command: Json,
    path: str,
    values: dict[str, Any],
    upload: Callable[[Upload], Json],
    *,
    focused: str = "",
) -> Json:
    """The `data` of an APPLICATION_COMMAND (or, with a `focused` option, of its autocompletion)."""
    resolved: Json = {}
    node, groups = command, []
    for step in path.split(" ")[1:]:
        node = next(
            (inner for inner in node["options"] if inner["name"] == step and inner["type"] < STRING), {}
        )
        assert node, f"no subcommand {step!r} in {path!r}"
        groups.append(node)
    declared = {option["name"]: option for option in node.get("options") or []}
    assert not set(declared) & {inner["name"] for inner in groups}, f"{path!r} is no whole command"
    assert values.keys() <= declared.keys(), (
        f"{path!r} has the options {sorted(declared)}, not {sorted(values)}"
    )
    if not focused:
        missing = [name for name, option in declared.items() if option.get("required") and name not in values]
        assert not missing, f"{path!r} needs {missing}"
    options: list[Json] = []
    for name, value in values.items():
        option: Json = {"name": name, "type": declared[name]["type"]}
        option["value"] = _value(declared[name], value, resolved, upload, typing=name == focused)
        options.append(option | ({"focused": True} if name == focused else {}))
    for inner in reversed(groups):
        options = [{"name": inner["name"], "type": inner["type"], "options": options}]
    data: Json = {"id": command["id"], "name": command["name"], "type": 1, "options": options}
    if command.get("guild_id"):
        data["guild_id"] = command["guild_id"]
    return data | ({"resolved": resolved} if resolved else {})


def _value(
    option: Json,
    value: Any,  # noqa: ANN401 -- as the option declares, checked here
    resolved: Json,
    upload: Callable[[Upload], Json],
    *,
    typing: bool,
) -> str | float | bool:
    kind, name = option["type"], option["name"]
    if kind == ATTACHMENT:
        stored = upload(value)
        resolved.setdefault("attachments", {})[stored["id"]] = stored | {"ephemeral": True}
        return str(stored["id"])
    if kind == CHANNEL:
        assert isinstance(value, Channel)
        resolved.setdefault("channels", {})[str(value.id)] = channel_json(value) | {
            "permissions": str(int(ALL))
        }
        return str(value.id)
    if kind == USER:
        assert isinstance(value, User)
        resolved.setdefault("users", {})[str(value.id)] = user_json(value)
        return str(value.id)
    right = isinstance(value, PLAIN[kind]) and (kind == BOOLEAN or not isinstance(value, bool))
    assert right, f"{name!r} takes option type {kind}, not {value!r}"
    if not typing:
        _within(option, value)
    plain: str | float | bool = value
    return plain


def _within(option: Json, value: Any) -> None:  # noqa: ANN401 -- a plain value of the option's type
    """Discord's client does not let a person send what the option's limits forbid."""
    name, choices = option["name"], option.get("choices") or []
    if choices:
        assert value in [choice["value"] for choice in choices], f"{name!r} offers {choices}"
    if isinstance(value, str):
        shortest, longest = option.get("min_length") or 0, option.get("max_length") or 6000
        assert shortest <= len(value) <= longest, f"{name!r} takes {shortest} to {longest} characters"
    elif not isinstance(value, bool):
        low, high = option.get("min_value"), option.get("max_value")
        assert low is None or value >= low, f"{name!r} takes at least {low}"
        assert high is None or value <= high, f"{name!r} takes at most {high}"
