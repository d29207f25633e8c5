"""The manifest of an index: what a build is to say of itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from pathlib import Path

from index.canonical import digest
from index.files import sha256_of
from index.manifest import FORMAT, ArticleEntry, FileEntry, Manifest, TranslationEntry
from index.models import Article
from index.search.embedded_arms import SEARCH_FILE, read_search
from index.sentence_index import SentenceIndex
from index.sentences import RULES_VERSION
from index.translation_document import by_language, translation_document

_KEPT_FIELDS = tuple(field.name for field in fields(Article) if field.name not in ("text", "translations"))


def describe(
    index: SentenceIndex,
    files: Mapping[str, Path],
    *,
    shipped: Iterable[str],
    sequence: int,
    created: datetime,
) -> Manifest:
    """The manifest of an index that was saved into files; without any, of one that is only in memory."""
    articles = entries_of(index)
    content = content_of(index)
    search = files.get(SEARCH_FILE)
    return Manifest(
        format=FORMAT,
        id=f"{sequence:06}-{content[:12]}",
        sequence=sequence,
        created=created,
        encoder=index.embedder.name,
        dim=index.embedder.dim,
        rules=RULES_VERSION,
        sentences=len(index.sentences),
        articles=articles,
        names=index.names.sha256,
        shipped=tuple(sorted(shipped)),
        search=read_search(search) if search else None,
        files={
            name: FileEntry(sha256=sha256_of(path), size=path.stat().st_size) for name, path in files.items()
        },
        content=content,
        checksum="",
    ).sealed()


def entries_of(index: SentenceIndex) -> tuple[ArticleEntry, ...]:
    """What a manifest says of an index's articles, by id."""
    spans = {name: index.sentences.span(name) for name in index.articles}
    return tuple(
        ArticleEntry(
            sentences=spans[name].stop - spans[name].start,
            translations=_translations_of(article),
            **{field: getattr(article, field) for field in _KEPT_FIELDS},
        )
        for name, article in sorted(index.articles.items())
    )


def content_of(index: SentenceIndex) -> str:
    """SHA-256 of all that decides the answers: format, encoder, rules, names, articles and what is known of them."""
    entries = [entry.model_dump() for entry in entries_of(index)]
    return digest(
        [FORMAT, index.embedder.name, index.embedder.dim, RULES_VERSION, index.names.sha256, entries]
    )


def _translations_of(article: Article) -> tuple[TranslationEntry, ...]:
    return tuple(
        TranslationEntry(
            language=language,
            origin=parts[0].origin,
            date=parts[0].date,
            sentences=sum(part.sentences[1] - part.sentences[0] + 1 for part in parts),
            sha256=hashlib.sha256(translation_document(parts)).hexdigest(),
        )
        for language, parts in by_language(article).items()
    )
