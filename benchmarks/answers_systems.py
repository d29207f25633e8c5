"""The systems that `answers.py` compares, behind one signature; each imports its libraries only when it is made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from answers_corpora import DEPTH, Asked, Corpus
from answers_peers import Faiss, Haystack, Txtai

if TYPE_CHECKING:
    from index.sentence_index import SentenceIndex


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
        from index.embedder import open_default
        from index.hub_models import open_minilm
        from retrieval.ranking.scoring import Scorer

        self._embedder = open_minilm() if minilm else open_default(folder / "encoder")
        self._scorer = Scorer.load(self._embedder.name)
        self.encoder = self._embedder.name

    def index(self, corpus: Corpus) -> None:
        """Like `SentenceIndex.build`, over sentences that are cut already."""
        from index.search.embedded_arms import EmbeddedArms
        from index.search.late import LateArm
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
        [(_, [whole, *_])] = self._answerer.read_many([asked])
        return [self._row[one.hit.sentence.article, one.hit.sentence.number] for one in whole.ranking[:DEPTH]]

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


OURS = ("gipfelbot", "gipfelbot, MiniLM")
PEERS = (
    "txtai hybrid, MiniLM",
    "txtai hybrid, MiniLM, 1 thread",
    "Haystack hybrid, MiniLM",
    "FAISS, MiniLM",
)
SYSTEMS: dict[str, Callable[[Path], System]] = {
    OURS[0]: lambda folder: Ours(folder, minilm=False),
    OURS[1]: lambda folder: Ours(folder, minilm=True),
    PEERS[0]: Txtai,
    PEERS[1]: Txtai,
    PEERS[2]: Haystack,
    PEERS[3]: Faiss,
}
# What the bot does not need: the module without which a system is skipped.
OPTIONAL = {PEERS[0]: "txtai", PEERS[1]: "txtai", PEERS[2]: "haystack"}
# Our questions run on one thread, the peers' on all cores unless told: where cores are busy, that alone decides.
ENVIRONMENT = {PEERS[1]: {"OMP_NUM_THREADS": "1"}}
