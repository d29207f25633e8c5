"""Bytes with a name to an Article."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import PurePosixPath

from index.models import Article
from index.reading.formats import READERS
from index.reading.head import head_metadata, metadata_spans
from index.reading.language import detect_language
from index.reading.metadata import Metadata
from index.reading.refusals import refusal

# Never articles, whatever their suffix.
_COMPANION_STEMS = {"readme", "notice", "license", "licence", "copying"}
# The table of names; and the list of shipped articles that were taken out, in the folder of added ones.
_COMPANIONS = {"names.toml", "removed"}
_COMPANION_SUFFIXES = (".meta.toml", ".translation.toml", ".jsonl")
_UNSAFE = set('\\:*?"<>|')  # no file system takes them all, and the id names sidecars and stored copies
_LONGEST_ID = 200  # bytes of UTF-8: a file name has at most 255, and sidecars append to it


def read_bytes(name: str, data: bytes, *, max_bytes: int, metadata: Metadata | None = None) -> Article:
    """The article in a file's bytes.

    Args:
        name: the file's name: its stem becomes the id, its suffix says the format. It may come from anyone.
        data: the whole file.
        max_bytes: the largest file that is accepted.
        metadata: what a sidecar says; wins over what the file says of itself.

    Raises:
        ArticleRefused: the file is no usable article.
    """
    if "/" in name:
        raise refusal(name, "unsafe_name", problem="it is a path, not a name")
    return to_article(name, data, max_bytes=max_bytes, metadata=metadata)


def to_article(file: str, data: bytes, *, max_bytes: int, metadata: Metadata | None) -> Article:
    """`read_bytes` for a `file` that may stand in subfolders: the path is for refusals, its last part counts.

    Raises:
        ArticleRefused: the file is no usable article.
    """
    suffix, article_id = supported_suffix(file), id_of(file)
    if len(data) > max_bytes:
        raise refusal(file, "too_large", limit=max_bytes)
    if not data.strip():
        raise refusal(file, "empty")
    content = READERS[suffix](file, data)
    body = _without(content.text, metadata_spans(content.text))
    if not any(character.isalnum() for character in body):
        raise refusal(file, "empty")
    known = (metadata or Metadata()).over(content.metadata).over(head_metadata(content.text))
    return Article(
        id=article_id,
        text=content.text,
        language=known.language or detect_language(body),
        source_sha256=hashlib.sha256(data).hexdigest(),
        text_sha256=hashlib.sha256(content.text.encode()).hexdigest(),
        title=known.title,
        publisher=known.publisher,
        date=known.date,
        url=known.url,
        licence=known.licence,
        extractor=content.extractor,
    )


def id_of(file: str) -> str:
    """The article id that a file's name stands for: its stem, composed (NFC), fit to name other files with.

    Raises:
        ArticleRefused: `unsafe_name`.
    """
    stem = unicodedata.normalize("NFC", PurePosixPath(file).stem)
    if not stem.isprintable() or not _UNSAFE.isdisjoint(stem):
        problem = 'it holds one of \\ : * ? " < > | or a character without a shape'
    elif stem[0] in ".- " or stem[-1] in ". ":
        problem = "it begins with a hyphen, or begins or ends with a full stop or a space"
    elif len(stem.encode()) > _LONGEST_ID:
        problem = f"it is longer than {_LONGEST_ID} bytes"
    else:
        return stem
    raise refusal(file, "unsafe_name", problem=problem)


def supported_suffix(file: str) -> str:
    """The suffix in lower case, one of `READERS`.

    Raises:
        ArticleRefused: `not_an_article` or `unsupported_type`.
    """
    path = PurePosixPath(file)
    if is_companion(path.name):
        raise refusal(file, "not_an_article")
    suffix = path.suffix.lower()
    if suffix not in READERS:
        raise refusal(file, "unsupported_type", types=", ".join(READERS))
    return suffix


def is_companion(name: str) -> bool:
    """Whether a file of this name lies beside articles and is never one itself."""
    folded = name.casefold()
    return (
        folded.endswith(_COMPANION_SUFFIXES)
        or folded.split(".")[0] in _COMPANION_STEMS
        or name in _COMPANIONS
    )


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    starts = [0, *(end for _, end in spans)]
    ends = [*(start for start, _ in spans), len(text)]
    return "".join(text[start:end] for start, end in zip(starts, ends, strict=True))
