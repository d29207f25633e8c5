"""From a question to its answer on the articles that ship: start, phases, and many askers at once.

    PYTHONPATH=. python benchmarks/speed.py [--rounds 20] [--starts 5] [--write]

Each figure stands beside sentence-transformers over the same weights, in the same run on one machine: the ratio is
what counts. `start` is the wall time of `python bot.py ask`, nothing else held open; CPU seconds beside it, because
they grow less with what else the machine does. Threads: as many as OMP_NUM_THREADS says, else all cores.
`--write` puts the table into benchmarks/results/speed.md.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from common_machine import in_words, machine

from bot import IndexParts
from cogs.batching import Batcher
from config.settings import Settings
from index.hub_models import open_folder
from index.models import Embedder
from retrieval.answerer import Answerer
from retrieval.evaluation.golden import read_questions
from retrieval.models import Question

ROOT = Path(__file__).parent.parent
OUT = Path(__file__).parent / "results" / "speed.md"
QUESTION = "Wo trafen sich Kim und Putin?"
ASKERS = 32
LOAD = """
import sys, time
before = time.perf_counter()
from index import embedder, hub_models
found = {call}
found.embed_questions(["Wo?"])
print(time.perf_counter() - before)
"""


def main() -> None:
    """Measures, prints, and writes on request."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20, help="times that every question is asked")
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lines = measure(Path(folder), args.rounds, args.starts)
    text = "\n".join(lines) + "\n"
    print(text)
    if args.write:
        OUT.parent.mkdir(exist_ok=True)
        OUT.write_text(text, encoding="utf-8")


def measure(var: Path, rounds: int, starts: int) -> list[str]:
    """The lines of the report."""
    parts = IndexParts(var, Settings().index, Settings().retrieval)
    ours = parts.open_live(lambda *_: None).answerer
    questions = [Question(one.question) for one in read_questions(ROOT / "seeds" / "questions.jsonl")]
    folder = next(path for path in (var / "encoder").iterdir() if path.is_dir())
    theirs = open_folder(folder, "sentence-transformers")
    texts = [question.text for question in questions]
    rows = [
        _row("load the encoder and embed once, s", *_loads(var, folder, starts), "{:.2f}"),
        _row("embed a question, p50 ms", *_alone(parts.embedder, theirs, texts, rounds, 50)),
        _row("embed a question, p95 ms", *_alone(parts.embedder, theirs, texts, rounds, 95)),
        _row(f"embed {ASKERS} questions at once, ms each", *_together(parts.embedder, theirs, texts, rounds)),
    ]
    return [
        "# Speed on the articles that ship",
        "",
        "`PYTHONPATH=. python benchmarks/speed.py --write`",
        "",
        in_words(machine(["onnxruntime", "torch", "faiss-cpu", "bm25s"])),
        "",
        "| | this project | sentence-transformers | ratio |",
        "|---|---|---|---|",
        *rows,
        "",
        *_answers(ours, questions, rounds),
        *_starts(var, starts),
    ]


def _row(name: str, ours: float, theirs: float, form: str = "{:.2f}") -> str:
    return f"| {name} | {form.format(ours)} | {form.format(theirs)} | {theirs / ours:.1f} |"


def _loads(var: Path, folder: Path, starts: int) -> tuple[float, float]:
    calls = (
        f"embedder.open_default(__import__('pathlib').Path({str(var / 'encoder')!r}))",
        f"hub_models.open_folder({str(folder)!r}, 'x')",
    )
    return _median(calls[0], starts), _median(calls[1], starts)


def _median(call: str, starts: int) -> float:
    command = [sys.executable, "-c", LOAD.format(call=call)]

    def run() -> float:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - ours
        return float(done.stdout.split()[-1])

    return float(np.median([run() for _ in range(starts)]))


def _alone(
    ours: Embedder, theirs: Embedder, texts: Sequence[str], rounds: int, percentile: int
) -> tuple[float, float]:
    return _by_turns(ours, theirs, [[text] for text in texts], rounds, percentile)


