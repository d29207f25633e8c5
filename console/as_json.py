"""Answers and sources as the JSON that `--json` prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from index.manifest import BUILD_ID
from index.sentence_index import SentenceIndex
from retrieval.citation import format_citation
from retrieval.explanation import Explanation
from retrieval.models import Answer, Passage
from retrieval.ranking.scoring import Weighed

_DECIMALS = 4


def answer_json(answer: Answer) -> dict[str, object]:
    """What `ask --json` prints; scores are rounded to 4 decimals, times are milliseconds.

    What a temporary index says has no citation: nobody could verify it later.
    """
    return {
        "question": answer.question,
        "language": answer.language,
        "answered": answer.answered,
        "confidence": round(answer.confidence, _DECIMALS),
        "passages": [_passage(passage) for passage in answer.passages],
        "closest": [_passage(passage) for passage in answer.closest],
        "refusal": answer.refusal,
        "build": answer.build,
        "encoder": answer.encoder,
        "ms": {name: round(value, 3) for name, value in asdict(answer.ms).items()},
    }


def explain_json(explanation: Explanation) -> dict[str, object]:
    """The `explain` object of `ask --explain --json`: all that was weighed, rounded to 4 decimals."""
    return {
        "threshold": explanation.threshold,
        "considered": [
            {
                "text": one.text,
                "confidence": round(one.confidence, _DECIMALS),
                "sentences": [_weighed(weighed, explanation) for weighed in one.sentences],
            }
            for one in explanation.considered
        ],
    }


def _weighed(weighed: Weighed, explanation: Explanation) -> dict[str, object]:
    return {
        "article": weighed.hit.article.id,
        "sentence": weighed.hit.sentence.number,
        "text": weighed.hit.text,
        "score": round(weighed.score, _DECIMALS),
        "quoted": explanation.quoted(weighed.hit),
        "features": _rounded({**weighed.values, **weighed.evidence}),
        "order": _rounded(weighed.order),
        "confidence": _rounded(weighed.confidence),
    }


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, _DECIMALS) for name, value in values.items()}


def sources_json(index: SentenceIndex, build: str) -> dict[str, object]:
    """What `sources --json` prints."""
    return {
        "build": build,
        "articles": [
            {
                "id": article.id,
                "title": article.title,
                "publisher": article.publisher,
                "date": article.date,
                "url": article.url,
                "language": article.language,
                "licence": article.licence,
                "sentences": len(index.sentences_of(article.id)),
                "source_sha256": article.source_sha256,
                "text_sha256": article.text_sha256,
            }
            for article in index.articles.values()
        ],
    }


def _passage(passage: Passage) -> dict[str, object]:
    citation = passage.citation
    return {
        "quote": passage.quote,
        "article": citation.article,
        "title": passage.title,
        "publisher": passage.publisher,
        "date": passage.date,
        "url": passage.url,
        "sentences": list(citation.sentences),
        "start": citation.start,
        "end": citation.end,
        "text_sha256": citation.text_sha256,
        "citation": format_citation(citation) if BUILD_ID.fullmatch(citation.build) else None,
        "score": round(passage.score, _DECIMALS),
        "highlight": [list(span) for span in passage.highlight],
        "context": asdict(passage.context) if passage.context else None,
        "translation": asdict(passage.translation) if passage.translation else None,
    }
