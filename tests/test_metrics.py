"""Figures of an evaluation against numbers counted by hand."""

import pytest

from retrieval.evaluation.golden import GoldenQuestion
from retrieval.evaluation.metrics import Figures, Milliseconds, Outcome, figures, risk_coverage
from retrieval.models import Answer, Timing


def outcome(
    confidence: float,
    *,
    rank: int | None = None,
    answered: bool = True,
    unanswerable: bool = False,
    exact: bool = True,
    ms: float = 1.0,
) -> Outcome:
    expect = () if unanswerable else ("x",)
    question = GoldenQuestion(id="q", lang="de", question="?", expect=expect, unanswerable=unanswerable)
    answer = Answer("?", "de", answered, confidence, (), (), "b", "e", Timing(0, 0, 0))
    return Outcome(question, answer, rank, (), exact, ms)


SIX = [
    outcome(0.9, rank=1, ms=10),
    outcome(0.7, rank=2, ms=20),
    outcome(0.4, rank=1, answered=False, ms=30),
    outcome(0.2, rank=None, answered=False, ms=40),
    outcome(0.6, unanswerable=True, ms=50),
    outcome(0.1, unanswerable=True, answered=False, ms=60),
]


def test_figures_are_those_counted_by_hand() -> None:
    assert figures(SIX) == Figures(
        questions=6,
        recall_1=0.5,  # ranks 1, 2, 1, none
        recall_3=0.75,
        recall_10=0.75,
        mrr_10=0.625,  # (1 + 1/2 + 1 + 0) / 4
        answered=0.5,
        answered_right=0.5,  # of ranks 1 and 2
        refused=0.5,
        auroc=0.75,  # 0.9 and 0.7 beat both, 0.4 and 0.2 one each: 6 of 8 pairs
        precision=0.3333,  # three answered, one of them cannot be
        brier=0.2117,  # (0.1² + 0.7² + 0.6² + 0.2² + 0.6² + 0.1²) / 6
        quotes_exact=1.0,
        ms=Milliseconds(p50=35.0, p95=57.5, p99=59.5),
    )


def test_the_order_does_not_matter() -> None:
    shuffled = [SIX[at] for at in (4, 1, 5, 0, 3, 2)]
    assert figures(shuffled) == figures(SIX)
    assert risk_coverage(shuffled) == risk_coverage(SIX)


def test_ranks_count_from_one_and_up_to_their_depth() -> None:
    found = figures([outcome(0.5, rank=rank) for rank in (1, 3, 4, 10)])
    assert (found.recall_1, found.recall_3, found.recall_10) == (0.25, 0.5, 1.0)
    assert found.mrr_10 == pytest.approx((1 + 1 / 3 + 1 / 4 + 1 / 10) / 4, abs=1e-4)


def test_equal_confidences_count_half_in_the_auroc() -> None:
    assert figures([outcome(0.5, rank=1), outcome(0.5, unanswerable=True)]).auroc == 0.5
    assert figures([outcome(0.9, rank=1), outcome(0.1, unanswerable=True)]).auroc == 1.0
    assert figures([outcome(0.1, rank=1), outcome(0.9, unanswerable=True)]).auroc == 0.0


def test_a_quote_that_is_not_the_text_is_counted() -> None:
    assert figures([outcome(0.5, rank=1), outcome(0.5, rank=1, exact=False)]).quotes_exact == 0.5


def test_where_there_is_nothing_to_count_there_is_no_number() -> None:
    assert set(figures([]).as_json().values()) == {0, None}
    answerable = figures([outcome(0.5, rank=1, answered=False)])
    assert (answerable.answered, answerable.answered_right) == (0.0, None)
    assert (answerable.refused, answerable.auroc) == (None, None)
    unanswerable = figures([outcome(0.5, unanswerable=True)])
    assert (unanswerable.recall_1, unanswerable.mrr_10, unanswerable.answered) == (None, None, None)
    assert unanswerable.refused == 0.0


def test_json_has_the_usual_names() -> None:
    assert list(figures(SIX).as_json()) == [
        "questions",
        "recall@1",
        "recall@3",
        "recall@10",
        "mrr@10",
        "answered",
        "answered_right",
        "refused",
        "auroc",
        "precision",
        "brier",
        "quotes_exact",
        "ms",
    ]
    assert figures(SIX).as_json()["ms"] == {"p50": 35.0, "p95": 57.5, "p99": 59.5}


def test_risk_is_the_share_of_wrong_answers_among_those_given() -> None:
    # By confidence: right, wrong (rank 2), wrong (cannot be answered), right, wrong, wrong.
    assert risk_coverage(SIX) == [
        (1 / 6, 0.0),
        (2 / 6, 1 / 2),
        (3 / 6, 2 / 3),
        (4 / 6, 2 / 4),
        (5 / 6, 3 / 5),
        (1.0, 4 / 6),
    ]


def test_no_threshold_parts_equal_confidences() -> None:
    assert risk_coverage([outcome(0.5, rank=1), outcome(0.5, rank=2)]) == [(1.0, 0.5)]
    assert risk_coverage([]) == []
