"""A folder of files to articles: one bad file never costs another."""

from __future__ import annotations

import logging
import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.errors import ArticleRefused, NothingToIndex
from index.models import Article, Progress, no_progress
from index.reading.article import id_of, is_companion, supported_suffix, to_article
from index.reading.beside import leaves, metadata_beside, read_at_most, with_translations
from index.reading.metadata import SIDECAR_SUFFIX
from index.reading.refusals import printable, refusal
from index.reading.sources import source_key
from index.reading.translation import translations_by_stem

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder holds. A refused sidecar names itself: its article is read without it."""

    articles: tuple[Article, ...]  # by id
    refused: tuple[ArticleRefused, ...]  # by file, relative to the folder
    sources: Mapping[str, str] = field(default_factory=dict)  # article id to `source_key`


def read_folder(
    folder: Path,
    *,
    max_bytes: int,
    known: Mapping[str, Article] | None = None,
    progress: Progress = no_progress,
) -> Reading:
    """Every article in a folder and its subfolders; what is hidden (`.name`) is passed over.

    Args:
        folder: where to look. Symbolic links to files are followed as long as they stay inside it.
        max_bytes: the largest file that is accepted.
        known: articles by `source_key`: a file that has one here is hashed, but not read into an article again.
        progress: told file by file, phase `read`.

    Returns:
        The articles, and a refusal for each other file that somebody may have meant to be one.

    Raises:
        NothingToIndex: there is no such folder, or it cannot be listed.
    """
    refused: list[ArticleRefused] = []
    files = _all_files(folder, refused)
    names = _articles_only(files, refused)
    translations = translations_by_stem(files)
    articles: list[Article] = []
    sources: dict[str, str] = {}
    for done, name in enumerate(names):
        progress("read", done, len(names))
        try:
            one = _read_one(folder, name, translations, max_bytes, known or {})
        except ArticleRefused as error:
            refused.append(error)
            continue
        articles.append(one.article)
        refused += one.refused
        sources[one.article.id] = one.source
    refused += _alone(files)
    _warn_of_lone_sidecars(files)
    progress("read", len(names), len(names))
    return Reading(
        tuple(sorted(articles, key=lambda article: article.id)),
        tuple(sorted(refused, key=lambda error: error.file)),
        sources,
    )


def read_beside(path: Path, *, max_bytes: int) -> tuple[Article, tuple[ArticleRefused, ...]]:
    """One article with the sidecars beside it, and those of them that cannot be used.

    Raises:
        ArticleRefused: the file itself cannot be used.
    """
    files = path.parent.iterdir() if path.parent.is_dir() else ()
    translations = translations_by_stem(sorted(file.name for file in files))
    one = _read_one(path.parent, path.name, translations, max_bytes, {})
    return one.article, one.refused


def read_file(path: Path, *, max_bytes: int) -> Article:
    """One article with the sidecars beside it.

    Raises:
        ArticleRefused: the file or a sidecar cannot be used: whoever names one file is there to mend them.
    """
    article, refused = read_beside(path, max_bytes=max_bytes)
    if refused:
        raise refused[0]
    return article


def article_files(folder: Path) -> dict[str, Path]:
    """The file of every article by id, without reading any: what `read_folder` would try to read.

    Raises:
        NothingToIndex: there is no such folder, or it cannot be listed.
    """
    return {id_of(name): folder / name for name in _articles_only(_all_files(folder, []), [])}


def _all_files(folder: Path, refused: list[ArticleRefused]) -> list[str]:
    """Every visible file, relative to `folder`, in order; links that leave it are refused."""

    def unlisted(error: OSError) -> None:
        if error.filename == os.fspath(folder):
            raise NothingToIndex(f"{folder}: {error.strerror}") from error
        refused.append(refusal(os.path.relpath(error.filename, folder), "unreadable", problem=error.strerror))

    found = []
    for where, folders, files in os.walk(folder, onerror=unlisted):
        folders[:] = [name for name in folders if not name.startswith(".")]
        own = frozenset(files)
        for path in [Path(where, name) for name in [*folders, *files] if not name.startswith(".")]:
            name = path.relative_to(folder).as_posix()
            if leaves(path, folder):
                refused.append(refusal(name, "link_leaves_folder"))
            elif path.name in own:
                found.append(name)
    return sorted(found)


def _articles_only(names: list[str], refused: list[ArticleRefused]) -> list[str]:
    """The names that stand for one article each; neither of two that share an id can stand for it."""
    by_id: dict[str, list[str]] = defaultdict(list)
    for name in names:
        if is_companion(Path(name).name):
            continue
        try:
            supported_suffix(name)
            # Some file systems do not tell capitals apart, and no reader of a citation does.
            by_id[id_of(name).casefold()].append(name)
        except ArticleRefused as error:
            refused.append(error)
    for same in by_id.values():
        for name in same if len(same) > 1 else ():
            others = ", ".join(printable(other) for other in same if other != name)
            refused.append(refusal(name, "duplicate_id", id=id_of(name), others=others))
    return [same[0] for same in by_id.values() if len(same) == 1]


def _alone(names: Sequence[str]) -> list[ArticleRefused]:
    """Translations that lie beside no file that could be their article."""
    stems = {str(Path(name).with_suffix("")) for name in names if not is_companion(Path(name).name)}
    return [
        refusal(file, "translation_alone", id=Path(stem).name, language=language or "ko")
        for stem, sidecars in translations_by_stem(names).items()
        for language, file in sidecars
        if stem not in stems
    ]


def _warn_of_lone_sidecars(names: list[str]) -> None:
    described = {str(Path(name).with_suffix("")) for name in names if not name.endswith(SIDECAR_SUFFIX)}
    for name in names:
        if name.endswith(SIDECAR_SUFFIX) and name.removesuffix(SIDECAR_SUFFIX) not in described:
            logger.warning(
                "%s describes no article: its name must be the article's, less the suffix", printable(name)
            )


@dataclass(frozen=True, slots=True)
class _One:
    article: Article
    source: str  # its `source_key`
    refused: tuple[ArticleRefused, ...]  # sidecars


def _read_one(
    folder: Path,
    name: str,
    translations: Mapping[str, Sequence[tuple[str, str]]],
    max_bytes: int,
    known: Mapping[str, Article],
) -> _One:
    """The article in a file, with whatever beside it can be used: no fault there takes it from those who ask.

    Raises:
        ArticleRefused: the file itself cannot be used.
    """
    refused: list[ArticleRefused] = []
    try:
        sidecar = metadata_beside(folder, name)
    except ArticleRefused as error:
        refused.append(error)
        sidecar = None
    data = read_at_most(folder, name, max_bytes)
    source = source_key(name, data, sidecar.data if sidecar else None)
    article = known.get(source)
    if article is None:
        metadata = sidecar.metadata if sidecar else None
        article = to_article(name, data, max_bytes=max_bytes, metadata=metadata)
    # A known article's translations may have changed since, so they are always read from their files.
    original = replace(article, translations=())
    article, wrong = with_translations(
        folder, original, translations.get(str(Path(name).with_suffix("")), ())
    )
    return _One(article, source, (*refused, *wrong))
