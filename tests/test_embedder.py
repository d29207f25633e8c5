"""The encoders that come with the bot, as installed: known weights, no network, the same vector every time."""

import os
import socket
from pathlib import Path

import numpy as np
import pytest

import encoder
from index.embedder import _threads, open_default
from index.errors import EmbedderUnavailable
from index.hub_models import MINILM_SHA256, SentenceTransformerEmbedder, open_minilm
from index.models import Embedder
from retrieval.ranking.scoring import Scorer

TEXTS = [
    "Putin und Kim trafen sich auf der Insel Russki.",
    "Wo?",
    "Auf dem Wege der Sechs-Parteien-Gespräche könnte man zu internationalen Garantien gelangen. " * 4,
    "김정은과 푸틴은 어디에서 만났나요?",
    "Где встретились Ким и Путин?",
    "",
]


@pytest.fixture(scope="module", params=["ships", "minilm"])
def embedder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    """Both encoders that need no hub, loaded while no socket may be opened."""
    with pytest.MonkeyPatch.context() as patch:
        for call in ("connect", "connect_ex"):
            patch.setattr(socket.socket, call, _no_network)
        patch.setattr(socket, "getaddrinfo", _no_network)
        return (
            open_minilm() if request.param == "minilm" else open_default(tmp_path_factory.mktemp("encoder"))
        )


def _no_network(*arguments: object) -> None:
    raise AssertionError(f"the network was asked for: {arguments}")


@pytest.mark.parametrize("one", ["question", "passage"])
def test_what_nobody_sees_changes_no_vector(embedder: Embedder, one: str) -> None:
    plain = "Moskau setzt sich für eine Lockerung der Sanktionen ein."
    hidden = "\u202eMos\u00adkau setzt\u200b sich für eine Locke\u00adrung der Sank\u200dtionen ein.\ufeff"
    embed = embedder.embed_questions if one == "question" else embedder.embed_passages
    seen, unseen = embed([plain]), embed([hidden])
    np.testing.assert_array_equal(seen.vectors, unseen.vectors)
    np.testing.assert_array_equal(seen.tokens.vectors, unseen.tokens.vectors)


def test_it_is_named_by_its_checksum_and_needs_no_network(embedder: Embedder) -> None:
    assert embedder.name in {f"all-MiniLM-L6-v2@{MINILM_SHA256[:12]}", f"{encoder.NAME}@{encoder.checksum()}"}
    assert embedder.dim == 384
    if isinstance(embedder, SentenceTransformerEmbedder):
        assert os.environ["HF_HUB_OFFLINE"] == "1"


def test_its_scores_are_calibrated(embedder: Embedder) -> None:
    Scorer.load(embedder.name)


def test_rows_are_unit_vectors(embedder: Embedder) -> None:
    for vectors in (embedder.embed_passages(TEXTS).vectors, embedder.embed_questions(TEXTS).vectors):
        assert (vectors.shape, vectors.dtype) == ((len(TEXTS), 384), np.float32)
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-6)
    assert embedder.embed_questions([]).vectors.shape == (0, 384)


def test_a_question_has_the_same_vector_alone_and_among_others(embedder: Embedder) -> None:
    questions = embedder.embed_questions(TEXTS)
    together = questions.vectors
    for at, text in enumerate(TEXTS):
        alone, own = embedder.embed_questions([text]), questions.tokens.of(at, at + 1)
        assert alone.vectors[0].tobytes() == together[at].tobytes()
        assert alone.tokens.ids.tobytes() == own.ids.tobytes()
        assert alone.tokens.vectors.tobytes() == own.vectors.tobytes()
    backwards = embedder.embed_questions(TEXTS[::-1]).vectors[::-1]
    assert backwards.tobytes() == together.tobytes()


def test_threads_are_those_that_were_asked_for_or_all_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert _threads() == 3
    for nothing in ("", "0", "many"):
        monkeypatch.setenv("OMP_NUM_THREADS", nothing)
        assert _threads() == len(os.sched_getaffinity(0))
    monkeypatch.delattr(os, "sched_getaffinity")  # as on macOS
    assert _threads() == os.cpu_count()


def test_a_question_has_the_same_vector_on_any_number_of_threads(
    embedder: Embedder,
) -> None:
    import torch

    before = torch.get_num_threads()
    try:
        found = set()
        for threads in (1, 2, 4):
            torch.set_num_threads(threads)
            found.add(embedder.embed_questions(TEXTS).vectors.tobytes())
    finally:
        torch.set_num_threads(before)
    assert len(found) == 1


def test_what_means_the_same_is_nearer(embedder: Embedder) -> None:
    asked = embedder.embed_questions(["Where did the two leaders meet?"]).vectors[0]
    near, far = embedder.embed_passages(
        ["The meeting of both leaders took place here.", "Bread is baked at night."]
    ).vectors
    assert asked @ near > asked @ far + 0.2


def test_the_default_ships_with_the_project_and_speaks_its_languages(tmp_path: Path) -> None:
    default = open_default(tmp_path)
    assert default.name == f"{encoder.NAME}@{encoder.checksum()}"
    german, weather = default.embed_passages(
        ["Putin und Kim trafen sich in Wladiwostok.", "Morgen regnet es in den Bergen."]
    ).vectors
    for question in (
        "Where did Putin and Kim meet?",
        "Где встретились Путин и Ким?",
        "푸틴과 김정은은 어디서 만났나요?",
    ):
        [vector] = default.embed_questions([question]).vectors
        assert vector @ german > vector @ weather + 0.1, question


def test_a_damaged_default_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def damaged(_: Path) -> Path:
        raise encoder.EncoderCorrupt("rows-0.safetensors is not the file that was shipped")

    monkeypatch.setattr(encoder, "unpack", damaged)
    with pytest.raises(EmbedderUnavailable, match="rows-0"):
        open_default(tmp_path)


def test_a_folder_that_cannot_be_unpacked_into_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("no folder", encoding="utf-8")
    with pytest.raises(EmbedderUnavailable, match=r"into .*var/encoder: Not a directory: .*GIPFEL_VAR"):
        open_default(tmp_path / "var" / "encoder")
