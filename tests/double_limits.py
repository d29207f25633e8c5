"""The rules for bodies that Discord's published API description does not know.

Lengths are Unicode code points, as Discord's API counts them. `message_faults` and `command_faults`
say what Discord refuses; `manners` says what this project asks of itself on top.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator

from double_state import Json

CONTENT, EMBEDS_TOTAL, COMMAND_TOTAL, LINK = 2_000, 6_000, 8_000, 512
CHAT_COMMANDS, CONTEXT_COMMANDS = 100, 15
COMPONENTS_V2 = 1 << 15
CHAT_INPUT, SUBCOMMANDS = 1, (1, 2)  # a command's type; the option types that hold options


def message_faults(body: Json, *, creates: bool, files: int = 0) -> list[str]:
    """What Discord refuses in a message's body; with `creates`, also one without anything in it."""
    faults = []
    content, embeds = body.get("content") or "", body.get("embeds") or []
    if len(content) > CONTENT:
        faults.append(f"content: {len(content)} characters, at most {CONTENT}")
    if creates and not (content.strip() or embeds or files or _other_content(body)):
        faults.append("empty message")
    total = sum(len(text) for embed in embeds for _, text in _texts(embed))
    if total > EMBEDS_TOTAL:
        faults.append(f"embeds: {total} characters in all, at most {EMBEDS_TOTAL}")
    for number, embed in enumerate(embeds):
        if not set(embed) - {"type", "color", "flags"}:
            faults.append(f"embeds/{number}: empty")
        for place, text in _texts(embed):
            if not text.strip():
                faults.append(f"embeds/{number}/{place}: blank")
    return faults + _component_faults(body.get("components") or [])


def _other_content(body: Json) -> bool:
    carried = ("sticker_ids", "poll", "attachments")
    return any(body.get(name) for name in carried) or bool(body.get("flags", 0) & COMPONENTS_V2)


def _texts(embed: Json) -> Iterator[tuple[str, str]]:
    """Each text of an embed that counts towards the total, with its place."""
    for name in ("title", "description"):
        if embed.get(name) is not None:
            yield name, embed[name]
    for number, part in enumerate(embed.get("fields") or []):
        yield f"fields/{number}/name", part.get("name", "")
        yield f"fields/{number}/value", part.get("value", "")
    if embed.get("footer"):
        yield "footer/text", embed["footer"].get("text", "")
    if embed.get("author"):
        yield "author/name", embed["author"].get("name", "")


def _component_faults(rows: list[Json]) -> list[str]:
    faults = []
    parts = list(_flat(rows))
    twice = [
        name
        for name, count in Counter(p["custom_id"] for p in parts if p.get("custom_id")).items()
        if count > 1
    ]
    faults += [f"components: custom_id {name!r} stands twice" for name in twice]
    for part in parts:
        if part.get("type") != 2:
            continue
        url = part.get("url")
        if not (part.get("label") or part.get("emoji")):
            faults.append("components: a button without label and emoji")
        if url and not url.startswith(("http://", "https://", "discord://")):
            faults.append(f"components: a button may not link to {url[:40]!r}")
        if url and len(url) > LINK:
            faults.append(f"components: a link of {len(url)} characters, at most {LINK}")
        if bool(url) == bool(part.get("custom_id")):
            faults.append("components: a button needs either a custom_id or a url")
    if len(rows) > 5 and not any(row.get("type", 1) != 1 for row in rows):
        faults.append(f"components: {len(rows)} rows, at most 5")
    return faults


def _flat(parts: list[Json]) -> Iterator[Json]:
    for part in parts:
        yield part
        inner = part.get("component") or part.get("accessory")
        yield from _flat(part.get("components") or [])
        yield from _flat([inner] if inner else [])


def modal_faults(data: Json) -> list[str]:
    faults = _component_faults([part for part in data.get("components", []) if part])
    if not 1 <= len(data.get("title", "")) <= 45:
        faults.append("modal: a title has 1 to 45 characters")
    if not 1 <= len(data.get("components", [])) <= 5:
        faults.append("modal: 1 to 5 components")
    return faults


def choice_faults(data: Json) -> list[str]:
    choices = data.get("choices") or []
    faults = [f"choices: {len(choices)}, at most 25"] if len(choices) > 25 else []
    for choice in choices:
        if not 1 <= len(choice.get("name", "")) <= 100:
            faults.append(f"choices: a name of {len(choice.get('name', ''))} characters, 1 to 100")
        if isinstance(choice.get("value"), str) and not 1 <= len(choice["value"]) <= 100:
            faults.append(f"choices: a value of {len(choice['value'])} characters, 1 to 100")
    return faults


def manners(body: Json) -> list[str]:
    """This project's own rule: no message of the bot may ping anyone, and each says so."""
    mentions = body.get("allowed_mentions")
    if mentions is None:
        return ["allowed_mentions: missing, so that Discord's default would ping"]
    if (
        mentions.get("parse")
        or mentions.get("users")
        or mentions.get("roles")
        or mentions.get("replied_user")
    ):
        return [f"allowed_mentions: {mentions} pings"]
    return []


def command_faults(commands: list[Json]) -> list[str]:
    """What Discord refuses in a bulk overwrite of commands."""
    faults = []
    counts = Counter((command.get("type", CHAT_INPUT), command["name"]) for command in commands)
    faults += [f"{name}: registered twice" for (_, name), count in counts.items() if count > 1]
    for kind, limit in ((CHAT_INPUT, CHAT_COMMANDS), (2, CONTEXT_COMMANDS), (3, CONTEXT_COMMANDS)):
        if sum(command.get("type", CHAT_INPUT) == kind for command in commands) > limit:
            faults.append(f"more than {limit} commands of type {kind}")
    for command in commands:
        name = command["name"]
        if command.get("type", CHAT_INPUT) == CHAT_INPUT:
            faults += _option_faults(command, name)
            if (size := command_size(command)) > COMMAND_TOTAL:
                faults.append(f"{name}: {size} characters, at most {COMMAND_TOTAL}")
        elif command.get("description"):
            faults.append(f"{name}: a context-menu command has no description")
    return faults


def _option_faults(node: Json, path: str) -> list[str]:
    names = [node["name"], *(node.get("name_localizations") or {}).values()]
    faults = [f"{path}: {name!r} is no command name" for name in names if not is_command_name(name)]
    if not node.get("description"):
        faults.append(f"{path}: no description")
    options = node.get("options") or []
    seen = Counter(option["name"] for option in options)
    faults += [f"{path}: option {name!r} twice" for name, count in seen.items() if count > 1]
    required = [bool(option.get("required")) for option in options if option["type"] not in SUBCOMMANDS]
    if required != sorted(required, reverse=True):
        faults.append(f"{path}: an optional option before a required one")
    for option in options:
        faults += _option_faults(option, f"{path} {option['name']}")
    return faults


def is_command_name(name: str) -> bool:
    """1 to 32 letters, digits, hyphens, underscores and apostrophes of any script, in lower case."""
    fits = 1 <= len(name) <= 32 and name == name.lower()
    return fits and all(char in "-_'" or unicodedata.category(char)[0] in "LNM" for char in name)


def command_size(node: Json) -> int:
    """Characters of names, descriptions and string values, each counted in its longest language."""
    size = 0
    for name in ("name", "description"):
        size += max(
            [len(node.get(name) or ""), *map(len, (node.get(f"{name}_localizations") or {}).values())]
        )
    for choice in node.get("choices") or []:
        size += len(choice["name"]) + (len(choice["value"]) if isinstance(choice["value"], str) else 0)
    return size + sum(command_size(option) for option in node.get("options") or [])
