"""Full and incremental builds at several sizes: seconds, peak memory, and questions' latency meanwhile.

    python benchmarks/reindex.py --sizes 1 100 10000 --out benchmarks/reindex.json
    python benchmarks/reindex.py --embedder hash   # all but the encoder's share, in minutes

Articles are made from the German side of ../shared/data/parallel/en-de.tsv.gz. Building runs in a process of its
own, as in the bot; questions are asked here, one after another.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import multiprocessing
import os
import resource
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar, cast

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from common_data import PAIRS, absent  # noqa: E402 - a script finds the rooms from its own place
from common_machine import machine  # noqa: E402
from reindex_embedder import HashEmbedder  # noqa: E402

from index.changes import Limits  # noqa: E402
from index.embedder import open_default  # noqa: E402
from index.errors import ReindexCancelled  # noqa: E402
from index.library import Library  # noqa: E402
from index.models import Embedder  # noqa: E402
from index.reindex import Reindexer  # noqa: E402
from index.store import IndexStore  # noqa: E402
from index.worker import Job, run_apart  # noqa: E402
from retrieval.answerer import Answerer, AnswerRules  # noqa: E402
from retrieval.models import Question  # noqa: E402
from retrieval.ranking.scoring import Scorer  # noqa: E402

RULES = AnswerRules(threshold=0.5, max_passages=3, max_characters=2_000)
SHORTEST, LONGEST = 40, 250  # characters of a sentence
QUESTIONS = 200
PHASE = 0.5  # seconds
T = TypeVar("T")


def sentences() -> Iterator[str]:
    """German sentences, each once."""
    seen = set()
    with gzip.open(PAIRS, "rt", encoding="utf-8") as lines:
        for line in lines:
            sentence = line.split("\t")[1].strip()
            if SHORTEST <= len(sentence) <= LONGEST and sentence[-1] in ".!?" and sentence not in seen:
                seen.add(sentence)
                yield sentence


def write_articles(folder: Path, count: int, length: int) -> list[str]:
    """Writes articles of `length` sentences in two paragraphs; returns questions about some of them."""
    folder.mkdir(parents=True)
    source, asked = sentences(), []
    for number in range(count):
        part = list(itertools.islice(source, length))
        middle = (length + 1) // 2
        text = f"{' '.join(part[:middle])}\n\n{' '.join(part[middle:])}\n"
        (folder / f"article-{number:05}.txt").write_text(text, encoding="utf-8")
        asked += [" ".join(sentence.split()[:8]) + "?" for sentence in part[:1]]
    return asked[:QUESTIONS]


def make(root: Path, embedder: str) -> Reindexer:
    """A reindexer over one folder, in whichever process."""
    library = Library(root / "seeds", root / "var" / "articles", max_bytes=1_000_000)
    store = IndexStore(root / "var" / "index", keep=1)
    made: Embedder = HashEmbedder() if embedder == "hash" else open_default(ROOT / "var" / "encoder")
    return Reindexer(library, store, made, limits=Limits(1.0, 1.0))


def ask(answerer: Answerer, questions: Iterator[str]) -> tuple[float, float]:
    """Asks one question; its milliseconds as waited for, and as computed by the processor."""
    began, processor = time.perf_counter(), time.thread_time()
    answerer.answer(Question(next(questions), language="de"))
    return (time.perf_counter() - began) * 1000, (time.thread_time() - processor) * 1000


def asked_meanwhile(
    answerer: Answerer, questions: list[str], job: Job, open_again: Callable[[], object], window: float
) -> dict[str, list[tuple[float, float]]]:
    """Milliseconds, waited and computed, `without`, during a `build` and while a new build is `loaded`, turn by turn.

    The building process is stopped and continued every half second, so that whatever else the machine does
    weighs on all three alike.
    """
    over = threading.Event()
    builder = threading.Thread(target=lambda: suppressed(lambda: run_apart(job, cancelled=over.is_set)))
    builder.start()
    child = next(child for child in iter(multiprocessing.active_children, None) if child)[0]
    pid = cast("int", child.pid)  # it was started
    ms: dict[str, list[tuple[float, float]]] = {"without": [], "build": [], "loaded": []}
    cycle, ends = itertools.cycle(questions), time.monotonic() + window
    while time.monotonic() < ends and child.is_alive():
        for condition, times in ms.items():
            with suppress(ProcessLookupError):  # a small build is over at once
                os.kill(pid, signal.SIGCONT if condition == "build" else signal.SIGSTOP)
            loading = Repeat(open_again) if condition == "loaded" else None
            phase_ends = time.monotonic() + PHASE
            while time.monotonic() < phase_ends:
                times.append(ask(answerer, cycle))
            if loading:
                loading.stop()
    over.set()
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)
    builder.join()
    return ms


class Repeat(threading.Thread):
    """Does something over and over."""

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self._work = work
        self._stopped = threading.Event()
        self.start()

    def run(self) -> None:
        """Until it is stopped."""
        while not self._stopped.is_set():
            self._work()

    def stop(self) -> None:
        """Returns after the last time."""
        self._stopped.set()
        self.join()


def suppressed(work: Callable[[], object]) -> None:
    """A cancelled build is what was wanted."""
    with suppress(ReindexCancelled):
        work()


def compared(ms: dict[str, list[float]]) -> dict[str, dict[str, float]]:
    """Median and 95th percentile in milliseconds, and how often the one without a build it is."""
    found: dict[str, dict[str, float]] = {}
    for name, share in (("p50", 50), ("p95", 95)):
        of = {condition: float(np.percentile(times, share)) for condition, times in ms.items()}
        found[f"{name}_ms"] = {condition: round(value, 2) for condition, value in of.items()}
        found[f"{name}_ratio"] = {
            condition: round(of[condition] / of["without"], 2) for condition in ("build", "loaded")
        }
    return found


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What it gives, and the seconds it takes."""
    began = time.perf_counter()
    return work(), round(time.perf_counter() - began, 3)


