"""Every article text ever published, by content hash: what old citations are checked against."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from index.errors import ArticleUnknown, IndexCorrupt, TextPurged
from index.files import make_folder, remove_file, write_atomic
from index.models import Article

_SHA256 = re.compile(r"[0-9a-f]{64}")


class TextArchive:
    """Texts that outlive their builds, until one is purged for good."""

    def __init__(self, root: Path) -> None:
        self._texts = root / "texts"
        self._purged = root / "purged"

    def keep(self, articles: Iterable[Article]) -> None:
        """Writes down the texts that are not yet kept.

        Raises:
            IndexCorrupt: a text is not what its hash says, so no citation of it could ever be checked.
            TextPurged: a text must never come back.
        """
        for article in articles:
            data = article.text.encode()
            if hashlib.sha256(data).hexdigest() != article.text_sha256:
                raise IndexCorrupt(f"{article.id}: the text does not match its hash {article.text_sha256}")
            if self.purged(article.text_sha256):
                raise TextPurged(f"{article.id}: its text {article.text_sha256} was purged")
            self._keep(article.text_sha256, data)

    def keep_document(self, data: bytes) -> None:
        """Writes down what belongs to a text, such as a translation, under its own hash."""
        self._keep(hashlib.sha256(data).hexdigest(), data)

    def text(self, text_sha256: str) -> str | None:
        """The text with this hash; None where it was never published, or was purged.

        Raises:
            IndexCorrupt: the file was altered since.
        """
        if not _SHA256.fullmatch(text_sha256):
            return None
        try:
            data = self._path(text_sha256).read_bytes()
        except FileNotFoundError:
            return None
        if hashlib.sha256(data).hexdigest() != text_sha256:
            raise IndexCorrupt(f"the kept text {text_sha256} was altered")
        return data.decode()

    def has(self, text_sha256: str) -> bool:
        """Whether the text is kept; it is not read."""
        return bool(_SHA256.fullmatch(text_sha256)) and self._path(text_sha256).exists()

    def purge(self, text_sha256: str, when: datetime) -> None:
        """Records that a text is to be erased, then erases it; it is never indexed again.

        The record comes first, so that a crash in between leaves work to finish, not a text come back.
        """
        if not _SHA256.fullmatch(text_sha256):
            raise ArticleUnknown(f"{text_sha256!r} is no SHA-256")
        record = {"text_sha256": text_sha256, "when": when.isoformat()}
        if not self.purged(text_sha256):
            make_folder(self._purged)
            write_atomic(self._purged / text_sha256, (json.dumps(record) + "\n").encode())
        remove_file(self._path(text_sha256))

    def purged(self, text_sha256: str) -> bool:
        """Whether this text must not be indexed again; what its record says is for people, damaged or not."""
        return bool(_SHA256.fullmatch(text_sha256)) and (self._purged / text_sha256).exists()

    def all_purged(self) -> frozenset[str]:
        """Hashes of the texts that must not be indexed again."""
        if not self._purged.exists():
            return frozenset()
        return frozenset(path.name for path in self._purged.iterdir() if _SHA256.fullmatch(path.name))

    def _keep(self, sha256: str, data: bytes) -> None:
        path = self._path(sha256)
        if not path.exists() or path.stat().st_size != len(data):
            make_folder(path.parent)
            write_atomic(path, data)

    def _path(self, text_sha256: str) -> Path:
        return self._texts / text_sha256[:2] / text_sha256
