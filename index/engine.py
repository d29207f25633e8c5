"""Where a build's rows are searched: in this process, or by a search engine beside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Protocol

from index.errors import IndexMismatch
from index.models import Progress, no_progress
from index.search.arms import SIZES, Arms, Sizes
from index.search.embedded_arms import EmbeddedArms

HELD_FILE = "arms.json"
"""In a build's folder: which rows an engine beside this process holds for it."""


class Engine(Protocol):
    """What a store of builds asks of it. A build is named by its folder."""

    @property
    def is_beside(self) -> bool:
        """Whether rows lie outside the builds' folders, and have to be tidied apart from them."""

    @property
    def sizes(self) -> Sizes:
        """From where on arms that are made for it need more than a look at every row."""

    def save(
        self, arms: EmbeddedArms, owners: Sequence[str], folder: Path, progress: Progress = no_progress
    ) -> None:
        """Puts finished arms where they will be searched, and writes into `folder` what is needed to find them again.

        Args:
            arms: of the new build.
            owners: each row's article.
            folder: of the build, not yet published.
            progress: told of the rows that are there, phase `publish`, where that takes long; what it raises ends it.

        Raises:
            EngineUnavailable: the rows could not all be put there.
        """

    def open(self, folder: Path) -> Arms:
        """The arms of a build.

        Raises:
            IndexCorrupt: a file is missing, unreadable, or does not fit the others.
            IndexMismatch: another kind of engine holds this build.
            EngineLost: the engine does not hold it any more.
        """

    def check(self, folder: Path) -> None:
        """Raises what `open` does, and `EngineUnavailable` where that cannot be known now."""

    def forget(self, folder: Path, articles: Collection[str]) -> None:
        """Deletes the rows of some articles: no process finds them from now on."""

    def retire(self, folder: Path, *, at_once: bool = False) -> None:
        """Told before a build's files go; its rows go when nobody can still be reading them, or at once."""

    def tidy(self, live: Path | None, kept: Sequence[Path]) -> None:
        """Removes what belongs to no kept build. Only for who holds the store's lock."""

    def close(self) -> None:
        """The process ends: nothing is asked any more, and what hangs is left to end."""


class EmbeddedEngine:
    """Searches in this process; all there is lies in the build's folder."""

    is_beside = False

    def __init__(self, sizes: Sizes = SIZES) -> None:
        self.sizes = sizes

    def save(
        self, arms: EmbeddedArms, owners: Sequence[str], folder: Path, progress: Progress = no_progress
    ) -> None:
        """Writes both arms."""
        del owners, progress
        arms.save(folder)

    def open(self, folder: Path) -> Arms:
        """Reads both arms."""
        self.check(folder)
        return EmbeddedArms.load(folder)

    def check(self, folder: Path) -> None:
        """Raises `IndexMismatch` where a search engine holds this build; its files are for others to check."""
        if (folder / HELD_FILE).exists():
            raise IndexMismatch(
                f"{folder.name}: a search engine holds its rows, and GIPFEL_INDEX__URL names none"
            )

    def forget(self, folder: Path, articles: Collection[str]) -> None:
        """Nothing: rows go with their folder."""

    def retire(self, folder: Path, *, at_once: bool = False) -> None:
        """Nothing: rows go with their folder."""

    def tidy(self, live: Path | None, kept: Sequence[Path]) -> None:
        """Nothing lies elsewhere."""

    def close(self) -> None:
        """Nothing is open."""
