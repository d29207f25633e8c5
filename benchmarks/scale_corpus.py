"""What `scale.py` indexes: real sentences while they last, then copies with a word changed, as articles.

Vectors of texts are the encoder's. Those of tokens are drawn by chance, one for each of the encoder's tokens: they
would need two gigabytes of cache, and what they say changes neither time nor size.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from common_data import DATA

from index.embedder import ShippedEmbedder
from index.models import Article, Embedded, Embedder, Sentence, Tokens, Vectors

PARALLEL, EVAL = DATA / "parallel", DATA / "eval"
QUESTION_FILES = ("mlqa_dev_de", "mlqa_dev_en", "tydi_goldp_train_ko", "tydi_passage_dev_ru")
PER_ARTICLE, PER_PARAGRAPH = 500, 5
MOVED = 0.3  # length of the noise on the vector of a copy, whose cosine with the original is then 0.96
_CHUNK = 4096
_LONGEST, _SHORTEST = 1000, 3  # characters


def real_sentences(folder: Path = PARALLEL) -> list[str]:
    """Both sides of every parallel text, each sentence once, shuffled the same way every time."""
    found: dict[str, None] = {}
    for file in sorted(folder.glob("*.tsv.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                for text in line.rstrip("\n").split("\t")[:2]:
                    if _SHORTEST <= len(text.strip()) <= _LONGEST:
                        found.setdefault(text.strip())
    texts = sorted(found)
    random.Random(1).shuffle(texts)
    return texts


def real_questions(each: int, folder: Path = EVAL) -> list[str]:
    """So many questions that people asked, in each of German, English, Korean and Russian."""
    files = (json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in QUESTION_FILES)
    return [query["q"] for file in files for query in file["queries"][:each]]


def embedded(texts: Sequence[str], embedder: Embedder, cache: Path, say: Callable[[str], None]) -> Vectors:
    """Vectors of texts, shape (len(texts), dim), kept in `cache`, a few thousand a file."""
    cache.mkdir(parents=True, exist_ok=True)
    chunks = []
    for start in range(0, len(texts), _CHUNK):
        file = cache / f"chunk-{start // _CHUNK:04}.npy"
        wanted = list(texts[start : start + _CHUNK])
        if not file.exists() or len(np.load(file, mmap_mode="r")) < len(wanted):
            say(f"embedding {start} of {len(texts)}")
            np.save(file, embedder.embed_passages(wanted).vectors)
        chunks.append(np.load(file)[: len(wanted)])
    return np.concatenate(chunks)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Articles, the sentences they are cut into, and a vector for each sentence, then for each title."""

    articles: tuple[Article, ...]
    sentences: dict[str, tuple[Sentence, ...]]  # by article
    vectors: Vectors
    real: int  # sentences that are no copy

    @property
    def size(self) -> int:
        """How many sentences there are."""
        return len(self.vectors) - len(self.articles)


def make_corpus(size: int, texts: Sequence[str], vectors: Vectors) -> Corpus:
    """`size` sentences in articles of 500, paragraphs of 5; an article's title is its first sentence."""
    random_vectors, random_words = np.random.default_rng(2), random.Random(2)
    real = min(size, len(vectors))
    found = np.empty((size, vectors.shape[1]), dtype=np.float32)
    found[:real] = vectors[:real]
    lines = list(texts[:real])
    for start in range(real, size, _CHUNK):
        rows = np.arange(start, min(start + _CHUNK, size))
        found[rows] = _moved(vectors[rows % real], random_vectors)
        lines += [_changed(texts[row % real], texts, real, random_words) for row in rows.tolist()]
    articles, sentences = [], {}
    for number, start in enumerate(range(0, size, PER_ARTICLE)):
        article, cut = _article(f"a{number:06}", lines[start : start + PER_ARTICLE])
        articles.append(article)
        sentences[article.id] = cut
    titles = found[np.arange(0, size, PER_ARTICLE)]
    return Corpus(tuple(articles), sentences, np.concatenate([found, titles]), real)


def with_one_more(corpus: Corpus) -> Corpus:
    """The same, its last article longer by a copy of its first sentence."""
    last = corpus.articles[-1]
    cut = corpus.sentences[last.id]
    text = f"{last.text}\n\n{last.text[cut[0].start : cut[0].end]}"
    more = Sentence(last.id, len(cut) + 1, len(last.text) + 2, len(text), cut[-1].paragraph + 1)
    first = corpus.size - len(cut)
    vectors = np.insert(corpus.vectors, corpus.size, corpus.vectors[first], axis=0)
    articles = (*corpus.articles[:-1], _of_text(last.id, text, last.title))
    return Corpus(articles, {**corpus.sentences, last.id: (*cut, more)}, vectors, corpus.real)


class Given:
    """An embedder of passages whose vectors are known, in the order in which an index asks for them."""

    def __init__(self, inner: ShippedEmbedder, vectors: Vectors) -> None:
        self.name, self.dim = inner.name, inner.dim
        self.embed_questions = inner.embed_questions
        self.seconds = 0.0  # spent here, which is no part of building
        self._vectors = vectors
        self._tokenizer = inner._engine._tokenizer
        shape = self._tokenizer.get_vocab_size(), inner._engine.width
        self._of_token = np.random.default_rng(3).integers(-127, 128, shape, dtype=np.int8)
        self._at = 0

    def embed_passages(self, texts: list[str]) -> Embedded:
        """The next vectors, and the texts' tokens."""
        started = time.perf_counter()
        self._at += len(texts)
        ids = [one.ids[1:-1] or [0] for one in self._tokenizer.encode_batch(texts)]
        numbers = np.array([number for own in ids for number in own], dtype=np.int32)
        tokens = Tokens(
            numbers, self._of_token[numbers], np.cumsum([len(own) for own in ids], dtype=np.int64)
        )
        self.seconds += time.perf_counter() - started
        return Embedded(self._vectors[self._at - len(texts) : self._at], tokens)


def _moved(vectors: Vectors, rng: np.random.Generator) -> Vectors:
    noise = rng.standard_normal(vectors.shape, dtype=np.float32)
    moved: Vectors = vectors + MOVED * noise / np.linalg.norm(noise, axis=1, keepdims=True)
    moved /= np.linalg.norm(moved, axis=1, keepdims=True)
    return moved


def _changed(text: str, texts: Sequence[str], real: int, rng: random.Random) -> str:
    """With one word of another sentence in place of one of its own."""
    words, others = text.split(), texts[rng.randrange(real)].split()
    words[rng.randrange(len(words))] = rng.choice(others)
    return " ".join(words)


def _article(name: str, lines: Sequence[str]) -> tuple[Article, tuple[Sentence, ...]]:
    text, cut = "", []
    for at, line in enumerate(lines):
        text += ("" if not at else "\n\n" if at % PER_PARAGRAPH == 0 else " ") + line
        cut.append(Sentence(name, at + 1, len(text) - len(line), len(text), at // PER_PARAGRAPH + 1))
    return _of_text(name, text, lines[0]), tuple(cut)


def _of_text(name: str, text: str, title: str | None) -> Article:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Article(name, text, "und", sha256, sha256, title=title)
