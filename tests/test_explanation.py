"""An explanation adds up: its terms are the score, and it shows what the answer quoted."""

import io
import json
import math
import re

import numpy as np
import pytest
from fakes_console import NOWHERE, WHERE, Desk
from fakes_retrieval import answerer, coefficients, ranked
from rich.console import Console

import locales
from console.explaining import render_explanation
from retrieval.explanation import Explanation, confidence_cells, explain, order_cells
from retrieval.models import Question
from retrieval.ranking.features import CONFIDENCE_FEATURES, ORDER_FEATURES, odds, rivals_of
from retrieval.ranking.scoring import Scorer

pytest_plugins = ("fixtures_console",)

BOT = answerer()
PARTS = "Wann und wo trafen sich Putin und Kim auf der Insel Russki?"


@pytest.fixture(scope="module")
def whole() -> Explanation:
    return explain(BOT, Question(WHERE))


def test_the_answer_is_the_one_that_is_given_without_it(whole: Explanation) -> None:
    given = BOT.answer(Question(WHERE))
    assert whole.answer.passages == given.passages
    assert (whole.answer.confidence, whole.threshold) == (given.confidence, BOT.threshold)


def test_every_candidate_is_there_best_first(whole: Explanation) -> None:
    ranking = ranked(BOT, Question(WHERE))
    [considered] = whole.considered
    assert [(one.hit, one.score) for one in considered.sentences] == [(one.hit, one.score) for one in ranking]
    assert considered.text == WHERE
    assert considered.confidence == ranking[0].score


def test_the_terms_add_up_to_what_orders_and_to_the_score(whole: Explanation) -> None:
    sentences = whole.considered[0].sentences
    logits = [math.fsum(one.order.values()) for one in sentences]
    assert logits == sorted(logits, reverse=True)
    rivals = rivals_of([one.hit for one in sentences], range(len(sentences)))
    shares = odds(np.array(logits), rivals, coefficients().background)
    for one, share in zip(sentences, shares, strict=True):
        assert one.order.keys() == set(ORDER_FEATURES)
        assert one.order["lexical"] == coefficients().order["lexical"] * one.hit.lexical
        assert one.evidence["odds"] == pytest.approx(share)
        assert one.confidence.keys() == {"intercept", *CONFIDENCE_FEATURES}
    first = sentences[0]
    probability = 1 / (1 + math.exp(-math.fsum(first.confidence.values())))
    assert first.score == pytest.approx(probability, abs=1e-6)


def test_only_what_the_answer_shows_counts_as_quoted(whole: Explanation) -> None:
    shown = {
        number
        for passage in whole.answer.passages
        for number in range(passage.citation.sentences[0], passage.citation.sentences[1] + 1)
    }
    quoted = {one.hit.sentence.number for one in whole.considered[0].sentences if whole.quoted(one.hit)}
    assert quoted == shown != set()
    refused = explain(answerer(threshold=1.0), Question(WHERE))
    assert not any(refused.quoted(one.hit) for one in refused.considered[0].sentences)


def test_each_part_of_a_question_is_explained() -> None:
    found = explain(BOT, Question(PARTS))
    assert [one.text for one in found.considered] == [
        PARTS,
        "Wann trafen sich Putin und Kim auf der Insel Russki?",
        "wo trafen sich Putin und Kim auf der Insel Russki?",
    ]
    assert all(one.sentences for one in found.considered)


def test_a_question_that_cannot_be_searched_for_has_no_candidates() -> None:
    [nothing] = explain(BOT, Question("?")).considered
    assert (nothing.sentences, nothing.confidence) == ((), 0.0)
    assert Scorer(coefficients()).weigh([], "", "de") == []


def test_a_cell_is_a_value_and_what_its_weight_makes_of_it(whole: Explanation) -> None:
    one = whole.considered[0].sentences[0]
    cells = dict(zip(ORDER_FEATURES, order_cells(one), strict=False))
    assert cells["lexical"] == f"{one.hit.lexical:.2f} {20 * one.hit.lexical:+.1f}"
    assert order_cells(one)[-1] == f"{sum(one.order.values()):+.1f}"
    assert confidence_cells(one)[0] == "-3.0"
    assert len(confidence_cells(one)) == 1 + len(CONFIDENCE_FEATURES) + 1


