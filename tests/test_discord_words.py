"""Every command in every language, within what Discord allows."""

import asyncio
import json
import re
from typing import Any

import pytest
from fakes_discord import World

import locales
from cogs.client import Gipfelbot
from cogs.registry import register
from cogs.running import make_parts
from cogs.text import units

pytest_plugins = ("fixtures_discord",)

# Letters and digits of any script, "-" and "_"; lower case where the script has it.
NAME = re.compile(r"^[-_'\w]{1,32}$")
COMMAND_CHARACTERS = 8_000  # with its longest localisation


@pytest.fixture
def commands(world: World) -> list[dict[str, Any]]:
    """The payload of every command, as it is synced."""

    async def payload() -> list[dict[str, Any]]:
        client, parts = Gipfelbot(), make_parts(world.services, world.options)
        client.parts = parts
        await client._async_setup_hook()
        await register(client, parts)
        tree = client.tree
        assert tree.translator
        found = [
            await command.get_translated_payload(tree, tree.translator) for command in tree.get_commands()
        ]
        await client.close()
        parts.threads.close()
        parts.desk.close()
        return found

    return asyncio.run(payload())


def nodes(command: dict[str, Any]) -> list[dict[str, Any]]:
    """The command, its subcommands and their options."""
    return [command, *(node for option in command.get("options", []) for node in nodes(option))]


def plain(value: Any) -> Any:  # noqa: ANN401 - JSON
    return json.loads(json.dumps(value, default=str))


def test_every_name_and_description_is_said_in_every_language(commands: list[dict[str, Any]]) -> None:
    others = set(locales.LANGUAGES) - {"en"}
    for command in commands:
        for node in nodes(plain(command)):
            assert set(node["name_localizations"]) == others, node["name"]
            if node.get("type") != 3 or "description" in node:
                assert set(node["description_localizations"]) == others, node["name"]


def test_names_and_descriptions_are_what_discord_allows(commands: list[dict[str, Any]]) -> None:
    for command in commands:
        menu = command["type"] == 3
        for node in nodes(plain(command)):
            for name in [node["name"], *node["name_localizations"].values()]:
                assert 1 <= units(name) <= 32
                assert menu or (NAME.match(name) and name == name.lower()), name
            for text in [node.get("description", "x"), *node.get("description_localizations", {}).values()]:
                assert 1 <= units(text) <= 100, text


@pytest.mark.parametrize("language", locales.LANGUAGES)
def test_no_two_siblings_share_a_name_in_any_language(commands: list[dict[str, Any]], language: str) -> None:
    def check(siblings: list[dict[str, Any]]) -> None:
        names = [(one.get("type"), one["name_localizations"].get(language, one["name"])) for one in siblings]
        assert len(names) == len(set(names)), names
        for one in siblings:
            check(one.get("options", []))

    check([one for one in plain(commands) if one["type"] != 3])


def test_no_command_is_too_long_with_its_longest_localisation(commands: list[dict[str, Any]]) -> None:
    for command in commands:
        length = 0
        for node in nodes(plain(command)):
            length += max(map(units, [node["name"], *node["name_localizations"].values()]))
            texts = [node.get("description", ""), *node.get("description_localizations", {}).values()]
            length += max(map(units, texts))
        assert length <= COMMAND_CHARACTERS, (command["name"], length)


def test_admins_commands_are_hidden_from_others_and_from_direct_messages(
    commands: list[dict[str, Any]],
) -> None:
    for command in commands:
        restricted = command["name"] in {"admin", "log", "Explain answer"}
        assert (command["default_member_permissions"] == 0x20) is restricted
        assert (1 in command["contexts"]) is not restricted


def test_the_payload_is_the_same_every_time(commands: list[dict[str, Any]]) -> None:
    """A set in it would make every start look like a change."""
    kinds = [
        option["channel_types"]
        for command in plain(commands)
        for option in nodes(command)
        if option.get("channel_types")
    ]
    assert kinds
    assert all(kind == [0, 2, 4, 5, 13, 15] for kind in kinds)
