"""Episodes asked before, on disk: searching all question sets takes minutes, and scoring them anew a second."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable
from pathlib import Path

from retrieval.fitting_data import Episode, Source

ROOT = Path(__file__).parent.parent
# What decides the hits: a change in any of these files makes them anew.
CODE = (*sorted((ROOT / "index").rglob("*.py")), ROOT / "retrieval/fitting_data.py")


class EpisodeCache:
    """A file a question set, named by everything that decides the hits in it.

    Args:
        folder: made when it is missing; whatever lies in it may be deleted.
        encoder: the name of the encoder that embeds.
    """

    def __init__(self, folder: Path, encoder: str) -> None:
        self._folder = folder
        self._encoder = encoder

    def get(
        self, data: Path, source: Source, most: int, make: Callable[[], Iterable[Episode]]
    ) -> list[Episode]:
        """The episodes of at most `most` questions of a set in `data`; those of `make`, where there are none."""
        digest = hashlib.sha256(f"{self._encoder} {source} {most}".encode())
        for file in (data / source.file, *CODE):
            digest.update(file.read_bytes())
        kept = self._folder / f"{Path(source.file).stem}-{source.question}-{digest.hexdigest()[:16]}.pickle"
        if kept.exists():
            found: list[Episode] = pickle.loads(kept.read_bytes())  # noqa: S301 - this class's own file
            return found
        made = list(make())
        self._folder.mkdir(parents=True, exist_ok=True)
        partial = kept.with_suffix(".tmp")
        partial.write_bytes(pickle.dumps(made))
        partial.replace(kept)
        return made
