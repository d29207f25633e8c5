"""An embedder that costs next to nothing: what remains of a build's time is reading, splitting, indexing, writing."""

from __future__ import annotations

import hashlib

import numpy as np

import encoder
from index.models import Vectors

DIM = 384


class HashEmbedder:
    """Each word a fixed random vector, a text their sum; scored with the shipped encoder's coefficients."""

    name = f"{encoder.NAME}@hash"
    dim = DIM

    def __init__(self) -> None:
        self._words: dict[str, Vectors] = {}

    def embed_passages(self, texts: list[str]) -> Vectors:
        """Vectors, shape (len(texts), dim), unit rows."""
        rows = [sum((self._word(word) for word in text.split()), np.full(DIM, 1e-3)) for text in texts]
        vectors = np.array(rows, dtype=np.float32).reshape(len(texts), DIM)
        return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)

    def embed_questions(self, texts: list[str]) -> Vectors:
        """As `embed_passages`."""
        return self.embed_passages(texts)

    def _word(self, word: str) -> Vectors:
        if word not in self._words:
            seed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest())
            self._words[word] = np.random.default_rng(seed).standard_normal(DIM).astype(np.float32)
        return self._words[word]
