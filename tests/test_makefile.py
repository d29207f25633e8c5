"""`make run` sets itself up, wherever the checkout lies and whatever an earlier set-up left."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """One that needs no packages; its bot says which Python runs it."""
    folder = tmp_path / "Mein Ordner für Ähnliches"
    (folder / "requirements").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", folder)
    for name in ("runtime.lock", "torch.txt"):
        (folder / "requirements" / name).touch()
    (folder / "bot.py").write_text("import sys; print(sys.prefix)", encoding="utf-8")
    return folder


def make_run(checkout: Path, python: str = sys.executable) -> subprocess.CompletedProcess[str]:
    command = ["make", "run", f"PYTHON={python}"]
    # A `make test` around it would make it print folders, and give it its flags.
    own = {
        name: value for name, value in os.environ.items() if name not in ("MAKELEVEL", "MAKEFLAGS", "MFLAGS")
    }
    return subprocess.run(command, cwd=checkout, env=own, capture_output=True, text=True, check=False)


def other_python(file: Path) -> None:
    """A program that is no Python 3.11."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    file.chmod(0o755)


def test_the_bot_runs_in_an_environment_of_its_own_which_is_made_once(checkout: Path) -> None:
    first, second = make_run(checkout), make_run(checkout)
    assert first.stdout.splitlines()[-2:] == ["Set up.", str(checkout / ".venv")], first.stderr
    assert (second.returncode, second.stdout.splitlines()) == (0, [str(checkout / ".venv")])


@pytest.mark.parametrize("missing", [True, False])
def test_another_python_is_refused_before_anything_is_made(checkout: Path, *, missing: bool) -> None:
    if not missing:
        other_python(checkout / "python")
    done = make_run(checkout, "./python")
    assert done.returncode != 0
    assert "Python 3.11 is needed" in done.stdout
    assert "PYTHON=/path/to/python3.11" in done.stdout
    assert not (checkout / ".venv").exists()


def test_an_environment_of_another_python_or_half_of_one_is_made_anew(checkout: Path) -> None:
    other_python(checkout / ".venv" / "bin" / "python")
    other_python(checkout / ".venv" / "bin" / "pip")
    assert make_run(checkout).stdout.splitlines()[-1] == str(checkout / ".venv")
