"""Help that reads well: every command says what it does and shows how to call it."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import typer
from fakes_console import Desk, make_desk

from console.cli import make_app


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch:
        yield make_desk(tmp_path_factory.mktemp("desk"), patch)


def commands(desk: Desk) -> dict[str, click.Command]:
    """Every command by what is typed after `python bot.py`."""
    found: dict[str, click.Command] = {}

    def walk(command: click.Command, path: str) -> None:
        found[path] = command
        for name, inner in getattr(command, "commands", {}).items():
            walk(inner, f"{path} {name}".strip())

    walk(typer.main.get_command(make_app(desk.services)), "")
    return found


EXPECTED = {
    "", "ask", "eval", "sources", "reindex", "add", "remove", "rollback", "builds", "verify", "purge", "log",
    "log recent", "log search", "log audit", "log unanswered", "log stats", "log export", "log expire",
    "log rotate-secret", "log replay", "log golden", "log export-member", "log delete-member",
    "translations", "translations status", "translations template",
}  # fmt: skip


def test_all_commands_are_there(desk: Desk) -> None:
    assert commands(desk).keys() >= EXPECTED


def test_every_command_shows_an_example_that_can_be_copied(desk: Desk) -> None:
    for path, command in commands(desk).items():
        if path == "log":
            continue
        shown = desk.run(*path.split(), "--help").stdout
        example = re.search(r"^ *Example: (python bot\.py .*)$", shown, re.MULTILINE)
        assert example, f"{path} --help shows no example"
        words = shlex.split(example[1])
        assert words[2:][: len(path.split())] == path.split()
        assert example[1] == (command.epilog or "").removeprefix("Example: "), (
            f"{path}: the example is wrapped"
        )
        known = {name for one in command.params for name in one.opts} | {"--json", "--lang"}
        assert {word for word in words if word.startswith("--")} <= known


def test_no_description_is_cut_off(desk: Desk) -> None:
    for group in ([], ["log"], ["translations"]):
        shown = desk.run(*group, "--help").stdout
        assert "..." not in shown.replace("[ARGS]...", "")
        assert "…" not in shown


def test_every_argument_and_option_is_explained(desk: Desk) -> None:
    for path, command in commands(desk).items():
        assert command.help, path
        for one in command.params:
            assert getattr(one, "help", None), f"{path} {one.name}"


def test_a_value_is_named_as_people_write_it(desk: Desk) -> None:
    for path in commands(desk):
        shown = desk.run(*path.split(), "--help").stdout
        assert "%Y" not in shown, path
        assert "<int" not in shown.replace("ID <int>", ""), path


def test_the_main_help_says_what_happens_without_a_command(desk: Desk) -> None:
    shown = desk.run("--help").stdout
    assert "DISCORD_TOKEN" in shown
    assert "chat" in shown


def test_help_needs_no_index_and_makes_nothing(desk: Desk) -> None:
    desk.run("ask", "--help")
    assert not Path(desk.folder / "var").exists()
