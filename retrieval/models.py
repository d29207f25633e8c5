"""The nouns of the retrieval room: what a question is answered with."""

from __future__ import annotations

from dataclasses import dataclass

from index.models import TranslatedPart

Span = tuple[int, int]
"""Half-open `[start, end)`, in Unicode code points of one article's text."""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks, as typed."""

    text: str
    language: str | None = None  # of the reply; None: the question's own
    earlier: str | None = None  # the question that this one follows up


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a passage stands; enough to check it later, against whichever build is live then."""

    article: str  # the article's id
    sentences: tuple[int, int]  # first and last, inclusive, from 1
    start: int
    end: int
    text_sha256: str
    build: str


@dataclass(frozen=True, slots=True)
class Context:
    """Text of the same article that a passage needs to be understood; not part of the evidence."""

    quote: str
    sentences: tuple[int, int]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive sentences of one article, verbatim, with where they stand."""

    quote: str  # == article.text[citation.start:citation.end]
    citation: Citation
    key: Span  # the one sentence inside the quote that was found
    score: float  # probability that `key` answers the question, in [0, 1]
    language: str  # of the quote
    sentence_count: int  # of the whole article: "sentence 4 of 16"
    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    url: str | None = None
    highlight: tuple[Span, ...] = ()
    context: Context | None = None
    translation: TranslatedPart | None = None

    @property
    def sentence(self) -> str:
        """The one sentence that was found, verbatim."""
        start = self.citation.start
        return self.quote[self.key[0] - start : self.key[1] - start]


@dataclass(frozen=True, slots=True)
class CorpusSummary:
    """What the sources are as a whole."""

    articles: int
    sentences: int
    publishers: tuple[str | None, ...]  # those of most articles first; at the end None where some have none
    dates: tuple[str | None, ...]  # the earliest and the latest, where that is another; then None as above


@dataclass(frozen=True, slots=True)
class Timing:
    """Where the time went, in milliseconds."""

    embed: float
    search: float
    total: float


@dataclass(frozen=True, slots=True)
class Answer:
    """Passages with a confidence, or an abstention with the closest sentences (never both)."""

    question: str
    language: str  # of the interface text: de, en, ko or ru
    answered: bool
    confidence: float  # probability that the first passage answers the question, in [0, 1]
    passages: tuple[Passage, ...]  # best first; empty when not answered
    closest: tuple[Passage, ...]  # best first; empty when answered
    build: str
    encoder: str
    ms: Timing
    # Why not answered: `not_found`, `unsure`, `no_more`, `empty`, `too_short`, `too_long`, `no_words`,
    # `unsupported_language`, or an `Aim` of small talk.
    refusal: str | None = None
    example: str | None = None  # a question that is answered, for whoever has not asked one
    sources: CorpusSummary | None = None  # for whoever asks about them
