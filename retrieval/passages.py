"""From ranked sentences to passages: verbatim, cited, without near-duplicates, neighbours merged."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.folding import character_ngrams
from index.models import Article, Sentence
from index.sentence_index import SentenceIndex
from retrieval.context import context_of
from retrieval.errors import QuoteMismatch
from retrieval.models import Citation, Passage
from retrieval.scoring import ScoredHit

NEAR_DUPLICATE = 0.8  # Jaccard overlap of character 4-grams
_GRAM = 4


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Consecutive sentences around the one that was found best."""

    best: ScoredHit
    first: int  # sentence number
    last: int

    def touches(self, other: ScoredHit) -> bool:
        mine, theirs = self.best.hit.sentence, other.hit.sentence
        same_paragraph = (mine.article, mine.paragraph) == (theirs.article, theirs.paragraph)
        return same_paragraph and self.first - 1 <= theirs.number <= self.last + 1

    def with_neighbour(self, other: ScoredHit) -> _Stretch:
        number = other.hit.sentence.number
        return replace(self, first=min(self.first, number), last=max(self.last, number))


def make_passages(
    ranked: Iterable[ScoredHit], index: SentenceIndex, build: str, limit: int
) -> tuple[Passage, ...]:
    """At most `limit` passages, in the order of their best sentence.

    Raises:
        QuoteMismatch: an article's text is not the one that its hash names.
    """
    stretches: list[_Stretch] = []
    for scored in ranked:
        touching = next((at for at, stretch in enumerate(stretches) if stretch.touches(scored)), None)
        if touching is not None:
            stretches[touching] = stretches[touching].with_neighbour(scored)
        elif len(stretches) < limit and not _repeats(scored, stretches):
            number = scored.hit.sentence.number
            stretches.append(_Stretch(scored, number, number))
    return tuple(
        _passage(stretch, index.sentences_of(stretch.best.hit.article.id), build) for stretch in stretches
    )


def _repeats(scored: ScoredHit, stretches: Sequence[_Stretch]) -> bool:
    mine = set(character_ngrams(scored.hit.text, _GRAM, _GRAM))
    for stretch in stretches:
        theirs = set(character_ngrams(stretch.best.hit.text, _GRAM, _GRAM))
        if len(mine & theirs) >= NEAR_DUPLICATE * max(len(mine | theirs), 1):
            return True
    return False


def _passage(stretch: _Stretch, sentences: Sequence[Sentence], build: str) -> Passage:
    article, key = stretch.best.hit.article, stretch.best.hit.sentence
    start, end = sentences[stretch.first - 1].start, sentences[stretch.last - 1].end
    check_text(article)
    return Passage(
        quote=article.text[start:end],
        citation=Citation(article.id, (stretch.first, stretch.last), start, end, article.text_sha256, build),
        key=(key.start, key.end),
        score=stretch.best.score,
        language=article.language,
        sentence_count=len(sentences),
        title=article.title,
        publisher=article.publisher,
        date=article.date,
        url=article.url,
        context=context_of(article, sentences, stretch.first),
    )


def check_text(article: Article) -> None:
    """Raises `QuoteMismatch` when the text is not the one that was read from the source."""
    if hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest() != article.text_sha256:
        raise QuoteMismatch(
            f"the text of {article.id} is not the one with SHA-256 {article.text_sha256}: reindex"
        )
