"""An explanation as tables: a row for each sentence that was weighed, a column for each feature."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from console.render import visible
from locales import Catalogue, Locales, phrases
from retrieval.explanation import Considered, Explanation, confidence_cells, order_cells

_COLUMNS = 9  # of numbers, beside the sentence


def render_explanation(explanation: Explanation, locales: Locales) -> RenderableType:
    """The threshold, then two tables for all that was searched for: what orders, and what makes confident.

    A feature's cell holds its value and what its weight makes of it: "0.71 +2.1".
    """
    catalogue = locales.of(explanation.answer.language)
    heading = phrases.reached(catalogue, explanation.threshold, explanation.answer.confidence)
    parts: list[RenderableType] = [Text(heading, style="bold")]
    if explanation.both_ways:
        parts.append(Text(catalogue.text("explain-both")))
    for number, considered in explanation.numbered():
        parts += _considered(number, considered, explanation, catalogue)
    return Group(*parts, Text(catalogue.text("explain-footer", build=explanation.answer.build)))


def _considered(
    number: int, considered: Considered, explanation: Explanation, catalogue: Catalogue
) -> list[RenderableType]:
    if not considered.sentences:
        return [Text(catalogue.text("explain-none"))]
    heading = Text(f"\n{visible(phrases.searched(catalogue, number, considered.text))}")
    sentence, total = catalogue.text("explain-sentence"), catalogue.text("explain-sum")
    places = [
        f"{'✓' if explanation.quoted(one.hit) else ' '} {one.hit.sentence.number:>3}"
        for one in considered.sentences
    ]
    named = [
        Text(visible(f"{place} {_flat(one.hit.text)}"))
        for place, one in zip(places, considered.sentences, strict=True)
    ]
    first = considered.sentences[0]
    order = _tables(
        sentence, [*first.order, total], named, [order_cells(one) for one in considered.sentences]
    )
    confidence = _tables(
        sentence,
        [*first.confidence, total, catalogue.text("explain-score")],
        [Text(place) for place in places],
        [[*confidence_cells(one), f"{one.score:.2f}"] for one in considered.sentences],
    )
    titles = (Text(catalogue.text(key), style="italic") for key in ("explain-order", "explain-confidence"))
    return [heading, next(titles), *order, next(titles), *confidence]


def _tables(
    sentence: str, names: Sequence[str], places: Sequence[Text], rows: Sequence[Sequence[str]]
) -> list[Table]:
    """As many tables, one below the other, as keep each narrow enough for a terminal."""
    tables = []
    for start in range(0, len(names), _COLUMNS):
        table = Table(box=None, pad_edge=False)
        table.add_column(sentence, overflow="ellipsis", no_wrap=True, max_width=36)
        for name in names[start : start + _COLUMNS]:
            table.add_column(name.replace("_", " "), justify="right")
        for place, cells in zip(places, rows, strict=True):
            table.add_row(place, *cells[start : start + _COLUMNS])
        tables.append(table)
    return tables


def _flat(text: str) -> str:
    return " ".join(text.split())
