"""The dense arm: nearest vectors by cosine, searched exactly or through a graph; FAISS is translated here alone."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Literal, cast

import faiss
import numpy as np
from pydantic import BaseModel, ConfigDict

from index.arrays import load_array, save_array
from index.errors import IndexCorrupt
from index.models import Progress, Vectors, no_progress
from index.search.scores import Rows, Values, highest

logger = logging.getLogger(__name__)

FILE = "vectors.npy"
GRAPH_FILE = "graph.faiss"
RECALL = 0.99
"""The least recall@10 against exact search that a graph may have."""
_LINKS, _BUILD_WIDTH = 32, 40  # of each row in the graph; how many nearest are kept in view while linking
_WIDTHS = (64, 128, 256, 512, 1024)
"""How many rows are kept in view while searching: the first that is good enough."""
_SAMPLE, _OF = 400, 10  # questions of the recall, and how many nearest rows of each
_MOVED = 2.0  # times a row's own length: its cosine with the row is then 0.45
_TRAINED_ON = 50_000  # rows that the quantiser learns its ranges from
_LINKED_AT_ONCE = 10_000  # rows, some seconds' work: so soon somebody who cancels is heard
_BLOCK = 4096  # rows whose cosines are taken at once
_FURTHER = 32
"""Rows more than asked for: exact cosines say which are the best, and of equal ones the first row."""
_AS_NEAR = 1e-6  # what a row may be further away than the last of the nearest, and is as good


class DenseSearch(BaseModel):
    """How a build's nearest vectors are found; in its manifest."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["exact", "hnsw,sq8"] = "exact"
    links: int | None = None  # of each row in the graph
    width: int | None = None  # how many rows a search keeps in view
    recall: float | None = None  # recall@10 on a sample; where exact, of the graph that was given up


EXACT = DenseSearch()


