"""The encoder on ONNX Runtime: the vectors of sentence-transformers, whatever the batch or the threads."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from sentence_transformers import SentenceTransformer

import encoder
from encoder.engine import Engine
from encoder.errors import EncoderCorrupt
from encoder.graph import write_graph
from encoder.store import GRAPH, PROJECTION, WEIGHTS

ROOT = Path(__file__).parent.parent
TEXTS = [
    "Wo trafen sich Kim und Putin?",
    "Auf dem Wege der Sechs-Parteien-Gespräche könnte man zu Garantien gelangen.",
    "Where did the two leaders meet?",
    "The heads of government met in Berlin, and talked about nothing else. ",
    "김정은과 푸틴은 어디에서 만났나요?",
    "정부 수반들이 베를린에서 만났다.",
    "Где встретились Ким и Путин?",
    "  Главы правительств встретились в Берлине.\n",
    "",
    "☃ ẞ 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 [SEP] [MASK]",
]
LONG = [text * 60 for text in TEXTS[1:8]]  # longer than the encoder reads


def vectors(engine: Engine, texts: list[str]) -> np.ndarray:
    return np.array([one.vector for one in engine.encode(texts)])


def tokens(engine: Engine, texts: list[str]) -> np.ndarray:
    return np.concatenate([one.tokens for one in engine.encode(texts)])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return encoder.unpack(tmp_path_factory.mktemp("encoder"))


@pytest.fixture(scope="module")
def engine(folder: Path) -> Engine:
    return Engine(folder)


def test_its_vectors_are_those_of_sentence_transformers(engine: Engine, folder: Path) -> None:
    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    for texts in (TEXTS, LONG, [text[: len(text) // 20] for text in LONG]):
        expected = model.encode(texts, batch_size=1, normalize_embeddings=True)
        assert np.abs(vectors(engine, texts) - expected).max() < 1e-6


def test_a_long_text_is_cut_where_the_encoder_stops_reading(engine: Engine) -> None:
    long = "Wort " * 400
    np.testing.assert_array_equal(vectors(engine, [long]), vectors(engine, [long + "Ende"]))
    assert (vectors(engine, ["Wort " * 100]) != vectors(engine, ["Wort " * 100 + "Ende"])).any()


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_batch_neighbours_and_threads_change_no_bit(engine: Engine, folder: Path, threads: int) -> None:
    shared = Engine(folder, threads)
    same_length = [f"Die Zahl {number} ist gerade." for number in range(10, 90)]
    texts = [*TEXTS, *LONG, *same_length, *TEXTS]
    for numbers in (vectors, tokens):
        alone = np.concatenate([numbers(engine, [text]) for text in texts])
        np.testing.assert_array_equal(numbers(shared, texts), alone)
    alone = np.concatenate([vectors(engine, [text]) for text in texts])
    np.testing.assert_array_equal(vectors(shared, texts[::-1]), alone[::-1])
    np.testing.assert_array_equal(np.concatenate([vectors(shared, [text]) for text in texts]), alone)


@pytest.mark.parametrize(("threads", "shared"), [(1, 1), (2, 2), (16, 2)])
def test_two_threads_share_a_lone_text_and_neither_spins(folder: Path, threads: int, shared: int) -> None:
    options = Engine(folder, threads)._session.get_session_options()
    assert options.intra_op_num_threads == shared
    assert options.get_session_config_entry("session.intra_op.allow_spinning") == "0"


def test_tokens_are_those_of_sentence_transformers_along_fewer_directions(
    engine: Engine, folder: Path
) -> None:
    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    projection = np.load(folder / PROJECTION)
    assert projection.T @ projection == pytest.approx(np.eye(engine.width), abs=1e-5)
    for text, one in zip(TEXTS, engine.encode(TEXTS), strict=True):
        expected = model.encode(text, output_value="token_embeddings").numpy()[1:-1] @ projection
        expected /= np.linalg.norm(expected, axis=1, keepdims=True)
        assert one.tokens == pytest.approx(expected, abs=1e-5)
        assert len(one.ids) == len(one.tokens)
        assert engine._tokenizer.decode(one.ids.tolist()).split() or not text.strip()


def test_rows_are_unit_vectors_and_none_gives_none(engine: Engine) -> None:
    found = vectors(engine, TEXTS)
    assert (found.shape, found.dtype, engine.dim) == ((len(TEXTS), 384), np.float32, 384)
    assert np.linalg.norm(found, axis=1) == pytest.approx(1.0, abs=1e-6)
    assert engine.encode([]) == []


def test_the_graph_is_what_its_recipe_makes_and_holds_no_weights(folder: Path, tmp_path: Path) -> None:
    write_graph(folder, WEIGHTS, tmp_path / GRAPH)
    shipped, made = ((place / GRAPH).read_bytes() for place in (folder, tmp_path))
    assert onnx.load_from_string(shipped) == onnx.load_from_string(made)
    assert len(shipped) < 50_000
    onnx.checker.check_model(str(folder / GRAPH))


@pytest.mark.parametrize("name", [GRAPH, WEIGHTS, "tokenizer.json"])
def test_a_folder_that_cannot_be_loaded_is_named(folder: Path, tmp_path: Path, name: str) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    (copy / name).write_bytes(b"{}")
    with pytest.raises(EncoderCorrupt, match="copy cannot be loaded"):
        Engine(copy)


def test_a_question_is_answered_without_torch(tmp_path: Path) -> None:
    giants = {
        "torch",
        "transformers",
        "sentence_transformers",
        "sklearn",
        "matplotlib",
        "discord",
        "prompt_toolkit",
        "trafilatura",
        "lxml",
        "pypdf",
        "frontmatter",
        "babel.messages",
        "jinja2",
        "prometheus_client",
    }
    code = f"""
import sys
from bot import main
sys.argv = ["bot.py", "ask", "Wo trafen sich Kim und Putin?"]
try:
    main()
finally:
    print(sorted({giants!r} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"GIPFEL_VAR": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert "Russki" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"
