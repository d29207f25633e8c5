"""What a question was read as, and the sentences that were weighed for it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.ranking.scoring import ScoredHit

_TWICE = 2
_SUREST = 1e-6  # nearer to 0 or 1 no score is rounded to


@dataclass(frozen=True, slots=True)
class Reading:
    """What was searched for, and the sentences that were weighed for it, best first."""

    text: str
    ranking: Sequence[ScoredHit]
    of: tuple[Reading, ...] = ()  # where it follows up another question: read together with that, and alone

    @property
    def asked(self) -> str:
        """The question itself, without another one that it follows up."""
        return self.of[-1].text if self.of else self.text

    @property
    def confidence(self) -> float:
        """Of the best sentence; 0 without any."""
        return self.ranking[0].score if self.ranking else 0.0


def is_introduced(readings: Sequence[Reading]) -> bool:
    """Whether one question is read with all that somebody says before or behind it, and alone, in that order."""
    return len(readings) == _TWICE


def read_both_ways(together: Reading, alone: Reading) -> Reading:
    """A question that leans on another, read with that and alone: each sentence has the mean of its two log-odds.

    Together with it asks the other question once more, whose answer is found as surely as before; alone it says what
    is new, but not about what. A sentence that only one found counts in the other as its last one does.
    """
    scores = [{_place(one): one.score for one in reading.ranking} for reading in (together, alone)]
    found = {_place(one): one.hit for reading in (alone, together) for one in reading.ranking}
    lowest = [min(known.values(), default=0.0) for known in scores]
    ranking = [
        ScoredHit(hit, _mean([known.get(place, least) for known, least in zip(scores, lowest, strict=True)]))
        for place, hit in found.items()
    ]
    ranking.sort(key=lambda one: (-one.score, *_place(one)))
    return Reading(together.text, ranking, (together, alone))


def _place(one: ScoredHit) -> tuple[str, int]:
    return one.hit.article.id, one.hit.sentence.number


def _mean(scores: Sequence[float]) -> float:
    """The probability whose log-odds are the mean of theirs."""
    bounded = [min(max(score, _SUREST), 1 - _SUREST) for score in scores]
    logit = math.fsum(math.log(score / (1 - score)) for score in bounded) / len(bounded)
    return round(1 / (1 + math.exp(-logit)), 6)
