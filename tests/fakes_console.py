"""The bot as `bot.py` wires it, in a folder of its own, with an encoder that costs nothing."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from fakes_index import HashEmbedder
from fakes_retrieval import SEEDS, SUMMIT
from typer.testing import CliRunner

import bot
from config.settings import Settings
from console.cli import make_app
from console.services import Services
from querylog.log import QueryLog

ISLAND = "auf der Insel Russki, einem Gelände"
WHERE = "Trafen sich Putin und Kim auf der Insel Russki?"
NOWHERE = "Wer hat die Fußball-WM 2018 gewonnen?"


@dataclass
class Desk:
    """A bot's folder, and its command line."""

    folder: Path
    services: Services

    @property
    def seeds(self) -> Path:
        return self.folder / "seeds"

    @property
    def log(self) -> Callable[[], QueryLog]:
        return self.services.log.open_log

    def run(self, *arguments: str, status: int = 0, stdin: str | bytes | None = None) -> Result:
        """Runs a command in this process; its exit status must be `status`."""
        done = CliRunner().invoke(make_app(self.services), arguments, input=stdin, prog_name="bot.py")
        if done.exit_code != status:
            raise AssertionError(f"status {done.exit_code}: {done.output}") from done.exception
        return done

    def json(self, *arguments: str, status: int = 0) -> Any:  # noqa: ANN401 - as JSON is
        """What it prints with `--json`: one object on one line, and nothing else."""
        text = self.run(*arguments, "--json", status=status).stdout
        assert text.endswith("}\n")
        assert text.count("\n") == 1
        return json.loads(text)


def make_desk(folder: Path, patch: pytest.MonkeyPatch) -> Desk:
    """With the article that ships, and no index yet."""
    patch.setattr(bot, "open_default", lambda _: HashEmbedder("all-MiniLM-L6-v2@hash", dim=256))
    (folder / "seeds").mkdir()
    for file in SEEDS.glob(f"{SUMMIT}.*"):
        shutil.copy(file, folder / "seeds")
    patch.delenv("DISCORD_TOKEN", raising=False)
    patch.setitem(Settings.model_config, "env_file", None)
    patch.setenv("GIPFEL_VAR", str(folder / "var"))
    patch.setenv("GIPFEL_INDEX__SEEDS", str(folder / "seeds"))
    return Desk(folder, bot.make_services(Settings()))
