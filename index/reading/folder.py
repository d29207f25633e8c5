"""A folder of files to articles: one bad file never costs another."""

from __future__ import annotations

import logging
import os
import stat
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from index.errors import ArticleRefused, NothingToIndex
from index.models import Article, Progress
from index.reading.article import id_of, is_companion, supported_suffix, to_article
from index.reading.metadata import SIDECAR_SUFFIX, Metadata, parse_sidecar
from index.reading.refusals import printable, refusal
from index.reading.sources import source_key

_SIDECAR_BYTES = 65_536
_log = logging.getLogger(__name__)


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
    progress: Progress | None = None,
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
    names = _articles_only(_all_files(folder, refused), refused)
    articles: list[Article] = []
    sources: dict[str, str] = {}
    for done, name in enumerate(names):
        if progress:
            progress("read", done, len(names))
        try:
            sidecar = _sidecar(folder, name)
        except ArticleRefused as error:
            # A typing error beside an article must not take the article from those who ask.
            refused.append(error)
            sidecar = None
        try:
            data = _bytes(folder, name, max_bytes)
            key = source_key(name, data, sidecar.data if sidecar else None)
            article = (known or {}).get(key)
            if article is None:
                metadata = sidecar.metadata if sidecar else None
                article = to_article(name, data, max_bytes=max_bytes, metadata=metadata)
        except ArticleRefused as error:
            refused.append(error)
        else:
            articles.append(article)
            sources[article.id] = key
    if progress:
        progress("read", len(names), len(names))
    return Reading(
        tuple(sorted(articles, key=lambda article: article.id)),
        tuple(sorted(refused, key=lambda error: error.file)),
        sources,
    )


def read_file(path: Path, *, max_bytes: int) -> Article:
    """One article with its sidecar, if there is one beside it.

    Raises:
        ArticleRefused: the file or its sidecar cannot be used: whoever names one file is there to mend both.
    """
    sidecar = _sidecar(path.parent, path.name)
    data = _bytes(path.parent, path.name, max_bytes)
    return to_article(path.name, data, max_bytes=max_bytes, metadata=sidecar.metadata if sidecar else None)


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
        for path in [Path(where, name) for name in [*folders, *files] if not name.startswith(".")]:
            name = path.relative_to(folder).as_posix()
            if _leaves(path, folder):
                refused.append(refusal(name, "link_leaves_folder"))
            elif path.name in files:
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
    _warn_of_lone_sidecars(names)
    return [same[0] for same in by_id.values() if len(same) == 1]


def _warn_of_lone_sidecars(names: list[str]) -> None:
    described = {str(Path(name).with_suffix("")) for name in names if not name.endswith(SIDECAR_SUFFIX)}
    for name in names:
        if name.endswith(SIDECAR_SUFFIX) and name.removesuffix(SIDECAR_SUFFIX) not in described:
            _log.warning(
                "%s describes no article: its name must be the article's, less the suffix", printable(name)
            )


def _leaves(path: Path, folder: Path) -> bool:
    """Whether `path` is a symbolic link to something outside `folder`."""
    # Not Path.resolve, which raises a RuntimeError on a link to itself.
    return path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


@dataclass(frozen=True, slots=True)
class _Sidecar:
    metadata: Metadata
    data: bytes


def _sidecar(folder: Path, name: str) -> _Sidecar | None:
    """What `<id>.meta.toml` beside the article says; None where there is none.

    Raises:
        ArticleRefused: naming the sidecar.
    """
    path = Path(name).with_suffix(SIDECAR_SUFFIX)
    if not os.path.lexists(folder / path):
        return None
    if _leaves(folder / path, folder):
        raise refusal(path.as_posix(), "link_leaves_folder")
    data = _bytes(folder, path.as_posix(), _SIDECAR_BYTES)
    return _Sidecar(parse_sidecar(path.as_posix(), data), data)


def _bytes(folder: Path, name: str, limit: int) -> bytes:
    """The file's bytes, never more than `limit`.

    Raises:
        ArticleRefused: `unreadable` or `too_large`.
    """
    try:
        # A named pipe would keep the reader waiting for ever.
        if not stat.S_ISREG((folder / name).stat().st_mode):
            raise refusal(name, "unreadable", problem="not a regular file")
        with (folder / name).open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise refusal(name, "unreadable", problem=error.strerror) from error
    if len(data) > limit:
        raise refusal(name, "too_large", limit=limit)
    return data
