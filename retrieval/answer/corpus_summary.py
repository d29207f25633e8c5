"""What the sources are as a whole: what somebody is told who asks how many there are, by whom and of when."""

from __future__ import annotations

from collections import Counter

from index.sentence_index import SentenceIndex
from retrieval.models import CorpusSummary


def corpus_summary(index: SentenceIndex) -> CorpusSummary:
    """Counts, publishers and dates of all articles."""
    articles = index.articles.values()
    publishers = Counter(one.publisher for one in articles)
    dates = sorted(one.date for one in articles if one.date)
    undated = [] if len(dates) == len(articles) else [None]
    return CorpusSummary(
        articles=len(articles),
        sentences=len(index.sentences),
        publishers=tuple(sorted(publishers, key=lambda name: (name is None, -publishers[name]))),
        dates=(*dict.fromkeys((*dates[:1], *dates[-1:])), *undated),
    )
