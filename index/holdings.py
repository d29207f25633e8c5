"""What there is to index: the shipped articles and the admins', put together."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from index.errors import ArticleRefused
from index.models import Article
from index.names import Names
from index.reading import (
    SIDECAR_SUFFIX,
    Reading,
    article_files,
    read_names,
    translations_by_stem,
    with_translations,
)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What there is to index."""

    articles: tuple[Article, ...]  # by id
    names: Names
    refused: tuple[ArticleRefused, ...]
    shipped: frozenset[str]  # ids of those that came with the bot
    sources: Mapping[str, str]  # article id to the `source_key` of what it was read from
    aside: frozenset[str]  # ids of articles that were taken out, whose files go once a build of these is live


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder, and what was read in it."""

    folder: Path
    reading: Reading


def gather(
    seeds: Shelf, added: Shelf, *, removed: frozenset[str], aside: frozenset[str], purged: frozenset[str]
) -> Holdings:
    """Puts both together; an added article stands in for a shipped one of the same id.

    Args:
        seeds: what shipped.
        added: what the admins added, translations of shipped articles included.
        removed: ids of the shipped articles to leave out.
        aside: as in `Holdings`.
        purged: hashes of texts that must never be indexed again.
    """
    shipped = seeds.reading
    chosen = {article.id: article for article in shipped.articles if article.id not in removed}
    theirs = {article.id: article for article in added.reading.articles}
    translations: list[ArticleRefused] = []
    # A shipped article's new translations lie in the admins' folder.
    for name, sidecars in translations_in(added.folder).items():
        if name in chosen and name not in theirs:
            chosen[name], wrong = with_translations(added.folder, chosen[name], sidecars)
            # A link out of the folder was refused with the folder's other files.
            translations += [error for error in wrong if error.reason != "link_leaves_folder"]
    chosen |= theirs
    refused = [error for error in shipped.refused if _article_of(error.file) not in removed]
    ids = files_by_id(seeds.folder) if added.reading.refused else {}
    refused += [error for error in added.reading.refused if not _translates(error, ids)]
    refused += translations
    refused += [_purged(article.id) for article in chosen.values() if article.text_sha256 in purged]
    articles = [chosen[name] for name in sorted(chosen) if chosen[name].text_sha256 not in purged]
    sources = {**shipped.sources, **added.reading.sources}
    names, unnamed = read_names((seeds.folder, added.folder))
    return Holdings(
        articles=tuple(articles),
        names=names,
        refused=(*refused, *unnamed),
        shipped=frozenset(article.id for article in articles if article.id not in theirs),
        sources={article.id: sources[article.id] for article in articles},
        aside=aside,
    )


def files_by_id(folder: Path) -> dict[str, Path]:
    """The articles' files in a folder, which need not be there."""
    return article_files(folder) if folder.exists() else {}


def translations_in(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """The translations right in a folder, by the id of the article: languages and file names."""
    names = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    return translations_by_stem(names)


def _translates(error: ArticleRefused, shipped: Container[str]) -> bool:
    """Whether what seems to translate nothing in the admins' folder translates a shipped article, by its id."""
    return error.reason == "translation_alone" and _article_of(error.file) in shipped


def _article_of(file: str) -> str:
    """The id of the article that a file is, or stands beside."""
    for stem in translations_by_stem([file]):
        return PurePosixPath(stem).name
    return (
        PurePosixPath(file.removesuffix(SIDECAR_SUFFIX)).name
        if file.endswith(SIDECAR_SUFFIX)
        else Path(file).stem
    )


def _purged(article_id: str) -> ArticleRefused:
    return ArticleRefused(article_id, "purged", "its text was erased for good: change the file, or remove it")
