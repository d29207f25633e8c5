"""Every benchmark runs, on a toy size; how fast it is is no test's business."""

import importlib
import importlib.util
import json
import math
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from fakes_index import HashEmbedder

from config.settings import Settings
from index.models import Embedded
from index.search.late import tokens_of
from querylog.unanswered import ALIKE

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "benchmarks"
sys.path.insert(0, str(FOLDER))  # scripts find their parts beside them

import alike  # noqa: E402
import encoder_table  # noqa: E402
from answers import installed  # noqa: E402
from answers_corpora import Asked, Corpus, article_corpus, mlqa_corpus  # noqa: E402
from answers_systems import OPTIONAL, SYSTEMS  # noqa: E402
from answers_worker import cold, warm  # noqa: E402
from common_data import MLQA  # noqa: E402
from common_machine import in_words, machine  # noqa: E402
from scale_corpus import make_corpus, with_one_more  # noqa: E402

SHARED = ROOT.parent / "shared" / "data"
SCRIPTS = sorted(file for file in FOLDER.glob("*.py") if "__main__" in file.read_text(encoding="utf-8"))
PARTS = {"answers_worker.py", "scale_worker.py"}  # started by another script


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


@pytest.mark.parametrize(
    ("script", "option"),
    [("alike", "--data"), ("encoder_table", "--data"), ("highlights", "--data"), ("mixture", "--mlqa")],
)
def test_a_script_is_skipped_by_the_name_of_the_data_it_lacks(
    script: str,
    option: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "argv", [script, option, str(tmp_path / "nowhere")])
    importlib.import_module(script).main()
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert all(line.startswith(f"skipped: {tmp_path / 'nowhere'}") for line in lines)


