# ruff: noqa: INP001 -- a script's own module, no package
"""Discord's markdown as HTML: what a reader of the message sees.

Block by block (headings, quotations, lists, small print), then inline. A backslash shows the next
mark as it is; a masked link is a link only with http or https behind it.
"""

from __future__ import annotations

import html
import re
from itertools import groupby

_INNER = r"(?:\\.|[^\\\n])+?"
_INLINE = re.compile(
    rf"""
    \\(?P<escaped>[^0-9A-Za-z\s])
    | <(?P<mention>@[!&]?\d+|\#\d+|/[^:\s<>]+:\d+|id:\w+|t:-?\d+(?::\w)?|a?:\w+:\d+)>
    | ``?(?P<code>[^`]+)``?
    | \[(?P<label>{_INNER})\]\(<?(?P<url>https?://[^\s)>]+)>?(?:\s"[^"]*")?\)
    | <?(?P<bare>https?://[^\s<>]+[^\s<>.,:;"')\]])>?
    | \*\*(?P<bold>{_INNER})\*\*(?!\*)
    | __(?P<underlined>{_INNER})__(?!_)
    | \*(?=\S)(?P<slanted>{_INNER})(?<=\S)\*(?!\*)
    | (?<!\w)_(?P<slanted_too>{_INNER})_(?!\w)
    | ~~(?P<struck>{_INNER})~~
    | \|\|(?P<hidden>{_INNER})\|\|
    """,
    re.VERBOSE,
)
_TAGS = {
    "bold": ("<b>", "</b>"),
    "underlined": ("<u>", "</u>"),
    "slanted": ("<i>", "</i>"),
    "slanted_too": ("<i>", "</i>"),
    "struck": ("<s>", "</s>"),
    "hidden": ('<span class="spoiler">', "</span>"),
}
_LINE = re.compile(r"[ \t]*(?P<mark>\#{1,3}|-\#|>{1,3}|[-*]|\d+\.)[ \t]+(?P<rest>.*)")
_BLOCKS = {"#": "h1", "##": "h2", "###": "h3", "-#": "small", "-": "ul", "*": "ul"}


def to_html(markdown: str) -> str:
    """A whole text: lines of one kind that follow each other become one block."""
    blocks = []
    for kind, lines in groupby(map(_line, markdown.split("\n")), key=lambda line: line[0]):
        texts = [inline(text) for _, text in lines]
        if kind in ("ul", "ol"):
            blocks.append(f"<{kind}>{''.join(f'<li>{text}</li>' for text in texts)}</{kind}>")
        elif kind in ("p", "blockquote"):
            blocks.append(f"<{kind}>{'<br>'.join(texts)}</{kind}>")
        else:
            blocks += [f"<{kind}>{text}</{kind}>" for text in texts]
    return "".join(blocks)


def to_text(markdown: str) -> str:
    """What a reader reads, without its look: the text of `to_html`."""
    broken = re.sub(r"<br>|</(?:p|blockquote|small|h\d|li)>(?!$)(?!</[uo]l>$)", "\n", to_html(markdown))
    return html.unescape(re.sub(r"<[^>]+>", "", broken))


def _line(line: str) -> tuple[str, str]:
    """The kind of block that a line belongs to, and its text."""
    match = _LINE.fullmatch(line)
    if match is None:
        return "p", line
    mark = match["mark"]
    other = "blockquote" if mark[0] == ">" else "ol"
    return _BLOCKS.get(mark, other), match["rest"]


def inline(text: str) -> str:
    """One line's marks."""
    done, at = [], 0
    for match in _INLINE.finditer(text):
        done += [html.escape(text[at : match.start()]), _marked(match)]
        at = match.end()
    return "".join([*done, html.escape(text[at:])])


def _marked(match: re.Match[str]) -> str:
    name = match.lastgroup or ""
    if name == "url":
        return f'<a href="{html.escape(match["url"])}">{inline(match["label"])}</a>'
    shown = html.escape(match[name])
    if name == "bare":
        return f'<a href="{shown}">{shown}</a>'
    if name == "mention":
        return f'<span class="mention">{shown[0]}…</span>'
    if name in ("escaped", "code"):
        return shown if name == "escaped" else f"<code>{shown}</code>"
    start, end = _TAGS[name]
    return f"{start}{inline(match[name])}{end}"
