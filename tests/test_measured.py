"""The sentence that holds the date or the number that was asked for stands beside one that does not."""

from dataclasses import replace

import pytest
from fakes_retrieval import answerer, article, summit

from index.models import Sentence, SentenceHit
from retrieval.answer.measured import measured_beside
from retrieval.models import Question
from retrieval.ranking.features import HIT_FEATURES
from retrieval.ranking.scoring import ScoredHit

DATELESS = "Sie trafen sich auf einer Insel."
DATED = "Am 25. April 2019 kamen beide zusammen."


def ranking(*texts: str, article_id: str = "a") -> list[ScoredHit]:
    text = " ".join(texts)
    article = replace(summit(), id=article_id, text=text)
    starts = [text.index(one) for one in texts]
    return [
        ScoredHit(
            SentenceHit(
                article,
                Sentence(article.id, at, start, start + len(one), 1),
                **dict.fromkeys(HIT_FEATURES, 0.5),
            ),
            1 / at,
        )
        for at, (one, start) in enumerate(zip(texts, starts, strict=True), start=1)
    ]


def beside(question: str, *texts: str) -> list[str]:
    return [one.hit.text for one in measured_beside(question, ranking(*texts))]


@pytest.mark.parametrize(
    "question",
    ["Wann trafen sie sich?", "When did they meet?", "Когда они встретились?", "그들은 언제 만났나요?"],
)
def test_the_sentence_with_the_date_stands_beside_the_one_without(question: str) -> None:
    assert beside(question, DATELESS, "Es regnete.", DATED) == [DATED]
    assert beside(question, DATELESS, DATED, "Seit 1950 besteht die Stadt.") == [DATED]


def test_what_holds_it_needs_nothing_beside() -> None:
    assert beside("Wann trafen sie sich?", DATED, "Seit 1950 besteht die Stadt.") == []


@pytest.mark.parametrize(
    "question", ["Wo trafen sie sich?", "Wer traf sich?", "Warum trafen sie sich?", "Trafen sie sich?"]
)
def test_only_where_an_answer_shows_by_its_form(question: str) -> None:
    assert beside(question, DATELESS, DATED, "In Hanoi sprach Donald Trump.") == []


def test_a_date_that_the_question_says_itself_is_none() -> None:
    assert beside("Wann am 25. April 2019 trafen sie sich?", DATELESS, DATED) == []


def test_far_down_a_date_is_chance() -> None:
    assert beside("Wann trafen sie sich?", DATELESS, "Es regnete.", "Es war kalt.", DATED) == []


def test_the_date_of_another_article_is_of_something_else() -> None:
    elsewhere = ranking(DATED, article_id="b")
    assert measured_beside("Wann trafen sie sich?", [*ranking(DATELESS), *elsewhere]) == []
    there = ranking(DATELESS, DATED)
    assert measured_beside("Wann trafen sie sich?", [there[0], *elsewhere, there[1]]) == [there[1]]


def test_of_nothing_nothing() -> None:
    assert beside("Wann trafen sie sich?") == []


@pytest.mark.parametrize(
    ("earlier", "question", "shown"),
    [
        ("Wann trafen sich Kim und Putin auf Russki?", "Und wer war noch dort?", False),
        ("Wer traf sich auf Russki?", "Und wann genau kamen sie dort zum Gespräch?", True),
    ],
)
def test_a_follow_up_gets_what_it_asks_for_and_not_what_was_asked_before(
    earlier: str, question: str, *, shown: bool
) -> None:
    text = "Auf Russki trafen sich Kim und Putin zu einem Gespräch.\n\nDas Wetter blieb am 25. April 2019 schlecht."
    answer = answerer(article("wetter", text), threshold=0.0).answer(Question(question, earlier=earlier))
    assert answer.passages[0].quote.startswith("Auf Russki")
    assert any("April" in passage.quote for passage in answer.passages) is shown
