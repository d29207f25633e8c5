"""Taking an article out: for good with the build that lacks it, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from index.errors import ArticleUnknown
from index.library import Library
from index.manifest import Manifest


@dataclass
class Removal:
    """One that is under way."""

    settled: bool = False  # a build without the article is live


@contextmanager
def removal(article_id: str | None, library: Library, live: Manifest | None) -> Iterator[Removal]:
    """Takes an article out and, unless that is settled inside, back again; with None does nothing.

    Raises:
        ArticleUnknown, StoreUnwritable: as `take_out`.
    """
    under_way = Removal()
    if article_id is not None:
        take_out(article_id, library, live)
    try:
        yield under_way
    finally:
        if article_id is not None and not under_way.settled:
            library.take_back(article_id)


def take_out(article_id: str, library: Library, live: Manifest | None) -> None:
    """Takes an article out with the next build: see `Library.remove`.

    One that was taken out before and is still live stays taken out: the reindex is what is missing.

    Args:
        article_id: which.
        library: where it is.
        live: the live build, where there is one.
    """
    try:
        library.remove(article_id, live=live.shipped if live else ())
    except ArticleUnknown:
        if live is None or article_id not in {entry.id for entry in live.articles}:
            raise
