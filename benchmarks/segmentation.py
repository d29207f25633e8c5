"""Sentence segmenters side by side: boundaries found, right and missed, and sentences a second of processor time.

    python benchmarks/segmentation.py              # the table, and where the chosen one and the data disagree
    python benchmarks/segmentation.py --write    # the same into benchmarks/segmentation.md

A boundary is the end of a sentence, white space stripped; a text's own end is not counted: all find it.
Packages that are not installed are skipped with the reason: `pip install razdel blingfire spacy uniseg kiwipiepy kss`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))  # a script's own folder is on the path, the checkout is not

from common_data import DATA  # noqa: E402
from segmenters import PEERS, Peer, Segment, Spans  # noqa: E402  # it imports from the checkout

SHARED = DATA / "segmentation"
PAGE = HERE / "segmentation.md"
JUDGED = HERE / "data" / "segmentation_judged.json"
SETS = {
    "breaks de": SHARED / "paragraph_breaks_de.json",
    "breaks en": SHARED / "paragraph_breaks_en.json",
    "breaks ru": SHARED / "paragraph_breaks_ru.json",
    "golden de": SHARED / "pysbd_golden_de.json",
    "golden ru": SHARED / "pysbd_golden_ru.json",
    "hard ko": HERE / "data" / "segmentation_ko.json",
}
SPEED_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Case:
    """A text and its sentences."""

    text: str
    spans: Spans


@dataclass(slots=True)
class Score:
    """Boundaries of one segmenter on one set."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    disagreements: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.missed)
        return f"{precision:.3f} / {recall:.3f}"


def main() -> int:
    """Print the comparison; exit status 0."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--write", action="store_true", help=f"write {PAGE.name} beside this script")
    write = options.parse_args().write
    sets = {name: list(cases(file)) for name, file in SETS.items() if file.exists()}
    for name in SETS.keys() - sets.keys():
        print(f"{name}: skipped, {SETS[name]} is not there", file=sys.stderr)
    lines, skipped = [], []
    chosen: dict[str, Score] = {}
    for peer in PEERS:
        try:
            segment = peer.load()
        except ImportError as error:
            skipped.append(f"- {peer.name}: skipped, {error}")
            continue
        scores = {name: score(segment, sets[name], name[-2:]) for name in sets if name[-2:] in peer.languages}
        chosen = chosen or scores
        lines.append(row(peer, scores, speed(segment, sets, peer)))
    page = "\n".join([*head(), *lines, *skipped, "", *disagreements(chosen)])
    print(page)
    if write:
        PAGE.write_text(page + "\n", encoding="utf-8")
    return 0


def cases(file: Path) -> Iterator[Case]:
    """The cases of one file, its sentences given as spans or in words."""
    for case in json.loads(file.read_text(encoding="utf-8")):
        text = case["text"]
        if "spans" in case:
            yield Case(text, [(start, end) for start, end in case["spans"]])
            continue
        spans, position = [], 0
        for sentence in case["sentences"]:
            start = text.index(sentence, position)
            position = start + len(sentence)
            spans.append((start, position))
        yield Case(text, spans)


def ends(text: str, spans: Spans) -> set[int]:
    """Where sentences end inside the text."""
    stripped = {start + len(text[start:end].rstrip()) for start, end in spans if text[start:end].strip()}
    return stripped - {len(text.rstrip())}


def score(segment: Segment, some: list[Case], language: str) -> Score:
    """Count the boundaries of one segmenter in some texts, and note each disagreement."""
    total = Score()
    for case in some:
        gold, found = ends(case.text, case.spans), ends(case.text, segment(case.text, language))
        total.right += len(gold & found)
        total.wrong += len(found - gold)
        total.missed += len(gold - found)
        for end in sorted(gold ^ found):
            sign = "cut" if end in found else "not cut"
            place = f"{case.text[max(0, end - 40) : end]}‖{case.text[end : end + 30]}"
            total.disagreements.append(f"{sign}: {' '.join(place.split())}")
    return total


def speed(segment: Segment, sets: dict[str, list[Case]], peer: Peer) -> float:
    """Gold sentences a second of processor time over the first set that the peer can read, the best of a few rounds."""
    name = next(name for name in sets if name[-2:] in peer.languages)
    best = float("inf")
    for _ in range(SPEED_ROUNDS):
        began = time.process_time()
        for case in sets[name]:
            segment(case.text, name[-2:])
        best = min(best, time.process_time() - began)
    return sum(len(case.spans) for case in sets[name]) / best


def head() -> list[str]:
    """The page down to the table's rows."""
    titles = ["segmenter", "version", "released", "licence", "MB", *SETS, "sentences a CPU second"]
    return [
        "# Sentence segmenters, compared",
        "",
        "Precision / recall of sentence boundaries. Made by `python benchmarks/segmentation.py --write`; what is",
        "measured stands in the script, the judgements in `data/segmentation_judged.json`.",
        "",
        f"| {' | '.join(titles)} |",
        f"|{'---|' * len(titles)}",
    ]


def row(peer: Peer, scores: dict[str, Score], rate: float) -> str:
    """One peer's row of the table."""
    numbers = [str(scores[name]) if name in scores else "-" for name in SETS]
    size = f"{peer.size():.1f}" if peer.packages else "-"
    cells = [peer.name, peer.version(), peer.released, peer.licence, size, *numbers, f"{rate:,.0f}"]
    return f"| {' | '.join(cells)} |"


def disagreements(scores: dict[str, Score]) -> list[str]:
    """Every place where the chosen segmenter and the data disagree, with our judgement of who is right."""
    judged = json.loads(JUDGED.read_text(encoding="utf-8"))
    lines = ["## Where the chosen one and the data disagree", ""]
    for name, found in scores.items():
        for place in found.disagreements:
            verdict = judged.get(place, "not judged yet")
            lines.append(f"- {name}, {place}  \n  {verdict}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
