"""The main text of a web page, by trafilatura; navigation, advertising and comments are left out."""

from __future__ import annotations

import re
from importlib.metadata import version

import trafilatura
from trafilatura.settings import Document

from index.reading.encodings import decode
from index.reading.metadata import Metadata
from index.reading.refusals import refusal
from index.reading.text import storable

EXTRACTOR = f"trafilatura {version('trafilatura')}"
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DECLARATION_WITHIN = 1_024  # bytes, as the HTML standard has it
# Left to itself, trafilatura takes these along when the article is only a few sentences long.
_NOT_MAIN = ("//nav", "//aside", "//form", "//footer[not(ancestor::article)]")
# A page names its encoding by an old label and means the Windows superset (WHATWG Encoding Standard).
_CODECS = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "windows-1252": "cp1252",
    "windows-1251": "cp1251",
    "koi8-r": "koi8_r",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "windows-949": "cp949",
    "cp949": "cp949",
}


def read(file: str, data: bytes) -> tuple[str, Metadata, str]:
    """Main text, what the page says of itself, and who extracted it.

    Raises:
        ArticleRefused: `no_text`, `damaged`, or what `decode` refuses.
    """
    document = _extract(file, decode(file, data, _declared(data)))
    if document is None or not document.text:
        raise refusal(file, "no_text")
    # trafilatura gives one block a line; a blank line is what keeps paragraphs apart everywhere else.
    blocks = [line for line in document.text.split("\n") if line.strip()]
    metadata = Metadata.lenient(
        title=document.title,
        publisher=document.sitename,
        date=document.date,
        url=document.url,
        licence=document.license,
    )
    return storable("\n\n".join(blocks)), metadata, EXTRACTOR


def _extract(file: str, page: str) -> Document | None:
    try:
        document = trafilatura.bare_extraction(
            page,
            include_comments=False,
            prune_xpath=list(_NOT_MAIN),
            with_metadata=True,
            # Without this any date in the text would pass for the page's own.
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception as error:  # trafilatura and lxml raise what they like on a page that fights them
        raise refusal(file, "damaged", problem=type(error).__name__) from error
    return document if isinstance(document, Document) else None


def _declared(data: bytes) -> str | None:
    match = _CHARSET.search(data, 0, _DECLARATION_WITHIN)
    return _CODECS.get(match[1].decode("ascii", "replace").lower()) if match else None
