"""Runs the encoder on ONNX Runtime, which loads in a tenth of a second; torch takes seconds."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from encoder.errors import EncoderCorrupt
from encoder.store import GRAPH, PROJECTION

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # read once, at its import: else it reports each run to its maker
import onnxruntime

_TOKENS = 2048  # in one batch, at most; more gain no speed and cost memory
# Threads of one batch, at most: alone a question waits for the weights, and two cores read them sooner.
_SHARED = 2


@dataclass(frozen=True, slots=True)
class Encoding:
    """One text as numbers."""

    vector: NDArray[np.float32]  # shape (dim,), length 1
    ids: NDArray[np.int32]  # its tokens' numbers, shape (n,), without those that mark beginning and end
    tokens: NDArray[np.float32]  # each token in its context, shape (n, width), unit rows


class Engine:
    """The encoder, ready to run. Thread-safe.

    A text's vector does not depend on its neighbours or on the threads, bit for bit: a batch holds texts of one
    length alone, so nothing is padded, and threads share a product's columns or rows, never one of its sums.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """Loads what `encoder.unpack` gave, to run on so many threads.

        Raises:
            EncoderCorrupt: the folder holds no usable encoder.
        """
        self._threads = threads
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = min(threads, _SHARED), 1
        # A thread that waits must not keep a core from the rest of the answer.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.enable_mem_pattern = False  # one would be kept for each length of text
        options.log_severity_level = 3  # errors; they are raised besides
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = onnxruntime.InferenceSession(
                str(folder / GRAPH), options, providers=["CPUExecutionProvider"]
            )
            self._projection = np.load(folder / PROJECTION, allow_pickle=False)
        except Exception as error:  # both libraries raise plain Exception and classes of their own
            raise EncoderCorrupt(f"{folder} cannot be loaded: {error}") from error
        self.dim = int(self._session.get_outputs()[0].shape[-1])
        self.width = self._projection.shape[1]

    @staticmethod
    def width_of(folder: Path) -> int:
        """How wide a token's vector is before the projection."""
        return int(json.loads((folder / "config.json").read_text(encoding="utf-8"))["hidden_size"])

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        """Texts as numbers, one by one; batches are shared out among the threads."""
        ids = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        found: list[Encoding | None] = [None] * len(texts)

        def run(batch: list[int]) -> None:
            given = np.array([ids[at] for at in batch], dtype=np.int64)
            [contexts] = self._session.run(["tokens"], {"ids": given})
            # One by one: ONNX Runtime would sum the tokens of one text in another order than those of several.
            for at, one in zip(batch, contexts, strict=True):
                mean = one.mean(axis=0)
                tokens = one[1:-1] @ self._projection
                tokens /= np.linalg.norm(tokens, axis=1, keepdims=True)
                numbers = np.array(ids[at][1:-1], dtype=np.int32)
                found[at] = Encoding(mean / np.linalg.norm(mean), numbers, tokens)

        batches = list(_of_one_length([len(tokens) for tokens in ids]))
        if self._threads == 1 or len(batches) == 1:
            for batch in batches:
                run(batch)
        else:
            with ThreadPoolExecutor(self._threads, "encoder") as pool:
                list(pool.map(run, batches))
        return [one for one in found if one is not None]


def _of_one_length(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Positions in batches of equal lengths, none with more than `_TOKENS` tokens; long texts first."""
    order = sorted(range(len(lengths)), key=lambda at: (-lengths[at], at))
    for length, group in groupby(order, key=lengths.__getitem__):
        positions, most = list(group), max(_TOKENS // length, 1)
        for start in range(0, len(positions), most):
            yield positions[start : start + most]
