"""What a build says of itself: written last, checked first."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from index.canonical import canonical
from index.errors import IndexCorrupt, IndexMismatch
from index.files import files_in, sha256_of
from index.models import Article, TranslatedPart
from index.search.embedded_arms import Search
from index.sentences import RULES_VERSION

FORMAT = 6
"""Version of a build's layout; raised whenever bots before and after a change could not load each other's.

1: an indented manifest; 2: `sources.json` beside the arms; 3: translations; 4: names, tokens; 5: how the
arms are searched; 6: marks of layout are kept from the encoder. A manifest of an older one is still read: citations
point to its build, whose vectors this bot cannot load.
"""
_INDENTED = 1
_TRANSLATED = 3
_NAMED = 4
_SEARCHED = 5

NAME = "manifest.json"
BUILD_ID = re.compile(r"(\d{6,})-[0-9a-f]{12}")


class _Noun(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FileEntry(_Noun):
    """One file of a build."""

    sha256: str
    size: int  # bytes


class TranslationEntry(_Noun):
    """An article's translation into one language; `sha256` finds its parts in the text archive."""

    language: str
    origin: str
    date: str | None
    sentences: int  # how many it covers
    sha256: str  # of `translation_document`


class ArticleEntry(_Noun):
    """An article as it was indexed: everything but its text, which `text_sha256` finds again."""

    id: str
    language: str
    source_sha256: str
    text_sha256: str
    sentences: int
    title: str | None
    publisher: str | None
    date: str | None
    url: str | None
    licence: str | None
    extractor: str | None
    translations: tuple[TranslationEntry, ...] = ()  # by language

    def article(self, text: str, translations: tuple[TranslatedPart, ...] = ()) -> Article:
        """The article that was indexed, its text and translations put back."""
        known = self.model_dump(exclude={"sentences", "translations"})
        return Article(text=text, **known, translations=translations)


class Listed(_Noun):
    """A build in a list of them: what its manifest says in short."""

    id: str
    created: datetime  # UTC
    articles: int
    is_loadable: bool


class Manifest(_Noun):
    """A build's identity card.

    Newest means highest `sequence`, never latest `created`: clocks are set back, sequence numbers are not.
    """

    format: int
    id: str  # sequence and the first 12 digits of `content`
    sequence: int
    created: datetime  # UTC
    encoder: str  # the embedder's name, its checksum included
    dim: int
    rules: str  # version of the sentence rules
    sentences: int
    articles: tuple[ArticleEntry, ...]  # by id
    names: str | None = None  # SHA-256 of the table of names, which finds it in the archive; None: none
    shipped: tuple[str, ...]  # ids of those that came with the bot, sorted
    search: Search | None = None  # how its rows are searched; None: it says nothing of that
    files: Mapping[str, FileEntry]  # all but the manifest
    content: str  # SHA-256 of what was indexed and how; equal contents answer equally
    checksum: str  # SHA-256 of this manifest without this field

    def sealed(self) -> Manifest:
        """The same with its checksum filled in."""
        return self.model_copy(update={"checksum": self._digest()})

    def to_bytes(self) -> bytes:
        """The one way to write it down, so that any other byte is noticed."""
        return self._canonical({})

    def check_self(self, folder_name: str) -> None:
        """Raises `IndexCorrupt` where the manifest contradicts itself or its folder's name."""
        if self.checksum != self._digest():
            raise IndexCorrupt(f"{folder_name}: {NAME} was altered: its checksum does not match")
        if self.id != folder_name:
            raise IndexCorrupt(f"{folder_name}: {NAME} belongs to build {self.id}")

    def check_files(self, folder: Path) -> None:
        """Raises `IndexCorrupt`, by name, where a file of the build is missing, altered or a stranger."""
        found = files_in(folder)
        for name in sorted(self.files.keys() | found.keys() - {NAME}):
            entry = self.files.get(name)
            if entry is None:
                raise IndexCorrupt(f"{self.id}: {name} is not in its manifest")
            self._check_file(name, entry, folder)

    def check_file(self, folder: Path, name: str) -> None:
        """Raises `IndexCorrupt`, by name, where one file of the build is missing or altered."""
        entry = self.files.get(name)
        if entry is None:
            raise IndexCorrupt(f"{self.id}: it has no {name}")
        self._check_file(name, entry, folder)

    def _check_file(self, name: str, entry: FileEntry, folder: Path) -> None:
        path = folder / name
        if not path.exists():
            raise IndexCorrupt(f"{self.id}: {name} is missing")
        size = path.stat().st_size
        if size != entry.size:
            raise IndexCorrupt(f"{self.id}: {name} has {size} bytes, its manifest says {entry.size}")
        if sha256_of(path) != entry.sha256:
            raise IndexCorrupt(f"{self.id}: {name} was altered: its checksum does not match")

    @property
    def is_loadable(self) -> bool:
        """Whether this bot, with the build's encoder, can answer from it: the same format and sentence rules."""
        return (self.format, self.rules) == (FORMAT, RULES_VERSION)

    @property
    def listed(self) -> Listed:
        """This in short."""
        return Listed(
            id=self.id, created=self.created, articles=len(self.articles), is_loadable=self.is_loadable
        )

    def check_loadable(self, encoder: str | None = None) -> None:
        """Raises `IndexMismatch` where this bot cannot answer from the build, with `encoder` if that is known."""
        if self.format != FORMAT:
            raise IndexMismatch(
                f"{self.id}: format {self.format} is older than this bot, which loads {FORMAT}"
            )
        for what, built, ours in (
            ("sentence rules", self.rules, RULES_VERSION),
            ("encoder", self.encoder, encoder or self.encoder),
        ):
            if built != ours:
                raise IndexMismatch(f"{self.id}: {what} {built}, this bot has {ours}")

    def _digest(self) -> str:
        return hashlib.sha256(self._canonical({"checksum": True})).hexdigest()

    def _canonical(self, exclude: dict[str, Any]) -> bytes:
        """As a bot of this manifest's format wrote it."""
        if self.format < _SEARCHED:
            exclude = {**exclude, "search": True}
        if self.format < _TRANSLATED:
            exclude = {**exclude, "articles": {"__all__": {"translations"}}}
        if self.format < _NAMED:
            exclude = {**exclude, "names": True}
        value = self.model_dump(mode="json", exclude=exclude)
        if self.format == _INDENTED:
            return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
        return canonical(value)


def read_manifest(path: Path, build: str) -> Manifest:
    """Reads a manifest, of an older format too, and refuses one that is newer, altered or not its own.

    Raises:
        IndexCorrupt: missing, unreadable or altered.
        IndexMismatch: written by a newer version of the bot.
    """
    try:
        data = path.read_bytes()
        value = json.loads(data)
    except (OSError, ValueError) as error:
        raise IndexCorrupt(f"{build}: {NAME} cannot be read: {error}") from error
    written = value.get("format") if isinstance(value, dict) else None
    if isinstance(written, int) and written > FORMAT:
        raise IndexMismatch(f"{build}: format {written} is newer than this bot, which reads up to {FORMAT}")
    try:
        manifest = Manifest.model_validate(value)
    except ValidationError as error:
        raise IndexCorrupt(f"{build}: {NAME} is not a manifest: {error}") from error
    manifest.check_self(build)
    if manifest.to_bytes() != data:
        raise IndexCorrupt(f"{build}: {NAME} was altered")
    return manifest


def sequence_of(build: str) -> int | None:
    """The sequence number in a build's id; None where this is no build's id."""
    match = BUILD_ID.fullmatch(build)
    return int(match[1]) if match else None
