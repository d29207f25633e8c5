"""The score: monotone in the evidence, the same whatever the order, and only where it was fitted."""

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
from fakes_retrieval import coefficients, summit

from index.hub_models import MINILM_SHA256
from index.models import Sentence, SentenceHit
from index.sentences import split_article
from retrieval.errors import NotCalibrated
from retrieval.ranking.features import (
    CONFIDENCE_FEATURES,
    HIT_FEATURES,
    ORDER_FEATURES,
)
from retrieval.ranking.scoring import COEFFICIENTS_FILE, Coefficients, CoefficientsFile, Scorer

ARTICLE = summit()
SENTENCES = split_article(ARTICLE)
SHIPPED = CoefficientsFile.model_validate_json(COEFFICIENTS_FILE.read_text(encoding="utf-8"))


def hit(sentence: Sentence, **features: float) -> SentenceHit:
    return SentenceHit(ARTICLE, sentence, **(dict.fromkeys(HIT_FEATURES, 0.0) | features))


def hits() -> list[SentenceHit]:
    """Every sentence, each with its own evidence, in no order of it."""
    return [hit(one, dense=one.number * 7 % 17 / 17, lexical=one.number * 5 % 17 / 34) for one in SENTENCES]


def test_scores_are_probabilities_best_first() -> None:
    ranked = Scorer(coefficients()).rank(hits(), "", "de")
    scores = [one.score for one in ranked]
    assert len(ranked) == len(SENTENCES)
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_the_same_whatever_the_order_of_the_candidates() -> None:
    candidates = hits()
    shuffled = [*candidates[1::2], *candidates[::2]]
    scorer = Scorer(coefficients())
    assert scorer.rank(shuffled, "", "de") == scorer.rank(candidates, "", "de")


def test_equal_ones_stand_by_article_then_number() -> None:
    same = [hit(one, lexical=0.5) for one in reversed(SENTENCES)]
    ranked = Scorer(coefficients()).rank(same, "", "de")
    assert [one.hit.sentence.number for one in ranked] == [one.number for one in SENTENCES]


@pytest.mark.parametrize("feature", ["dense", "lexical", "lexical_neighbour"])
def test_more_evidence_never_lowers_a_sentence(feature: str) -> None:
    scorer = Scorer(coefficients())
    others = [hit(one, **{feature: one.number / 20}) for one in SENTENCES[1:]]
    best = [
        scorer.rank([hit(SENTENCES[0], **{feature: value / 10}), *others], "", "de") for value in range(11)
    ]
    places = [[one.hit.sentence.number for one in ranked].index(1) for ranked in best]
    assert places == sorted(places, reverse=True)
    assert (places[0], places[-1]) == (len(SENTENCES) - 1, 0)


def test_the_confidence_grows_with_the_evidence_by_the_fitted_weights() -> None:
    for known in SHIPPED.encoders.values():
        scores = [
            Scorer(known).rank([hit(SENTENCES[0], lexical=value / 20, dense=value / 20)], "", "de")[0].score
            for value in range(1, 20)
        ]
        assert scores == sorted(scores)
        assert scores[0] < scores[-1]


def test_nothing_found_is_nothing_ranked() -> None:
    assert Scorer(coefficients()).rank([], "", "de") == []


def test_every_fitted_encoder_has_every_weight() -> None:
    assert SHIPPED.command.startswith("python -m retrieval.fitting.fit")
    assert "all-MiniLM-L6-v2" in SHIPPED.encoders
    for known in SHIPPED.encoders.values():
        assert known.order.keys() == set(ORDER_FEATURES)
        assert known.confidence.keys() == set(CONFIDENCE_FEATURES)
        assert all(math.isfinite(value) for value in (*known.order.values(), *known.confidence.values()))


def test_the_encoder_is_known_by_its_name_without_the_version() -> None:
    candidates = hits()
    loaded = Scorer.load(f"all-MiniLM-L6-v2@{MINILM_SHA256[:12]}")
    assert loaded.rank(candidates, "", "de") == Scorer(SHIPPED.encoders["all-MiniLM-L6-v2"]).rank(
        candidates, "", "de"
    )


def test_an_encoder_without_coefficients_is_named_with_the_command(tmp_path: Path) -> None:
    with pytest.raises(NotCalibrated, match=r"acme/encoder.*python -m retrieval\.fitting\.fit"):
        Scorer.load("acme/encoder@1")


@pytest.mark.parametrize("content", [None, "", "{}", "[1"])
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "weights.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(NotCalibrated, match=r"weights\.json"):
        Scorer.load("all-MiniLM-L6-v2", file)


@pytest.mark.parametrize("part", ["order", "confidence"])
def test_a_file_that_lacks_a_weight_is_refused_when_it_is_read(tmp_path: Path, part: str) -> None:
    content = json.loads(COEFFICIENTS_FILE.read_text(encoding="utf-8"))
    del content["encoders"]["all-MiniLM-L6-v2"][part]["lexical"]
    file = tmp_path / "weights.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(NotCalibrated, match="lexical"):
        Scorer.load("all-MiniLM-L6-v2", file)


def test_extreme_weights_do_not_overflow() -> None:
    wild = Coefficients(
        order=dict.fromkeys(ORDER_FEATURES, 1e6),
        background=1e9,
        intercept=-1e9,
        confidence=dict.fromkeys(CONFIDENCE_FEATURES, 1e9),
    )
    ranked = Scorer(wild).rank([replace(one, lexical=1.0) for one in hits()], "", "de")
    assert all(0 <= one.score <= 1 for one in ranked)


def test_a_sentence_that_holds_what_is_asked_for_comes_first_among_equals() -> None:
    """A duration answers "how long", a day "when"; what the question says itself answers nothing."""
    texts = ("Kim traf Putin.", "Das dauerte drei Stunden.", "Das war am Donnerstag.")
    text = " ".join(texts)
    article = replace(ARTICLE, text=text)
    starts = [text.index(one) for one in texts]
    found = [
        SentenceHit(
            article,
            Sentence(article.id, number, start, start + len(own), 1),
            **dict.fromkeys(HIT_FEATURES, 0.5),
        )
        for number, (own, start) in enumerate(zip(texts, starts, strict=True), start=1)
    ]
    weights = coefficients()
    scorer = Scorer(weights.model_copy(update={"order": {**weights.order, "holds": 1.0}}))

    def first(question: str) -> int:
        return scorer.rank(found, question, "de")[0].hit.sentence.number

    assert first("Wie lange dauerte das?") == 2
    assert first("Wann war das?") == 3
    assert first("Wann am Donnerstag?") == 1
    assert first("Warum?") == 1


def test_a_copy_is_no_rival() -> None:
    candidates = hits()
    copied = replace(
        ARTICLE, id="copy", text=ARTICLE.text.replace("Putin und Kim trafen", "Putin und Kim Jong-un trafen")
    )
    copies = [
        replace(one, article=copied, sentence=replace(own, article="copy"))
        for one, own in zip(candidates, split_article(copied), strict=True)
    ]
    scorer = Scorer(coefficients())
    alone = scorer.rank(candidates, "", "de")
    both = scorer.rank([*candidates, *copies], "", "de")
    assert [one.hit.sentence.number for one in both[::2]] == [one.hit.sentence.number for one in alone]
    assert both[0].score == alone[0].score
    assert (
        scorer.weigh(both, "", "de")[0].evidence["odds"] == scorer.weigh(alone, "", "de")[0].evidence["odds"]
    )
