"""A follow-up read with the question before it and alone."""

import math
from collections.abc import Mapping

import pytest
from fakes_retrieval import summit

from index.models import SentenceHit
from index.sentences import split_article
from retrieval.ranking.features import HIT_FEATURES
from retrieval.ranking.readings import Reading, read_both_ways
from retrieval.ranking.scoring import ScoredHit

ARTICLE = summit()
SENTENCES = split_article(ARTICLE)


def reading(text: str, scores: Mapping[int, float]) -> Reading:
    """The article's sentences of these numbers, each with its score, best first."""
    ranking = [
        ScoredHit(SentenceHit(ARTICLE, SENTENCES[number - 1], **dict.fromkeys(HIT_FEATURES, 0.0)), score)
        for number, score in scores.items()
    ]
    return Reading(text, sorted(ranking, key=lambda one: -one.score))


def numbers(of: Reading) -> list[tuple[int, float]]:
    return [(one.hit.sentence.number, one.score) for one in of.ranking]


def test_each_sentence_has_the_mean_of_both_log_odds_and_equal_ones_stand_in_order() -> None:
    together, alone = reading("Wo war es? Und was?", {1: 0.9, 2: 0.4}), reading("Und was?", {2: 0.6, 1: 0.1})
    both = read_both_ways(together, alone)
    assert numbers(both) == [(1, 0.5), (2, 0.5)]
    assert both.text == "Wo war es? Und was?"
    assert both.of == (together, alone)


def test_what_answers_but_the_earlier_question_is_not_first() -> None:
    both = read_both_ways(reading("beides", {1: 0.92, 2: 0.5}), reading("allein", {2: 0.5, 1: 0.02}))
    assert [number for number, _ in numbers(both)] == [2, 1]


def test_a_sentence_that_one_did_not_find_counts_there_as_its_last_one() -> None:
    both = read_both_ways(reading("beides", {1: 0.8, 2: 0.2}), reading("allein", {3: 0.5}))
    scores = dict(numbers(both))
    assert scores[1] == pytest.approx(1 / (1 + math.exp(-math.log(4) / 2)), abs=1e-6)
    assert scores[3] == pytest.approx(1 / (1 + math.exp(math.log(4) / 2)), abs=1e-6)


def test_certainties_and_nothing_at_all_have_a_mean_too() -> None:
    assert read_both_ways(reading("beides", {1: 1.0}), reading("allein", {1: 0.0})).confidence == 0.5
    assert read_both_ways(reading("beides", {}), reading("allein", {})).confidence == 0.0
