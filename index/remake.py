"""An old build to ask again: from disk, or made anew from its kept texts."""

from __future__ import annotations

from index.errors import IndexCorrupt, IndexMismatch, IndexMissing
from index.models import Embedder
from index.sentence_index import SentenceIndex
from index.sentences import RULES_VERSION
from index.store import IndexStore


def open_or_remake(store: IndexStore, embedder: Embedder, build: str) -> SentenceIndex:
    """The index of any build ever published; nothing is written.

    Raises:
        IndexMissing: there is no such build, or one of its texts was purged.
        IndexMismatch: its vectors are gone, and it was made with another encoder or other sentence rules.
        IndexCorrupt: what is kept of it cannot be used.
    """
    try:
        return store.open(embedder, build).index
    except (IndexMissing, IndexCorrupt, IndexMismatch):
        manifest = store.manifest(build)
    if (manifest.encoder, manifest.rules) != (embedder.name, RULES_VERSION):
        raise IndexMismatch(
            f"{build} cannot be made again: it needs the encoder {manifest.encoder} and the sentence rules "
            f"{manifest.rules}, here are {embedder.name} and {RULES_VERSION}"
        )
    return SentenceIndex.build(store.articles(build), embedder, names=store.names(build))
