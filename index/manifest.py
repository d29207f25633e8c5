"""What a build says of itself: written last, checked first."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from index.arms import SEARCH_FILE, Search, read_search
from index.errors import IndexCorrupt, IndexMismatch
from index.files import files_in, sha256_of
from index.models import Article, TranslatedPart
from index.sentence_index import SentenceIndex
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
_KEPT_FIELDS = tuple(field.name for field in fields(Article) if field.name not in ("text", "translations"))
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
    names: str | None = (
        None  # SHA-256 of the table of names, which finds it in the text archive; None: it is empty
    )
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
        """Whether this bot can load the build's files: a bot of the same format made them."""
        return self.format == FORMAT

    def check_format(self) -> None:
        """Raises `IndexMismatch` where an older bot made the build, whose files this one cannot load."""
        if not self.is_loadable:
            raise IndexMismatch(
                f"{self.id}: format {self.format} is older than this bot, which loads {FORMAT}"
            )

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
        return _canonical(value, indented=self.format == _INDENTED)


def describe(
    index: SentenceIndex,
    files: Mapping[str, Path],
    *,
    shipped: Iterable[str],
    sequence: int,
    created: datetime,
) -> Manifest:
    """The manifest of an index that was saved into files; without any, of one that is only in memory."""
    articles = entries_of(index)
    content = content_of(index)
    search = files.get(SEARCH_FILE)
    return Manifest(
        format=FORMAT,
        id=f"{sequence:06}-{content[:12]}",
        sequence=sequence,
        created=created,
        encoder=index.embedder.name,
        dim=index.embedder.dim,
        rules=RULES_VERSION,
        sentences=len(index.sentences),
        articles=articles,
        names=index.names.sha256,
        shipped=tuple(sorted(shipped)),
        search=read_search(search) if search else None,
        files={
            name: FileEntry(sha256=sha256_of(path), size=path.stat().st_size) for name, path in files.items()
        },
        content=content,
        checksum="",
    ).sealed()


def entries_of(index: SentenceIndex) -> tuple[ArticleEntry, ...]:
    """What a manifest says of an index's articles, by id."""
    spans = {name: index.sentences.span(name) for name in index.articles}
    return tuple(
        ArticleEntry(
            sentences=spans[name].stop - spans[name].start,
            translations=_translations_of(article),
            **{field: getattr(article, field) for field in _KEPT_FIELDS},
        )
        for name, article in sorted(index.articles.items())
    )


def translation_document(parts: Iterable[TranslatedPart]) -> bytes:
    """The one way to write down the parts of one language."""
    return _canonical([asdict(part) for part in parts])


def parts_in(document: str) -> tuple[TranslatedPart, ...]:
    """What `translation_document` wrote down."""
    return tuple(
        TranslatedPart(**part | {"sentences": tuple(part["sentences"])}) for part in json.loads(document)
    )


def by_language(article: Article) -> dict[str, tuple[TranslatedPart, ...]]:
    """An article's translated parts by language, in order."""
    return {name: tuple(parts) for name, parts in groupby(article.translations, lambda part: part.language)}


def _translations_of(article: Article) -> tuple[TranslationEntry, ...]:
    return tuple(
        TranslationEntry(
            language=language,
            origin=parts[0].origin,
            date=parts[0].date,
            sentences=sum(part.sentences[1] - part.sentences[0] + 1 for part in parts),
            sha256=hashlib.sha256(translation_document(parts)).hexdigest(),
        )
        for language, parts in by_language(article).items()
    )


def content_of(index: SentenceIndex) -> str:
    """SHA-256 of all that decides the answers: format, encoder, rules, names, articles and what is known of them."""
    entries = [entry.model_dump() for entry in entries_of(index)]
    return digest(
        [FORMAT, index.embedder.name, index.embedder.dim, RULES_VERSION, index.names.sha256, entries]
    )


def digest(value: object) -> str:
    """SHA-256 of a JSON value written in the canonical way."""
    return hashlib.sha256(_canonical(value)).hexdigest()


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


def _canonical(value: object, *, indented: bool = False) -> bytes:
    if indented:
        return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    # One entry a line, for people; `indent` would leave Python's fast encoder unused.
    return (json.dumps(value, ensure_ascii=False, separators=(",\n", ": "), sort_keys=True) + "\n").encode()
