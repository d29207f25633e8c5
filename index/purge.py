"""Erasing a text for good: from the articles, the kept texts, every build and the cached vectors."""

from __future__ import annotations

from dataclasses import dataclass

from index.errors import ArticleUnknown, NothingToIndex
from index.library import Library
from index.reindex import Reindexer
from index.store import IndexStore


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge did."""

    text_sha256: str
    builds: tuple[str, ...]  # those that held the text, and are gone
    live: str | None  # the live build afterwards; None where nothing was left to index


def purge(text_sha256: str, library: Library, store: IndexStore, reindexer: Reindexer, *, who: str) -> Purged:
    """Erases a text, and publishes a build without it where the live one held it.

    It is written down first that the text must go: from then on no build with it is opened or published, and
    whatever stops the rest, calling this again finishes it. A shipped file stays, but is no longer indexed.

    Raises:
        ArticleUnknown: no text with this hash was ever published or lies among the articles.
        ReindexBusy, StoreUnwritable, EngineUnavailable: not everything is erased yet; call it again.
    """
    if not _is_known(text_sha256, library, store):
        raise ArticleUnknown(f"no article has, or had, a text with SHA-256 {text_sha256}")
    store.purge_text(text_sha256)
    library.erase(text_sha256)
    try:
        reindexer.run(who=who, confirmed=True)
    except NothingToIndex:
        reindexer.forget_vectors()
    else:
        reindexer.forget_vectors(but=store.open(reindexer.embedder))
    return Purged(text_sha256, tuple(store.remove_purged()), store.current_id())


def _is_known(text_sha256: str, library: Library, store: IndexStore) -> bool:
    if store.texts.purged(text_sha256) or store.texts.has(text_sha256):
        return True
    return text_sha256 in library.texts()
