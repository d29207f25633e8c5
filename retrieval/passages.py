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
from retrieval.translation import translations_of, without_gap

NEAR_DUPLICATE = 0.8  # Jaccard overlap of character 4-grams
_GRAM = 4


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Consecutive sentences around the one that was found best."""

    best: ScoredHit
    grams: frozenset[str]  # of the best one's text
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
    ranked: Iterable[ScoredHit], index: SentenceIndex, build: str, limit: int, language: str
) -> tuple[Passage, ...]:
    """At most `limit` passages, in the order of their best sentence, with what is translated of them into `language`.

    Raises:
        QuoteMismatch: an article's text is not the one that its hash names.
    """
    stretches: list[_Stretch] = []
    for scored in ranked:
        touching = next((at for at, stretch in enumerate(stretches) if stretch.touches(scored)), None)
        if touching is not None:
            stretches[touching] = stretches[touching].with_neighbour(scored)
        elif len(stretches) < limit:
            grams = frozenset(character_ngrams(scored.hit.text, _GRAM, _GRAM))
            if not any(_alike(grams, stretch.grams) for stretch in stretches):
                number = scored.hit.sentence.number
                stretches.append(_Stretch(scored, grams, number, number))
    return tuple(
        _passage(stretch, index.sentences_of(stretch.best.hit.article.id), build, language)
        for stretch in stretches
    )


def _alike(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    return len(mine & theirs) >= NEAR_DUPLICATE * max(len(mine | theirs), 1)


def _passage(stretch: _Stretch, sentences: Sequence[Sentence], build: str, language: str) -> Passage:
    article, key = stretch.best.hit.article, stretch.best.hit.sentence
    start, end = sentences[stretch.first - 1].start, sentences[stretch.last - 1].end
    quoted = (stretch.first, stretch.last)
    check_text(article)
    return Passage(
        quote=article.text[start:end],
        citation=Citation(article.id, quoted, start, end, article.text_sha256, build),
        key=(key.start, key.end),
        score=stretch.best.score,
        language=article.language,
        sentence_count=len(sentences),
        title=article.title,
        publisher=article.publisher,
        date=article.date,
        url=article.url,
        context=context_of(article, sentences, stretch.first),
        translation=without_gap(translations_of(article.translations, quoted, language), key.number),
    )


def check_text(article: Article) -> None:
    """Raises `QuoteMismatch` when the text is not the one that was read from the source."""
    if hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest() != article.text_sha256:
        raise QuoteMismatch(
            f"the text of {article.id} is not the one with SHA-256 {article.text_sha256}: reindex"
        )
