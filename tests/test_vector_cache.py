"""Vectors by encoder and text: never a wrong one, never an obstacle."""

import sqlite3
from pathlib import Path

import numpy as np
import pytest
from fakes_index import HashEmbedder, Workshop

from index.cached_embedder import CachedEmbedder
from index.vector_cache import VectorCache

TEXTS = [f"Satz {at}" for at in range(1_200)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "vectors.sqlite3"


def test_cached_vectors_are_the_embedders_bit_by_bit(path: Path) -> None:
    plain = HashEmbedder()
    for embedded in (1_200, 0):
        cached = CachedEmbedder(HashEmbedder(), VectorCache(path))
        np.testing.assert_array_equal(
            cached.embed_passages(TEXTS).vectors, plain.embed_passages(TEXTS).vectors
        )
        assert (cached.embedded, cached.reused) == (embedded, 1_200 - embedded)
    assert cached.embed_passages([]).vectors.shape == (0, plain.dim)


def test_only_what_is_new_is_embedded_and_a_repeated_text_once(path: Path) -> None:
    CachedEmbedder(HashEmbedder(), VectorCache(path)).embed_passages(["a", "b"])
    embedder = HashEmbedder()
    vectors = CachedEmbedder(embedder, VectorCache(path)).embed_passages(["b", "c", "a", "c"]).vectors
    assert embedder.asked == ["c"]
    np.testing.assert_array_equal(vectors, HashEmbedder().embed_passages(["b", "c", "a", "c"]).vectors)


def test_texts_that_differ_in_what_the_encoder_never_sees_are_one(path: Path) -> None:
    embedder = HashEmbedder()
    CachedEmbedder(embedder, VectorCache(path)).embed_passages(["Abrüstung", "Ab\u00adrüs\u200btung"])
    assert len(embedder.asked) == 1


def test_another_encoder_gets_its_own_vectors(path: Path) -> None:
    CachedEmbedder(HashEmbedder("one"), VectorCache(path)).embed_passages(["a"])
    other = HashEmbedder("two")
    CachedEmbedder(other, VectorCache(path)).embed_passages(["a"])
    assert other.asked == ["a"]


def test_an_altered_vector_counts_as_missing(path: Path) -> None:
    CachedEmbedder(HashEmbedder(), VectorCache(path)).embed_passages(["a", "b"])
    with sqlite3.connect(path) as database:
        key, vector = database.execute("SELECT key, vector FROM embedded").fetchone()
        altered = bytes([vector[0] ^ 1]) + vector[1:]
        database.execute("UPDATE embedded SET vector = ? WHERE key = ?", (altered, key))
    embedder = HashEmbedder()
    vectors = CachedEmbedder(embedder, VectorCache(path)).embed_passages(["a", "b"]).vectors
    assert len(embedder.asked) == 1
    np.testing.assert_array_equal(vectors, HashEmbedder().embed_passages(["a", "b"]).vectors)


def test_tokens_are_kept_too_and_an_altered_one_counts_as_missing(path: Path) -> None:
    plain = HashEmbedder().embed_passages(TEXTS).tokens
    cached = CachedEmbedder(HashEmbedder(), VectorCache(path))
    for tokens in (cached.embed_passages(TEXTS).tokens, cached.embed_passages(TEXTS).tokens):
        np.testing.assert_array_equal(tokens.ids, plain.ids)
        np.testing.assert_array_equal(tokens.vectors, plain.vectors)
        np.testing.assert_array_equal(tokens.ends, plain.ends)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE embedded SET tokens = zeroblob(length(tokens))")
    embedder = HashEmbedder()
    CachedEmbedder(embedder, VectorCache(path)).embed_passages(["a", "b"])
    assert len(embedder.asked) == 2


def test_what_an_older_bot_cached_is_dropped_and_made_anew(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as database:
        database.execute(
            "CREATE TABLE vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL, checksum BLOB NOT NULL)"
        )
        database.execute("INSERT INTO vectors VALUES (x'00', x'00', x'00')")
    plain = HashEmbedder()
    for embedded in (1_200, 0):
        cached = CachedEmbedder(HashEmbedder(), VectorCache(path))
        np.testing.assert_array_equal(
            cached.embed_passages(TEXTS).vectors, plain.embed_passages(TEXTS).vectors
        )
        assert cached.embedded == embedded
    with sqlite3.connect(path) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert "vectors" not in tables


@pytest.mark.parametrize(
    "content", [b"no database at all, but long enough" * 100, b"SQLite format 3\0" + b"\xff" * 5_000]
)
def test_a_damaged_file_costs_nothing_but_time(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    CachedEmbedder(HashEmbedder(), VectorCache(path)).embed_passages(["a"])
    embedder = HashEmbedder()
    CachedEmbedder(embedder, VectorCache(path)).embed_passages(["a"])
    assert embedder.asked == [], "the file was begun anew"


def test_a_file_damaged_in_use_is_left_aside(path: Path) -> None:
    cache = VectorCache(path)
    cached = CachedEmbedder(HashEmbedder(), cache)
    cached.embed_passages(TEXTS)
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    np.testing.assert_array_equal(
        cached.embed_passages(TEXTS).vectors, HashEmbedder().embed_passages(TEXTS).vectors
    )
    again = CachedEmbedder(HashEmbedder(), VectorCache(path))
    np.testing.assert_array_equal(
        again.embed_passages(TEXTS).vectors, HashEmbedder().embed_passages(TEXTS).vectors
    )


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file stands in the way", encoding="utf-8")
    cached = CachedEmbedder(HashEmbedder(), VectorCache(tmp_path / "cache" / "vectors.sqlite3"))
    np.testing.assert_array_equal(
        cached.embed_passages(["a"]).vectors, HashEmbedder().embed_passages(["a"]).vectors
    )


def kept(path: Path) -> int:
    with sqlite3.connect(path) as database:
        return int(database.execute("SELECT count(*) FROM embedded").fetchone()[0])


def test_what_no_kept_build_uses_is_dropped_and_the_file_does_not_grow(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path, keep=1)
    path = workshop.store.root / "cache" / "vectors.sqlite3"
    sizes = []
    for day in range(8):
        workshop.write("news", " ".join(f"Am Tag {day} geschah Sache {at}." for at in range(60)))
        workshop.reindex()
        sizes.append(path.stat().st_size)
        assert kept(path) <= 3 * 60, "the live build's, its predecessor's and one more's"
    assert kept(path) == 3 * 60
    assert max(sizes) <= 1.5 * sizes[3]


def test_a_dry_run_keeps_its_vectors_for_the_real_one(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    workshop.write("news", "Eins. Zwei. Drei.")
    assert workshop.reindexer.run(who="test", dry_run=True).embedded == 3
    assert workshop.reindexer.run(who="test").embedded == 0


def test_a_cache_that_cannot_be_used_is_told_and_costs_no_vector(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path.mkdir(parents=True)
    cached = CachedEmbedder(HashEmbedder(), VectorCache(path))
    assert len(cached.embed_passages(["a", "b"]).vectors) == 2
    assert "The vector cache is left aside" in caplog.text
