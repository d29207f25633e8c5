"""From sentences to passages: verbatim, cited; ranked ones without near-duplicates, neighbours merged."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.models import Article, Sentence
from index.sentence_index import SentenceIndex
from retrieval.answer.context import context_of
from retrieval.answer.headings import last_with
from retrieval.answer.lists import is_item
from retrieval.answer.translation import translations_of, without_gap
from retrieval.errors import QuoteMismatch
from retrieval.models import Citation, Passage
from retrieval.ranking.near_duplicates import Wording, repeats, wording
from retrieval.ranking.scoring import ScoredHit

_LEAD = 2  # sentences that tell how an article begins


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Consecutive sentences of an article around the one that was found best."""

    article: Article
    found: Sentence
    score: float
    first: int  # sentence number
    last: int

    def touches(self, other: Sentence) -> bool:
        same_paragraph = (self.found.article, self.found.paragraph) == (other.article, other.paragraph)
        if not same_paragraph or not self.first - 1 <= other.number <= self.last + 1:
            return False
        earlier, later = sorted((self.found, other), key=lambda one: one.number)
        text = self.article.text  # the last words of one item do not go with the next one
        return is_item(text, earlier) or not is_item(text, later)

    def with_neighbour(self, other: Sentence) -> _Stretch:
        return replace(self, first=min(self.first, other.number), last=max(self.last, other.number))

    def passage(self, sentences: Sequence[Sentence], build: str, language: str) -> Passage:
        """Of all the article's `sentences` its own, with what is translated of them into `language`."""
        article, found, quoted = self.article, self.found, (self.first, self.last)
        start, end = sentences[self.first - 1].start, sentences[self.last - 1].end
        check_text(article)
        return Passage(
            quote=article.text[start:end],
            citation=Citation(article.id, quoted, start, end, article.text_sha256, build),
            key=(found.start, found.end),
            score=self.score,
            language=article.language,
            sentence_count=len(sentences),
            title=article.title,
            publisher=article.publisher,
            date=article.date,
            url=article.url,
            context=context_of(article, sentences, self.first),
            translation=without_gap(translations_of(article.translations, quoted, language), found.number),
        )


def make_passages(
    ranked: Iterable[ScoredHit], index: SentenceIndex, build: str, limit: int, language: str
) -> tuple[Passage, ...]:
    """At most `limit` passages, in the order of their best sentence, with what is translated of them into `language`.

    A sentence that repeats one of those before it is left out, beside a better one too: its passage would say the
    same again. A heading takes what stands below it along, unless any of that is shown already, or all of it elsewhere.

    Raises:
        QuoteMismatch: an article's text is not the one that its hash names.
    """
    stretches: list[_Stretch] = []
    numbers: set[tuple[str, int]] = set()  # of the sentences in them, by article
    shown: list[Wording] = []  # their wordings
    for scored in ranked:
        article, found = scored.hit.article, scored.hit.sentence
        sentences, number = index.sentences_of(article.id), found.number
        touching = next((at for at, stretch in enumerate(stretches) if stretch.touches(found)), None)
        last = last_with(article, sentences, number) if touching is None else number
        places = {(article.id, at) for at in range(number, last + 1)}
        own = [wording(article.quote(one)) for one in sentences[number - 1 : last]]
        said = own[1:] or own  # two lists of several things may have a heading or one thing in common
        if places & numbers or all(any(repeats(mine, other) for other in shown) for mine in said):
            continue
        if touching is not None:
            stretches[touching] = stretches[touching].with_neighbour(found)
        elif len(stretches) < limit:
            stretches.append(_Stretch(article, found, scored.score, number, last))
        else:
            continue
        numbers |= places
        shown += own
    return tuple(one.passage(index.sentences_of(one.article.id), build, language) for one in stretches)


def beyond(ranked: Iterable[ScoredHit], passages: Sequence[Passage], index: SentenceIndex) -> list[ScoredHit]:
    """Those whose sentence repeats none that stands in `passages`, nor is one of these itself."""
    shown = [
        wording(index.articles[citation.article].quote(sentence))
        for citation in (one.citation for one in passages)
        for sentence in index.sentences_of(citation.article)[
            citation.sentences[0] - 1 : citation.sentences[1]
        ]
    ]
    said = [(one, wording(one.hit.text)) for one in ranked]
    return [one for one, own in said if not any(repeats(own, other) for other in shown)]


def lead_passages(index: SentenceIndex, build: str, limit: int, language: str) -> tuple[Passage, ...]:
    """How at most `limit` articles begin, the newest first; their score is 0, as they answer no question.

    Raises:
        QuoteMismatch: an article's text is not the one that its hash names.
    """
    newest = sorted(index.articles.values(), key=lambda article: article.date or "", reverse=True)
    passages = []
    for article in newest[:limit]:
        sentences = index.sentences_of(article.id)
        if not sentences:
            continue
        begins = last_with(article, sentences, 1)
        first = sentences[begins - 1 : begins - 1 + _LEAD]
        last = [one.number for one in first if one.paragraph == first[0].paragraph][-1]
        passages.append(_Stretch(article, first[0], 0.0, 1, last).passage(sentences, build, language))
    return tuple(passages)


def check_text(article: Article) -> None:
    """Raises `QuoteMismatch` when the text is not the one that was read from the source."""
    if hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest() != article.text_sha256:
        raise QuoteMismatch(
            f"the text of {article.id} is not the one with SHA-256 {article.text_sha256}: reindex"
        )
