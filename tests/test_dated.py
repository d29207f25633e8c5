"""Minutes say nearly the same each month: what is asked of one of them is answered from that one."""

from dataclasses import replace

import pytest
from fakes_retrieval import answerer, article, summit

from index.models import Sentence, SentenceHit
from retrieval.models import Question
from retrieval.ranking.dated import dates_in, of_the_date
from retrieval.ranking.features import HIT_FEATURES
from retrieval.ranking.scoring import ScoredHit

COUNT = "Anwesend waren {} Mitglieder des Gemeinderats der Stadt."


def ranking(*said: tuple[str | None, str]) -> list[ScoredHit]:
    """Sentences of articles of these dates, best first."""
    found = []
    for at, (date, text) in enumerate(said, start=1):
        source = replace(summit(), id=f"a{at}", text=text, date=date)
        numbers = dict.fromkeys(HIT_FEATURES, 0.5)
        hit = SentenceHit(source, Sentence(source.id, 1, 0, len(text), 1), **numbers)  # type: ignore[arg-type] # by name
        found.append(ScoredHit(hit, 1 / at))
    return found


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Wie viele waren im Juni 2021 da?", {"2021-06"}),
        ("Who came on June 15, 2021, and who in 2019?", {"2021-06-15", "2019"}),
        ("on 15 June 2021", {"2021-06-15"}),
        ("am 15.6.2021 oder 2021-07", {"2021-06-15", "2021-07"}),
        ("2021년 6월 15일에 누가 왔나요?", {"2021-06-15"}),
        ("2021년에 누가 왔나요?", {"2021"}),
        ("Кто был в марте 2018 года?", {"2018-03"}),
        ("Wer war im Juni da? Nr. 20215", set()),
    ],
)
def test_a_date_is_told_in_four_languages(text: str, dates: set[str]) -> None:
    assert dates_in(text) == dates


def test_of_sentences_alike_the_one_of_the_date_comes_first_and_those_of_others_go() -> None:
    found = ranking(
        ("2023-07-15", COUNT.format(10)),
        ("2021-06-15", COUNT.format(14)),
        (None, COUNT.format(15)),
        ("2021-08-15", "Der Antrag wurde angenommen."),
    )
    kept = of_the_date(found, "Wie viele waren im Juni 2021 anwesend?")
    assert [(one.hit.article.id, one.score) for one in kept] == [("a2", 1.0), ("a4", 0.25)]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Wie viele waren im Juni 2021 da?", [("2023-07", COUNT.format(10)), ("2022-06", COUNT.format(14))]),
        ("Wie viele waren da?", [("2023-07", COUNT.format(10)), ("2021-06", COUNT.format(14))]),
        ("Wie viele waren im Juni 2021 da?", [("2023-07", COUNT.format(10)), ("2021-06", "Es regnete.")]),
        (
            "Wie viele waren im Juni 2021 da?",  # the sentence says it, whenever it was written
            [("2021-07", f"Juni 2021: {COUNT.format(10)}"), ("2021-06", f"Mai 2021: {COUNT.format(14)}")],
        ),
    ],
)
def test_without_a_twin_of_the_date_nothing_changes(
    question: str, said: list[tuple[str | None, str]]
) -> None:
    found = ranking(*said)
    assert of_the_date(found, question) == found
    assert of_the_date([], question) == []


def test_minutes_answer_of_the_month_that_is_asked_for() -> None:
    minutes = [
        replace(article(f"m{month}", COUNT.format(10 + month)), date=f"2021-{month:02}-15")
        for month in range(1, 10)
    ]
    for month, name in ((2, "Februar"), (7, "Juli")):
        asked = Question(f"Wie viele Mitglieder des Gemeinderats waren im {name} 2021 anwesend?")
        [passage] = answerer(*minutes, threshold=0.0).answer(asked).passages
        assert passage.quote == COUNT.format(10 + month)
