"""`Stats` as a picture, light or dark, in any of the bot's languages; pure: the same numbers, the same pixels."""

from __future__ import annotations

import io
import math
import textwrap
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from querylog.models import Stats
from querylog.picture_style import DARK, LIGHT, Colours, style

_SIZE_INCHES = (12, 9.5)
_DPI = 110  # 1320 x 1045 pixels: sharp where Discord shows a picture large, and far below its size limit
_DRAWING = threading.Lock()  # matplotlib's style is global while a picture is drawn
_QUOTE = 70  # characters of a cited sentence
_WIDE = 20  # times: above this, lines share an axis only if it is logarithmic


@dataclass(frozen=True, slots=True)
class Labels:
    """Every word in the picture, in the reader's language."""

    title: str
    questions_a_day: str
    questions: str
    answered: str
    refused: str
    small_talk: str
    latency: str
    milliseconds: str
    median: str
    slowest: str  # the 95th percentile
    languages: str
    feedback: str
    votes: str
    liked: str
    disliked: str
    most_cited: str
    times_cited: str
    nothing: str  # stands where there is nothing to show
    language_names: Mapping[str, str]  # "de": "German"
    number: Callable[[float], str]  # a number as the language writes it
    day: Callable[[date], str]  # a day of the year, the same way


def draw(stats: Stats, labels: Labels, *, dark: bool) -> bytes:
    """The picture as PNG."""
    colours = DARK if dark else LIGHT
    with _DRAWING, mpl.rc_context(style(colours)):
        file = io.BytesIO()
        compose(stats, labels, colours).savefig(file, format="png", metadata={"Software": None})
    return file.getvalue()


def compose(stats: Stats, labels: Labels, colours: Colours) -> Figure:
    """Three rows, each with its own margins: a long sentence below must not narrow the days above."""
    figure = Figure(figsize=_SIZE_INCHES, dpi=_DPI, layout="constrained")
    figure.suptitle(labels.title, fontsize=17)
    top, middle, bottom = figure.subfigures(3, 1, squeeze=False, height_ratios=(3, 3, 3.2))[:, 0]
    _outcomes(top.subplots(), stats, labels, colours)
    latency, languages, feedback = middle.subplots(1, 3, width_ratios=(2.2, 1, 1))
    _latency(latency, stats, labels, colours)
    named = labels.language_names
    spoken = [(named.get(code, code), count, colours.plain) for code, count in stats.languages.items()]
    languages.set_title(labels.languages)
    _bars(languages, labels.questions, spoken, labels)
    votes = [(labels.liked, stats.up, colours.good), (labels.disliked, stats.down, colours.bad)]
    feedback.set_title(labels.feedback)
    _bars(feedback, labels.votes, votes if stats.up + stats.down else [], labels)
    cited = bottom.subplots()
    cited.set_title(labels.most_cited)
    quoted = [(_shorten(often.sentence.sentence), often.count, colours.plain) for often in stats.cited]
    _bars(cited, labels.times_cited, quoted, labels)
    return figure


def _outcomes(axes: Axes, stats: Stats, labels: Labels, colours: Colours) -> None:
    axes.set_title(labels.questions_a_day)
    axes.set_ylabel(labels.questions)
    places = range(len(stats.days))
    kinds = [
        (labels.answered, stats.answered, [day.answered for day in stats.days], colours.answered),
        (labels.refused, stats.refused, [day.refused for day in stats.days], colours.bad),
    ]
    if stats.small_talk:
        talk = [day.small_talk for day in stats.days]
        kinds.append((labels.small_talk, stats.small_talk, talk, colours.aside))
    width = 0.85  # of a day
    heights = [0] * len(stats.days)
    for name, total, counts, colour in kinds:
        axes.bar(places, counts, width, heights, color=colour, label=f"{name}: {labels.number(total)}")
        heights = [height + count for height, count in zip(heights, counts, strict=True)]
    highest = max(heights, default=0)
    top = highest * 1.05 or 1
    ticks = MaxNLocator(nbins=max(1, min(6, highest)), integer=True).tick_values(0, highest or 1)
    axes.set_yticks([tick for tick in ticks if tick <= top])
    axes.yaxis.set_major_formatter(lambda value, _: labels.number(round(value)))
    axes.set_ylim(0, top)
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=len(kinds), borderaxespad=0.2)
    _dates(axes, stats, labels, 10)
    if not highest:
        _nothing(axes, labels.nothing)


