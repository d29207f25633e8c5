"""A passage as Discord markdown: verbatim, the words that answer in bold, else the found sentence. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cogs.text import ELLIPSIS, escape, longest, units
from retrieval.models import Passage, Span

_WORD = re.compile(r"\S+")
_GAP = re.compile(r"\s+")
_PARTIAL = re.compile(r"^\S*\s*")  # a word whose beginning may be missing
_LINES = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Marked:
    """Text with the sentence that matters, and the words in it that stand out: none means all of it."""

    text: str
    key: Span
    answer: tuple[Span, ...] = ()
    bold: bool = True  # whether anything stands out


def marked(passage: Passage, *, bold: bool = True) -> Marked:
    """The passage's quote with its key sentence and highlights, as offsets of the quote."""
    base = passage.citation.start
    return Marked(
        passage.quote,
        (passage.key[0] - base, passage.key[1] - base),
        tuple((start - base, end - base) for start, end in passage.highlight),
        bold,
    )


def quotation(text: Marked, limit: int, *, around: bool = False) -> str:
    """A block quotation of `text` in at most `limit` units (30 or more).

    Too long, it keeps the key sentence and loses its surroundings, or with `around` only what is far of them; still
    too long, it loses the sentence's end. "…" stands where something was left out.
    """
    start, end = text.key
    for window in ((0, len(text.text)), _around(text, limit) if around else text.key, text.key):
        # A character is at least one unit: what cannot fit is not even tried.
        if window[1] - window[0] <= limit and units(block := _window(text, window)) <= limit:
            return block
    end = min(end, start + limit)
    ends = [start + match.end() for match in _WORD.finditer(text.text[start:end])]

    def fits(end: int) -> bool:
        return units(_window(text, (start, end))) <= limit

    cut = longest(ends, fits) or longest(range(start + 1, end), fits) or start + 1
    return _window(text, (start, cut))


def _around(text: Marked, limit: int) -> Span:
    """The key sentence with as many words on either side as fit, about as far on both."""
    start, end = text.key

    def window(side: int) -> Span:
        left, right = _PARTIAL.sub("", text.text[max(0, start - side) : start]), text.text[end : end + side]
        if start <= side:
            left = text.text[:start]
        if end + side < len(text.text):
            right = right[: max((gap.start() for gap in _GAP.finditer(right)), default=0)]
        return start - len(left), end + len(right)

    side = longest(range(1, limit), lambda side: units(_window(text, window(side))) <= limit)
    return window(side) if side else text.key


def _window(text: Marked, window: Span) -> str:
    """The part `window` as a block quotation."""
    start, end = window
    shown = "\n".join(
        "> " + _line(text, max(start, line.start()), min(end, line.end()))
        for line in _LINES.finditer(text.text)
        if line.start() < end and line.end() > start
    )
    before = f"> {ELLIPSIS} " if text.text[:start].strip() else "> "
    after = ELLIPSIS if text.text[end:].strip() else ""
    # A gap between sentences keeps its space; a sentence that was cut does not.
    gap = " " if after and end >= text.key[1] else ""
    return before + shown.removeprefix("> ") + gap + after


def _line(text: Marked, start: int, end: int) -> str:
    """One line's part of the text, with its marks opened and closed inside it."""
    parts, at = [], start
    for left, right in sorted(text.answer or (text.key,)) if text.bold else ():
        left, right = max(left, at), min(right, end)  # noqa: PLW2901 - cut to what this part shows
        if left < right:
            parts += [escape(text.text[at:left]), _wrap(escape(text.text[left:right]), "**")]
            at = right
    return "".join([*parts, escape(text.text[at:end])])


def _wrap(markdown: str, mark: str) -> str:
    """`markdown` between marks, which must touch its first and last visible character to work."""
    core = markdown.strip()
    if not core:
        return markdown
    left, _, right = markdown.partition(core)
    return f"{left}{mark}{core}{mark}{right}"
