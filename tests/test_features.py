"""What the confidence is made of, number by number."""

import math
from dataclasses import replace

import numpy as np
import pytest
from fakes_retrieval import summit

from index.models import Sentence, SentenceHit
from index.sentences import split_article
from retrieval.ranking.features import (
    CONFIDENCE_FEATURES,
    HIT_FEATURES,
    ORDER_FEATURES,
    RIVALS,
    best_first,
    evidence,
    odds,
    order_values,
    rivals_of,
)

ARTICLE = summit()
NOTHING = -math.inf  # the logit of missing rivals that count for nothing
SENTENCES = split_article(ARTICLE)


def hit(sentence: Sentence, **features: float) -> SentenceHit:
    return SentenceHit(ARTICLE, sentence, **(dict.fromkeys(HIT_FEATURES, 0.0) | features))


def known(
    hits: list[SentenceHit], question: str = "", language: str = "de", logits: list[float] | None = None
) -> list[dict[str, float]]:
    """The evidence by name of hits that are given best first."""
    values = order_values(hits, question, language)
    weighed = np.zeros(len(hits)) if logits is None else np.array(logits)
    shares = odds(weighed, rivals_of(hits, range(len(hits))), NOTHING)
    rows = evidence(hits, values, shares, question, language)
    return [dict(zip(CONFIDENCE_FEATURES, row, strict=True)) for row in rows.tolist()]


def told(*texts: str) -> list[SentenceHit]:
    """Hits of sentences that say this."""
    text = " ".join(texts)
    article = replace(ARTICLE, text=text)
    starts = [text.index(one) for one in texts]
    return [
        SentenceHit(
            article, Sentence(article.id, at, start, start + len(own), 1), **dict.fromkeys(HIT_FEATURES, 0.5)
        )
        for at, (own, start) in enumerate(zip(texts, starts, strict=True), start=1)
    ]


def test_a_question_in_another_language_is_known_as_foreign() -> None:
    one = hit(SENTENCES[0], dense=0.5, lexical=0.25, late=0.75)
    [german], [korean] = known([one]), known([one], language="ko")
    foreign = ("foreign", "foreign_dense", "foreign_lexical", "foreign_late")
    assert [german[name] for name in foreign] == [0, 0, 0, 0]
    assert [korean[name] for name in foreign] == [1, 0.5, 0.25, 0.75]


def test_one_sentence_alone_competes_with_what_it_might_have_said_instead() -> None:
    [one] = known([hit(SENTENCES[0])])
    assert (one["odds"], one["outworded"]) == (1, 0)
    alone = np.array([5.0])
    assert odds(alone, [0], 5.0) == pytest.approx([1 / RIVALS])
    assert odds(alone, [0], 0.0) == pytest.approx([math.exp(5) / (math.exp(5) + RIVALS - 1)])


@pytest.mark.parametrize("background", [-NOTHING, 0.0, NOTHING])
def test_a_full_set_of_rivals_has_no_background(background: float) -> None:
    full = np.arange(float(RIVALS))
    assert odds(full, range(RIVALS), background).sum() == pytest.approx(1)


def test_what_repeats_another_article_s_sentence_is_no_candidate() -> None:
    here, other = told("Kim traf Putin auf der Insel.", "Das Wetter war schön.")
    copied = replace(here, article=replace(here.article, id="copy"))
    assert rivals_of([here, copied, other], range(3)) == [0, 2]


def test_odds_so_far_apart_that_some_vanish_are_no_fault() -> None:
    [first, second] = known([hit(one) for one in SENTENCES[:2]], logits=[1e6, -1e6])
    assert (first["odds"], second["odds"]) == (1, 0)


def test_a_sentence_is_as_long_as_its_characters() -> None:
    [one] = known([hit(SENTENCES[0])])
    assert one["length"] == pytest.approx(math.log(SENTENCES[0].end - SENTENCES[0].start))


def test_a_sentence_is_outworded_by_the_one_that_shares_most() -> None:
    several = [hit(one, lexical=share) for one, share in zip(SENTENCES, (0.25, 0.75, 0.5), strict=False)]
    assert [one["outworded"] for one in known(several)] == [0.5, 0, 0.25]


@pytest.mark.parametrize(
    ("question", "lacks"),
    [
        ("Wann war das?", [1, 1, 0, 1]),
        ("Wie lange dauerte das?", [1, 0, 1, 1]),
        ("Wie viele kamen?", [1, 0, 1, 0]),
        ("Wer kam?", [0, 0, 0, 0]),  # a name may be left out where it is plain who is meant
        ("Wo war das?", [0, 0, 0, 0]),
        ("Warum?", [0, 0, 0, 0]),
    ],
)
def test_what_is_measured_is_missed(question: str, lacks: list[float]) -> None:
    several = told(
        "Kim traf Putin.", "Das dauerte drei Stunden.", "Das war am Donnerstag.", "Es kamen vier Leute."
    )
    assert [one["lacks"] for one in known(several, question)] == lacks


def test_the_odds_add_up_and_keep_the_order() -> None:
    assert odds(np.array([0.0, math.log(3)]), [0, 1], NOTHING) == pytest.approx([0.25, 0.75])
    assert odds(np.array([1000.0, 1000.0]), [0, 1], NOTHING) == pytest.approx([0.5, 0.5])


def made_up(count: int) -> list[SentenceHit]:
    """Hits of so many sentences that have nothing in common."""
    texts = [f"{chr(0xAC00 + 7 * at) * 9}." for at in range(count)]
    article = replace(ARTICLE, text=" ".join(texts))
    return [
        SentenceHit(
            article,
            Sentence(article.id, at + 1, at * 11, at * 11 + 10, 1),
            **dict.fromkeys(HIT_FEATURES, 0.0),
        )
        for at in range(count)
    ]


def test_only_the_best_candidates_share_the_odds_so_that_a_larger_index_changes_little() -> None:
    few = np.array([2.0, 1.0, *([0.0] * (RIVALS - 2))])
    many = np.array([*few, *([-0.5] * 300)])
    rivals = rivals_of(made_up(len(many)), range(len(many)))
    assert sorted(rivals) == list(range(RIVALS))
    assert odds(many, rivals, 0.0)[:RIVALS] == pytest.approx(odds(few, range(RIVALS), 0.0))
    assert math.fsum(odds(few, range(RIVALS), 0.0)) == pytest.approx(1)


def test_only_what_stands_high_without_is_read_for_a_date() -> None:
    dated = (f"Am {day}. April {1980 + day} wurde verhandelt." for day in range(1, 31))
    hits = told(*dated, "Es blieb dabei.")
    hits = [replace(one, dense=at / 100) for at, one in enumerate(hits * 2)]
    weights = np.zeros(len(ORDER_FEATURES))
    weights[ORDER_FEATURES.index("dense")] = 1.0
    read = order_values(hits, "Wann wurde verhandelt?", "de", weights)[:, -1]
    every = order_values(hits, "Wann wurde verhandelt?", "de")[:, -1]
    assert every.tolist() == [1.0] * 30 + [0.0] + [1.0] * 30 + [0.0]
    assert read.tolist() == [0.0] * 30 + every[30:].tolist()


def test_what_only_rounding_tells_apart_stands_in_the_article_s_order() -> None:
    hits = told("Eins.", "Zwei.", "Drei.")
    assert best_first(hits, np.array([0.1, 0.1 + 1e-9, 0.2])) == [2, 0, 1]