class DenseArm:
    """Vectors, searchable by cosine. Row i belongs to sentence i.

    Each question is searched alone, on one thread: what is found depends on neither batch nor threads.
    """

    def __init__(
        self, vectors: Vectors, search: DenseSearch = EXACT, graph: faiss.IndexHNSWSQ | None = None
    ) -> None:
        """Takes unit rows, shape (n, dim), and where the search is not exact, the graph over them."""
        if vectors.ndim != 2 or vectors.dtype != np.float32:  # noqa: PLR2004 - a matrix has two axes
            raise IndexCorrupt(
                f"vectors have shape {vectors.shape} and type {vectors.dtype}, not (n, dim) float32"
            )
        if graph is not None and (graph.ntotal, graph.d) != vectors.shape:
            raise IndexCorrupt(
                f"{GRAPH_FILE}: {graph.ntotal} rows of {graph.d}, vectors have shape {vectors.shape}"
            )
        self.vectors = np.ascontiguousarray(vectors)
        self.search = search
        self._graph = graph
        if graph is not None:
            graph.hnsw.efSearch = search.width or _WIDTHS[-1]

    @classmethod
    def build(cls, vectors: Vectors, exact_up_to: int, progress: Progress = no_progress) -> DenseArm:
        """Exact up to so many rows; beyond that through a graph, unless that finds too little.

        Args:
            vectors: unit rows, shape (n, dim).
            exact_up_to: so many rows.
            progress: told of the graph as it grows, phase `link`.
        """
        if len(vectors) <= exact_up_to:
            return cls(vectors)
        graph = _linked(vectors, progress)
        search = _measured(vectors, graph)
        if search.kind == "exact":
            logger.warning(
                "recall@%d of the graph is %.3f, below %.2f: searching %d rows exactly, which is slower",
                _OF,
                search.recall,
                RECALL,
                len(vectors),
            )
            return cls(vectors, search)
        return cls(vectors, search, graph)

    def __len__(self) -> int:
        return len(self.vectors)

    def nearest(self, question: Vectors, limit: int) -> Rows:
        """The `limit` rows nearest to one question, shape (dim,), best first; fewer where there are fewer."""
        if question.shape != self.vectors.shape[1:]:
            raise IndexCorrupt(f"a question is {question.shape} wide, sentences {self.vectors.shape[1:]}")
        wanted = min(limit + _FURTHER, len(self))
        found = np.sort(_search(self.vectors if self._graph is None else self._graph, question, wanted))
        return highest(found, self.cosines(question, found), limit)

    def cosines(self, question: Vectors, rows: Rows) -> Values:
        """Cosine of one question, shape (dim,), with each of `rows`, shape (len(rows),), in [-1, 1].

        Summed in float64 one row at a time, so that it does not depend on batch, threads or index type.
        """
        cosines = np.zeros(len(rows))
        for start in range(0, len(rows), _BLOCK):
            some = slice(start, start + _BLOCK)
            products = self.vectors[rows[some]].astype(np.float64)
            products *= question
            cosines[some] = np.clip(products.sum(axis=1), -1.0, 1.0)
        return cosines

    def save(self, folder: Path) -> None:
        """Writes the vectors into `folder`, and the graph where there is one."""
        save_array(folder / FILE, self.vectors)
        if self._graph is not None:
            faiss.write_index(self._graph, str(folder / GRAPH_FILE))

    @classmethod
    def load(cls, folder: Path, search: DenseSearch) -> DenseArm:
        """Maps what `save` wrote into memory, so that processes share it.

        Raises:
            IndexCorrupt: a file is missing, not what it should be, or does not fit the other.
        """
        vectors = load_array(folder / FILE)
        if search.kind == "exact":
            return cls(vectors, search)
        try:
            graph = faiss.read_index(str(folder / GRAPH_FILE), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError as error:
            raise IndexCorrupt(f"{GRAPH_FILE}: {error}") from error
        if not isinstance(graph, faiss.IndexHNSWSQ):
            raise IndexCorrupt(f"{GRAPH_FILE}: {type(graph).__name__}, not an HNSW graph over SQ8")
        return cls(vectors, search, graph)


def _search(among: Vectors | faiss.IndexHNSWSQ, question: Vectors, limit: int) -> Rows:
    if isinstance(among, np.ndarray):
        _, [found] = faiss.knn(question[None], among, limit, metric=faiss.METRIC_INNER_PRODUCT)
    else:
        _, [found] = among.search(question[None], limit)
    there: Rows = found[found >= 0]  # FAISS pads missing results with row -1
    return there


def _linked(vectors: Vectors, progress: Progress) -> faiss.IndexHNSWSQ:
    """The graph; on several threads another one each time, on one always the same."""
    made = faiss.index_factory(vectors.shape[1], f"HNSW{_LINKS}_SQ8", faiss.METRIC_INNER_PRODUCT)
    graph = cast("faiss.IndexHNSWSQ", made)  # as it comes from Python; the types know its base alone
    graph.hnsw.efConstruction = _BUILD_WIDTH
    graph.train(vectors[_sample(len(vectors), _TRAINED_ON)])
    for start in range(0, len(vectors), _LINKED_AT_ONCE):
        progress("link", start, len(vectors))
        graph.add(vectors[start : start + _LINKED_AT_ONCE])
    progress("link", len(vectors), len(vectors))
    return graph


def _measured(vectors: Vectors, graph: faiss.IndexHNSWSQ) -> DenseSearch:
    """The narrowest search that is good enough; exact, with the recall of the widest, where none is."""
    questions = _questions(vectors)
    best, _ = faiss.knn(questions, vectors, _OF, metric=faiss.METRIC_INNER_PRODUCT)
    recall = 0.0
    for width in _WIDTHS:
        arm = DenseArm(vectors, DenseSearch(kind="hnsw,sq8", width=width), graph)
        found = [
            (arm.cosines(question, arm.nearest(question, _OF)) >= cosines.min() - _AS_NEAR).sum()
            for question, cosines in zip(questions, best, strict=True)
        ]
        recall = round(float(np.sum(found)) / best.size, 4)
        if recall >= RECALL:
            return DenseSearch(kind="hnsw,sq8", links=_LINKS, width=width, recall=recall)
    return DenseSearch(recall=recall)


def _questions(vectors: Vectors) -> Vectors:
    """Rows that were moved as far as questions lie from sentences; of rows alone the recall is flattering."""
    rows = vectors[_sample(len(vectors), _SAMPLE)]
    noise = np.random.default_rng(1).standard_normal(rows.shape)
    moved = rows + _MOVED * noise / np.linalg.norm(noise, axis=1, keepdims=True)
    found: Vectors = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)
    return found


def _sample(count: int, most: int) -> Rows:
    """At most so many of the rows, always the same."""
    return np.sort(np.random.default_rng(0).permutation(count)[:most])
