"""The design's room table, held: who may import whom, and which giants live where."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = {
    "console": {"retrieval", "index", "querylog", "locales"},
    "config": set(),
    "locales": set(),
    "index": {"encoder"},
    "encoder": set(),
    "retrieval": {"index"},
    "querylog": {"retrieval"},
    "cogs": {"retrieval", "index", "querylog", "locales"},
}
# A giant, and the only places that may import it.
GIANTS = {
    "discord": {"cogs", "bot.py"},
    "faiss": {"index"},
    "sentence_transformers": {"index", "encoder"},
    "transformers": {"index", "encoder"},
    "torch": {"index", "encoder"},
    "tokenizers": {"encoder"},
    "onnxruntime": {"encoder"},
    "onnx": {"encoder"},
    "typer": {"console"},
    "rich": {"console"},
    "prompt_toolkit": {"console"},
    "pydantic_settings": {"config"},
    "fluent": {"locales"},
    "sqlalchemy": {"querylog"},
    "bm25s": {"index"},
    "pymilvus": {"index"},
    "grpc": {"index"},
}


def imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add((node.module or "").split(".")[0])
    return found


def files() -> list[Path]:
    return [ROOT / "bot.py", *(file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py")))]


@pytest.mark.parametrize("file", files(), ids=lambda file: str(file.relative_to(ROOT)))
def test_a_file_imports_only_what_its_room_may(file: Path) -> None:
    room = file.relative_to(ROOT).parts[0]
    found = imports(file)
    if room != "bot.py":
        strangers = found & (ROOMS.keys() | {"bot", "tests", "benchmarks"}) - ROOMS[room] - {room}
        assert not strangers, f"{room} may not import {strangers}"
    for giant, homes in GIANTS.items():
        assert giant not in found or room in homes, f"{giant} belongs to {homes}"


def test_every_room_on_disk_is_in_the_table() -> None:
    known = ROOMS.keys() | {"tests", "benchmarks", "docs", "seeds", "var", "requirements"}
    found = {folder.name for folder in ROOT.iterdir() if folder.is_dir() and not folder.name.startswith(".")}
    assert found - {"__pycache__"} <= known


def test_the_table_can_fail(tmp_path: Path) -> None:
    file = tmp_path / "wrong.py"
    file.write_text("def f():\n    import discord\n    from index.models import Article\n")
    assert imports(file) == {"discord", "index"}
