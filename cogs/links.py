"""The address of one sentence on its page: a text fragment in its short form. Pure."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

MAX_LINK = 512
_WORDS = 4  # at either end: enough to be found, short enough once percent-encoded


def page_link(url: str | None) -> str | None:
    """`url` as a link that breaks out of nothing; None where it is no web address, or too long for Discord."""
    if url is None or urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).netloc:
        return None
    link = quote(url, safe="%/:?#[]@!$&'*+,;=~-._")
    return link if len(link) <= MAX_LINK else None


def sentence_link(url: str | None, sentence: str) -> str | None:
    """`page_link` with `#:~:text=start,end` pointing at `sentence`; without it where that gets too long."""
    link = page_link(url)
    if link is None:
        return None
    linked = f"{link}{'' if '#' in link else '#'}:~:text={_fragment(sentence.split())}"
    return linked if len(linked) <= MAX_LINK else link


def _fragment(words: list[str]) -> str:
    if len(words) <= 2 * _WORDS:
        return _encode(words)
    return f"{_encode(words[:_WORDS])},{_encode(words[-_WORDS:])}"


def _encode(words: list[str]) -> str:
    # "-" marks a prefix or suffix in a text fragment, so it is encoded as well.
    return quote(" ".join(words), safe="").replace("-", "%2D")
