"""An evaluation as a page: figures, plots, and every miss with what was shown instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from io import StringIO
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from retrieval.evaluation.evaluate import Evaluation
from retrieval.evaluation.metrics import Outcome, risk_coverage

PAGE = "index.html"
_TEMPLATE = Path(__file__).with_name("report.html.jinja")
_SIZE = (6.4, 4.0)  # inches


def write_report(evaluation: Evaluation, folder: Path) -> Path:
    """Writes `folder/index.html`, complete in itself, and returns its path."""
    misses = [_miss(outcome) for outcome in evaluation.misses]
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    page = environment.from_string(_TEMPLATE.read_text(encoding="utf-8")).render(
        build=evaluation.build,
        encoder=evaluation.encoder,
        rows=_rows(evaluation),
        plots=[_drawn(evaluation, _risk), _drawn(evaluation, _recall)],
        threshold=f"{evaluation.threshold:g}",
        kinds=dict(Counter(miss["kind"] for miss in misses).most_common()),
        misses=misses,
    )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / PAGE
    path.write_text(page, encoding="utf-8")
    return path


def _rows(evaluation: Evaluation) -> list[dict[str, object]]:
    groups = {**evaluation.languages, "overall": evaluation.overall}
    rows = []
    for name, figures in groups.items():
        values = figures.as_json()
        values.pop("ms")
        rows.append(
            {
                "": name,
                **values,
                "ms p50": figures.ms and figures.ms.p50,
                "p95": figures.ms and figures.ms.p95,
            }
        )
    return rows


def _miss(outcome: Outcome) -> dict[str, object]:
    """One line of the table: what was asked, what was right, what came instead."""
    if outcome.question.unanswerable:
        kind = "answered, though the articles do not say it"
    elif outcome.right:
        kind = "refused, though the right sentence stood first"
    else:
        kind = "another sentence first" + ("" if outcome.answer.answered else ", and refused")
    return {
        "id": outcome.question.id,
        "language": outcome.question.lang,
        "question": outcome.question.question,
        "kind": kind,
        "expected": " / ".join(outcome.question.expect) or "-",
        "rank": outcome.rank or "-",
        "shown": outcome.ranked[0] if outcome.ranked else "-",
        "confidence": f"{outcome.answer.confidence:.2f}",
        "answered": "yes" if outcome.answer.answered else "no",
    }


def _drawn(evaluation: Evaluation, draw: Callable[[Evaluation, Axes], None]) -> Markup:
    figure = Figure(figsize=_SIZE, layout="constrained")
    draw(evaluation, figure.subplots())
    drawing = StringIO()
    figure.savefig(drawing, format="svg", metadata={"Date": None})
    svg = drawing.getvalue()
    return Markup(svg[svg.index("<svg") :])  # noqa: S704 - matplotlib's own drawing, of numbers and our labels


def _risk(evaluation: Evaluation, axes: Axes) -> None:
    for name in evaluation.languages:
        points = risk_coverage(one for one in evaluation.outcomes if one.question.lang == name)
        axes.plot([coverage for coverage, _ in points], [risk for _, risk in points], label=name)
    axes.set(xlabel="share of all questions answered", ylabel="share of those whose first sentence is wrong")
    axes.set(xlim=(0, 1), ylim=(0, 1), title="Risk against coverage")
    axes.legend(loc="lower right")
    axes.grid(visible=True, alpha=0.3)


def _recall(evaluation: Evaluation, axes: Axes) -> None:
    names = list(evaluation.languages)
    width = 0.25
    for offset, depth in ((-width, "1"), (0.0, "3"), (width, "10")):
        heights = [float(getattr(evaluation.languages[name], f"recall_{depth}") or 0) for name in names]
        bars = axes.bar(
            [at + offset for at in range(len(names))], heights, width, label=f"among the first {depth}"
        )
        axes.bar_label(bars, fmt="%.2f", fontsize=7)
    axes.set_xticks(range(len(names)), names)
    axes.set(ylim=(0, 1.1), ylabel="share of answerable questions", title="Right sentence, by language")
    axes.legend(loc="upper right", fontsize=8, ncols=3)
