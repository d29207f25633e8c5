"""An embedder that costs next to nothing: what remains of a build's time is reading, splitting, indexing, writing."""

from __future__ import annotations

import hashlib
import zlib

import numpy as np

import encoder
from index.models import Embedded, Vectors
from index.search.late import tokens_of

DIM, WIDTH = 384, 128  # as the shipped encoder


class HashEmbedder:
    """Each word a fixed random vector, a text their sum; scored with the shipped encoder's coefficients."""

    name = f"{encoder.NAME}@hash"
    dim = DIM

    def __init__(self) -> None:
        self._words: dict[str, Vectors] = {}

    def embed_passages(self, texts: list[str]) -> Embedded:
        """One row a text; the numbers that are kept of a word are its vector's first."""
        words = [text.split() for text in texts]
        rows = [sum(map(self._word, own), np.full(DIM, 1e-3)) for own in words]
        vectors = np.array(rows, dtype=np.float32).reshape(len(texts), DIM)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        ids = [
            np.array([zlib.crc32(word.encode()) % 50_000 for word in own], dtype=np.int32) for own in words
        ]
        tokens = [np.array([self._word(word)[:WIDTH] for word in own], dtype=np.float32) for own in words]
        return Embedded(vectors, tokens_of(ids, tokens, WIDTH))

    def embed_questions(self, texts: list[str]) -> Embedded:
        """As `embed_passages`."""
        return self.embed_passages(texts)

    def _word(self, word: str) -> Vectors:
        if word not in self._words:
            seed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest())
            self._words[word] = np.random.default_rng(seed).standard_normal(DIM).astype(np.float32)
        return self._words[word]
