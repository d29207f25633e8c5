"""The main text of a web page, by trafilatura; navigation, advertising and comments are left out."""

from __future__ import annotations

import html
import re
from importlib.metadata import version
from itertools import count, pairwise

import trafilatura
from trafilatura.settings import Document

from index.reading.encodings import decode
from index.reading.metadata import Metadata
from index.reading.refusals import refusal
from index.reading.text import storable

EXTRACTOR = f"trafilatura {version('trafilatura')}"
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
# In what trafilatura returns a break looks like a new paragraph; two in a row are meant as one.
_BREAKS = re.compile(r"((?:<br\b[^<>]{0,200}>(?:\s|&nbsp;)*)+)", re.IGNORECASE)
_CODE, _CODE_END = re.compile(r"<pre\b", re.IGNORECASE), re.compile(r"</pre\s*>", re.IGNORECASE)
_SIGN = re.compile("\u23ce\\d+\u240d")  # for a line break; what is not printable would not come through
_LINES_BEGIN = ("- ", "|")  # as trafilatura marks list items and rows, each of which it gives as a block
# Word leaves them in a page; for one of them, lxml would have nothing of the page.
_REFERENCE = re.compile("&#(?:x[0-9a-f]+|[0-9]+);?", re.IGNORECASE)
_LONGEST_REFERENCE = 16  # characters: zeros in front included; what is longer is beyond Unicode
_DECLARATION_WITHIN = 1_024  # bytes, as the HTML standard has it
# Left to itself, trafilatura takes these along when the article is only a few sentences long.
_NOT_MAIN = (
    *("//nav", "//aside", "//form", "//footer[not(ancestor::article)]", "//*[@role='navigation']"),
    # In an encyclopedia: links to edit a chapter, the table of contents, categories.
    *("//*[contains(@class, 'mw-editsection')]", "//*[@id='toc']", "//*[@id='catlinks']"),
    "//*[contains(concat(' ', @class, ' '), ' noprint ')]",  # what steers a page, and is nothing on paper
)
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
    page = _REFERENCE.sub(_shown, decode(file, data, _declared(data)))
    sign = _unused_sign(page)
    document = _extract(file, _marked(page, sign))
    if document is None or not document.text:
        raise refusal(file, "no_text")
    blocks = [block for line in document.text.split("\n") if (block := _broken(line, sign))]
    metadata = Metadata.lenient(
        title=document.title and document.title.replace(sign, " "),
        publisher=document.sitename and document.sitename.replace(sign, " "),
        date=document.date,
        url=document.url,
        licence=document.license and document.license.replace(sign, " "),
    )
    return storable(_together(blocks)), metadata, EXTRACTOR


def _shown(reference: re.Match[str]) -> str:
    """A character reference as it is; a space for one to a control character, which no page may hold."""
    if len(reference[0]) > _LONGEST_REFERENCE:  # int() raises on 5,000 digits
        return "\N{REPLACEMENT CHARACTER}"
    return " " if html.unescape(reference[0]) in ("", "\f") else reference[0]


def _unused_sign(page: str) -> str:
    """Characters for a line break that the page has nowhere, neither as they are nor as HTML spells them."""
    used = set(_SIGN.findall(html.unescape(page)))
    return next(sign for number in count() if (sign := f"\u23ce{number}\u240d") not in used)


def _marked(page: str, sign: str) -> str:
    """The page with its single line breaks as `sign`, those of code too, so that none ends a paragraph."""
    parts, start = [], 0
    while (opened := _CODE.search(page, start)) and (closed := _CODE_END.search(page, opened.end())):
        parts += [page[start : opened.start()], page[opened.start() : closed.end()].replace("\n", sign)]
        start = closed.end()
    parts.append(page[start:])
    return _BREAKS.sub(lambda found: sign if found[1].count("<") == 1 else found[0], "".join(parts))


def _broken(block: str, sign: str) -> str:
    """A block with its line breaks where `_marked` found them; a row of a table has one line."""
    lines = (line.strip() for line in block.split(sign))
    return (" " if block.startswith("|") else "\n").join(line for line in lines if line)


def _together(blocks: list[str]) -> str:
    """All blocks: a blank line parts paragraphs, the items of one list and the rows of one table are lines."""
    parts = blocks[:1]
    for above, block in pairwise(blocks):
        same = any(above.startswith(mark) and block.startswith(mark) for mark in _LINES_BEGIN)
        parts += ["\n" if same else "\n\n", block]
    return "".join(parts)


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
