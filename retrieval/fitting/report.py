"""The calibration as a page of figures with one picture."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from retrieval.fitting.reliability import Judged, bins, curve, reliability
from retrieval.ranking.calibration import Curve, promise

WANTED_ECE = 0.05
PROMISES = (2, 3, 5, 10, 20)
_HEAD = """# What a confidence is worth

Made by `python -m retrieval.fitting.calibrate` with the encoder {encoder}. Asked are the halves of MLQA (German,
English, and across both) and TyDi (Korean, Russian) that no fit has seen. Each question is asked four times: of the
whole set; of the set without the paragraph that answers it; of a small index, about one article, that holds the answer;
and of one about something else. So about half of what is asked cannot be answered, and every share is one of that
mixture.

- **right**: the share whose first sentence is right, had everything been answered; unanswerable ones count as wrong.
- **ECE**: expected calibration error over ten bins of equal count; wanted is {wanted} or less. The interval (95 %) is a
  percentile bootstrap over questions; resampling adds noise, so it lies a little high. `-` under 300 questions.
- **AUROC**: a right first sentence against a wrong one, by confidence.
"""
_WORDS = """
## From words to a threshold

`GIPFEL_RETRIEVAL__WRONG_AT_MOST` is translated through the curve of all languages, at one threshold for all: the
lowest at which the risk is small enough with 95 % confidence (*at most*: the upper end of its one-sided interval over
questions), among those at which at least 200 episodes were answered.

"""
_STAND_IN = """
## The stand-in, and what it does not show

No set asks Korean or Russian questions about German text. The stand-in asks with the last six words of a German news
sentence's Korean or Russian translation (NTREX-128 dev; looked at while the encoder was trained, never trained on), of
German news cut into articles of 16 sentences. It shows whether the confidence tells a sentence of the same meaning from
its absence across these languages. It says nothing about questions: six words of a statement do not ask. It is in no
other row, and not in the curve that the bot uses. Russian's own set holds passages of several sentences, without
answer spans: there "right" means the right passage.
"""


def write_calibration_report(found: Mapping[str, Judged], encoder: str, folder: Path) -> str:
    """Writes `calibration.md` and `calibration.svg`; returns the page.

    Args:
        found: judged episodes by cell; `all` and the languages have curves.
        encoder: its name.
        folder: where to write; made when it is missing.
    """
    languages = [name for name in found if name == "all" or len(name) == len("de")]
    curves = {name: curve(found[name]) for name in languages}
    page = "".join(
        [
            _HEAD.format(encoder=encoder.split("@", 1)[0], wanted=WANTED_ECE),
            _figures(found),
            _WORDS,
            _promises(curves),
            "\n![Risk against coverage, and the share right by confidence](calibration.svg)\n",
            "\nThe curves, by threshold (coverage / risk):\n\n",
            _curves(curves),
            _STAND_IN,
        ]
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "calibration.md").write_text(page, encoding="utf-8")
    _draw({name: found[name] for name in languages}, curves, folder / "calibration.svg")
    return page


def _figures(found: Mapping[str, Judged]) -> str:
    lines = [
        "",
        "| questions-text | questions | asked | right | ECE | 95 % | AUROC |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, judged in found.items():
        one = reliability(judged)
        ece = "-" if one.ece is None else f"{one.ece:.3f}{'' if one.ece <= WANTED_ECE else ' (too much)'}"
        interval = "-" if one.interval is None else f"{one.interval[0]:.3f} to {one.interval[1]:.3f}"
        auroc = "-" if one.auroc is None else f"{one.auroc:.3f}"
        cells = (name, one.questions, one.asked, f"{one.right:.3f}", ece, interval, auroc)
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines) + "\n"


def _promises(curves: Mapping[str, Curve]) -> str:
    """What each promise comes to, and what was measured at that threshold in each language."""
    names = [name for name in curves if name != "all"]
    heads = [
        "at most 1 wrong in",
        "threshold",
        "risk",
        "at most",
        "coverage",
        *(f"risk {name}" for name in names),
    ]
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for wrong_in in PROMISES:
        made = promise(curves["all"], wrong_in)
        there = f"{made.threshold:.3f}" + ("" if made.kept else " (strictest; not reached)")
        risks = [_at(curves[name], made.threshold) for name in names]
        measured = (f"{one:.3f}" for one in (made.point.risk, made.point.at_most, made.point.coverage))
        cells = (str(wrong_in), there, *measured, *risks)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _at(points: Curve, threshold: float) -> str:
    return next((f"{point.risk:.3f}" for point in points if point.threshold == threshold), "-")


def _curves(curves: Mapping[str, Curve]) -> str:
    lines = [f"| threshold | {' | '.join(curves)} |", "|---|" + "---|" * len(curves)]
    for step in range(0, 100, 10):
        at = [
            next((f"{p.coverage:.2f} / {p.risk:.2f}" for p in points if p.threshold == step / 100), "-")
            for points in curves.values()
        ]
        lines.append(f"| {step / 100:.1f} | {' | '.join(at)} |")
    return "\n".join(lines) + "\n"


def _draw(found: Mapping[str, Judged], curves: Mapping[str, Curve], file: Path) -> None:
    # The same figures, the same file; letters as text, not as drawings of their own.
    with mpl.rc_context({"svg.hashsalt": "calibration", "svg.fonttype": "none"}):
        figure = Figure(figsize=(11, 4.5), layout="constrained")
        risk, believed = figure.subplots(1, 2)
        _draw_risk(risk, curves)
        _draw_bins(believed, found)
        figure.savefig(file, format="svg", metadata={"Date": None})


def _draw_risk(axes: Axes, curves: Mapping[str, Curve]) -> None:
    for name, points in curves.items():
        axes.plot(
            [p.coverage for p in points], [p.risk for p in points], label=name, lw=3 if name == "all" else 1.2
        )
    axes.set(xlabel="share of all questions answered", ylabel="share of those whose first sentence is wrong")
    axes.set(xlim=(0, 1), ylim=(0, 1), title="Risk against coverage")
    axes.legend(loc="upper left")
    axes.grid(visible=True, alpha=0.3)


def _draw_bins(axes: Axes, found: Mapping[str, Judged]) -> None:
    axes.plot([0, 1], [0, 1], color="grey", lw=0.8)
    for name, judged in found.items():
        points = bins(judged)
        axes.plot([x for x, _ in points], [y for _, y in points], marker="o", ms=3, label=name)
    axes.set(
        xlabel="confidence", ylabel="share right", xlim=(0, 1), ylim=(0, 1), title="Share right by confidence"
    )
    axes.legend(loc="upper left")
    axes.grid(visible=True, alpha=0.3)
