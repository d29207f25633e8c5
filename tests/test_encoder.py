"""The shipped encoder: unpacked once and whole, damaged files refused by name, four languages in one space."""

import logging
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from safetensors import SafetensorError
from sentence_transformers import SentenceTransformer

import encoder
from encoder import store
from encoder.engine import Engine
from encoder.errors import EncoderCorrupt, EncoderError, EncoderMissing, EncoderUnwritable
from encoder.packing import cut, pack, unpack
from encoder.store import PACKED

MEGABYTE = 1_000_000
SAME = {
    "de": "Die Regierungschefs trafen sich in Berlin.",
    "en": "The heads of government met in Berlin.",
    "ko": "정부 수반들이 베를린에서 만났다.",
    "ru": "Главы правительств встретились в Берлине.",
}
UNRELATED = "Der Kuchen steht noch im Ofen."


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return encoder.unpack(tmp_path_factory.mktemp("encoder"))


@pytest.fixture(scope="session")
def model(unpacked: Path) -> SentenceTransformer:
    return SentenceTransformer(str(unpacked), device="cpu", local_files_only=True)


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACKED, tmp_path / "packed"))


def left_in(folder: Path) -> list[str]:
    """The names of everything in a folder but the unpackers' lock."""
    return sorted(entry.name for entry in folder.iterdir() if entry.name != store.LOCK)


def test_a_full_disk_is_said_in_our_words_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise SafetensorError("I/O error: No space left on device (os error 28)")

    monkeypatch.setattr(store, "save_file", full)
    with pytest.raises(EncoderUnwritable, match=r"No space left.*make room"):
        encoder.unpack(tmp_path / "encoder")
    assert left_in(tmp_path / "encoder") == []


def test_what_a_killed_unpacking_and_an_older_encoder_left_goes(tmp_path: Path) -> None:
    for left in (".unpacking-x1y2", "947ac5cede5b426c"):
        (tmp_path / left).mkdir()
        (tmp_path / left / store.WEIGHTS).write_bytes(b"of no use")
    encoder.unpack(tmp_path)
    assert left_in(tmp_path) == [encoder.checksum()]


def test_the_weights_stay_small() -> None:
    sizes = [file.stat().st_size for file in PACKED.rglob("*") if file.is_file()]
    assert max(sizes) <= 25 * MEGABYTE
    assert sum(sizes) <= 45 * MEGABYTE


def test_every_shipped_file_is_under_a_checksum() -> None:
    listed = {name for _, name in store.read_listing(PACKED / store.CHECKSUMS)}
    there = {file.relative_to(PACKED).as_posix() for file in PACKED.rglob("*") if file.is_file()}
    assert there - listed == {store.CHECKSUMS, store.UNPACKED_CHECKSUMS}


def test_no_file_asks_for_code_to_be_trusted(unpacked: Path) -> None:
    assert {file.suffix for file in unpacked.rglob("*") if file.is_file()} == {
        ".json",
        ".safetensors",
        ".onnx",
        ".npy",
    }
    assert not any("auto_map" in file.read_text(encoding="utf-8") for file in unpacked.rglob("*config*.json"))


def test_unpacking_again_keeps_the_copy(unpacked: Path) -> None:
    before = (unpacked / store.WEIGHTS).stat().st_mtime_ns
    assert encoder.unpack(unpacked.parent) == unpacked == unpacked.parent / encoder.checksum()
    assert (unpacked / store.WEIGHTS).stat().st_mtime_ns == before


def test_unpackers_may_race(tmp_path: Path) -> None:
    with ThreadPoolExecutor(3) as threads:
        folders = set(threads.map(encoder.unpack, [tmp_path] * 3))
    assert folders == {tmp_path / encoder.checksum()}
    assert left_in(tmp_path) == [encoder.checksum()]


