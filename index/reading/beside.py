"""The files beside an article: what they say of it, and what they translate of it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from index.errors import ArticleRefused
from index.models import Article
from index.reading.metadata import SIDECAR_SUFFIX, Metadata, parse_sidecar
from index.reading.refusals import refusal
from index.reading.translation import parse_translation, stale_translation, translated

_SIDECAR_BYTES = 65_536
TRANSLATION_BYTES = 20_971_520
"""The largest translation that is read: as large as an article may be by default."""


def with_translations(
    folder: Path, article: Article, sidecars: Iterable[tuple[str, str]]
) -> tuple[Article, list[ArticleRefused]]:
    """The article with what the sidecars in `folder` translate of it, and those that cannot be used.

    `sidecars` are (language, name) pairs. A language that the article already had is replaced.
    """
    refused: list[ArticleRefused] = []
    for language, name in sidecars:
        try:
            if leaves(folder / name, folder):
                raise refusal(name, "link_leaves_folder")
            data = read_at_most(folder, name, TRANSLATION_BYTES)
            parts, stale = parse_translation(name, data, article, language)
        except ArticleRefused as error:
            refused.append(error)
            continue
        article = translated(article, language, parts)
        if stale:
            refused.append(stale_translation(name, article.id, language, stale))
    return article, refused


def leaves(path: Path, folder: Path) -> bool:
    """Whether `path` is a symbolic link to something outside `folder`."""
    # Not Path.resolve, which raises a RuntimeError on a link to itself.
    return path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


@dataclass(frozen=True, slots=True)
class Described:
    """What is known of an article, and the bytes that said so."""

    metadata: Metadata
    data: bytes


def metadata_beside(folder: Path, name: str) -> Described | None:
    """What `<id>.meta.toml` beside the article says; None where there is none.

    Raises:
        ArticleRefused: naming the sidecar.
    """
    path = Path(name).with_suffix(SIDECAR_SUFFIX)
    if not os.path.lexists(folder / path):
        return None
    if leaves(folder / path, folder):
        raise refusal(path.as_posix(), "link_leaves_folder")
    data = read_at_most(folder, path.as_posix(), _SIDECAR_BYTES)
    return Described(parse_sidecar(path.as_posix(), data), data)


def read_at_most(folder: Path, name: str, limit: int) -> bytes:
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
