"""A small answerer over real articles and the honest hash embedder."""

from pathlib import Path

from fakes_index import HashEmbedder

from index.models import Article
from index.reading import read_bytes, read_file
from index.sentence_index import SentenceIndex
from retrieval.answerer import Answerer, AnswerRules
from retrieval.models import Question
from retrieval.ranking.features import CONFIDENCE_FEATURES, ORDER_FEATURES
from retrieval.ranking.scoring import Coefficients, ScoredHit, Scorer

SEEDS = Path(__file__).parent.parent / "seeds"
SUMMIT = "kbs-2019-04-kim-putin-wladiwostok"


def coefficients() -> Coefficients:
    """The lexical arm decides; the more of the question a sentence holds, the surer."""
    order = dict.fromkeys(ORDER_FEATURES, 0.0) | {"dense": 1.0, "lexical": 20.0, "lexical_neighbour": 2.0}
    confidence = dict.fromkeys(CONFIDENCE_FEATURES, 0.0) | {"lexical": 10.0, "odds": 1.0}
    return Coefficients(order=order, background=-100.0, intercept=-3.0, confidence=confidence)


def summit() -> Article:
    return read_file(SEEDS / f"{SUMMIT}.txt", max_bytes=1_000_000)


def article(name: str, text: str) -> Article:
    return read_bytes(f"{name}.txt", text.encode(), max_bytes=1_000_000)


def answerer(*articles: Article, threshold: float = 0.35, max_passages: int = 3) -> Answerer:
    index = SentenceIndex.build(articles or (summit(),), HashEmbedder())
    return Answerer(index, "000001-test", Scorer(coefficients()), AnswerRules(threshold, max_passages, 2000))


def ranked(bot: Answerer, question: Question) -> list[ScoredHit]:
    """All the sentences that were weighed for the whole question, best first."""
    [(_, [whole, *_])] = bot.read_many([question])
    return list(whole.ranking)
