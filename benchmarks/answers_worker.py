"""One system on one corpus, in a process of its own; `answers.py` starts it and reads what it writes.

    python benchmarks/answers_worker.py SYSTEM CORPUS.json INDEX_FOLDER OUT.json STARTED [--warm]

STARTED is the monotonic clock's reading, in seconds, when the process was started.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from answers_corpora import Asked, Corpus  # noqa: E402 - it imports from the checkout
from answers_systems import SYSTEMS, System  # noqa: E402 - the same


def main() -> None:
    """Cold: index, answer, save, then all questions. Warm: load what cold saved, answer once."""
    name, corpus_file, folder, out, started = sys.argv[1:6]
    corpus = Corpus.load(Path(corpus_file))
    found = (warm if "--warm" in sys.argv else cold)(name, corpus, Path(folder), float(started))
    # ru_maxrss counts KiB on Linux.
    found["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    Path(out).write_text(json.dumps(found), encoding="utf-8")


def cold(name: str, corpus: Corpus, folder: Path, started: float) -> dict[str, object]:
    """From nothing to the first answer, and then every question, one at a time."""
    system = SYSTEMS[name](folder)
    before = time.perf_counter()
    system.index(corpus)
    seconds = time.perf_counter() - before
    system.search(corpus.questions[0])
    first = time.monotonic() - started
    system.save(folder)
    return {
        "encoder": system.encoder,
        "first_answer_s": first,
        "sentences_per_s": len(corpus.sentences) / seconds,
        **ask(system, corpus.questions),
    }


def warm(name: str, corpus: Corpus, folder: Path, started: float) -> dict[str, object]:
    """From a saved index to the first answer."""
    system = SYSTEMS[name](folder)
    system.load(folder)
    system.search(corpus.questions[0])
    return {"first_answer_s": time.monotonic() - started}


def ask(system: System, questions: tuple[Asked, ...]) -> dict[str, object]:
    """Milliseconds a question, and its rank by language."""
    import numpy as np

    taken: list[float] = []
    ranks: dict[str, list[int | None]] = {}
    for question in questions:
        before = time.perf_counter()
        rows = system.search(question)
        taken.append((time.perf_counter() - before) * 1000)
        ranks.setdefault(question.language, []).append(question.rank(rows))
    p50, p95 = (float(value) for value in np.percentile(taken, (50, 95)))
    languages = {
        language: {
            "questions": len(found),
            "recall@1": sum(rank == 1 for rank in found) / len(found),
            "mrr@10": sum(1 / rank for rank in found if rank) / len(found),
        }
        for language, found in sorted(ranks.items())
    }
    return {"p50_ms": p50, "p95_ms": p95, "languages": languages}


if __name__ == "__main__":
    main()
