"""The documents name what there is: every command, every setting, every folder; and their links lead somewhere."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest
import typer
from fakes_console import Desk, make_desk
from pydantic import BaseModel

from config.settings import DEFAULTS, Settings
from console.cli import make_app

ROOT = Path(__file__).parent.parent
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def linked(start: Path) -> dict[Path, str]:
    """A document and those that it links, directly or through others."""
    found: dict[Path, str] = {}
    waiting = [start]
    while waiting:
        file = waiting.pop().resolve()
        if file in found:
            continue
        found[file] = read(file)
        targets = (file.parent / target for target in LINK.findall(found[file]))
        waiting += [target for target in targets if target.suffix == ".md" and target.exists()]
    return found


DOCUMENTS = linked(ROOT / "README.md")
ALL = "\n".join(DOCUMENTS.values())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch:
        yield make_desk(tmp_path_factory.mktemp("desk"), patch)


def test_every_command_is_in_the_readme(desk: Desk) -> None:
    group = typer.main.get_command(make_app(desk.services))
    readme = read(ROOT / "README.md")
    section = readme[readme.index("## On the command line") :].split("\n## ")[0]
    for name, command in group.commands.items():  # type: ignore[attr-defined]  # the main command is a group
        assert re.search(rf"\b{name}\b", section), f"{name} is missing in README.md"
        for inner in getattr(command, "commands", {}):
            assert re.search(rf"\b{inner}\b", ALL), f"{name} {inner} is in no document"


def variables() -> set[str]:
    names = set()
    for name, field in Settings.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            names |= {f"GIPFEL_{name}__{inner}".upper() for inner in field.annotation.model_fields}
        else:
            names.add("DISCORD_TOKEN" if name == "discord_token" else f"GIPFEL_{name}".upper())
    return names


def test_every_setting_is_in_the_documents_and_none_that_there_is_not() -> None:
    named = set(re.findall(r"`(DISCORD_TOKEN|GIPFEL_[A-Z_]+)`", read(ROOT / "docs" / "settings.md")))
    assert named == variables()
    assert (ROOT / "docs" / "settings.md").resolve() in DOCUMENTS


def test_defaults_in_the_documents_are_those_of_the_file() -> None:
    rows = re.findall(r"^\| `GIPFEL_(\w+)` \| ([^|]*) \|", read(ROOT / "docs" / "settings.md"), re.MULTILINE)
    shown = {name: default.strip("`") for name, default in rows}
    for room, values in tomllib.loads(read(DEFAULTS)).items():
        for name, value in values.items():
            if value and name != "translate_url":  # an empty one is told by what it means
                told = str(value).lower() if isinstance(value, bool) else str(value)
                assert shown[f"{room}__{name}".upper()] == told


def folders() -> list[str]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    tops = {line.split("/")[0] for line in done.stdout.splitlines() if "/" in line}
    return sorted(name for name in tops if not name.startswith("."))


def test_every_folder_is_explained() -> None:
    assert folders()
    for name in folders():
        assert f"{name}/" in ALL, f"{name}/ is in no document that README.md leads to"


def test_an_image_takes_nothing_that_git_leaves_out() -> None:
    left_out = read(ROOT / ".dockerignore").split()
    assert {".git", "*.env", "var/"} <= set(left_out)
    [settings] = re.findall(r"--env-file (\S+)", read(ROOT / "docs" / "deploy" / "Dockerfile"))
    assert any(fnmatch(settings, name) for name in left_out)
    for name in read(ROOT / ".gitignore").split():
        assert {name, f"**/{name}"} & set(left_out), f"{name} would get into an image"


def test_every_test_that_is_named_is_there() -> None:
    named = set(re.findall(r"`(?:tests/)?(test_\w+\.py)`", ALL))
    assert named
    assert [name for name in sorted(named) if not (ROOT / "tests" / name).exists()] == []


def test_links_lead_somewhere() -> None:
    broken = [
        f"{file.relative_to(ROOT)}: {target}"
        for file, text in DOCUMENTS.items()
        for target in LINK.findall(text)
        if not (file.parent / target).exists()
    ]
    assert broken == []


def test_the_readme_is_as_fast_as_was_measured() -> None:
    measured, readme = read(ROOT / "benchmarks" / "results" / "speed.md"), read(ROOT / "README.md")
    [answer] = re.findall(r"^\| whole answer \| ([\d.]+)", measured, re.MULTILINE)
    [at_once] = re.findall(r"^\| 32 \| (\d+)", measured, re.MULTILINE)
    [command] = re.findall(r"warm: ([\d.]+) s from command", measured)
    assert f"a whole answer takes {float(answer):.1f} ms" in readme
    assert f"get {at_once} answers a second" in readme
    assert f"takes {float(command):.1f} s from command to answer" in readme


def test_benchmarks_start_as_the_documents_write_it() -> None:
    written = re.findall(r"(PYTHONPATH=\. )?python (benchmarks/\w+\.py)", ALL)
    assert written
    for path, script in written:
        assert path or "sys.path.insert" in read(ROOT / script), f"{script} does not find the rooms"
