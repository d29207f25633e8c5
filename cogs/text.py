"""Text that reads on Discord as it stands in its source: escaped, measured and shortened. Pure."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Sequence

from index.reading.text import storable

ELLIPSIS = "…"

# Discord's clients take `\` before any character but letters, digits and white space as "this very character".
# Marks anywhere: escapes, bold, underline, spoiler, code, links, mentions, timestamps, emoji names, addresses.
_ANYWHERE = re.compile(r"[\\*_~|`\[\]<@:]")
# Marks at the start of a line only: headings, quotes, lists ("25. April" would become one), small print.
_LINE_START = re.compile(
    r"(?:^|(?<=[\r\u2028\u2029]))([^\S\n]*)(#{1,3}(?=\s)|-#|>|[-+](?=\s)|\d+(?=\.\s))", re.MULTILINE
)
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")  # the direction of all that follows on a line
_WORD = re.compile(r"\S+")
_MARKUP = re.compile(r"<(?:@[!&]?\d+|#\d+|a?:\w+:\d+|/[^:>]+:\d+|t:-?\d+(?::\w)?)>")
_FORMAT = re.compile(r"```(?:[a-z]+\n)?|(?<!\s)[*`]+|[*`]+(?!\s)|~~|\|\||(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)")
# What a mention leaves where it stood: "@bot, when?", "When, @bot?", "Hey @bot, when?".
_ORPHANED = re.compile(r"^[,;:–—-]+\s+|\s*,\s+(?=[?!.…]+$)|\s+(?=[,;]|[?!.…]+$)|[,;]$")
_QUOTED = re.compile(r"^[^\S\n]*>(?:>>\s((?s:.*))|[^\S\n](.*)$)", re.MULTILINE)


def units(text: str) -> int:
    """Length as Discord counts it: UTF-16 code units, so that most emoji count two."""
    return len(text) + sum(character > "\uffff" for character in text)


def escape(text: str) -> str:
    """`text` as markdown that Discord shows as exactly `text`: it formats, links, hides and mentions nothing."""
    return _LINE_START.sub(_escape_mark, _ANYWHERE.sub(r"\\\g<0>", text))


def unescape(markdown: str) -> str:
    """The text that `escape` was given."""
    return _ESCAPED.sub(r"\1", markdown)


def shorten(text: str, limit: int, measure: Callable[[str], int] = units) -> str:
    """The longest beginning of `text` that ends with a word and, with "…" behind it, measures at most `limit`.

    A first word that is too long by itself is cut between characters.
    """
    # A character is at least one unit, so what lies beyond `limit` characters is never looked at.
    if len(text) <= limit and measure(text) <= limit:
        return text
    head = text[:limit]

    def fits(end: int) -> bool:
        return measure(head[:end] + ELLIPSIS) <= limit

    end = longest([match.end() for match in _WORD.finditer(head)], fits)
    if end is None:
        end = longest(range(len(head)), fits) or 0
        while end and unicodedata.combining(head[end]):
            end -= 1
    return head[:end] + ELLIPSIS


def shorten_escaped(text: str, limit: int) -> str:
    """`escape(text)` in at most `limit` units: cut before it is escaped, so no escape is ever halved."""
    return escape(shorten(text, limit, lambda part: units(escape(part))))


def one_line(text: str, limit: int) -> str:
    """`shorten_escaped` of `text` without line breaks, nor what would turn around the words that stand beside it."""
    return shorten_escaped(" ".join(_TURNING.sub("", text).split()), limit)


def longest(ends: Sequence[int], fits: Callable[[int], bool]) -> int | None:
    """The last of the rising `ends` that `fits`, given that everything before one that fits does too."""
    count = bisect_left(ends, 1, key=lambda end: 0 if fits(end) else 1)
    return ends[count - 1] if count else None


def code(text: str) -> str:
    """`text` in a box that Discord lets people copy from; as plain text where it could break out of the box."""
    return escape(text) if "`" in text or "\n" in text else f"`{text}`"


def blank(text: str) -> bool:
    """Whether Discord would take `text` for empty: nothing but white space and invisible characters."""
    return all(unicodedata.category(character)[0] in "ZC" for character in text)


def has_words(text: str) -> bool:
    """Whether `text` says anything: figures, marks and emoji alone do not."""
    return any(map(str.isalpha, text))


def words_of(content: str) -> str:
    """What a message says in one line, without mentions, links to channels and commands, emoji, times and formats."""
    said = " ".join(_FORMAT.sub("", _MARKUP.sub(" ", content)).split())
    return storable(_ORPHANED.sub("", said))


def quoted_and_said(content: str) -> tuple[str, str]:
    """What a message quotes of another one ("> ..."), and what it says itself, both as `words_of` gives them."""
    content = _MARKUP.sub(" ", content)
    quotes = ("".join(filter(None, match.groups())) for match in _QUOTED.finditer(content))
    return words_of("\n".join(quotes)), words_of(_QUOTED.sub("", content))


def _escape_mark(match: re.Match[str]) -> str:
    indent, mark = match.groups()
    return f"{indent}{mark}\\" if mark[0].isdigit() else f"{indent}\\{mark}"
