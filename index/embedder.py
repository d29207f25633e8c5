"""The sentence encoder that ships with the project, as the index asks it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import encoder
from index.errors import TO_MEND, EmbedderUnavailable
from index.folding import shaped
from index.models import Embedded
from index.search.late import tokens_of

if TYPE_CHECKING:
    from encoder.engine import Engine


class ShippedEmbedder:
    """An `Embedder` over the encoder that ships with the project; it needs no torch.

    It takes as many threads as the engine was given.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self.name = name
        self.dim = engine.dim

    def embed_passages(self, texts: list[str]) -> Embedded:
        """Article text, one row a text."""
        return self._embed(texts)

    def embed_questions(self, texts: list[str]) -> Embedded:
        """Questions, one row a text."""
        return self._embed(texts)

    def _embed(self, texts: list[str]) -> Embedded:
        found = self._engine.encode([shaped(text) for text in texts])
        vectors = np.array([one.vector for one in found], dtype=np.float32).reshape(len(texts), self.dim)
        ids, tokens = [one.ids for one in found], [one.tokens for one in found]
        return Embedded(vectors, tokens_of(ids, tokens, self._engine.width))


def open_default(unpacked: Path) -> ShippedEmbedder:
    """The encoder that ships with the project: it answers unless the operator names another.

    Args:
        unpacked: the folder that its weights are unpacked into, once.

    Raises:
        EmbedderUnavailable: its files are missing, damaged, or cannot be unpacked.
    """
    from encoder.engine import Engine

    try:
        return ShippedEmbedder(
            Engine(encoder.unpack(unpacked), _threads()), f"{encoder.NAME}@{encoder.checksum()}"
        )
    except encoder.EncoderError as error:
        raise EmbedderUnavailable(f"the sentence encoder cannot be unpacked: {error}") from error
    except OSError as error:
        raise EmbedderUnavailable(
            f"the sentence encoder cannot be unpacked into {unpacked}: {error.strerror}: {TO_MEND}"
        ) from error


def _threads() -> int:
    """How many threads the process may use: what OMP_NUM_THREADS says, as torch reads it, or all its cores."""
    given = os.environ.get("OMP_NUM_THREADS", "")
    if given.isdecimal() and int(given):
        return int(given)
    # Outside Linux nobody says which cores are this process's.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
