"""How building and answering grow from 16 to 1,000,000 sentences, beside plain exact FAISS over the same vectors.

    PYTHONPATH=. python benchmarks/scale.py [--sizes 16 1000 10000 100000 1000000] [--real 500000] [--write]

Sentences are those of ../shared/data/parallel; past the `--real` ones that are embedded they repeat, one word changed
and the vector moved by 0.3. Vectors are kept in var/scale, so a second run embeds nothing. Each step runs in a process
of its own, on the threads that OMP_NUM_THREADS allows. `build` is splitting and all arms, without embedding; `one more`
is the whole build again with one sentence more, up to 100,000. `--write` keeps the results size by size.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from common_data import absent
from common_machine import in_words, machine
from scale_corpus import EVAL, PARALLEL

ROOT = Path(__file__).parent.parent
OUT = Path(__file__).parent / "results"
SIZES = (16, 1_000, 10_000, 100_000, 1_000_000)
Size = dict[str, Any]
_LEGEND = (
    "Dense recall@10 is against exact search of all vectors, lexical recall@10 against the shares of all rows.",
    "*own memory* is what a process has for itself, *shared* what lies mapped and is shared with others.",
)
COLUMNS: dict[str, Callable[[Size], str]] = {
    "sentences": lambda one: f"{one['sentences']:,}",
    "build, s": lambda one: f"{one['build_s'] + one['publish_s']:.1f}",
    "one more, s": lambda one: "" if one["again_s"] is None else f"{one['again_s']:.1f}",
    "building, MB": lambda one: f"{one['build_memory_mb']:.0f}",
    "disk, MB": lambda one: f"{one['disk_mb']:.1f}",
    "open, s": lambda one: f"{one['open_s']:.2f}",
    "own memory, MB": lambda one: f"{one['own_mb']:.0f}",
    "shared, MB": lambda one: f"{one['mapped_mb']:.0f}",
    "answer p50, ms": lambda one: f"{one['answer']['p50']:.1f}",
    "p95": lambda one: f"{one['answer']['p95']:.1f}",
    "p99": lambda one: f"{one['answer']['p99']:.1f}",
    "CPU p50": lambda one: f"{one['answer_cpu']['p50']:.1f}",
    "embed p50": lambda one: f"{one['embed']['p50']:.1f}",
    "dense p50": lambda one: f"{one['dense']['p50']:.2f}",
    "recall@10": lambda one: f"{one['dense_recall']:.3f}",
    "lexical p50": lambda one: f"{one['lexical']['p50']:.2f}",
    "recall@10 ": lambda one: f"{one['lexical_recall']:.3f}",
    "late p50": lambda one: f"{one['late']['p50']:.2f}",
    "plain FAISS p50": lambda one: f"{one['faiss']['p50']:.2f}",
}


def main() -> None:
    """Measures size by size, prints, and writes on request."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--real", type=int, default=500_000, help="real sentences to embed at most")
    parser.add_argument("--questions", type=int, default=100, help="of each of four languages")
    parser.add_argument("--cache", type=Path, default=ROOT / "var" / "scale")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    if absent(PARALLEL, EVAL):
        return
    real = min(args.real, max(args.sizes))

    def step(name: str, size: int = 0) -> Size:
        folder = args.cache / "builds" / str(size)
        command = [sys.executable, str(Path(__file__).with_name("scale_worker.py")), name, str(size)]
        command += [str(folder), str(args.cache), str(real), str(args.questions)]
        done = subprocess.run(  # noqa: S603 - ours
            command, cwd=ROOT, env=_environment(), stdout=subprocess.PIPE, text=True, check=True
        )
        found: Size = json.loads(done.stdout.splitlines()[-1])
        return found

    report: dict[str, Any] = {**step("embed"), "questions": 4 * args.questions, "machine": {}, "sizes": []}
    for size in args.sizes:
        shutil.rmtree(args.cache / "builds" / str(size), ignore_errors=True)
        report["sizes"].append({**step("build", size), **step("answer", size), **step("peer", size)})
        shutil.rmtree(args.cache / "builds" / str(size))
        report["machine"] = machine(["faiss-cpu", "bm25s", "numpy", "onnxruntime"])
        text = "\n".join(render(report)) + "\n"
        if args.write:
            args.out.mkdir(parents=True, exist_ok=True)
            (args.out / "scale.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
            (args.out / "scale.md").write_text(text, encoding="utf-8")
            plot(report["sizes"], args.out / "scale.svg")
    print(text)


def render(report: dict[str, Any]) -> list[str]:
    """The lines of the report."""
    sizes: list[Size] = report["sizes"]
    real = max(one["real"] for one in sizes)
    lines = [
        "# How it grows",
        "",
        "`PYTHONPATH=. python benchmarks/scale.py --write`",
        "",
        f"{in_words(report['machine'])} OMP_NUM_THREADS: {os.environ.get('OMP_NUM_THREADS', 'unset')}.",
        "",
        " ".join(_about(report, real)),
        "",
        f"| {' | '.join(COLUMNS)} |",
        "|" + "---|" * len(COLUMNS),
        *(f"| {' | '.join(cell(one) for cell in COLUMNS.values())} |" for one in sizes),
        "",
        "How each is searched: "
        + "; ".join(f"{one['sentences']:,}: {_search(one['search'])}" for one in sizes)
        + ".",
        "",
        " ".join(_LEGEND),
    ]
    by_size = {one["sentences"]: one["answer"]["p50"] for one in sizes}
    if {100_000, 1_000_000} <= by_size.keys():
        lines += [
            "",
            f"p50 at 1,000,000 is {by_size[1_000_000] / by_size[100_000]:.2f} times that at 100,000.",
        ]
    return lines


def _about(report: dict[str, Any], real: int) -> list[str]:
    return [
        f"{real:,} real sentences; larger sizes repeat them with one word and the vector changed.",
        f"{report['questions']} questions that people asked (MLQA, TyDi), each answered alone, encoding included.",
        f"Embedding is not in `build`: {report['embedded_per_s']:.0f} sentences a second in this run.",
    ]


def _search(search: dict[str, Any]) -> str:
    dense = search["dense"]
    how = "exact" if dense["kind"] == "exact" else f"HNSW over SQ8, width {dense['width']}"
    measured = "" if dense["recall"] is None else f" (recall {dense['recall']} when built)"
    return f"{how}{measured}, {search['lexical']}"


def plot(sizes: list[Size], file: Path) -> None:
    """Milliseconds and megabytes over sentences, both axes logarithmic."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 3.4), layout="constrained")
    times, places = figure.subplots(1, 2)
    count = [one["sentences"] for one in sizes]
    for name, label in (
        ("answer", "answer"),
        ("faiss", "plain FAISS, search alone"),
        ("dense", "dense"),
        ("lexical", "lexical"),
    ):
        times.plot(count, [one[name]["p50"] for one in sizes], marker="o", label=label)
    for name, label in (
        ("disk_mb", "disk"),
        ("build_memory_mb", "building"),
        ("own_mb", "own memory of a bot"),
    ):
        places.plot(count, [max(one[name], 0.1) for one in sizes], marker="o", label=label)
    for axes, title in ((times, "p50, ms"), (places, "MB")):
        axes.set(xscale="log", yscale="log", xlabel="sentences", title=title)
        axes.grid(alpha=0.3)
        axes.legend(fontsize=8)
    figure.savefig(file, metadata={"Date": None})


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}


if __name__ == "__main__":
    main()
