"""What `answers.py` found, as ratios and as a Markdown page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from answers_systems import OURS, PEERS

Row = Iterable[object]
FIGURES = {  # key of a system's figures: heading
    "p50_ms": "ms a question, p50",
    "p95_ms": "p95",
    "sentences_per_s": "sentences/s",
    "first_answer_s": "first answer, s: cold",
    "warm_first_answer_s": "warm",
    "peak_mib": "peak MiB: cold",
    "warm_peak_mib": "warm",
}
RANKING = ("recall@1", "mrr@10")
RANKED_IN = "de"  # the language of all texts here: ratios of ranking are of questions in it


def ratios(systems: dict[str, Any]) -> dict[str, dict[str, float | None]]:
    """Each of ours over each peer, figure by figure, by "ours / peer"; null where the peer has 0."""
    return {
        f"{ours} / {peer}": {
            name: round(_figure(systems[ours], name) / below, 3) if below else None
            for name in (*RANKING, *FIGURES)
            for below in [_figure(systems[peer], name)]
        }
        for ours in OURS
        for peer in PEERS
        if ours in systems and peer in systems
    }


def _figure(found: dict[str, Any], name: str) -> float:
    value = found["languages"].get(RANKED_IN, {}).get(name, 0.0) if name in RANKING else found[name]
    return float(value)


def markdown(report: dict[str, Any]) -> str:
    """The whole page."""
    return "\n".join(_page(report)) + "\n"


def _page(report: dict[str, Any]) -> Iterator[str]:
    facts = report["machine"]
    packages = ", ".join(f"{name} {version}" for name, version in facts["packages"].items())
    yield from ("# Answers, beside peers", "", f"`{report['command']}`, {report['date']}.", "")
    yield (
        f"{facts['cores']} cores ({facts['cpu']}), {facts['memory_gib']} GiB, nice {facts['nice']}, load average "
        f"{_loads(facts['load'])} at start and {_loads(report['load_at_end'])} at the end "
        f"(the measurements themselves included), Python {facts['python']}; {packages}."
    )
    yield f"Median of {report['rounds']} round(s); every measurement is a process of its own."
    if report["bot"]:
        yield from _bot(report["bot"])
    for name, found in report["corpora"].items():
        yield from _corpus(name, found)


def _bot(found: dict[str, Any]) -> Iterator[str]:
    yield from (
        "",
        "## `python bot.py ask`",
        "",
        "Cold: an empty state folder. Warm: the index is there.",
        "",
    )
    yield from _table(
        ["", "first answer, s", "process ends, s", "peak MiB"],
        [[state, one["first_answer_s"], one["end_s"], one["peak_mib"]] for state, one in found.items()],
    )


def _corpus(name: str, found: dict[str, Any]) -> Iterator[str]:
    systems = found["systems"]
    yield from ("", f"## {name}: {found['sentences']} sentences, {found['questions']} questions", "")
    yield from _table(
        ["system", "encoder", *FIGURES.values()],
        [[system, one["encoder"], *(one[key] for key in FIGURES)] for system, one in systems.items()],
    )
    yield from (f"\n{system} failed: {why}" for system, why in found["failed"].items())
    languages = sorted({language for one in systems.values() for language in one["languages"]})
    counts = next(iter(systems.values()))["languages"] if systems else {}
    yield from ("", "Recall@1 / MRR@10 by the questions' language:", "")
    yield from _table(
        ["system", *(f"{language} ({counts[language]['questions']})" for language in languages)],
        [
            [system, *(_ranking(one["languages"][language]) for language in languages)]
            for system, one in systems.items()
        ],
    )
    yield from ("", f"Ours over the peer (recall and MRR: questions in {RANKED_IN}):", "")
    yield from _table(
        ["ours / peer", *RANKING, *FIGURES.values()],
        [
            [pair, *("-" if one is None else f"{one:.2f}" for one in ratio.values())]
            for pair, ratio in found["ratios"].items()
        ],
    )


def _table(headings: list[str], rows: Iterable[Row]) -> Iterator[str]:
    for row in (headings, ["---"] * len(headings), *rows):
        yield f"| {' | '.join(_cell(value) for value in row)} |"


def _cell(value: object) -> str:
    if not isinstance(value, float):
        return str(value)
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def _ranking(found: dict[str, float]) -> str:
    return f"{found['recall@1']:.3f} / {found['mrr@10']:.3f}"


def _loads(loads: list[float]) -> str:
    return "/".join(f"{load:.1f}" for load in loads)
