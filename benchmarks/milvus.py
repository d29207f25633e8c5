"""The same sentences embedded and in milvus-lite: seconds to publish, milliseconds a question, and whether both agree.

    PYTHONPATH=. python benchmarks/milvus.py --write   # after `make milvus`

German sentences of ../shared/data/parallel/en-de.tsv.gz under hashed vectors, 384 wide; milvus-lite runs as a server in
a process of its own on this machine. It is no measurement of a Milvus cluster.
"""

from __future__ import annotations

import argparse
import itertools
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from common_data import PAIRS, absent
from common_machine import in_words, machine
from reindex import sentences
from reindex_embedder import HashEmbedder

from index.milvus.client import Milvus
from index.milvus.engine import MilvusEngine
from index.models import SentenceHit
from index.reading import read_bytes
from index.sentence_index import SentenceIndex
from index.store import IndexStore

PAGE = Path(__file__).with_name("milvus.md")
QUESTIONS, LIMIT = 100, 30
PER_ARTICLE = 100  # sentences
DEADLINE = 60.0  # seconds: to measure what takes longer than a member would wait


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """milvus-lite on a free port of loopback; its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "milvus_lite", "server", "--data-dir", str(folder)]
    with subprocess.Popen([*command, "--host", "127.0.0.1", "--port", str(port)]) as process:  # noqa: S603 - as above
        while socket.socket().connect_ex(("127.0.0.1", port)):
            if process.poll() is not None:
                sys.exit("milvus-lite does not start")
            time.sleep(0.1)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def measure(texts: list[str], questions: list[str], folder: Path) -> list[str]:
    """A row of the table."""
    articles = [
        read_bytes(f"a{at:07}.txt", "\n\n".join(texts[at : at + PER_ARTICLE]).encode(), max_bytes=10_000_000)
        for at in range(0, len(texts), PER_ARTICLE)
    ]
    embedder = HashEmbedder()
    here = SentenceIndex.build(articles, embedder)
    with server(folder / "server") as url:
        root = folder / "index"
        milvus = Milvus(url, "", DEADLINE)
        store = IndexStore(root, keep=0, engine=MilvusEngine(milvus, root))
        began = time.perf_counter()
        store.publish(here)
        published = time.perf_counter() - began
        there = store.open(embedder).index
        took_here, found_here = timed(here, questions)
        took_there, found_there = timed(there, questions)
        began = time.perf_counter()
        there.search(questions[:32], limit=LIMIT)
        batch = (time.perf_counter() - began) * 1000 / 32
        milvus.close()
    same = sum(one == other for one, other in zip(found_here, found_there, strict=True))
    milliseconds = [np.percentile(took, at) for took in (took_here, took_there) for at in (50, 95)]
    return [
        f"{len(here.sentences):,}",
        f"{published:.1f}",
        *(f"{one:.1f}" for one in milliseconds),
        f"{batch:.1f}",
        f"{same} of {len(questions)}",
    ]


def timed(index: SentenceIndex, questions: list[str]) -> tuple[list[float], list[list[list[SentenceHit]]]]:
    """Milliseconds of each question alone, and what it found."""
    took, found = [], []
    for question in questions:
        began = time.perf_counter()
        found.append(index.search([question], limit=LIMIT))
        took.append((time.perf_counter() - began) * 1000)
    return took, found


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--write", action="store_true", help="write benchmarks/milvus.md")
    arguments = parser.parse_args()
    if find_spec("milvus_lite") is None:
        print("make milvus: without it there is nothing to measure")
        return
    if absent(PAIRS):
        return
    texts = list(itertools.islice(sentences(), max(arguments.sizes) + QUESTIONS))
    questions = texts[-QUESTIONS:]
    rows = []
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory() as folder:
            rows.append(measure(texts[:size], questions, Path(folder)))
    page = _page(rows)
    print(page)
    if arguments.write:
        PAGE.write_text(page, encoding="utf-8")


def _page(rows: list[list[str]]) -> str:
    heads = [
        "sentences",
        "publish, s",
        "embedded p50, ms",
        "p95",
        "milvus-lite p50, ms",
        "p95",
        "a question of 32 at once, ms",
        "same hits",
    ]
    table = ["| " + " | ".join(row) + " |" for row in (heads, ["---"] * len(heads), *rows)]
    return "\n".join(
        [
            "# Milvus beside this process",
            "",
            "`PYTHONPATH=. python benchmarks/milvus.py --write`: a question is embedded by hashing, so these are the",
            "times of the search alone, on both engines through the same seam. milvus-lite is Python and for trial; a",
            "cluster was not measured.",
            "",
            *table,
            "",
            in_words(machine(["milvus-lite", "pymilvus", "numpy"])),
            "",
        ]
    )


if __name__ == "__main__":
    main()