@pytest.mark.parametrize("language", locales.LANGUAGES)
def test_the_terminal_shows_a_table_in_the_language_of_the_reply(desk: Desk, language: str) -> None:
    shown = desk.run("ask", WHERE, "--explain", "--lang", language).stdout
    catalogue = locales.load().of(language)
    for key in ("explain-order", "explain-confidence", "explain-sum", "explain-score"):
        assert catalogue.text(key) in shown
    for name in (*ORDER_FEATURES, *CONFIDENCE_FEATURES, "intercept"):
        assert name.split("_")[0] in shown
    assert "✓   3 Putin und Kim trafen sich" in shown


def test_the_terminal_shows_each_cell_once_and_in_its_place(whole: Explanation) -> None:
    screen = Console(file=io.StringIO(), width=200)
    screen.print(render_explanation(whole, locales.load()))
    rows = [line for line in screen.file.getvalue().splitlines() if line.startswith("✓   3 ")]
    shown = re.findall(r"-?\d+\.\d\d [+-]\d+\.\d|[+-]\d+\.\d|\d\.\d\d", " ".join(rows))
    first = whole.considered[0].sentences[0]
    assert shown == [*order_cells(first), *confidence_cells(first), f"{first.score:.2f}"]


def test_the_table_names_the_threshold_and_what_was_reached(desk: Desk) -> None:
    found = desk.json("ask", WHERE, "--explain", "--lang", "en")
    shown = desk.run("ask", WHERE, "--explain", "--lang", "en").stdout
    said = f"I answer at a confidence of {found['explain']['threshold']:g}"
    assert said in shown


def test_the_answer_comes_first_and_alone_without_the_option(desk: Desk) -> None:
    plain, explained = (desk.run("ask", WHERE, *more).stdout for more in ((), ("--explain",)))
    assert explained.startswith(plain)
    assert "dense" not in plain
    assert "explain" not in desk.json("ask", WHERE)


def test_json_holds_every_candidate_with_all_that_it_was_weighed_by(desk: Desk) -> None:
    found = desk.json("ask", PARTS, "--explain")
    assert found["explain"].keys() == {"threshold", "considered"}
    assert len(found["explain"]["considered"]) == 3
    for considered in found["explain"]["considered"]:
        assert considered.keys() == {"text", "confidence", "sentences"}
        assert considered["confidence"] == considered["sentences"][0]["score"]
        for one in considered["sentences"]:
            assert one.keys() == {
                "article", "sentence", "text", "score", "quoted", "features", "order", "confidence",
            }  # fmt: skip
            assert one["features"].keys() == set(ORDER_FEATURES) | set(CONFIDENCE_FEATURES)
            assert one["order"].keys() == set(ORDER_FEATURES)
            assert one["confidence"].keys() == {"intercept", *CONFIDENCE_FEATURES}
    whole = found["explain"]["considered"][0]["sentences"]
    assert whole[0]["text"] in json.dumps(found["passages"], ensure_ascii=False)


def test_a_refusal_is_explained_too(desk: Desk) -> None:
    found = desk.json("ask", NOWHERE, "--explain")
    assert found["answered"] is False
    assert not any(one["quoted"] for one in found["explain"]["considered"][0]["sentences"])
    assert "✓" not in desk.run("ask", NOWHERE, "--explain").stdout.split("✓ zitiert")[0]
    assert "Kein Satz kam in Frage." in desk.run("ask", "?", "--explain", "--lang", "de").stdout
    assert desk.json("ask", "?", "--explain")["explain"]["considered"][0]["sentences"] == []


def test_what_is_explained_is_on_record_once(desk: Desk) -> None:
    log = desk.log()
    before = len(log.recent("all", 10_000))
    desk.run("ask", "Worum ging es?", "--explain")
    assert len(log.recent("all", 10_000)) == before + 1
    log.close()


def test_a_follow_up_shows_both_ways_in_which_it_was_read() -> None:
    found = explain(BOT, Question("Und was gab es dort?", earlier=WHERE))
    assert found.both_ways
    assert [one.text for one in found.considered] == [f"{WHERE} Und was gab es dort?", "Und was gab es dort?"]
    assert [number for number, _ in found.numbered()] == [0, 0]
    assert not explain(BOT, Question(WHERE)).both_ways
