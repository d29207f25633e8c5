"""The nouns of the index room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.ragged import ranges

Vectors = NDArray[np.float32]
"""Embeddings: shape (n, dim), float32, every row of length 1."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of some texts, one text after another; each text has at least one."""

    ids: NDArray[np.int32]  # the encoder's numbers for them, shape (tokens,)
    vectors: NDArray[np.int8]  # where each points in the context of its text, shape (tokens, width)
    ends: NDArray[np.int64]  # where each text's tokens end, shape (texts,), ascending

    def __len__(self) -> int:
        return len(self.ends)

    def of(self, first: int, last: int) -> Tokens:
        """The tokens of the texts from `first` up to, not including, `last`; nothing is copied."""
        start, end = self._start(first), self._start(last)
        return Tokens(self.ids[start:end], self.vectors[start:end], self.ends[first:last] - start)

    def rows(self, rows: Sequence[int]) -> Tokens:
        """The tokens of some of the texts, in the order asked for."""
        which = np.asarray(rows, dtype=np.int64)
        starts = np.where(which > 0, self.ends[which - 1], 0) if len(which) else which
        sizes = self.ends[which] - starts
        taken = ranges(starts, sizes)
        return Tokens(self.ids[taken], self.vectors[taken], np.cumsum(sizes))

    def _start(self, text: int) -> int:
        return int(self.ends[text - 1]) if text else 0


@dataclass(frozen=True, slots=True)
class Embedded:
    """Texts as an embedder sees them: whole, and token by token."""

    vectors: Vectors
    tokens: Tokens

    def of(self, first: int, last: int) -> Embedded:
        """Of the texts from `first` up to, not including, `last`; nothing is copied."""
        return Embedded(self.vectors[first:last], self.tokens.of(first, last))

    def rows(self, rows: Sequence[int]) -> Embedded:
        """Of some of the texts, in the order asked for."""
        return Embedded(self.vectors[list(rows)], self.tokens.rows(rows))


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

    def quote(self, sentence: Sentence) -> str:
        """One of its sentences, verbatim."""
        return self.text[sentence.start : sentence.end]


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
    late: float  # how near each word of the question finds one in the sentence, in [-1, 1]: see `LateArm`
    translated: str | None = None  # language of the translation whose cosine counted; None: the original's

    @property
    def language(self) -> str:
        """Of the version that counted."""
        return self.translated or self.article.language

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        return self.article.quote(self.sentence)


class Embedder(Protocol):
    """Text to unit vectors, whole and token by token. A question's do not depend on its batch neighbours, bit for bit.

    A passage's may in their last bits; they are computed once, and a build keeps them.
    """

    @property
    def name(self) -> str:
        """Model and version or checksum: two embedders with one name give the same vectors."""

    @property
    def dim(self) -> int:
        """Width of a vector."""

    def embed_passages(self, texts: list[str]) -> Embedded:
        """Article text, one row a text."""

    def embed_questions(self, texts: list[str]) -> Embedded:
        """Questions, one row a text."""


class Progress(Protocol):
    """Told how far a long piece of work is: called with done = 0 first and done = total last."""

    def __call__(self, phase: str, done: int, total: int) -> None:
        """`phase` is one word: load, read, embed, link, check, publish, ask; `done` of `total` steps are behind."""


def no_progress(phase: str, done: int, total: int) -> None:
    """For work whose progress nobody watches."""