def _latency(axes: Axes, stats: Stats, labels: Labels, colours: Colours) -> None:
    axes.set_title(labels.latency)
    axes.set_ylabel(labels.milliseconds)
    _dates(axes, stats, labels, 4)
    places = [place for place, day in enumerate(stats.days) if day.p50 is not None]
    median = [day.p50 for day in stats.days if day.p50 is not None]
    slowest = [day.p95 for day in stats.days if day.p95 is not None]
    if stats.p50 is None or stats.p95 is None:
        axes.set_yticks([])
        _nothing(axes, labels.nothing)
        return
    axes.plot(
        places,
        slowest,
        "o-",
        color=colours.bad,
        markersize=5,
        label=f"{labels.slowest}: {_ms(stats.p95, labels)}",
    )
    axes.plot(
        places,
        median,
        "o-",
        color=colours.good,
        markersize=3,
        label=f"{labels.median}: {_ms(stats.p50, labels)}",
    )
    if max(slowest) > _WIDE * min(median):
        axes.set_yscale("log")
        axes.yaxis.set_major_formatter(lambda value, _: labels.number(value))
        axes.set_ylim(min(median) / 1.5, max(slowest) * 6)  # the legend's room, above the lines
    else:
        axes.set_ylim(0, max(slowest) * 1.5)
    axes.legend(loc="upper left", ncols=2, fontsize=10)


def _bars(axes: Axes, unit: str, bars: Sequence[tuple[str, int, str]], labels: Labels) -> None:
    """Horizontal bars (name, count, colour), the first on top; each says its number, so the axis needs none."""
    axes.set_xlabel(unit)
    axes.set_xticks([])
    axes.set_yticks(range(len(bars)), [name for name, _, _ in bars])
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False)
    if not bars:
        _nothing(axes, labels.nothing)
        return
    counts = [count for _, count, _ in bars]
    drawn = axes.barh(range(len(bars)), counts, height=0.65, color=[colour for _, _, colour in bars])
    axes.bar_label(drawn, [labels.number(count) for count in counts], padding=4)
    axes.set_ylim(max(len(bars), 4) - 0.4, -0.6)  # room for four: one bar alone would be a wall
    axes.set_xlim(0, max(counts) * 1.35)


def _dates(axes: Axes, stats: Stats, labels: Labels, ticks: int) -> None:
    """One place a day; as many evenly spaced dates as there is room for, the last one among them."""
    last = len(stats.days) - 1
    places = range(last, -1, -math.ceil(len(stats.days) / ticks))
    axes.set_xticks(places, [labels.day(stats.days[place].day) for place in places])
    axes.set_xlim(-0.6, last + 0.6)


def _ms(value: float, labels: Labels) -> str:
    """No more digits than a percentile is exact to."""
    return labels.number(round(value) if value >= 10 else round(value, 1))  # noqa: PLR2004 - two digits either way


def _nothing(axes: Axes, nothing: str) -> None:
    box = {"facecolor": axes.get_facecolor(), "edgecolor": "none"}
    axes.text(0.5, 0.5, nothing, transform=axes.transAxes, ha="center", va="center", bbox=box)


def _shorten(text: str) -> str:
    """One line, cut at a word."""
    return textwrap.shorten(text, _QUOTE, placeholder=" …") if " " in text[:_QUOTE] else text[:_QUOTE]
