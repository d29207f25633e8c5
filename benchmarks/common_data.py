"""The public data that benchmarks measure on, no part of the project: `README.md` says what, in which form."""

from __future__ import annotations

from pathlib import Path

DATA = Path(__file__).parent.parent.parent / "shared" / "data"
MLQA = DATA / "eval" / "mlqa_dev_de.json"
PAIRS = DATA / "parallel" / "en-de.tsv.gz"  # English and German sentences


def absent(*files: Path) -> bool:
    """Whether any of them is missing; prints which, so that a benchmark can be skipped by name."""
    missing = [file for file in files if not file.exists()]
    for file in missing:
        print(f"skipped: {file} is not there")
    return bool(missing)
