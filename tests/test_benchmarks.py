"""Every benchmark runs, on a toy size; how fast it is is no test's business."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "benchmarks"
SHARED = ROOT.parent / "shared" / "data"
SCRIPTS = sorted(file for file in FOLDER.glob("*.py") if "__main__" in file.read_text(encoding="utf-8"))
PARTS = {"answers_worker.py"}  # started by another script


def run(*command: str, timeout: float = 240) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    return done


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_says_in_the_readme_and_in_its_first_lines_how_to_run_it(script: Path) -> None:
    if script.name not in PARTS:
        assert f"`{script.name}`" in (FOLDER / "README.md").read_text(encoding="utf-8")
    assert f"benchmarks/{script.name}" in script.read_text(encoding="utf-8").split('"""')[1]


@pytest.mark.slow
def test_answers(tmp_path: Path) -> None:
    done = run("benchmarks/answers.py", "--toy", "--out", str(tmp_path))
    report = json.loads((tmp_path / "answers.json").read_text(encoding="utf-8"))
    assert done.stdout.strip() == (tmp_path / "answers.md").read_text(encoding="utf-8").strip()
    for corpus in report["corpora"].values():
        assert not corpus["failed"]
        assert {"gipfelbot", "gipfelbot, MiniLM", "FAISS, MiniLM"} <= corpus["systems"].keys()
        for system in corpus["systems"].values():
            ranked = system["languages"].values()
            assert sum(one["questions"] for one in ranked) == corpus["questions"]
            assert all(0 <= one["recall@1"] <= one["mrr@10"] <= 1 for one in ranked)
    if importlib.util.find_spec("txtai") is None:
        assert "requirements/bench.in" in done.stderr
        pytest.skip("txtai is not installed; its part was not run")


@pytest.mark.slow
def test_reindex() -> None:
    if not (SHARED / "parallel" / "en-de.tsv.gz").exists():
        pytest.skip("../shared/data/parallel is not there")
    done = run("benchmarks/reindex.py", "--sizes", "1", "--length", "4", "--window", "1")
    assert json.loads(done.stdout)["sizes"][0]["sentences"] > 0


def test_query_log() -> None:
    done = run("benchmarks/query_log.py", "--rows", "300", "--skip-writers")
    assert json.loads(done.stdout)["rows"] == 300


@pytest.mark.slow
def test_segmentation() -> None:
    if not (SHARED / "segmentation").exists():
        pytest.skip("../shared/data/segmentation is not there")
    assert "sentencex" in run("benchmarks/segmentation.py").stdout


@pytest.mark.slow
def test_discord_load() -> None:
    assert "questions at once" in run("benchmarks/discord_load.py", "--sizes", "1").stdout
