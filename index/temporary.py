"""An index of one folder, in memory alone."""

from __future__ import annotations

from pathlib import Path

from index.errors import ArticleRefused, NothingToIndex
from index.models import Embedder, Progress
from index.reading import read_folder, read_names
from index.sentence_index import SentenceIndex


def index_folder(
    folder: Path, embedder: Embedder, *, max_bytes: int, progress: Progress
) -> tuple[SentenceIndex, tuple[ArticleRefused, ...]]:
    """The index of a folder's articles, and what could not be read in it.

    Raises:
        NothingToIndex: there is no readable article; says why.
    """
    reading = read_folder(folder, max_bytes=max_bytes)
    if not reading.articles:
        raise NothingToIndex(
            "; ".join(map(str, reading.refused))
            or f"{folder}: no article in it: put a .txt, .md, .html or .pdf there"
        )
    names, unnamed = read_names((folder,))
    index = SentenceIndex.build(reading.articles, embedder, names=names, progress=progress)
    return index, (*reading.refused, *unnamed)
