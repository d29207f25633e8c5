"""Writes a trained model as the packed files that `encoder.unpack` reads, and their checksums."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from encoder.graph import write_graph
from encoder.packing import Tensors, cut, pack
from encoder.projection import write_projection
from encoder.store import (
    CHECKSUMS,
    GRAPH,
    PROJECTION,
    UNPACKED_CHECKSUMS,
    WEIGHTS,
    digest,
    write_unpacked,
)
from encoder.teacher import DIM, model_folder

BODY_FILE, ROWS_FILE, ROWS_FILES = "body.safetensors", "rows-{}.safetensors", 2  # none may be over 25 MB
ROWS = "embeddings.word_embeddings.weight"
MAX_TOKENS = 256  # what the encoder reads of a text, as its teacher


def release(tensors: Tensors, tokenizer: Tokenizer, target: Path, texts: Sequence[str]) -> None:
    """Write a BERT body's tensors and its tokenizer into `target`, packed, with graph, projection and checksums.

    `texts` are what the projection of tokens is fitted on.
    """
    target.mkdir(parents=True, exist_ok=True)
    whole = {name: np.ascontiguousarray(tensor) for name, tensor in tensors.items() if name != ROWS}
    for number, part in enumerate(cut(ROWS, tensors[ROWS], ROWS_FILES)):
        save_file(pack(part), target / ROWS_FILE.format(number))
    save_file(pack(whole), target / BODY_FILE)
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.save(str(target / "tokenizer.json"), pretty=False)
    for name, content in _configurations(len(tensors[ROWS])).items():
        file = target / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    seal(target, texts)


def _configurations(vocabulary: int) -> dict[str, object]:
    bert = json.loads((model_folder() / "config.json").read_text(encoding="utf-8"))
    modules = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    return {
        "config.json": {**bert, "vocab_size": vocabulary, "dtype": "float32"},
        "modules.json": [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (path, kind) in enumerate(modules)
        ],
        "sentence_bert_config.json": {"max_seq_length": MAX_TOKENS, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": DIM, "pooling_mode_mean_tokens": True},
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_TOKENS,
            **{f"{name}_token": f"[{name.upper()}]" for name in ("pad", "unk", "cls", "sep", "mask")},
        },
    }


def seal(target: Path, texts: Sequence[str]) -> None:
    """Write what is made from the packed weights in `target`: graph, projection, both lists of checksums."""
    for made in (GRAPH, PROJECTION):
        (target / made).unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        unpacked = Path(folder)
        (target / CHECKSUMS).write_text(_listing(target), encoding="utf-8")
        write_unpacked(target, unpacked)
        write_graph(unpacked, WEIGHTS, unpacked / GRAPH)
        shutil.copyfile(unpacked / GRAPH, target / GRAPH)
        write_projection(unpacked, texts, target)
        shutil.copyfile(target / PROJECTION, unpacked / PROJECTION)
        (target / CHECKSUMS).write_text(_listing(target), encoding="utf-8")
        (target / UNPACKED_CHECKSUMS).write_text(_listing(unpacked), encoding="utf-8")


def _listing(folder: Path) -> str:
    files = sorted(f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file())
    return "".join(f"{digest(folder / name)}  {name}\n" for name in files if not name.startswith(CHECKSUMS))
