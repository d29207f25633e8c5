"""The error tree of the index room: catch `IndexRoomError` for all of it."""

from __future__ import annotations


class IndexRoomError(Exception):
    """Root of every error that `index/` raises on purpose."""


class ArticleRefused(IndexRoomError):
    """One file is no usable article; every other article is still indexed.

    `file` is its name, `reason` a stable key (`empty`, `binary`, `too_large`, ...), `remedy` says what to do.
    """

    def __init__(self, file: str, reason: str, remedy: str) -> None:
        super().__init__(f"{file}: {reason}: {remedy}")
        self.file = file
        self.reason = reason
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[ArticleRefused], tuple[str, str, str]]:
        """Crosses process borders whole: by default only the message would."""
        return type(self), (self.file, self.reason, self.remedy)


class ArticleUnknown(IndexRoomError):
    """No article has this id."""


class NothingToIndex(IndexRoomError):
    """Not one readable article: an empty index is never built or published."""


class IndexMissing(IndexRoomError):
    """There is no published build, or not the one asked for."""


class IndexCorrupt(IndexRoomError):
    """A build does not match its manifest, or its parts do not match each other."""


class IndexMismatch(IndexRoomError):
    """A whole build that this bot must not answer from: other format, encoder or sentence rules."""


class StoreUnwritable(IndexRoomError):
    """The disk is full, the folder read-only, ...: nothing was published, what was live still is."""


class EmbedderUnavailable(IndexRoomError):
    """The sentence encoder cannot be loaded, or its files are not the expected ones."""