def test_a_damaged_copy_is_made_anew(
    unpacked: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    copy = Path(shutil.copytree(unpacked, tmp_path / unpacked.name))
    flip_a_bit(copy / store.WEIGHTS)
    with caplog.at_level(logging.WARNING, "encoder"):
        assert encoder.unpack(tmp_path) == copy
    [told] = caplog.messages
    assert store.WEIGHTS in told
    assert store.digest(copy / store.WEIGHTS) == store.digest(unpacked / store.WEIGHTS)


@pytest.mark.parametrize(
    "name", ["body.safetensors", "rows-0.safetensors", "tokenizer.json", "config.json", "graph.onnx"]
)
def test_a_damaged_file_is_refused_by_name(packed: Path, tmp_path: Path, name: str) -> None:
    flip_a_bit(packed / name)
    with pytest.raises(EncoderCorrupt, match=name):
        encoder.unpack(tmp_path / "target", packed)
    assert not (tmp_path / "target").exists()


@pytest.mark.parametrize("name", ["rows-1.safetensors", store.CHECKSUMS, store.UNPACKED_CHECKSUMS])
def test_a_missing_file_is_refused_by_name(packed: Path, tmp_path: Path, name: str) -> None:
    (packed / name).unlink()
    with pytest.raises(EncoderMissing, match=name):
        encoder.unpack(tmp_path / "target", packed)


def test_weights_that_come_out_differently_are_never_published(packed: Path, tmp_path: Path) -> None:
    listing = packed / store.UNPACKED_CHECKSUMS
    wrong = listing.read_text(encoding="utf-8").replace(
        {name: sha for sha, name in store.read_listing(listing)}[store.WEIGHTS], "0" * 64
    )
    listing.write_text(wrong, encoding="utf-8")
    with pytest.raises(EncoderCorrupt, match=store.WEIGHTS):
        encoder.unpack(tmp_path / "target", packed)
    assert left_in(tmp_path / "target") == []


def test_a_listing_of_something_else_is_refused(packed: Path, tmp_path: Path) -> None:
    (packed / store.CHECKSUMS).write_text("not a checksum\n", encoding="utf-8")
    with pytest.raises(EncoderError, match="not a list of checksums"):
        encoder.unpack(tmp_path, packed)


def test_packing_loses_at_most_half_a_step() -> None:
    matrix = np.random.default_rng(0).normal(size=(50, 24)).astype(np.float32)
    matrix[7] = 0
    tensors = {"matrix": matrix, "bias": matrix[0].copy()}
    back = unpack(pack(tensors))
    step = np.abs(matrix).max(axis=1, keepdims=True) / 127
    assert (np.abs(back["matrix"] - matrix) <= step / 2 + 1e-7).all()
    np.testing.assert_array_equal(back["bias"], tensors["bias"])


def test_parts_of_a_matrix_are_joined_in_order() -> None:
    matrix = np.arange(26, dtype=np.float32).reshape(13, 2)
    parts = {name: part for piece in cut("m", matrix, 12) for name, part in piece.items()}
    np.testing.assert_array_equal(unpack(parts)["m"], matrix)


@pytest.mark.parametrize("language", ["en", "ko", "ru"])
def test_a_translation_is_nearer_than_something_else(model: SentenceTransformer, language: str) -> None:
    one, german, other = model.encode([SAME[language], SAME["de"], UNRELATED], normalize_embeddings=True)
    assert one @ german > 0.6
    assert one @ german > one @ other + 0.4


def test_batch_neighbours_do_not_matter(model: SentenceTransformer) -> None:
    texts = [*SAME.values(), UNRELATED * 10]
    together = model.encode(texts, batch_size=8, normalize_embeddings=True)
    alone = np.stack([model.encode(text, normalize_embeddings=True) for text in texts])
    assert np.abs(together - alone).max() < 1e-5
    np.testing.assert_array_equal(alone[0], model.encode(texts[0], normalize_embeddings=True))


def test_each_token_has_the_vector_of_its_own_place(model: SentenceTransformer, unpacked: Path) -> None:
    projection = np.load(unpacked / store.PROJECTION)
    for text, one in zip(SAME.values(), Engine(unpacked).encode(list(SAME.values())), strict=True):
        theirs = model.encode(text, output_value="token_embeddings").numpy()[1:-1] @ projection
        theirs /= np.linalg.norm(theirs, axis=1, keepdims=True)
        assert one.ids.tolist() == model.tokenizer(text, add_special_tokens=False)["input_ids"]
        assert np.abs(one.tokens - theirs).max() < 1e-5


def test_importing_the_room_costs_no_torch() -> None:
    code = "import sys, encoder; print(sorted({'torch', 'transformers', 'tokenizers'} & set(sys.modules)))"
    root = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def flip_a_bit(file: Path) -> None:
    with file.open("r+b") as handle:
        handle.seek(-2, os.SEEK_END)
        byte = handle.read(1)[0]
        handle.seek(-2, os.SEEK_END)
        handle.write(bytes([byte ^ 1]))


def test_the_engine_reports_to_nobody(unpacked: Path, tmp_path: Path) -> None:
    """What it would send it first writes below the home folder; where tests run for others it is quiet by itself."""
    run = "import sys, pathlib, encoder.engine as e; e.Engine(pathlib.Path(sys.argv[1])).encode(['x'])"
    known = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "ORT_DISABLE_TELEMETRY": "0"}
    done = subprocess.run(
        [sys.executable, "-c", run, str(unpacked)],
        cwd=PACKED.parent.parent,
        env=known,
        capture_output=True,
        check=True,
    )
    assert (done.stderr, list(tmp_path.rglob("*"))) == (b"", [])
