"""Taking an article out: for good with the build that lacks it, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from index.errors import ArticleUnknown
from index.files import remove_file, write_atomic
from index.library import Library
from index.manifest import Manifest
from index.store import IndexStore


@dataclass
class Removal:
    """One that is under way."""

    settled: bool = False  # the live build lacks the article, and nothing is to be published


@contextmanager
def removal(
    article_id: str | None, library: Library, store: IndexStore, live: Manifest | None
) -> Iterator[Removal]:
    """Takes an article out and, unless a build is published or it is settled inside, back again.

    Only for who holds the reindex lock. With None it only undoes one that was killed.

    Raises:
        ArticleUnknown, StoreUnwritable: as `take_out`.
    """
    under_way = Removal()
    _undo_killed(library, store, live)
    if article_id is None or not _is_there(article_id, library, live):
        yield under_way
        return
    there = {*store.ever(), store.current_id(), None}
    write_atomic(_note(store), article_id.encode())
    ours = True
    try:
        try:
            library.remove(article_id, live=_shipped(live))
        except ArticleUnknown:  # somebody has just taken it out without a reindex: that stays
            ours = False
        yield under_way
    finally:
        # Whatever stopped it: a build that was not there before is one without the article.
        if ours and not under_way.settled and store.current_id() in there:
            library.take_back(article_id)
        forget(article_id, store)


def forget(article_id: str, store: IndexStore) -> None:
    """Lets an article's removal stand although its reindex was killed: nothing will take it back."""
    with suppress(OSError):  # in a read-only folder no reindex could take it back either
        if _noted(store) == article_id:
            remove_file(_note(store))


def take_out(article_id: str, library: Library, live: Manifest | None) -> None:
    """Takes an article out with the next build: see `Library.remove`; nothing to do where that was done before."""
    if _is_there(article_id, library, live):
        library.remove(article_id, live=_shipped(live))


def _is_there(article_id: str, library: Library, live: Manifest | None) -> bool:
    """Whether there is an article to take out; not where it was before and is still live: the reindex is missing.

    Raises:
        ArticleUnknown: there never was one, as far as anybody knows.
    """
    there = library.holds(article_id, live=_shipped(live))
    if not there and (live is None or article_id not in {entry.id for entry in live.articles}):
        raise ArticleUnknown(f"there is no article {article_id!r}: `python bot.py sources` lists them")
    return there


def _shipped(live: Manifest | None) -> tuple[str, ...]:
    return live.shipped if live else ()


def _undo_killed(library: Library, store: IndexStore, live: Manifest | None) -> None:
    """Takes back what a killed reindex took out, unless the live build lacks it already."""
    article_id = _noted(store)
    if article_id is None:
        return
    if live is None or article_id in {entry.id for entry in live.articles}:
        library.take_back(article_id)
    remove_file(_note(store))


def _note(store: IndexStore) -> Path:
    """The file that holds the id of the article whose removal is under way."""
    return store.root / "reindex.removal"


def _noted(store: IndexStore) -> str | None:
    try:
        noted = _note(store).read_text(encoding="utf-8", errors="replace")  # damaged, it names no article
    except FileNotFoundError:
        return None
    return noted or None
