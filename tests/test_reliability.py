"""What a confidence is worth, against numbers counted by hand."""

import numpy as np
import pytest
from fakes_retrieval import coefficients, summit

from index.models import SentenceHit
from index.sentences import split_article
from retrieval.fitting import reliability as measured
from retrieval.fitting.data import SOURCES, Episode
from retrieval.fitting.reliability import FEWEST_QUESTIONS, Judged, bins, curve, judge, reliability
from retrieval.ranking.calibration import Point
from retrieval.ranking.features import HIT_FEATURES
from retrieval.ranking.scoring import Scorer

ARTICLE = summit()
FIRST, SECOND = split_article(ARTICLE)[:2]


def judged(confidence: list[float], right: list[int], question: list[int] | None = None) -> Judged:
    numbers = np.arange(len(right)) if question is None else np.array(question)
    return Judged(np.array(confidence), np.array(right, float), numbers)


def episode(question: str, *lexical: float, right: int | None = None) -> Episode:
    """Asked of as many sentences as there are lexical scores; the one at `right` answers."""
    nothing = dict.fromkeys(HIT_FEATURES, 0.0)
    hits = tuple(
        SentenceHit(ARTICLE, sentence, **(nothing | {"lexical": value}))
        for sentence, value in zip((FIRST, SECOND), lexical, strict=False)
    )
    rights = tuple(at == right for at in range(len(hits)))
    return Episode(SOURCES[0], question, hits, rights, held_out=True, small=True)


def test_the_first_sentence_counts_and_an_empty_index_is_wrong_for_certain() -> None:
    asked = [
        episode("a", 0.1, 0.9, right=1),
        episode("a", 0.9, 0.1, right=1),
        episode("b", 0.9, 0.1),
        episode("c"),
    ]
    found = judge(asked, Scorer(coefficients()))
    assert found.right.tolist() == [1, 0, 0, 0]
    assert found.question.tolist() == [0, 0, 1, 2]
    assert found.confidence[3] == 0
    assert found.confidence[0] == Scorer(coefficients()).rank(asked[0].hits, "", "de")[0].score > 0.5


def test_the_error_and_the_share_right_are_those_counted_by_hand() -> None:
    # Ten bins of 30: nine are as sure as they are right, in the last 0.9 is said and half are right.
    confidence = [step / 10 for step in range(9) for _ in range(30)] + [0.9] * 30
    right = [int(at < 3 * step) for step in range(9) for at in range(30)] + [0, 1] * 15
    found = reliability(judged(confidence, right))
    assert found.ece == pytest.approx(0.4 / 10)
    assert found.interval is not None
    assert 0.04 < found.interval[0] < found.interval[1] < 0.2  # resampling adds noise
    assert (found.questions, found.asked) == (300, 300)
    assert found.right == pytest.approx((3 * sum(range(9)) + 15) / 300)


def test_fewer_questions_than_300_have_no_calibration_error() -> None:
    few = FEWEST_QUESTIONS - 1
    # Asked twice each: what counts is how many questions there are, not how often they were asked.
    found = reliability(judged([0.5] * 2 * few, [0, 1] * few, [*range(few), *range(few)]))
    assert (found.questions, found.asked) == (few, 2 * few)
    assert found.ece is found.interval is None
    assert reliability(judged([0.5] * 300, [0, 1] * 150)).ece == 0.0


def test_the_interval_draws_whole_questions() -> None:
    """Ten copies of each question say no more than one does: the interval must not shrink."""
    dice = np.random.default_rng(3)
    confidence = dice.uniform(size=300)
    right = (dice.uniform(size=300) < confidence).astype(int)
    once = reliability(judged(confidence.tolist(), right.tolist())).interval
    copies = judged(confidence.tolist() * 10, right.tolist() * 10, [*range(300)] * 10)
    often = reliability(copies).interval
    assert once is not None
    assert often is not None
    assert often[1] - often[0] == pytest.approx(once[1] - once[0], rel=0.2)


def test_the_auroc_needs_both_kinds() -> None:
    assert reliability(judged([0.1, 0.9], [0, 1])).auroc == 1.0
    assert reliability(judged([0.9, 0.1], [0, 1])).auroc == 0.0
    assert reliability(judged([0.1, 0.9], [1, 1])).auroc is None
    assert reliability(judged([], [])).right == 0.0


def test_the_curve_is_the_one_counted_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measured, "FEWEST_ANSWERED", 1)
    points = {point.threshold: point for point in curve(judged([0.1, 0.5, 0.5, 0.9], [0, 1, 0, 1]))}
    assert list(points) == [step / 200 for step in range(181)]
    assert points[0.0] == Point(0.0, 1.0, 0.5, 0.9113)
    assert points[0.1] == Point(0.1, 1.0, 0.5, 0.9113)  # at the threshold is answered
    assert points[0.105] == Point(0.105, 0.75, 0.3333, 0.781)
    assert points[0.5] == Point(0.5, 0.75, 0.3333, 0.781)
    assert points[0.505] == points[0.9]._replace(threshold=0.505) == Point(0.505, 0.25, 0.0, 0.0)


def test_what_repeats_a_question_makes_its_risk_no_surer() -> None:
    once = judged([0.9] * 400, [1, 0] * 200)
    again = judged([0.9] * 800, [1, 1, 0, 0] * 200, [at // 2 for at in range(800)])
    assert curve(again)[0] == curve(once)[0]
    assert curve(judged([0.9] * 800, [1, 0] * 400))[0].at_most < curve(once)[0].at_most


def test_the_curve_ends_where_too_few_were_answered() -> None:
    answered = [0.6] * 200 + [0.7] * 199
    found = curve(judged(answered, [1] * len(answered)))
    assert found[-1] == Point(0.6, 1.0, 0.0, 0.0)
    assert [point.threshold for point in curve(judged([0.9], [1]))] == [0.0]


def test_bins_hold_equally_many() -> None:
    found = bins(judged([0.4, 0.1, 0.2, 0.3], [1, 0, 0, 1]), count=2)
    assert found == [pytest.approx((0.15, 0.0)), pytest.approx((0.35, 1.0))]