@pytest.mark.parametrize(
    ("script", "name"), [("reindex", "PAIRS"), ("milvus", "PAIRS"), ("scale", "PARALLEL")]
)
def test_a_script_whose_data_have_one_place_is_skipped_by_their_name(
    script: str,
    name: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module = importlib.import_module(script)
    monkeypatch.setattr(module, name, tmp_path / "nowhere")
    monkeypatch.setattr(module, "find_spec", lambda _: True, raising=False)  # of milvus-lite
    monkeypatch.setattr(sys, "argv", [script])
    module.main()
    assert f"skipped: {tmp_path / 'nowhere'} is not there" in capsys.readouterr().out


def test_the_encoders_table_has_every_arm_alone_and_together() -> None:
    texts = [f"Satz {number} von {number * 7} Sätzen" for number in range(20)]
    encoders = {"MiniLM": HashEmbedder("one"), "shipped": HashEmbedder("two")}
    scores = encoder_table.arms(encoders, texts, texts[3:5])
    found = encoder_table.recall(scores, [{3}, {0}], 1)
    table = encoder_table.render([("toy", found)])
    assert table.splitlines()[-1] == "| toy " + "| 0.500 " * 6 + "|"


@pytest.fixture(scope="module")
def toy() -> Corpus:
    return article_corpus(ROOT / "seeds", toy=True)


def need(name: str) -> None:
    """Looks without importing: Haystack would read there that telemetry is wanted."""
    if name in OPTIONAL and importlib.util.find_spec(OPTIONAL[name]) is None:
        pytest.skip(f"{OPTIONAL[name]} is optional: pip install --no-deps -r requirements/bench.in")


@pytest.mark.parametrize("name", SYSTEMS)
def test_answers_measures_each_system(name: str, toy: Corpus, tmp_path: Path) -> None:
    need(name)
    found = cold(name, toy, tmp_path, time.monotonic())
    languages = found["languages"]
    assert sum(one["questions"] for one in languages.values()) == len(toy.questions)
    assert all(0 <= one["recall@1"] <= one["mrr@10"] <= 1 for one in languages.values())
    assert found["sentences_per_s"] > 0
    assert warm(name, toy, tmp_path, time.monotonic())["first_answer_s"] > 0


def test_answers_has_haystack_send_nothing(tmp_path: Path) -> None:
    need("Haystack hybrid, MiniLM")
    SYSTEMS["Haystack hybrid, MiniLM"](tmp_path)
    assert importlib.import_module("haystack.telemetry._telemetry").telemetry is None


def test_answers_skips_by_name_what_is_not_installed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("answers.find_spec", lambda module: module != "haystack" or None)
    assert installed(list(SYSTEMS)) == [name for name in SYSTEMS if not name.startswith("Haystack")]
    assert capsys.readouterr().err.startswith("haystack: skipped")
    monkeypatch.setattr("answers.find_spec", lambda _: None)
    assert installed(list(SYSTEMS)) == ["gipfelbot", "gipfelbot, MiniLM", "FAISS, MiniLM"]
    assert [line.split(":")[0] for line in capsys.readouterr().err.splitlines()] == ["haystack", "txtai"]
    assert installed(["FAISS, MiniLM"]) == ["FAISS, MiniLM"]
    assert not capsys.readouterr().err


def test_answers_finds_a_sentence_by_its_own_words(toy: Corpus, tmp_path: Path) -> None:
    row = len(toy.sentences) // 2
    own = Asked(toy.texts[row], "de", frozenset({row}))
    system = SYSTEMS["gipfelbot, MiniLM"](tmp_path)
    system.index(toy)
    assert own.rank(system.search(own)) == 1
    system.save(tmp_path)
    again = SYSTEMS["gipfelbot, MiniLM"](tmp_path)
    again.load(tmp_path)
    assert again.search(own) == system.search(own)


def test_answers_counts_ranks_from_one_and_not_beyond_ten() -> None:
    asked = Asked("?", "de", frozenset({7}))
    assert [
        asked.rank([7]),
        asked.rank([1, 7]),
        asked.rank([*range(10, 19), 7]),
        asked.rank([*range(10, 20), 7]),
    ] == [
        1,
        2,
        10,
        None,
    ]


def test_answers_keeps_gold_sentences_of_mlqa_and_asks_the_held_out_half() -> None:
    if not MLQA.exists():
        pytest.skip("../shared/data/eval is not there")
    data = json.loads(MLQA.read_text(encoding="utf-8"))
    corpus = mlqa_corpus(MLQA, toy=False)
    assert sorted(corpus.texts) == sorted(data["sentences"])
    gold = {query["q"]: {data["sentences"][row] for row in query["gold"]} for query in data["queries"]}
    german = [one for one in corpus.questions if one.language == "de"]
    assert len(gold) / 3 < len(german) < len(gold) * 2 / 3
    assert all({corpus.texts[row] for row in one.right} <= gold[one.text] for one in german)


@pytest.mark.slow
def test_answers_writes_its_report(tmp_path: Path) -> None:
    systems = ("FAISS, MiniLM", "Haystack hybrid, MiniLM")
    done = run("benchmarks/answers.py", "--toy", "--systems", *systems, "--out", str(tmp_path))
    report = json.loads((tmp_path / "answers.json").read_text(encoding="utf-8"))
    assert done.stdout == (tmp_path / "answers.md").read_text(encoding="utf-8") + "\n"
    assert not any(corpus["failed"] for corpus in report["corpora"].values())
    if importlib.util.find_spec("haystack") is None:
        assert "requirements/bench.in" in done.stderr


@pytest.mark.slow
def test_reindex() -> None:
    if not (SHARED / "parallel" / "en-de.tsv.gz").exists():
        pytest.skip("../shared/data/parallel is not there")
    done = run(
        "benchmarks/reindex.py", "--embedder", "hash", "--sizes", "1", "--length", "4", "--window", "1"
    )
    assert json.loads(done.stdout)["sizes"][0]["sentences"] > 0


def test_alike_is_what_the_data_fit_best(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Same pairs at 0.9, others at 0.6 and below: anything in between divides them, the lowest is taken."""

    class Circle:
        name = "circle@1"

        def embed_passages(self, texts: list[str]) -> Embedded:
            angles = [math.acos(float(text)) for text in texts]
            vectors = np.array([[math.cos(angle), math.sin(angle)] for angle in angles], np.float32)
            return Embedded(vectors, tokens_of([()] * len(texts), [()] * len(texts), 2))

    (tmp_path / "eval").mkdir()
    for language in alike.LANGUAGES:
        pairs = "1\t0.9\t4.5\n1\t0.6\t3.9\n1\t0.1\t0\n"
        (tmp_path / f"eval/stsb_{language}_dev.tsv").write_text(pairs, encoding="utf-8")
    monkeypatch.setattr(alike, "open_default", lambda _: Circle())
    monkeypatch.setattr(sys, "argv", ["alike.py", "--data", str(tmp_path)])
    alike.main()
    report = json.loads(capsys.readouterr().out)
    assert (report["best"], report["pairs"]) == (0.61, 12)
    assert report["at 0.61"]["ko"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert report["at 0.61"]["two languages"]["f1"] == 1.0


def test_alike_is_the_value_that_ships() -> None:
    assert Settings().querylog.alike == ALIKE


def test_translations_asks_with_and_without_them(tmp_path: Path) -> None:
    options = ["--var", str(tmp_path), "--most", "4", "--split", "tune", "--mlqa", str(tmp_path / "missing")]
    lines = run("benchmarks/translations.py", *options).stdout.splitlines()
    rows = [line.split(" | ") for line in lines if line.startswith("| all | ")]
    assert [row[1] for row in rows] == ["translations and names", "translations", "names", "neither"]
    assert {len(row) for row in rows} == {9}
    assert not any("others" in line for line in lines)


def test_query_log() -> None:
    done = run("benchmarks/query_log.py", "--rows", "300", "--skip-writers")
    assert json.loads(done.stdout)["rows"] == 300


@pytest.mark.slow
def test_query_log_writers() -> None:
    done = run("benchmarks/query_log.py", "--rows", "10", "--seconds", "0.2")
    assert {"SQLite, FULL, the log's own", "SQLite, NORMAL, sqlite3 alone"} <= json.loads(done.stdout)[
        "rows per second, 4 writers"
    ].keys()


@pytest.mark.slow
def test_segmentation() -> None:
    if not (SHARED / "segmentation").exists():
        pytest.skip("../shared/data/segmentation is not there")
    assert "sentencex" in run("benchmarks/segmentation.py").stdout


@pytest.mark.slow
def test_discord_load(tmp_path: Path) -> None:
    done = run("benchmarks/discord_load.py", "--sizes", "1", "--out", str(tmp_path))
    assert "questions at once" in done.stdout
    (size,) = json.loads((tmp_path / "discord_load.json").read_text(encoding="utf-8"))["sizes"]
    assert (size["asked"], size["answered"], size["lost"]) == (1, 1, 0)
    assert "| 1 | " in (tmp_path / "discord_load.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_speed() -> None:
    done = run("benchmarks/speed.py", "--rounds", "1", "--starts", "1")
    assert "| embed a question, p50 ms |" in done.stdout
    assert "| 32 | " in done.stdout


def test_a_machine_is_told_in_one_line() -> None:
    found = {"cores": 2, "cpu": "AMD EPYC", "memory_gib": 23.5, "load": [7.6, 6.674, 6.35], "nice": 3}
    told = in_words({**found, "python": "3.11.7", "packages": {"numpy": "2.4.6"}})
    assert told == (
        "2 cores (AMD EPYC), 23.5 GiB, nice 3; load averages 7.60, 6.67, 6.35; Python 3.11.7, numpy 2.4.6."
    )
    assert "{" not in in_words(machine(["numpy"]))


def test_scale_repeats_real_sentences_only_past_what_is_there() -> None:
    texts = [f"Satz {number} steht hier." for number in range(7)]
    vectors = np.eye(7, 16, dtype=np.float32)
    few, many = (make_corpus(size, texts, vectors) for size in (7, 600))
    assert (few.real, few.size, many.real, many.size, len(many.articles)) == (7, 7, 7, 600, 2)
    for corpus in (few, many, with_one_more(many)):
        cut = [article.quote(one) for article in corpus.articles for one in corpus.sentences[article.id]]
        assert len(cut) == corpus.size == len(corpus.vectors) - len(corpus.articles)
        assert cut[:7] == texts
        assert all(len(line.split()) == 4 for line in cut)
        assert np.linalg.norm(corpus.vectors, axis=1) == pytest.approx(1)
    assert with_one_more(many).size == 601
    assert 0.9 < float(many.vectors[7] @ vectors[0]) < 0.99


@pytest.mark.slow
def test_scale(tmp_path: Path) -> None:
    if not (SHARED / "parallel" / "en-de.tsv.gz").exists():
        pytest.skip("../shared/data/parallel is not there")
    small = ("--sizes", "16", "--questions", "1", "--cache", str(tmp_path), "--out", str(tmp_path), "--write")
    done = run("benchmarks/scale.py", *small)
    [size] = json.loads((tmp_path / "scale.json").read_text(encoding="utf-8"))["sizes"]
    assert (size["sentences"], size["dense_recall"], size["lexical_recall"]) == (16, 1, 1)
    assert "| 16 | " in done.stdout
    assert (tmp_path / "scale.svg").read_text(encoding="utf-8").startswith("<?xml")
