"""An article's sentences: what stands between its metadata lines, cut and numbered."""

from __future__ import annotations

import unicodedata
from importlib.metadata import version
from itertools import count

from index.models import Article, Sentence
from index.reading.head import metadata_spans
from index.segment import paragraph_sentences

_RULES = 4  # one more whenever the rules of this room give another result for any text

RULES_VERSION = f"{_RULES}, sentencex {version('sentencex')}, Unicode {unicodedata.unidata_version}"
"""Changes whenever the same text could be cut otherwise: a build made by other rules is not answered from."""


def split_article(article: Article) -> tuple[Sentence, ...]:
    """The article's sentences in order, numbered from 1, with their paragraphs' numbers, from 1 too.

    Every character of the text but white space and the metadata lines lies in exactly one sentence, and no sentence
    begins or ends with white space. Empty for a text that is nothing but metadata.
    """
    numbers = count(1)
    paragraphs = (spans for start, end in _bodies(article.text) for spans in _spans(article, start, end))
    return tuple(
        Sentence(article=article.id, number=next(numbers), start=start, end=end, paragraph=paragraph)
        for paragraph, spans in enumerate(paragraphs, start=1)
        for start, end in spans
    )


def _bodies(text: str) -> list[tuple[int, int]]:
    """What is left of the text between its metadata lines."""
    edges = [0, *(edge for span in metadata_spans(text) for edge in span), len(text)]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _spans(article: Article, start: int, end: int) -> list[list[tuple[int, int]]]:
    found = paragraph_sentences(article.text[start:end], article.language)
    return [[(start + left, start + right) for left, right in spans] for spans in found]