def _together(ours: Embedder, theirs: Embedder, texts: Sequence[str], rounds: int) -> tuple[float, float]:
    batches = [
        [texts[(start + at) % len(texts)] for at in range(ASKERS)] for start in range(0, len(texts), ASKERS)
    ]
    mine, other = _by_turns(ours, theirs, batches, rounds, 50)
    return mine / ASKERS, other / ASKERS


def _by_turns(
    ours: Embedder, theirs: Embedder, batches: Sequence[list[str]], rounds: int, percentile: int
) -> tuple[float, float]:
    """Milliseconds a batch. By turns, so that both meet the same load of the machine."""
    found: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for batch in batches:
            for embedder, times in zip((ours, theirs), found, strict=True):
                times.append(_ms(lambda embedder=embedder, batch=batch: embedder.embed_questions(batch)))  # type: ignore[misc]
    return float(np.percentile(found[0], percentile)), float(np.percentile(found[1], percentile))


def _ms(work: Callable[[], object]) -> float:
    before = time.perf_counter()
    work()
    return (time.perf_counter() - before) * 1000


def _answers(answerer: Answerer, questions: list[Question], rounds: int) -> list[str]:
    """Whole answers, phase by phase, and what many askers get out of being answered together."""
    answers = [answerer.answer(question) for _ in range(rounds) for question in questions]
    phases = {
        "embed": [answer.ms.embed for answer in answers],
        "search and rank": [answer.ms.search for answer in answers],
        "whole answer": [answer.ms.total for answer in answers],
    }
    return [
        f"A question on {len(answerer.index.sentences)} sentences, {len(answers)} answers:",
        "",
        "| phase | p50 ms | p95 ms | p99 ms |",
        "|---|---|---|---|",
        *(
            f"| {name} | "
            + " | ".join(f"{np.percentile(ms, percentile):.2f}" for percentile in (50, 95, 99))
            + " |"
            for name, ms in phases.items()
        ),
        "",
        *_at_once(answerer, questions, rounds),
        "",
    ]


def _at_once(answerer: Answerer, questions: list[Question], rounds: int) -> list[str]:
    """One asker and many, by turns, each asking again once answered, through the bot's own batching."""
    spent: dict[int, list[tuple[float, float]]] = {1: [], ASKERS: []}
    for _ in range(rounds):
        for askers, found in spent.items():
            wall, cpu = time.perf_counter(), time.process_time()
            asyncio.run(_ask_all(answerer, questions, askers))
            found.append((time.perf_counter() - wall, time.process_time() - cpu))
    rates = {askers: len(questions) / np.median(found, axis=0) for askers, found in spent.items()}
    return [
        "| askers at once | answers a second | as many as one's | answers a second of CPU |",
        "|---|---|---|---|",
        *(
            f"| {askers} | {rate:.0f} | {rate / rates[1][0]:.1f} | {by_cpu:.0f} |"
            for askers, (rate, by_cpu) in rates.items()
        ),
    ]


async def _ask_all(answerer: Answerer, questions: list[Question], askers: int) -> None:
    batcher = Batcher(answerer.answer_many, batch_limit=ASKERS)

    async def ask(own: list[Question]) -> None:
        for question in own:
            await batcher.answer(question)

    await asyncio.gather(*(ask(questions[at::askers]) for at in range(askers)))
    batcher.close()


def _starts(var: Path, starts: int) -> list[str]:
    environment = {**os.environ, "GIPFEL_VAR": str(var)}
    command = [sys.executable, "bot.py", "ask", QUESTION]

    def ask() -> None:
        subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)  # noqa: S603 - ours

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    walls = [_ms(ask) for _ in range(starts)]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / starts
    wall = np.median(walls) / 1000
    return [
        f"`python bot.py ask`, warm: {wall:.2f} s from command to answer (median of {starts}), {cpu:.2f} s of CPU."
    ]


if __name__ == "__main__":
    main()
