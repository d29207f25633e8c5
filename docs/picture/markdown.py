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
    | ``?(?P<code>[^`]+)``?
    | \[(?P<label>{_INNER})\]\(<?(?P<url>https?://[^\s)>]+)>?(?:\s"[^"]*")?\)
    | <?(?P<bare>https?://[^\s<>]+[^\s<>.,:;"')\]])>?
    | \*\*(?P<bold>{_INNER})\*\*(?!\*)
    | __(?P<underlined>{_INNER})__(?!_)
    | \*(?P<slanted>{_INNER})\*
    | (?<!\w)_(?P<slanted_too>{_INNER})_(?!\w)
    | ~~(?P<struck>{_INNER})~~
    | \|\|(?P<hidden>{_INNER})\|\|
    """,
    re.VERBOSE,
)
_TAGS = {"bold": "b", "underlined": "u", "slanted": "i", "slanted_too": "i", "struck": "s"}
_LINE = re.compile(r"(?P<mark>\#{1,3}|-\#|>|[-*])[ ](?P<rest>.*)")
_BLOCKS = {
    "#": "h1",
    "##": "h2",
    "###": "h3",
    "-#": "small",
    ">": "blockquote",
    "-": "ul",
    "*": "ul",
    "": "p",
}


def to_html(markdown: str) -> str:
    """A whole text: lines of one kind that follow each other become one block."""
    blocks = []
    for kind, lines in groupby(map(_line, markdown.split("\n")), key=lambda line: line[0]):
        texts = [inline(text) for _, text in lines]
        if kind == "ul":
            blocks.append(f"<ul>{''.join(f'<li>{text}</li>' for text in texts)}</ul>")
        elif kind in ("p", "blockquote"):
            blocks.append(f"<{kind}>{'<br>'.join(texts)}</{kind}>")
        else:
            blocks += [f"<{kind}>{text}</{kind}>" for text in texts]
    return "".join(blocks)


def _line(line: str) -> tuple[str, str]:
    """The kind of block that a line belongs to, and its text."""
    match = _LINE.fullmatch(line)
    return (_BLOCKS[match["mark"]], match["rest"]) if match else ("p", line)


def inline(text: str) -> str:
    """One line's marks."""
    done, at = [], 0
    for match in _INLINE.finditer(text):
        done += [html.escape(text[at : match.start()]), _marked(match)]
        at = match.end()
    return "".join([*done, html.escape(text[at:])])


def _marked(match: re.Match[str]) -> str:
    name = match.lastgroup or ""
    if match["label"]:
        return f'<a href="{html.escape(match["url"])}">{inline(match["label"])}</a>'
    inner = match[name]
    if name == "escaped":
        return html.escape(inner)
    if name == "code":
        return f"<code>{html.escape(inner)}</code>"
    if name == "bare":
        return f'<a href="{html.escape(inner)}">{html.escape(inner)}</a>'
    if name == "hidden":
        return f'<span class="spoiler">{inline(inner)}</span>'
    return f"<{_TAGS[name]}>{inline(inner)}</{_TAGS[name]}>"
