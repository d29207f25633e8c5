"""An unchanged sentence is never embedded again: vectors are kept by encoder and text."""

from __future__ import annotations

import hashlib

import numpy as np

from index.folding import shaped
from index.models import Embedded, Embedder
from index.search.late import joined
from index.sentence_index import SentenceIndex
from index.vector_cache import VectorCache

_AT_ONCE = 500  # texts that `keep` puts into the cache


class CachedEmbedder:
    """An embedder that asks the cache first."""

    def __init__(self, embedder: Embedder, cache: VectorCache) -> None:
        self._embedder = embedder
        self._cache = cache
        self.name = embedder.name
        self.dim = embedder.dim
        self.embedded = 0  # texts that had to be embedded so far
        self.reused = 0  # texts whose vectors were there

    def embed_passages(self, texts: list[str]) -> Embedded:
        """Article text, one row a text; what is new is kept on return."""
        if not texts:
            return self._embedder.embed_passages([])
        keys = [self._key(text) for text in texts]
        wanted = dict(zip(keys, texts, strict=True))
        found = self._cache.get(list(wanted), self.dim)
        missing = [key for key in wanted if key not in found]
        self.reused += len(found)
        if missing:
            new = self._embedder.embed_passages([wanted[key] for key in missing])
            self._cache.put(missing, new)
            found.update((key, new.of(at, at + 1)) for at, key in enumerate(missing))
            self.embedded += len(missing)
        rows = [found[key] for key in keys]
        return Embedded(np.concatenate([row.vectors for row in rows]), joined([row.tokens for row in rows]))

    def embed_questions(self, texts: list[str]) -> Embedded:
        """Questions, one row a text; these are not kept."""
        return self._embedder.embed_questions(texts)

    def keep(self, index: SentenceIndex) -> None:
        """Puts all that was embedded for an index into the cache."""
        texts, embedded = index.embedded()
        for start in range(0, len(texts), _AT_ONCE):
            some = texts[start : start + _AT_ONCE]
            self._cache.put([self._key(text) for text in some], embedded.of(start, start + len(some)))

    def _key(self, text: str) -> bytes:
        # As the encoder sees it.
        return hashlib.sha256(f"{self.name}\0{shaped(text)}".encode()).digest()
