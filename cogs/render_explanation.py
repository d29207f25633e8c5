"""An explanation on Discord: the best sentences in a box, and a file with all that was weighed. Pure."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Sequence

import discord

from cogs import limits
from cogs.render import ANSWERED, REFUSED
from cogs.text import shorten, shorten_escaped
from locales import Catalogue, phrases
from retrieval.explanation import Considered, Explanation, confidence_cells, order_cells
from retrieval.ranking.scoring import Weighed

_BEST = 5  # sentences in the box; four boxes of them fit a description
_EXCERPT = 40  # units of a sentence in the box
_TEXT = 150  # units of what was searched for


def explanation_message(
    explanation: Explanation, catalogue: Catalogue, *, build: str | None = None
) -> tuple[discord.Embed, discord.File]:
    """The threshold and the best sentences of all that was searched for; everything else is in the file.

    `build` is the one that the answer came from, where that need not be the one that was asked again.
    """
    blocks = [phrases.reached(catalogue, explanation.threshold, explanation.answer.confidence)]
    if build not in (None, explanation.answer.build):
        blocks.insert(0, catalogue.text("explain-other-index", build=str(build)))
    if explanation.both_ways:
        blocks.append(catalogue.text("explain-both"))
    for number, considered in explanation.numbered():
        heading = _heading(number, considered, catalogue)
        blocks.append(f"**{shorten_escaped(heading, _TEXT)}**")
        if considered.sentences:
            blocks.append(f"```\n{_best(considered, explanation, catalogue)}\n```")
    embed = discord.Embed(
        title=catalogue.text("explain-title"),
        description=shorten("\n".join(blocks), limits.EMBED_DESCRIPTION),
        colour=ANSWERED if explanation.answer.answered else REFUSED,
    )
    embed.set_footer(text=catalogue.text("explain-footer", build=explanation.answer.build))
    whole = "\n".join(_lines(explanation, catalogue)) + "\n"
    return embed, discord.File(io.BytesIO(whole.encode()), "explanation.txt")


def _heading(number: int, considered: Considered, catalogue: Catalogue) -> str:
    if not considered.sentences:
        return catalogue.text("explain-none")
    return phrases.searched(catalogue, number, considered.text)


def _best(considered: Considered, explanation: Explanation, catalogue: Catalogue) -> str:
    head = [
        catalogue.text("explain-score"),
        catalogue.text("explain-meaning"),
        catalogue.text("explain-words"),
        catalogue.text("explain-word-by-word"),
        catalogue.text("explain-sentence"),
    ]
    rows = [
        [
            f"{_mark(one, explanation)} {one.score:.2f}",
            f"{one.hit.dense:.2f}",
            f"{one.hit.lexical:.2f}",
            f"{one.hit.late:.2f}",
            # A grave accent could end the box.
            f"{one.hit.sentence.number} {shorten(_flat(one).replace('`', 'ˋ'), _EXCERPT)}",
        ]
        for one in considered.sentences[:_BEST]
    ]
    return _grid([head, *rows])


def _lines(explanation: Explanation, catalogue: Catalogue) -> Iterator[str]:
    """The file: two tables for all that was searched for, each cell a value and what its weight makes of it."""
    yield phrases.reached(catalogue, explanation.threshold, explanation.answer.confidence)
    sentence, total = catalogue.text("explain-sentence"), catalogue.text("explain-sum")
    if explanation.both_ways:
        yield catalogue.text("explain-both")
    for number, considered in explanation.numbered():
        yield f"\n{_heading(number, considered, catalogue)}"
        if not considered.sentences:
            continue
        first = considered.sentences[0]
        order = [[*first.order, total, sentence]]
        confidence = [[*first.confidence, total, catalogue.text("explain-score"), sentence]]
        for one in considered.sentences:
            name = f"{_mark(one, explanation)} {one.hit.article.id} {one.hit.sentence.number} {_flat(one)}"
            order.append([*order_cells(one), name])
            confidence.append([*confidence_cells(one), f"{one.score:.2f}", name])
        yield from ("", catalogue.text("explain-order"), _grid(order))
        yield from ("", catalogue.text("explain-confidence"), _grid(confidence))


def _mark(one: Weighed, explanation: Explanation) -> str:
    return "✓" if explanation.quoted(one.hit) else " "


def _flat(one: Weighed) -> str:
    return " ".join(one.hit.text.split())


def _grid(rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell, numbers to the right; the last one, text, as it is."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)][:-1]
    return "\n".join(
        "  ".join(
            [
                *(" " * (width - _width(cell)) + cell for cell, width in zip(row, widths, strict=False)),
                row[-1],
            ]
        )
        for row in rows
    )


def _width(text: str) -> int:
    """Columns in a fixed-width font: Korean letters take two."""
    return sum(1 + (unicodedata.east_asian_width(character) in "WF") for character in text)
