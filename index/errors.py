"""The error tree of the index room: catch `IndexRoomError` for all of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from index.changes import Outcome
    from index.lock import Holder

TO_MEND = (
    "make room, run this as the bot's user, make the folder theirs (chown), or name another one (GIPFEL_VAR)"
)


class IndexRoomError(Exception):
    """Root of every error that `index/` raises on purpose.

    It crosses process borders with the arguments that it was made with: an error with some of its own leaves them in
    `args`, and says its message itself.
    """


class ArticleRefused(IndexRoomError):
    """One file is no usable article; every other article is still indexed.

    `file` is its name, `reason` a stable key (`empty`, `binary`, `too_large`, ...), `remedy` says what to do;
    `details` are what the remedy names, such as `problem` or the `limit` in bytes, for who says it in other words.
    """

    def __init__(
        self, file: str, reason: str, remedy: str, details: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(file, reason, remedy, details)
        self.file = file
        self.reason = reason
        self.remedy = remedy
        self.details = dict(details or {})

    def __str__(self) -> str:
        return f"{self.file}: {self.reason}: {self.remedy}"


class TranslationStale(ArticleRefused):
    """Sentences have changed since they were translated: `numbers` of `article` in `language`."""

    def __init__(self, file: str, remedy: str, article: str, language: str, numbers: tuple[int, ...]) -> None:
        super().__init__(file, "translation_stale", remedy)
        self.args = (file, remedy, article, language, numbers)
        self.article = article
        self.language = language
        self.numbers = numbers


class ArticleUnknown(IndexRoomError):
    """No article has this id."""


class LanguageUnfit(IndexRoomError):
    """An article cannot be translated into this."""


class TextPurged(IndexRoomError):
    """A text that was erased for good must not be published again."""


class NothingToIndex(IndexRoomError):
    """Not one readable article: an empty index is never built or published."""


class IndexMissing(IndexRoomError):
    """There is no published build, or not the one asked for."""


class IndexCorrupt(IndexRoomError):
    """A build does not match its manifest, or its parts do not match each other."""


class IndexMismatch(IndexRoomError):
    """A whole build that this bot must not answer from: other format, encoder or sentence rules."""


class EngineUnavailable(IndexRoomError):
    """The search engine does not answer, not in time, or not with what was asked for; try again later."""


class EngineLost(IndexCorrupt):
    """The search engine answers, but does not hold a build's rows, or holds others in their place."""


class ReindexBusy(IndexRoomError):
    """Another reindex is running; `holder` says whose it is, since when and how far, where that is known."""

    def __init__(self, holder: Holder | None) -> None:
        super().__init__(holder)
        self.holder = holder

    def __str__(self) -> str:
        return f"a reindex is already running: {self.holder or 'nobody knows whose'}"


class ReindexCancelled(IndexRoomError):
    """It was stopped on request; nothing was published."""


class ReindexDied(IndexRoomError):
    """The process that built ended without a word; nothing was published."""


class CheckUnusable(IndexRoomError):
    """What judges a build before it is published cannot be used; nothing was published."""


class ConfirmationNeeded(IndexRoomError):
    """So much would be dropped that a person has to say yes; `outcome` is what a dry run would have said."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome = outcome

    def __str__(self) -> str:
        return f"needs a confirmation: {', '.join(self.outcome.doubts)}"


class StoreUnwritable(IndexRoomError):
    """The disk is full, the folder read-only, ...: nothing was published, what was live still is."""

    @classmethod
    def of(cls, folder: Path, error: OSError) -> Self:
        """What kept a file in `folder` from being written; a file elsewhere, which was to be read, is named."""
        why = error.strerror or str(error)
        file = folder / os.fsdecode(error.filename or "")
        inside = file.is_relative_to(folder) or folder.is_relative_to(file)
        return cls(f"{folder}: {why}: {TO_MEND}" if inside else f"{file}: {why}")


class EmbedderUnavailable(IndexRoomError):
    """The sentence encoder cannot be loaded, or its files are not the expected ones."""
