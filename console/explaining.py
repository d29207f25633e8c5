"""An explanation as tables: a row for each sentence that was weighed, a column for each feature."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from console.render import visible
from locales import Locales, phrases
from retrieval.explanation import Considered, Explanation, confidence_cells, order_cells


def render_explanation(explanation: Explanation, locales: Locales) -> RenderableType:
    """The threshold, then two tables for all that was searched for: what orders, and what makes confident.

    A feature's cell holds its value and what its weight makes of it: "0.71 +2.1".
    """
    language = explanation.answer.language
    heading = phrases.reached(locales, language, explanation.threshold, explanation.answer.confidence)
    parts: list[RenderableType] = [Text(heading, style="bold")]
    for number, considered in enumerate(explanation.considered):
        parts += _considered(number, considered, explanation, locales)
    return Group(*parts, Text(locales.text(language, "explain-footer", build=explanation.answer.build)))


def _considered(
    number: int, considered: Considered, explanation: Explanation, locales: Locales
) -> list[RenderableType]:
    language = explanation.answer.language
    if not considered.sentences:
        return [Text(locales.text(language, "explain-none"))]
    heading = Text(f"\n{visible(phrases.searched(locales, language, number, considered.text))}")
    sentence, total = locales.text(language, "explain-sentence"), locales.text(language, "explain-sum")
    order, confidence = (
        Table(box=None, pad_edge=False, title=locales.text(language, key), title_justify="left")
        for key in ("explain-order", "explain-confidence")
    )
    _head(order, sentence, *considered.sentences[0].order, total)
    _head(confidence, sentence, *considered.sentences[0].confidence, total)
    confidence.add_column(locales.text(language, "explain-score"), justify="right")
    for one in considered.sentences:
        mark = "✓" if explanation.quoted(one.hit) else " "
        place = f"{mark} {one.hit.sentence.number:>3}"
        order.add_row(Text(visible(f"{place} {_flat(one.hit.text)}")), *order_cells(one))
        confidence.add_row(place, *confidence_cells(one), f"{one.score:.2f}")
    return [heading, order, confidence]


def _head(table: Table, sentence: str, *features: str) -> None:
    table.add_column(sentence, overflow="ellipsis", no_wrap=True, max_width=36)
    for name in features:
        table.add_column(name.replace("_", " "), justify="right")


def _flat(text: str) -> str:
    return " ".join(text.split())
