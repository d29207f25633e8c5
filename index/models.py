"""The nouns of the index room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Embeddings: shape (n, dim), float32, every row of length 1."""


@dataclass(frozen=True, slots=True)
class TranslatedPart:
    """One or several consecutive sentences of an article in another language; never a quotation."""

    language: str  # ISO 639-1, never the article's own
    sentences: tuple[int, int]  # first and last, inclusive, from 1
    text: str
    origin: str  # "publisher", "project", "person" or "machine", and after ": " a name where one is known
    date: str | None  # of the translation, ISO 8601: a day, a month or a year


@dataclass(frozen=True, slots=True)
class Article:
    """One source document. `text` is fixed when it is read; every offset counts its Unicode code points."""

    id: str
    text: str
    language: str  # ISO 639-1; "und" where it cannot be told
    source_sha256: str  # of the file's bytes
    text_sha256: str  # of `text` as UTF-8; the one that a citation carries
    title: str | None = None
    publisher: str | None = None
    date: str | None = None  # ISO 8601: a day, a month ("2019-04") or a year
    url: str | None = None
    licence: str | None = None
    extractor: str | None = None  # library and version that made `text`; None: it is the file's own
    translations: tuple[TranslatedPart, ...] = ()  # all languages, by language, then first sentence


@dataclass(frozen=True, slots=True)
class Sentence:
    """The half-open span `[start, end)` of one article's text, numbered from 1 within it."""

    article: str  # the article's id
    number: int  # from 1
    start: int
    end: int
    paragraph: int  # from 1


@dataclass(frozen=True, slots=True)
class SentenceHit:
    """A sentence found for a question, with what each arm says of it and of its surroundings."""

    article: Article
    sentence: Sentence
    dense: float  # cosine of question and sentence, in [-1, 1]
    dense_neighbour: float  # the better cosine of its neighbours in the paragraph, 0 without
    dense_title: float  # cosine of question and the article's title, 0 without
    lexical: float  # share of the question's weight that the sentence holds, in [0, 1)
    lexical_neighbour: float  # the better share of its neighbours in the paragraph, 0 without
    lexical_title: float  # share that the article's title holds, 0 without
    translated: str | None = None  # language of the translation whose cosine counted; None: the original's

    @property
    def language(self) -> str:
        """Of the version that counted."""
        return self.translated or self.article.language

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        return self.article.text[self.sentence.start : self.sentence.end]


class Embedder(Protocol):
    """Text to unit vectors. A question's vector does not depend on its batch neighbours, bit for bit.

    A passage's may in its last bits; it is computed once, and a build keeps it.
    """

    @property
    def name(self) -> str:
        """Model and version or checksum: two embedders with one name give the same vectors."""

    @property
    def dim(self) -> int:
        """Width of a vector."""

    def embed_passages(self, texts: list[str]) -> Vectors:
        """Vectors of article text, shape (len(texts), dim), unit rows."""

    def embed_questions(self, texts: list[str]) -> Vectors:
        """Vectors of questions, shape (len(texts), dim), unit rows."""


class Progress(Protocol):
    """Told how far a long piece of work is: called with done = 0 first and done = total last."""

    def __call__(self, phase: str, done: int, total: int) -> None:
        """`phase` is one word: load, read, embed, check, publish; `done` of `total` steps are behind."""
