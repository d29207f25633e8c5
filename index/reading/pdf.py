"""The text of a PDF, by pypdf. Its title and dates are left alone: software wrote them, not the publisher."""

from __future__ import annotations

import io
from collections.abc import Iterator
from importlib.metadata import version

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

from index.reading.metadata import Metadata
from index.reading.refusals import refusal
from index.reading.running_heads import without_running_heads
from index.reading.text import storable

EXTRACTOR = f"pypdf {version('pypdf')}"
_MOST_UNPACKED = 100_000_000  # bytes of all pages, some 10,000 of prose; pypdf bounds each stream alone


def read(file: str, data: bytes) -> tuple[str, Metadata, str]:
    """All pages' text, no metadata, and who extracted it; a page break is a line end: sentences run across it.

    What the pages repeat at their edges is left out.

    Raises:
        ArticleRefused: `no_text`, `encrypted` or `damaged`.
    """
    try:
        pages = [page.extract_text() for page in _bounded(PdfReader(io.BytesIO(data)))]
    except (DependencyError, FileNotDecryptedError) as error:
        raise refusal(file, "encrypted") from error
    except Exception as error:  # a damaged PDF makes pypdf raise anything, down to KeyError
        problem = " ".join(str(error).split()) or type(error).__name__
        raise refusal(file, "damaged", problem=problem) from error
    text = "\n".join(without_running_heads(pages))
    if not any(character.isalnum() for character in text):
        raise refusal(file, "no_text")
    return storable(text), Metadata(), EXTRACTOR


def _bounded(reader: PdfReader) -> Iterator[PageObject]:
    """The pages, as long as what they unpack to fits into memory: a few bytes can stand for gigabytes."""
    unpacked = 0
    for page in reader.pages:
        contents = page.get_contents()
        unpacked += len(contents.get_data()) if contents is not None else 0
        if unpacked > _MOST_UNPACKED:
            raise LimitReachedError(f"its pages unpack to over {_MOST_UNPACKED} bytes")
        yield page
