"""An honest embedder for tests of the index room: a vector is a function of its text alone."""

import hashlib
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np

from index.changes import Limits
from index.engine import Engine
from index.library import Library
from index.models import Article, Embedded
from index.operations import Operations
from index.reading import read_bytes
from index.reindex import Check, Reindexer
from index.search.late import tokens_of
from index.sentence_index import SentenceIndex
from index.sentences import split_article
from index.store import IndexStore

DIM = 16


class HashEmbedder:
    """Words hashed into a few dimensions; counts what it was asked to embed."""

    def __init__(self, name: str = "hash@1", dim: int = DIM) -> None:
        self.name = name
        self.dim = dim
        self.asked: list[str] = []
        self.on_embed: Callable[[], object] = lambda: None

    def embed_passages(self, texts: list[str]) -> Embedded:
        self.asked += texts
        self.on_embed()
        return self.embed_questions(texts)

    def embed_questions(self, texts: list[str]) -> Embedded:
        words = [text.lower().split() for text in texts]
        rows = [sum(map(self._word, own), np.full(self.dim, 1e-3)) for own in words]
        vectors = np.array(rows, dtype=np.float32).reshape(len(texts), self.dim)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        ids = [np.array([zlib.crc32(word.encode()) % 1000 for word in own], dtype=np.int32) for own in words]
        tokens = [np.array([*map(self._word, own)], dtype=np.float32) for own in words]
        return Embedded(vectors, tokens_of(ids, tokens, self.dim))

    def _word(self, word: str) -> np.ndarray:
        digest = hashlib.shake_128(f"{self.name} {word}".encode()).digest(self.dim)
        return np.frombuffer(digest, dtype=np.uint8).astype(np.float64) - 127.5


def sidecar(article: Article, parts: dict[tuple[int, int], str], origin: str = "project") -> str:
    """A translation of an article, its hashes right."""
    sentences = split_article(article)
    lines = [f'origin = "{origin}"', 'date = "2026-11"']
    for (first, last), text in parts.items():
        words = " ".join(map(article.quote, sentences[first - 1 : last]))
        lines += [
            "[[part]]",
            f"sentences = {list(range(first, last + 1))}",
            f'sha256 = "{hashlib.sha256(words.encode()).hexdigest()}"',
            f'text = "{text}"',
        ]
    return "\n".join(lines) + "\n"


class Workshop:
    """A library, a store and a reindex over them, in one temporary folder."""

    def __init__(
        self, root: Path, *, keep: int = 5, check: Check | None = None, engine: Engine | None = None
    ) -> None:
        self.seeds = root / "seeds"
        self.seeds.mkdir(exist_ok=True)
        self.embedder = HashEmbedder()
        self.library = Library(self.seeds, root / "var" / "articles", max_bytes=1_000_000)
        self.store = IndexStore(root / "var" / "index", keep=keep, engine=engine)
        self.reindexer = Reindexer(
            self.library, self.store, self.embedder, limits=Limits(sentences=0.5, recall=0.5), check=check
        )

    def write(self, name: str, text: str) -> None:
        (self.seeds / f"{name}.txt").write_text(text, encoding="utf-8")

    def translate(self, name: str, language: str, parts: dict[tuple[int, int], str]) -> Path:
        """Writes a sidecar for the seed `name`: texts by first and last sentence number."""
        article = read_bytes(f"{name}.txt", (self.seeds / f"{name}.txt").read_bytes(), max_bytes=1_000_000)
        path = self.seeds / f"{name}.{language}.translation.toml"
        path.write_text(sidecar(article, parts), encoding="utf-8")
        return path

    @property
    def operations(self) -> Operations:
        """What operators do to the index, in this process."""
        return Operations(self.library, self.store, lambda: self.reindexer, lambda: self.embedder.name)

    def opened(self) -> SentenceIndex:
        """The live build's index."""
        return self.store.open(self.embedder).index

    def in_memory(self) -> SentenceIndex:
        """The index of the articles as they lie there."""
        return SentenceIndex.build(self.library.read().articles, self.embedder)

    def grow(self, days: int, *, first: int = 0) -> list[str]:
        """Publishes a build a day, each with other news; their ids, oldest first."""
        builds = []
        for day in range(first, first + days):
            self.write("news", f"Es ist Tag {day}. Nichts geschah.")
            builds.append(self.reindex())
        return builds

    def reindex(self) -> str:
        build = self.reindexer.run(who="test", confirmed=True).build
        assert build is not None
        return build
