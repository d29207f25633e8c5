"""`alike`, the cosine from which two questions are the same one, fitted for the shipped encoder; prints JSON.

    PYTHONPATH=. python benchmarks/alike.py

Pairs of STS-B's development part in four languages (`../shared/data/eval/stsb_*_dev.tsv`), whose similarity people
judged from 0 to 5. Mean the same: 4 ("mostly equivalent; unimportant details differ") and more. Fitted is the cosine
with the best F1 over the pairs of one language, all four languages together. Beside it: pairs across two languages,
and how many unrelated sentences would be put together.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import numpy as np
from common_data import DATA, absent
from numpy.typing import NDArray

from index.embedder import open_default
from index.models import Embedder, Vectors
from querylog.unanswered import ALIKE

ROOT = Path(__file__).parent.parent
LANGUAGES = ("de", "en", "ko", "ru")
SAME = 4.0  # similarity, of 5
GRID = np.arange(0.50, 1.0, 0.01)


@dataclass(frozen=True)
class Pairs:
    """Sentences whose likeness was judged."""

    left: Vectors  # shape (n, dim)
    right: Vectors  # the same
    same: NDArray[np.bool_]  # shape (n,)

    @property
    def cosines(self) -> NDArray[np.float32]:
        """Shape (n,)."""
        cosines: NDArray[np.float32] = np.einsum("nd,nd->n", self.left, self.right)
        return cosines

    def unrelated(self, alike: float) -> float:
        """Share of sentences of different pairs that reach `alike`."""
        cosines = self.left @ self.right.T
        return float((cosines >= alike)[~np.eye(len(cosines), dtype=bool)].mean())


def read(file: Path, embedder: Embedder, count: int) -> Pairs:
    """The first `count` pairs of a file, embedded."""
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()[:count]]
    # In batches: the last bits in which that differs from questions embedded alone decide nothing here.
    left, right = (embedder.embed_passages([row[side] for row in rows]).vectors for side in (0, 1))
    return Pairs(left, right, np.array([float(row[2]) >= SAME for row in rows]))


def across(pairs: dict[str, Pairs]) -> Pairs:
    """Each pair again, its sentences in two languages."""
    chosen = [(pairs[one], pairs[other]) for one, other in permutations(pairs, 2)]
    return Pairs(
        np.vstack([one.left for one, _ in chosen]),
        np.vstack([other.right for _, other in chosen]),
        np.concatenate([one.same & other.same for one, other in chosen]),
    )


def quality(pairs: Pairs, alike: float) -> dict[str, float]:
    """Precision, recall and F1 of "the same from `alike` on"."""
    found = pairs.cosines >= alike
    hits, said, right = (int(which.sum()) for which in (found & pairs.same, found, pairs.same))
    ratios = {"precision": hits / max(said, 1), "recall": hits / right, "f1": 2 * hits / (said + right)}
    return {name: round(value, 3) for name, value in ratios.items()}


def main() -> None:
    """Fit, and show what it is worth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--var", type=Path, default=ROOT / "var", help="where the encoder is unpacked")
    parser.add_argument("--pairs", type=int, default=1_500, help="of each language")
    arguments = parser.parse_args()
    files = {language: arguments.data / f"eval/stsb_{language}_dev.tsv" for language in LANGUAGES}
    if absent(*files.values()):
        return
    embedder = open_default(arguments.var / "encoder")
    pairs = {language: read(file, embedder, arguments.pairs) for language, file in files.items()}
    together = Pairs(
        *(
            np.concatenate([getattr(one, name) for one in pairs.values()])
            for name in ("left", "right", "same")
        )
    )
    best = max(GRID, key=lambda alike: quality(together, alike)["f1"])
    fitted = round(float(best), 2)
    report: dict[str, object] = {"encoder": embedder.name, "pairs": len(together.same), "best": fitted}
    shown = {"one language": together, "two languages": across(pairs), **pairs}
    for value in sorted({fitted, ALIKE}):
        unrelated = float(np.mean([one.unrelated(value) for one in pairs.values()]))
        worth = {name: quality(one, value) for name, one in shown.items()}
        report[f"at {value}"] = {**worth, "unrelated put together": round(unrelated, 6)}
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
