"""Answers as a terminal shows them: pure functions from nouns to rich renderables."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from index.sentence_index import SentenceIndex
from locales import Catalogue, Locales, phrases
from retrieval.answer.markup import in_one_line
from retrieval.evaluation.evaluate import Evaluation
from retrieval.models import Answer, CorpusSummary, Passage

# Control characters but for tab and line feed, halves of pairs, and what turns the direction of a line around.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """Text of the same length, without the characters by which an article could steer a terminal."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text)


def render_answer(answer: Answer, locales: Locales) -> RenderableType:
    """The passages with their citations and the confidence, or the refusal with the closest sentences."""
    catalogue = locales.of(answer.language)
    if answer.answered:
        shown = [_passage(number, passage, catalogue) for number, passage in enumerate(answer.passages, 1)]
        return Group(*shown, Text(phrases.confidence(catalogue, answer.confidence), style="dim"))
    known = [_sources(answer.sources, catalogue)] if answer.sources else []
    why = phrases.refusal(catalogue, answer.refusal, answer.example)
    refusal = Text("\n".join([*known, why]), style="yellow")
    if not answer.closest:
        return refusal
    heading = Text(phrases.closest(catalogue, answer.refusal), style="dim")
    shown = [_passage(number, passage, catalogue) for number, passage in enumerate(answer.closest, 1)]
    return Group(refusal, heading, *shown)


def _sources(known: CorpusSummary, catalogue: Catalogue) -> str:
    said = phrases.sources(
        catalogue,
        articles=known.articles,
        sentences=known.sentences,
        publishers=known.publishers,
        dates=known.dates,
        command="python bot.py sources",
    )
    return visible(said)


@dataclass(frozen=True, slots=True)
class _Hanging:
    """Text whose first line begins with `lead`, and which stands right of it, wrapped where a line is limited."""

    text: Text
    lead: str = "    "

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = max(1, options.max_width - len(self.lead))
        # Where no terminal limits a line, it ends where the text's does.
        lines = self.text.split() if options.no_wrap else self.text.wrap(console, width)
        for number, line in enumerate(lines):
            shown = Text(self.lead if number == 0 else " " * len(self.lead)) + line
            shown.rstrip()
            yield shown


def _passage(number: int, passage: Passage, catalogue: Catalogue) -> RenderableType:
    offset = passage.citation.start
    quote = Text(visible(passage.quote))
    for start, end in passage.highlight or (passage.key,):
        quote.stylize("bold", start - offset, end - offset)
    source = Text(_source(passage, catalogue), style="dim")
    before, after = _before(passage, catalogue), _translated(passage, catalogue)
    return Group(*before, _Hanging(quote, f"[{number}] "), _Hanging(source), *after, Text())


def _before(passage: Passage, catalogue: Catalogue) -> list[_Hanging]:
    """The context in one line, marked as such; nothing where there is none."""
    if passage.context is None:
        return []
    text = catalogue.text("answer-context", text=in_one_line(passage.context.quote))
    return [_Hanging(Text(visible(text), style="dim italic"))]


def _translated(passage: Passage, catalogue: Catalogue) -> list[_Hanging]:
    """The translation, where there is one, below the source line: that one speaks of the quote."""
    if (known := passage.translation) is None:
        return []
    others = None if known.sentences == passage.citation.sentences else known.sentences
    by = phrases.origin(catalogue, known.origin)
    line = phrases.translation(catalogue, " ".join(known.text.split()), by, others)
    return [_Hanging(Text(visible(line)))]


def _source(passage: Passage, catalogue: Catalogue) -> str:
    first, last = passage.citation.sentences
    parts = [
        *(
            value
            for _, value in phrases.facts(
                catalogue, title=passage.title, publisher=passage.publisher, published=passage.date
            )
        ),
        phrases.sentences(catalogue, first, last, passage.sentence_count),
        passage.citation.article,
    ]
    if passage.language != catalogue.language:
        parts.append(phrases.original(catalogue, passage.language))
    if passage.url:
        parts.append(passage.url)
    return visible(" · ".join(parts))


def render_sources(index: SentenceIndex) -> Table:
    """One row an article."""
    table = Table(box=None, pad_edge=False)
    for heading in ("article", "title", "publisher", "date", "language", "sentences"):
        table.add_column(heading)
    for article in index.articles.values():
        known = (article.id, article.title, article.publisher, article.date, article.language)
        cells = [Text(visible(value or "-")) for value in known]
        table.add_row(*cells, str(len(index.sentences_of(article.id))))
    return table


_COLUMNS = {
    "questions": "asked",
    "recall@1": "R@1",
    "recall@3": "R@3",
    "recall@10": "R@10",
    "mrr@10": "MRR",
    "answered": "answered",
    "answered_right": "right",
    "refused": "refused",
    "auroc": "AUROC",
    "precision": "precision",
    "brier": "Brier",
    "quotes_exact": "exact",
}


def render_evaluation(evaluation: Evaluation) -> Table:
    """One row a language, and one over all; `-` where there is nothing to count."""
    table = Table(box=None, pad_edge=False)
    table.add_column(f"from {evaluation.threshold:g}")  # the confidence that it answers from
    for heading in (*_COLUMNS.values(), "ms p50", "p95"):
        table.add_column(heading, justify="right")
    for name, figures in {**evaluation.languages, "overall": evaluation.overall}.items():
        values = figures.as_json()
        speed = (figures.ms.p50, figures.ms.p95) if figures.ms else (None, None)
        table.add_row(name, *(_cell(values[column]) for column in _COLUMNS), *map(_cell, speed))
    return table


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.2f}" if isinstance(value, float) else str(value)
