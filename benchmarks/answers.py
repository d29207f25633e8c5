"""Our answers beside txtai's, Haystack's and plain FAISS's: how right, how fast, how big; in one run, on equal terms.

    python benchmarks/answers.py            # into benchmarks/results/answers.json and .md
    python benchmarks/answers.py --rounds 3    # steadier figures, in three times the time
    python benchmarks/answers.py --toy --out FOLDER    # a few sentences and questions: does it run?

Every measurement is a process of its own that shares the machine with no other of them. Rounds take turns among the
systems; what is reported is each figure's median over the rounds. "Cold" means no index yet, not cold disk caches.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))  # a script's own folder is on the path, the checkout is not

from answers_corpora import Corpus, article_corpus, mlqa_corpus  # noqa: E402 - it imports from the checkout
from answers_report import markdown, ratios  # noqa: E402 - the same
from answers_systems import ENVIRONMENT, OPTIONAL, SYSTEMS  # noqa: E402 - the same
from common_data import MLQA  # noqa: E402 - the same
from common_machine import machine  # noqa: E402 - the same

QUESTION = "Wo haben sich Kim und Putin getroffen?"
PACKAGES = (
    "onnxruntime",
    "torch",
    "transformers",
    "sentence-transformers",
    "faiss-cpu",
    "bm25s",
    "txtai",
    "haystack-ai",
)


class MeasurementFailed(Exception):
    """A measured process ended with an error; its last words."""


def run(command: list[str], environment: dict[str, str]) -> dict[str, float]:
    """Seconds to the first byte of output and to the end, and peak memory, of one process."""
    started = time.monotonic()
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603 - our own scripts
            command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, stderr=errors
        )
        if process.stdout is None:
            raise MeasurementFailed("no output to read")
        with process.stdout:
            process.stdout.read(1)
            first = time.monotonic() - started
            process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        words = errors.read().decode(errors="replace").strip().splitlines()
    if process.returncode:
        raise MeasurementFailed(words[-1] if words else f"exit status {process.returncode}")
    seconds = time.monotonic() - started
    return {"first_answer_s": first, "end_s": seconds, "peak_mib": usage.ru_maxrss / 1024}


def bot_start(rounds: int) -> dict[str, object]:
    """`python bot.py ask`, from the command to its answer: with an empty state folder, then with what that left."""
    command = [sys.executable, "bot.py", "ask", QUESTION, "--json"]
    found: dict[str, list[dict[str, Any]]] = {"cold": [], "warm": []}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as var:
            for state in ("cold", "warm"):
                found[state].append(run(command, {"GIPFEL_VAR": var}))
    return {state: median(each) for state, each in found.items()}


def measure(name: str, corpus: Path, folder: Path) -> dict[str, Any]:
    """One system, cold and then warm."""
    out = folder / "found.json"
    command = [sys.executable, str(HERE / "answers_worker.py"), name, str(corpus), str(folder), str(out)]
    found = {}
    for state in ((), ("--warm",)):
        run([*command, str(time.monotonic()), *state], ENVIRONMENT.get(name, {}))
        found["warm" if state else "cold"] = json.loads(out.read_text(encoding="utf-8"))
    warm = {f"warm_{name}": value for name, value in found["warm"].items()}
    return {**found["cold"], **warm}


def compare(corpus: Corpus, names: list[str], rounds: int) -> dict[str, object]:
    """All systems on one corpus, in turns; a system that fails says why."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    failed: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as temporary:
        file = Path(temporary) / "corpus.json"
        corpus.save(file)
        for turn in range(rounds):
            for name in (*names[turn % len(names) :], *names[: turn % len(names)]):
                if name in failed:
                    continue
                with tempfile.TemporaryDirectory() as folder:
                    try:
                        found[name].append(measure(name, file, Path(folder)))
                    except MeasurementFailed as error:
                        failed[name] = str(error)
                        print(f"{name}: {error}", file=sys.stderr)
    systems = {name: median(found[name]) for name in names if name not in failed}
    return {
        "sentences": len(corpus.sentences),
        "questions": len(corpus.questions),
        "systems": systems,
        "failed": failed,
        "ratios": ratios(systems),
    }


def median(found: list[dict[str, Any]]) -> dict[str, Any]:
    """Of each number, over the rounds; what is no number is the same in all."""
    return {
        key: round(statistics.median(one[key] for one in found), 3) if isinstance(value, float) else value
        for key, value in found[0].items()
    }


def installed(names: list[str]) -> list[str]:
    """Those systems that can be measured here; what the others lack is said."""
    absent = {OPTIONAL[name] for name in names if name in OPTIONAL and not find_spec(OPTIONAL[name])}
    for module in sorted(absent):
        print(
            f"{module}: skipped, it is not installed; `pip install --no-deps -r requirements/bench.in`, as "
            "benchmarks/README.md says",
            file=sys.stderr,
        )
    return [name for name in names if OPTIONAL.get(name) not in absent]


def corpora(*, toy: bool) -> Iterator[tuple[str, Corpus]]:
    """What there is to ask of."""
    yield "article", article_corpus(ROOT / "seeds", toy=toy)
    if MLQA.exists():
        yield "MLQA de", mlqa_corpus(MLQA, toy=toy)
    else:
        print(f"MLQA de: skipped, {MLQA} is not there", file=sys.stderr)


def main() -> int:
    """Exit status 1 when a system failed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=1, metavar="N")
    parser.add_argument("--out", type=Path, default=HERE / "results", metavar="FOLDER")
    parser.add_argument(
        "--toy", action="store_true", help="a few sentences and questions, one round, no start"
    )
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=list(SYSTEMS), metavar="NAME")
    options = parser.parse_args()
    names = installed(options.systems)
    rounds = 1 if options.toy else options.rounds
    report: dict[str, Any] = {
        "command": "python benchmarks/answers.py" + (" --toy" if options.toy else f" --rounds {rounds}"),
        "date": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
        "machine": machine(PACKAGES),
        "rounds": rounds,
        "bot": None if options.toy else bot_start(rounds),
        "corpora": {name: compare(corpus, names, rounds) for name, corpus in corpora(toy=options.toy)},
        "load_at_end": [round(load, 2) for load in os.getloadavg()],
    }
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "answers.json").write_text(
        json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    page = markdown(report)
    (options.out / "answers.md").write_text(page, encoding="utf-8")
    print(page)
    return 1 if any(one["failed"] for one in report["corpora"].values()) else 0


if __name__ == "__main__":
    sys.exit(main())
