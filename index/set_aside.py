"""Files of articles that were taken out: set aside until a build without them is live."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from index.files import files_in, fsync_folder, make_folder


class SetAside:
    """`.removed/<article>/` in the admins' folder: hidden, so nothing in it is indexed.

    Only for who holds the folder's lock, but for `ids`.
    """

    def __init__(self, added: Path) -> None:
        self._added = added
        self._folder = added / ".removed"

    def ids(self) -> frozenset[str]:
        """The articles of which something is set aside."""
        if not self._folder.exists():
            return frozenset()
        return frozenset(path.name for path in self._folder.iterdir())

    def folder(self, article_id: str) -> Path:
        """Where an article's files lie, or would, under the same names as before."""
        return self._folder / article_id

    def put(self, article_id: str, files: Iterable[Path]) -> None:
        """Moves an article's files here, one after the other; those that are not there are passed over."""
        for file in files:
            if file.exists():
                _move(file, self.folder(article_id) / file.relative_to(self._added))

    def put_back(self, article_id: str) -> None:
        """Moves an article's files to where they were; a file that has taken such a place meanwhile stays."""
        # The article last: it is never indexed without what belongs to it.
        for name in self._names(article_id):
            if not (self._added / name).exists():
                _move(self.folder(article_id) / name, self._added / name)
        self.delete(article_id)

    def delete(self, article_id: str) -> None:
        """Deletes an article's files for good."""
        # The article last: where this is killed, it still tells whose they are.
        for name in self._names(article_id):
            (self.folder(article_id) / name).unlink()
        if self.folder(article_id).exists():
            shutil.rmtree(self.folder(article_id))
            fsync_folder(self._folder)

    def _names(self, article_id: str) -> list[str]:
        """Of an article's files, its own last."""
        return sorted(files_in(self.folder(article_id)), key=lambda name: not name.endswith(".toml"))


def _move(file: Path, to: Path) -> None:
    make_folder(to.parent)
    file.replace(to)
    fsync_folder(to.parent)
    fsync_folder(file.parent)
