"""The address of one sentence on its page: a text fragment in its short form. Pure."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

MAX_LINK = 512
_WORDS = 4  # at either end: enough to be found, short enough once percent-encoded


def sentence_link(url: str | None, sentence: str) -> str | None:
    """`url` with `#:~:text=start,end` pointing at `sentence`; without it where that is longer than `MAX_LINK`.

    None where `url` is no web address, or too long itself: what is not linked is still cited.
    """
    if url is None or urlsplit(url).scheme not in {"http", "https"}:
        return None
    base = quote(url, safe="%/:?#[]@!$&'*+,;=~-._")
    linked = f"{base}{'' if '#' in base else '#'}:~:text={_fragment(sentence.split())}"
    return next((link for link in (linked, base) if len(link) <= MAX_LINK), None)


def _fragment(words: list[str]) -> str:
    if len(words) <= 2 * _WORDS:
        return _encode(words)
    return f"{_encode(words[:_WORDS])},{_encode(words[-_WORDS:])}"


def _encode(words: list[str]) -> str:
    # "-" marks a prefix or suffix in a text fragment, so it is encoded as well.
    return quote(" ".join(words), safe="").replace("-", "%2D")
