"""Addresses under a quote: of its sentence on its page, and of its translation elsewhere. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote, urlsplit

from cogs.text import shorten

MAX_LINK = 512
_SAFE = "%/:?#[]@!$&'*+,;=~-._"
_MARKS = re.compile(
    r"^\s*(?:#{1,6}\s+|>\s*|[-*+•]\s+|\d{1,3}[.)]\s+)+|\s+#+\s*$|^[ \t|:=-]*$"  # of a line
    r"|\*\*|(?<!\w)[*_]{1,2}(?=\S)|(?<=\S)[*_]{1,2}(?!\w)|`"  # of words
    r"|!?\[(?=[^\[\]]*\]\()|\]\([^()\s]*\)",  # of links
    re.MULTILINE,
)
_WORDS = 4  # at either end: enough to be found, short enough once percent-encoded


def page_link(url: str | None) -> str | None:
    """`url` as a link that breaks out of nothing; None where it is no web address, or too long for Discord."""
    if url is None or urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).netloc:
        return None
    link = quote(url, safe=_SAFE)
    return link if len(link) <= MAX_LINK else None


def sentence_link(url: str | None, sentence: str) -> str | None:
    """`page_link` with `#:~:text=start,end` pointing at `sentence`; without it where that gets too long."""
    link = page_link(url)
    if link is None:
        return None
    link, *_ = link.split(":~:")  # a link to a highlight, as browsers copy it, points at another place
    fragment = _fragment(sentence)
    linked = f"{link}{'' if '#' in link else '#'}:~:text={fragment}"
    return linked if fragment and len(linked) <= MAX_LINK else link


def translate_link(
    template: str, texts: Sequence[str], source: str, target: str, limit: int = MAX_LINK
) -> str | None:
    """An address that opens a translation service with a text in it; nothing is sent until a reader follows it.

    Args:
        template: a web address with `{text}`, and where it wants them `{source}` and `{target}`; "": no link.
        texts: what to translate, longest first: the first that fits whole, else the beginning of the last, cut
            at a word. None where not even its first word fits.
        source: language of the text as ISO 639-1; an unknown one ("und") is called `auto`.
        target: language to translate into, as ISO 639-1.
        limit: characters of the link, at most `MAX_LINK`.
    """
    known = "auto" if source == "und" else source
    frame = template.replace("{source}", _encode_all(known)).replace("{target}", _encode_all(target))

    def filled(text: str) -> str:
        return quote(frame.replace("{text}", _encode_all(text)), safe=_SAFE)

    def measure(text: str) -> int:
        return len(filled(text))

    texts = [" ".join(text.split()) for text in texts]
    fitting = next((text for text in texts if measure(text) <= limit), None)
    if fitting is None:
        fitting = shorten(texts[-1], limit, measure)
        if not fitting.startswith(texts[-1].split(" ")[0]):
            return None
    return page_link(filled(fitting))


def _encode_all(text: str) -> str:
    return quote(text, safe="", errors="replace")


def _fragment(sentence: str) -> str:
    """The words at both ends, without marks of Markdown and cells of a table, which a page does not show as text."""
    # The marks are looked for where no blanks follow each other: a run of them would be looked through from each.
    lines = "\n".join(" ".join(line.split()) for line in sentence.splitlines() if line.strip())
    cells = [part.split() for part in _MARKS.sub("", lines).split("|") if part.strip()]
    if not cells:
        return ""
    first, last = cells[0], cells[-1]
    if len(cells) == 1 and len(first) <= 2 * _WORDS:
        return _encode(first)
    return f"{_encode(first[:_WORDS])},{_encode(last[-_WORDS:])}"


def _encode(words: list[str]) -> str:
    # "-" marks a prefix or suffix in a text fragment, so it is encoded as well.
    return quote(" ".join(words), safe="").replace("-", "%2D")
