"""One step of `scale.py` in a process of its own, so that its memory is its own.

    python benchmarks/scale_worker.py STEP SIZE FOLDER CACHE REAL EACH

Prints its figures as JSON on the last line.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar, cast

import faiss
import numpy as np
from scale_corpus import Corpus, Given, embedded, make_corpus, real_questions, real_sentences, with_one_more

from config.settings import Settings
from index.embedder import ShippedEmbedder, open_default
from index.models import Vectors
from index.search.embedded_arms import EmbeddedArms
from index.sentence_index import SentenceIndex
from index.store import IndexStore
from index.threads import one_blas_thread
from retrieval.answerer import Answerer, AnswerRules
from retrieval.models import Question
from retrieval.ranking.scoring import Scorer

Found = TypeVar("Found")
_RECALL_OF = 10
_AGAIN = 100_000  # sentences up to which one more is added: both arms are made anew, beyond as before
_LEXICAL_QUESTIONS = 40  # asked of every row for the recall of the lexical arm, which takes seconds each


def main() -> None:
    """One of embed, build, answer, peer."""
    step, size, folder, cache, real, each = sys.argv[1:]
    one_blas_thread()
    place, given = Path(folder), Path(cache)
    embedder = open_default(given / "encoder")
    if step == "embed":
        found = embed(embedder, int(real), given)
    elif step == "build":
        found = build(int(size), int(real), place, given, embedder)
    elif step == "answer":
        found = answer(place, embedder, real_questions(int(each)))
    else:
        found = peer(place, embedder, real_questions(int(each)))
    print(json.dumps(found))


def embed(embedder: ShippedEmbedder, real: int, cache: Path) -> dict[str, object]:
    """Vectors of the real sentences, and how many of a thousand fresh ones are embedded a second."""
    texts = real_sentences()
    embedded(texts[:real], embedder, cache / "vectors", lambda line: print(line, file=sys.stderr, flush=True))
    before = time.perf_counter()
    embedder.embed_passages(texts[-1000:])
    return {"embedded_per_s": 1000 / (time.perf_counter() - before), "available": len(texts)}


def build(size: int, real: int, folder: Path, cache: Path, embedder: ShippedEmbedder) -> dict[str, object]:
    """Builds and publishes; then once more with one sentence more, as the next reindex would."""
    texts = real_sentences()[:real]
    corpus = make_corpus(size, texts, embedded(texts[:size], embedder, cache / "vectors", print))
    store = IndexStore(folder, keep=0)
    watch = Memory()
    with watch:
        first = _build(corpus, store, embedder)
    disk = sum(
        file.stat().st_size for file in store.folder(str(store.current_id())).rglob("*") if file.is_file()
    )
    again = None
    if corpus.size <= _AGAIN:
        again = _build(with_one_more(corpus), store, embedder)
        store.rollback()
    return {
        "sentences": corpus.size,
        "real": corpus.real,
        "articles": len(corpus.articles),
        **first,
        "again_s": again and again["build_s"] + again["publish_s"],
        "disk_mb": disk / 1e6,
        "build_memory_mb": watch.most / 1e6,
        "search": json.loads(
            (store.folder(str(store.current_id())) / "search.json").read_text(encoding="utf-8")
        ),
    }


def _build(corpus: Corpus, store: IndexStore, embedder: ShippedEmbedder) -> dict[str, float]:
    before = time.perf_counter()
    given = Given(embedder, corpus.vectors)
    index = SentenceIndex.build(corpus.articles, given, split=lambda article: corpus.sentences[article.id])
    built = time.perf_counter()
    store.publish(index)
    return {"build_s": built - before - given.seconds, "publish_s": time.perf_counter() - built}


def answer(folder: Path, embedder: ShippedEmbedder, questions: list[str]) -> dict[str, object]:
    """Opens the live build as a bot does and asks it; then compares what the arms propose with exact search."""
    embedder.embed_questions(questions[:4])
    before = _memory()
    started = time.perf_counter()
    opened = IndexStore(folder, keep=0).open(embedder)
    open_s = time.perf_counter() - started
    settings = Settings().retrieval
    rules = AnswerRules(0.5, settings.max_passages, settings.max_question_characters)
    answerer = Answerer(opened.index, opened.id, Scorer.load(embedder.name), rules)
    for question in questions:  # once unmeasured, so that its pages are in memory
        answerer.answer(Question(question))
    asked = [_timed(partial(answerer.answer, Question(question))) for question in questions]
    after = _memory()
    arms = cast("EmbeddedArms", opened.index._arms)
    embedded = embedder.embed_questions(questions)
    vectors, some = embedded.vectors, np.linspace(0, len(arms) - 1, min(150, len(arms)), dtype=np.int64)
    late = [
        _timed(lambda at=at: opened.index._late.similarities(embedded.tokens.of(at, at + 1), some))  # type: ignore[misc]
        for at in range(len(questions))
    ]
    dense = [_timed(partial(arms._dense.nearest, vector, 30)) for vector in vectors]
    lexical = [_timed(lambda text=text: arms._lexical.ask(text, 30).matching) for text in questions]  # type: ignore[misc]
    return {
        "open_s": open_s,
        "answer": _times([wall for wall, _, _ in asked]),
        "answer_cpu": _times([cpu for _, cpu, _ in asked]),
        "embed": _times([one.ms.embed for _, _, one in asked]),
        "dense": _times([wall for wall, _, _ in dense]),
        "lexical": _times([wall for wall, _, _ in lexical]),
        "late": _times([wall for wall, _, _ in late]),
        "dense_recall": _dense_recall(arms, vectors),
        "lexical_recall": _lexical_recall(arms, questions),
        "own_mb": (after["RssAnon"] - before["RssAnon"]) / 1e6,
        "mapped_mb": (after["RssFile"] - before["RssFile"]) / 1e6,
    }


def peer(folder: Path, embedder: ShippedEmbedder, questions: list[str]) -> dict[str, object]:
    """The same vectors in plain FAISS, as most bots have them, and nothing else."""
    store = IndexStore(folder, keep=0)
    rows = np.load(store.folder(str(store.current_id())) / "vectors.npy", mmap_mode="r")
    flat = faiss.IndexFlatIP(rows.shape[1])
    for start in range(0, len(rows), 10_000):
        flat.add(np.ascontiguousarray(rows[start : start + 10_000]))
    vectors = embedder.embed_questions(questions).vectors
    flat.search(vectors[:1], 30)
    return {"faiss": _times([_timed(partial(flat.search, vector[None], 30))[0] for vector in vectors])}


def _dense_recall(arms: EmbeddedArms, vectors: Vectors) -> float:
    """Share of the 10 nearest rows that are found; a row as near as the tenth is as good."""
    best, _ = faiss.knn(vectors, arms.vectors, min(_RECALL_OF, len(arms)), metric=faiss.METRIC_INNER_PRODUCT)
    found = [
        (arms._dense.cosines(vector, arms._dense.nearest(vector, _RECALL_OF)) >= nearest.min() - 1e-6).sum()
        for vector, nearest in zip(vectors, best, strict=True)
    ]
    return float(np.sum(found)) / best.size


def _lexical_recall(arms: EmbeddedArms, questions: Sequence[str]) -> float:
    """The same of the 10 highest shares, for some of the questions."""
    found = wanted = 0
    for question in questions[:: max(1, len(questions) // _LEXICAL_QUESTIONS)]:
        asked = arms._lexical.ask(question, _RECALL_OF)
        every = np.sort(asked.shares(np.arange(len(arms))))[-_RECALL_OF:]
        least = every[every > 0]
        found += int((asked.shares(asked.matching) >= least.min()).sum()) if len(least) else 0
        wanted += len(least)
    return min(found, wanted) / wanted


def _timed(work: Callable[[], Found]) -> tuple[float, float, Found]:
    """Milliseconds on the clock and of this process's CPU, and what came of it."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = work()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000, found


def _times(ms: Sequence[float]) -> dict[str, float]:
    return {f"p{percentile}": float(np.percentile(ms, percentile)) for percentile in (50, 95, 99)}


def _memory() -> dict[str, int]:
    """Bytes that are this process's own, and those of files mapped into it, which processes share."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    parts = (line.split() for line in lines if line.startswith(("RssAnon", "RssFile")))
    return {name.rstrip(":"): int(kilobytes) * 1024 for name, kilobytes, *_ in parts}


class Memory:
    """The most memory of its own that the process had meanwhile."""

    def __init__(self) -> None:
        self.most = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._before = _memory()["RssAnon"]

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.05):
            self.most = max(self.most, _memory()["RssAnon"] - self._before)


if __name__ == "__main__":
    main()
