"""Which sentences of which articles are translated, and sidecars to fill in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from index.errors import ArticleRefused, ArticleUnknown, LanguageUnfit, TranslationStale
from index.library import Library
from index.models import Article
from index.reading import TRANSLATION_SUFFIX, template
from index.sentences import split_article

_CODE = re.compile(r"[a-z]{2}")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far one article is translated into one language."""

    article: str
    language: str
    sentences: int  # of the article
    missing: tuple[int, ...]  # numbers of those that nothing translates, the stale ones included
    stale: tuple[int, ...]  # numbers of those that have changed since they were translated
    origin: str | None  # None: all of it is stale
    date: str | None

    @property
    def covered(self) -> int:
        """How many sentences are translated."""
        return self.sentences - len(self.missing)


@dataclass(frozen=True, slots=True)
class Status:
    """What is translated of the articles that are to be indexed."""

    covered: tuple[Coverage, ...]  # by article, then language
    untranslated: tuple[str, ...]  # ids of articles without any translation
    refused: tuple[ArticleRefused, ...]  # sidecars that cannot be used at all


def translation_status(library: Library) -> Status:
    """Reads the articles and their sidecars."""
    holdings = library.read()
    stale = {
        (one.article, one.language): one.numbers
        for one in holdings.refused
        if isinstance(one, TranslationStale)
    }
    covered = [one for article in holdings.articles for one in _coverage(article, stale)]
    return Status(
        covered=tuple(covered),
        untranslated=tuple(
            sorted({article.id for article in holdings.articles} - {one.article for one in covered})
        ),
        refused=tuple(
            one
            for one in holdings.refused
            if one.file.endswith(TRANSLATION_SUFFIX) and not isinstance(one, TranslationStale)
        ),
    )


def translation_template(library: Library, article_id: str, language: str) -> tuple[str, str]:
    """A sidecar's file name, and its text with every sentence still to be translated.

    Raises:
        ArticleUnknown: there is no such article.
        LanguageUnfit: it is no two-letter code, or the article's own language.
    """
    article = next((one for one in library.read().articles if one.id == article_id), None)
    if article is None:
        raise ArticleUnknown(f"there is no article {article_id!r}: `python bot.py sources` lists them")
    if not _CODE.fullmatch(language):
        raise LanguageUnfit(f"{language!r} is no language: give two letters, such as ko")
    if language == article.language:
        raise LanguageUnfit(f"{article_id} itself is in {language}")
    return f"{article_id}.{language}{TRANSLATION_SUFFIX}", template(article, language)


def _coverage(article: Article, stale: Mapping[tuple[str, str], tuple[int, ...]]) -> list[Coverage]:
    languages = {part.language for part in article.translations}
    languages |= {language for name, language in stale if name == article.id}
    numbers = {sentence.number for sentence in split_article(article)} if languages else set()
    found = []
    for language in sorted(languages):
        parts = [part for part in article.translations if part.language == language]
        done = {number for part in parts for number in range(part.sentences[0], part.sentences[1] + 1)}
        found.append(
            Coverage(
                article=article.id,
                language=language,
                sentences=len(numbers),
                missing=tuple(sorted(numbers - done)),
                stale=stale.get((article.id, language), ()),
                origin=parts[0].origin if parts else None,
                date=parts[0].date if parts else None,
            )
        )
    return found
