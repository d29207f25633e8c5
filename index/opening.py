"""A build read from disk, refused where this bot did not make it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.engine import Engine
from index.errors import IndexCorrupt, IndexMismatch
from index.files import steadily
from index.manifest import Manifest
from index.models import Embedder
from index.sentence_index import SentenceIndex


@dataclass(frozen=True, slots=True)
class OpenBuild:
    """A build that was loaded and checked; questions are answered from it alone."""

    id: str
    index: SentenceIndex
    manifest: Manifest


def open_build(folder: Path, manifest: Manifest, embedder: Embedder, engine: Engine) -> OpenBuild:
    """Loads a build whose files are whole.

    Raises:
        IndexCorrupt: its files contradict its manifest.
        IndexMismatch: another encoder, dimension or sentence rules; names both sides.
    """
    manifest.check_loadable(embedder.name)
    if manifest.dim != embedder.dim:
        raise IndexMismatch(f"{manifest.id}: dimension {manifest.dim}, this bot has {embedder.dim}")
    index = steadily(lambda: SentenceIndex.load(folder, embedder, engine))
    if len(index.sentences) != manifest.sentences:
        raise IndexCorrupt(
            f"{manifest.id}: {len(index.sentences)} sentences, manifest says {manifest.sentences}"
        )
    return OpenBuild(manifest.id, index, manifest)