def measure(root: Path, count: int, length: int, window: float, embedder: str) -> dict[str, object]:
    """One size: everything that is reported of it."""
    questions = write_articles(root / "seeds", count, length)
    job = Job(partial(make, root, embedder), "benchmark", confirmed=True)
    full = built(job)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    reindexer, store = make(root, embedder), IndexStore(root / "var" / "index", keep=1)
    build, open_seconds = timed(lambda: store.open(reindexer.embedder))
    change(root, "Ein Satz ist neu, und sonst blieb alles so, wie es war.")
    incremental = built(job)
    _, rollback_seconds = timed(store.rollback)

    answerer = Answerer(build.index, build.id, Scorer.load(build.index.embedder.name), RULES)
    for question in questions:  # warms up
        ask(answerer, iter([question]))
    (root / "var" / "index" / "cache" / "vectors.sqlite3").unlink()
    ms = asked_meanwhile(answerer, questions, job, lambda: store.open(reindexer.embedder), window)
    return {
        "articles": count,
        "sentences": build.manifest.sentences,
        "full": full | {"peak_mib": round(peak)},
        "incremental": incremental
        | {
            "ratio": round(incremental["seconds"] / full["seconds"], 4),
            "cpu_ratio": round(incremental["cpu_seconds"] / full["cpu_seconds"], 4),
        },
        "open_seconds": open_seconds,
        "rollback_seconds": rollback_seconds,
        "waited": compared({condition: [waited for waited, _ in times] for condition, times in ms.items()}),
        "computed": compared({condition: [own for _, own in times] for condition, times in ms.items()}),
        "asked": {condition: len(times) for condition, times in ms.items()},
    }


def built(job: Job) -> dict[str, float]:
    """A build: wall and processor seconds of its whole process, start and loading of the encoder included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    outcome, seconds = timed(lambda: run_apart(job))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "seconds": seconds,
        "cpu_seconds": round(cpu, 2),
        "embedded": outcome.embedded,
        "reused": outcome.reused,
    }


def change(root: Path, sentence: str) -> None:
    """One article gets another first sentence."""
    path = root / "seeds" / "article-00000.txt"
    path.write_text(f"{sentence} {path.read_text(encoding='utf-8')}", encoding="utf-8")


def main() -> None:
    """Prints one JSON object; `--out` keeps it too."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 100, 10_000], help="articles, ascending")
    parser.add_argument("--length", type=int, default=8, help="sentences an article")
    parser.add_argument("--window", type=float, default=60, help="seconds to ask while building, at most")
    parser.add_argument("--embedder", choices=("encoder", "hash"), default="encoder")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    if absent(PAIRS):
        return
    report: dict[str, object] = {"machine": machine(["onnxruntime", "numpy"]), "embedder": options.embedder}
    sizes: list[dict[str, object]] = []
    for count in sorted(options.sizes):
        with tempfile.TemporaryDirectory() as folder:
            sizes.append(measure(Path(folder), count, options.length, options.window, options.embedder))
        print(json.dumps(sizes[-1]), file=sys.stderr, flush=True)
    report["sizes"] = sizes
    text = json.dumps(report, indent=1)
    print(text)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
