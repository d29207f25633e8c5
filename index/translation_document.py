"""An article's translated parts, written down: one document a language, named by its own hash."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from itertools import groupby
from typing import Any

from index.canonical import canonical
from index.models import Article, TranslatedPart


def translation_document(parts: Iterable[TranslatedPart]) -> bytes:
    """The one way to write down the parts of one language."""
    return canonical([asdict(part) for part in parts])


def parts_in(document: str) -> tuple[TranslatedPart, ...]:
    """What `translation_document` wrote down."""
    return tuple(map(part_of, json.loads(document)))


def part_of(record: Mapping[str, Any]) -> TranslatedPart:
    """What `asdict` made of a part, and JSON of that."""
    return TranslatedPart(**{**record, "sentences": tuple(record["sentences"])})


def by_language(article: Article) -> dict[str, tuple[TranslatedPart, ...]]:
    """An article's translated parts by language, in order."""
    return {name: tuple(parts) for name, parts in groupby(article.translations, lambda part: part.language)}
