"""The builds that lie under one folder, and what their manifests say."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from index.errors import IndexCorrupt, IndexMissing, IndexRoomError
from index.files import make_folder, remove_folder, write_atomic
from index.manifest import NAME, Listed, Manifest, read_manifest, sequence_of

logger = logging.getLogger(__name__)
T = TypeVar("T")


class Builds:
    """The builds under one folder.

    `builds/<id>/` holds a build, `current` names the live one, `succession` those that were live before it, and
    `history/` keeps the manifests of those gone.
    """

    def __init__(self, root: Path) -> None:
        self._folder = root / "builds"
        self._history = root / "history"
        self._current = root / "current"
        self._succession = root / "succession"
        self._listed: dict[str, tuple[tuple[int, int], Listed]] = {}  # each with its manifest's time and size

    def folder(self, build: str) -> Path:
        """Where a build's files lie, or would."""
        return self._folder / build

    def current_id(self) -> str | None:
        """The live build's id; None where nothing is published, or `current` names no build."""
        try:
            build = self._current.read_text(encoding="utf-8", errors="replace").strip()
        except FileNotFoundError:
            return None
        return build if sequence_of(build) is not None else None

    def live(self) -> Manifest | None:
        """The live build's manifest; None where there is none that can be read."""
        live = self.current_id()
        try:
            return self.manifest(live) if live else None
        except IndexRoomError:
            return None

    def ids(self) -> list[str]:
        """Ids of the builds on disk, newest (highest sequence) first, whole or not."""
        return _by_sequence(self._folder)

    def builds(self) -> list[Manifest]:
        """Manifests of the builds on disk, newest first; without those that cannot be read."""
        return self._readable(self.manifest)

    def listed(self) -> list[Listed]:
        """The builds on disk in short, newest first; without those that cannot be read.

        With thousands of articles a manifest takes a second to read: each is read once, unless it was altered.
        """
        return self._readable(self._in_short)

    def _readable(self, read: Callable[[str], T]) -> list[T]:
        found = []
        for build in self.ids():
            try:
                found.append(read(build))
            except (IndexRoomError, OSError) as error:
                logger.warning("A build is left out: %s", error)
        return found

    def _in_short(self, build: str) -> Listed:
        now = (self._folder / build / NAME).stat()
        stamp = (now.st_mtime_ns, now.st_size)
        before, known = self._listed.get(build, (None, None))
        if known is None or before != stamp:
            known = self.manifest(build).listed
            self._listed[build] = (stamp, known)
        return known

    def manifest(self, build: str) -> Manifest:
        """The manifest of a build, also of one whose vectors are gone.

        Raises:
            IndexMissing: no such build was ever published here.
            IndexCorrupt, IndexMismatch: it cannot be used.
        """
        if sequence_of(build) is None:
            raise IndexMissing(f"{build!r} is no build's id: `python bot.py builds` lists them")
        for path in (self._folder / build / NAME, self._history / f"{build}.json"):
            if path.exists():
                return read_manifest(path, build)
        if (self._folder / build).exists():
            raise IndexCorrupt(f"{build}: {NAME} is missing")
        raise IndexMissing(f"build {build} is not here: `python bot.py builds` lists those that are")

    def whole(self, build: str) -> Manifest:
        """The manifest of a build that can be loaded, after checking every byte of its files.

        Raises:
            IndexMissing: no such build, or its vectors are no longer kept.
            IndexCorrupt, IndexMismatch: it cannot be used; names the file.
        """
        manifest = self.manifest(build)
        manifest.check_loadable()
        folder = self._folder / build
        if not folder.exists():
            raise IndexMissing(
                f"build {build} is no longer kept: `python bot.py builds` lists those that are"
            )
        try:
            manifest.check_files(folder)
        except OSError as error:
            raise IndexCorrupt(f"{build}: cannot be read: {error}") from error
        return manifest

    def succession(self) -> list[str]:
        """The live build and, before it, those that it followed in turn; without builds that a rollback left.

        Where that is not written down, in the order of their numbers.
        """
        live, kept = self.current_id(), self.ids()[::-1]
        line = self._written_succession()
        if live is None:
            return kept
        if live not in line:
            line = [*(build for build in kept if _order(build) < _order(live)), live]
        return [build for build in line[: line.index(live)] if build in kept] + [live]

    def predecessor(self) -> str | None:
        """The build that was live before the live one and is still on disk; None where there is none."""
        *before, last = [None, *self.succession()]
        return before[-1] if before and last == self.current_id() else None

    def make_live(self, build: str) -> None:
        """Lets `current` name a build, in one step and lastingly.

        Raises:
            OSError: it cannot be written; `current` is as before.
        """
        if build not in self._written_succession():
            line = self.succession()
            line += [build] if build not in line else []
            # First: what follows the live build in it does not count before `current` names it.
            write_atomic(self._succession, "".join(f"{one}\n" for one in line).encode())
        write_atomic(self._current, f"{build}\n".encode())

    def remove(self, build: str) -> None:
        """Removes a build's files; its manifest goes to `history/`, where it could be read."""
        try:
            kept = self.manifest(build).to_bytes()
        except IndexRoomError:
            kept = None  # nothing it says could be trusted
        if kept is not None:
            make_folder(self._history)
            write_atomic(self._history / f"{build}.json", kept)
        remove_folder(self._folder / build)

    def next_sequence(self) -> int:
        """One more than any build ever published here, so that no id is used twice."""
        return 1 + max(sequence_of(build) or 0 for build in [*self.ever(), self.current_id() or ""])

    def ever(self) -> set[str]:
        """Ids of all builds whose manifest may still be here."""
        return {*self.ids(), *_by_sequence(self._history)}

    def _written_succession(self) -> list[str]:
        try:
            lines = self._succession.read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return []
        return [line for line in lines if sequence_of(line) is not None]


def _by_sequence(folder: Path) -> list[str]:
    names = [path.name.removesuffix(".json") for path in folder.iterdir()] if folder.exists() else []
    return sorted((name for name in names if sequence_of(name) is not None), key=_order, reverse=True)


def _order(build: str) -> tuple[int, str]:
    return sequence_of(build) or 0, build
