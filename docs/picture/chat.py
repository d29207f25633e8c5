# ruff: noqa: INP001 -- a script's own module, no package
"""Recorded messages as an HTML page in the look of Discord: own markup, own style, no foreign asset."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from marks import inline, to_html

Json = dict[str, Any]
STYLE = Path(__file__).with_name("chat.css")
SECONDARY, LINK = 2, 5
STYLES = {1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "secondary"}
PEAK = (
    '<svg viewBox="0 0 40 40"><circle cx="20" cy="20" r="20" fill="#2e7d5b"/>'
    '<path d="M6 29 17 12l5 8 3-4 9 13z" fill="#fff"/><path d="m17 12 3.4 5.4-3.4 2-3-2.8z" fill="#cfe8dc"/></svg>'
)
PERSON = (
    '<svg viewBox="0 0 40 40"><circle cx="20" cy="20" r="20" fill="#5865f2"/>'
    '<circle cx="20" cy="16" r="6" fill="#fff"/><path d="M8 33a12 10 0 0 1 24 0z" fill="#fff"/></svg>'
)
OUT = (
    '<svg class="out" viewBox="0 0 16 16"><path d="M9 2h5v5h-2V5.4L7.7 9.7 6.3 8.3 10.6 4H9z'
    'M3 4h4v2H4v6h6V9h2v5H2V4z" fill="currentColor"/></svg>'
)


def page(recorded: Sequence[Json], width: int) -> str:
    """The whole page: messages one below the other.

    Args:
        recorded: of each message its `language`; what stands above it (`asker`, `used` with a place for the
            `command`) and in its head (`bot`, `time`); and `message`: `content`, `embeds` and `components` as
            the bot sent them.
        width: of the chat, in CSS pixels.
    """
    return (
        f'<!doctype html><html><meta charset="utf-8"><style>{STYLE.read_text(encoding="utf-8")}</style>'
        f'<body style="width:{width}px">{"".join(map(message_html, recorded))}'
        "<script>document.body.dataset.height = Math.ceil(document.querySelector('main:last-of-type')"
        ".getBoundingClientRect().bottom)</script></body></html>"
    )


def message_html(recorded: Json) -> str:
    """One message with what stands above it and in its head."""
    message = recorded["message"]
    command = f'<span class="command">{escape(recorded["command"])}</span>'
    used = escape(recorded["used"]).format(command=command)
    body = [
        f'<div class="spine">{PERSON}<b>{escape(recorded["asker"])}</b><span>{used}</span></div>',
        f'<div class="avatar">{PEAK}</div>',
        f'<div class="head"><b>{escape(recorded["bot"])}</b><span class="app">APP</span>',
        f"<time>{escape(recorded['time'])}</time></div>",
    ]
    if message.get("content"):
        body.append(f'<div class="content">{to_html(message["content"])}</div>')
    body += [embed_html(embed) for embed in message.get("embeds", [])]
    body += [row_html(row) for row in message.get("components", [])]
    return f'<main class="message" lang="{escape(recorded["language"])}">{"".join(body)}</main>'


def embed_html(embed: Json) -> str:
    """One embed: its colour on the left, then author, title, description, fields, footer."""
    parts = []
    if author := embed.get("author"):
        parts.append(f'<div class="author">{escape(author["name"])}</div>')
    if title := embed.get("title"):
        parts.append(f'<div class="title">{inline(title)}</div>')
    if description := embed.get("description"):
        parts.append(f'<div class="description">{to_html(description)}</div>')
    for field in embed.get("fields", []):
        name, value = inline(field["name"]), to_html(field["value"])
        parts.append(f'<div class="field"><div class="name">{name}</div>{value}</div>')
    if footer := embed.get("footer"):
        parts.append(f'<div class="footer">{escape(footer["text"])}</div>')
    colour = embed.get("color") or embed.get("colour") or 0x4E5058
    return f'<div class="embed" style="border-color:#{colour:06x}">{"".join(parts)}</div>'


def row_html(row: Json) -> str:
    """A row of buttons and menus."""
    return f'<div class="row">{"".join(_part(part) for part in row.get("components", []))}</div>'


def _part(part: Json) -> str:
    if "options" in part:
        return f'<span class="menu">{escape(part.get("placeholder") or "")}</span>'
    emoji = (part.get("emoji") or {}).get("name") or ""
    label = f"<span>{escape(part['label'])}</span>" if part.get("label") else ""
    icon = f'<span class="emoji">{escape(emoji)}</span>' if emoji else ""
    state = " disabled" if part.get("disabled") else ""
    style = STYLES.get(part.get("style", SECONDARY), "secondary")
    return (
        f'<span class="button {style}{state}">{icon}{label}{OUT if part.get("style") == LINK else ""}</span>'
    )
