"""The text of a PDF, by pypdf. Its title and dates are left alone: software wrote them, not the publisher."""

from __future__ import annotations

import io
from importlib.metadata import version

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError

from index.reading.refusals import refusal
from index.reading.text import storable

EXTRACTOR = f"pypdf {version('pypdf')}"


def read(file: str, data: bytes) -> str:
    """All pages' text; a page break is a line end, because sentences run across it.

    Raises:
        ArticleRefused: `no_text`, `encrypted` or `damaged`.
    """
    try:
        text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    except (DependencyError, FileNotDecryptedError) as error:
        raise refusal(file, "encrypted") from error
    except Exception as error:  # a damaged PDF makes pypdf raise anything, down to KeyError
        problem = " ".join(str(error).split()) or type(error).__name__
        raise refusal(file, "damaged", problem=problem) from error
    if not any(character.isalnum() for character in text):
        raise refusal(file, "no_text")
    return storable(text)
