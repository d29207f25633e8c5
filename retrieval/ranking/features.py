"""What is known of each candidate of a question, in numbers by name: for their order, and for the confidence."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from index.folding import fold
from index.models import SentenceHit
from retrieval.question.question_type import MEASURED, question_type
from retrieval.ranking.answer_kinds import answering_spans
from retrieval.ranking.near_duplicates import alike, wording

HIT_FEATURES = (
    "dense",
    "dense_neighbour",
    "dense_title",
    "lexical",
    "lexical_neighbour",
    "lexical_title",
    "late",
)
"""The numbers of a `SentenceHit`, by name."""
ORDER_FEATURES = (
    *HIT_FEATURES,
    "holds",  # 1 where the question asks when, where, how long, how many or who, and the sentence holds such, else 0
)
"""What orders the candidates of one question."""
CONFIDENCE_FEATURES = (
    "dense",
    "dense_neighbour",
    "lexical",
    "lexical_neighbour",
    "late",
    "odds",  # what share of the best candidates' odds, by the first model, it holds, in [0, 1]
    "outworded",  # how much more of the question's weight some candidate shares, in [0, 1)
    "length",  # natural logarithm of its characters
    "lacks",  # 1 where the question asks when, how long or how many, and the sentence holds no such, else 0
    "foreign",  # 1 when question and the version that counted are in different languages, else 0
    "foreign_dense",  # dense where foreign, else 0
    "foreign_lexical",  # lexical where foreign, else 0
    "foreign_late",  # late where foreign, else 0
)
"""What the confidence is made of."""
RIVALS = 16  # candidates that share the odds: about an article, so that neither a larger index nor a tiny one tells
Values = NDArray[np.float64]
_COPY = 0.1  # cosines of a sentence and of its near-duplicate lie nearer to each other
_AS_LONG = 0.6  # of the longer one's characters the shorter one has more
# Candidates; what their numbers alone put further down did not come among the first 10 by being read.
_READ = 32
_numbers_of = attrgetter(*HIT_FEATURES)


def order_values(
    hits: Sequence[SentenceHit], question: str, language: str, weights: Values | None = None
) -> Values:
    """`ORDER_FEATURES` of each hit of a question in `language`, shape (hits, features).

    Args:
        hits: of one question.
        question: as typed.
        language: of the question.
        weights: of the features. By them only what stands high without is read for what it holds; without them, all.
    """
    numbers = np.array([_numbers_of(hit) for hit in hits], dtype=np.float64).reshape(-1, len(HIT_FEATURES))
    near: Iterable[int] = range(len(hits))
    if weights is not None:
        near = best_first(hits, weighed(numbers, weights[: len(HIT_FEATURES)]))[:_READ]
    kind, asked = question_type(question, language), fold(question)
    holds = np.zeros(len(hits))
    for at in near:
        holds[at] = any(answering_spans(asked, kind, hits[at].text, hits[at].article.language))
    return np.column_stack([numbers, holds])


def best_first(hits: Sequence[SentenceHit], logits: Values) -> list[int]:
    """Positions of the hits, the highest logit first; equal ones by article id, then sentence number."""
    keys = [
        (logit, hit.article.id, hit.sentence.number)
        for logit, hit in zip((-logits.round(6)).tolist(), hits, strict=True)
    ]
    return sorted(range(len(hits)), key=keys.__getitem__)


def weighed(rows: Values, weights: Values) -> Values:
    """Of each row the sum of its numbers, each times its weight; whatever other rows there are."""
    sums: Values = (rows * weights).sum(axis=1)
    return sums


def evidence(
    hits: Sequence[SentenceHit], values: Values, shares: Values, question: str, language: str
) -> Values:
    """`CONFIDENCE_FEATURES` of each hit of a question in `language`, shape (hits, features).

    Args:
        hits: at least one.
        values: their `order_values`.
        shares: their `odds`.
        question: as typed.
        language: of the question.
    """
    known = dict(zip(ORDER_FEATURES, values.T, strict=True))
    known["odds"] = shares
    known["outworded"] = known["lexical"].max() - known["lexical"]
    known["length"] = np.log([hit.sentence.end - hit.sentence.start for hit in hits])
    known["lacks"] = (question_type(question, language) in MEASURED) * (1 - known["holds"])
    known["foreign"] = foreign = np.array([hit.language != language for hit in hits], dtype=np.float64)
    known |= {f"foreign_{arm}": foreign * known[arm] for arm in ("dense", "lexical", "late")}
    return np.column_stack([known[name] for name in CONFIDENCE_FEATURES])


def odds(logits: Values, rivals: Sequence[int], background: float) -> Values:
    """Each one's exp(logit) over the sum of those of `RIVALS`; with the highest, at most 1.

    Args:
        logits: of all hits.
        rivals: positions among them, at most `RIVALS`.
        background: the logit of each rival that is missing. Without, the one sentence of a tiny index would have all
            the odds, whatever is asked.
    """
    total = np.logaddexp.reduce(logits[rivals])
    if missing := RIVALS - len(rivals):
        total = np.logaddexp(total, background + math.log(missing))
    shares: Values = np.exp(logits - total)
    return shares


def rivals_of(hits: Sequence[SentenceHit], order: Iterable[int]) -> list[int]:
    """The first `RIVALS` positions of `order`, best first, without what repeats a better one of another article."""
    found: list[int] = []
    cut = cache(lambda at: wording(hits[at].text))
    for at in order:
        near = [other for other in found if _near(hits[at], hits[other])]
        if not any(alike(cut(at), cut(other)) for other in near):
            found.append(at)
        if len(found) == RIVALS:
            break
    return found


def _near(one: SentenceHit, other: SentenceHit) -> bool:
    """Whether two articles' sentences are so equally long and near a question that one may repeat the other."""
    if (
        one.article.id == other.article.id
        or abs(one.dense - other.dense) >= _COPY
        or abs(one.late - other.late) >= _COPY
    ):
        return False
    shorter, longer = sorted(hit.sentence.end - hit.sentence.start for hit in (one, other))
    return shorter > _AS_LONG * longer
