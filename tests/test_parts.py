"""A question of several parts gets a citation for each; an ordinary "und" parts nothing."""

import time

import pytest
from fakes_retrieval import answerer, article
from hypothesis import given
from hypothesis import strategies as st

from retrieval.explanation import explain
from retrieval.models import Question
from retrieval.question.parts import MOST, parts_of, without_introduction
from retrieval.question.told_apart import told_apart

WHOLE = [
    "Wo trafen sich Kim und Putin?", "Where did Kim and Putin meet?", "Где встретились Ким и Путин?",
    "김정은과 푸틴은 어디서 만났나요?", "Worum ging es bei Abrüstung und Handel?",
    "Was sagte Putin über Kim?", "Wie und", "und wo?", "Kim und Putin", "", "??", "어디서 만나고 싶어요?",
    "Wer, wann, wo und warum war da?", "Was sagte Kim und wann?", "Treffen und wann?",
    "Kim war in Hanoi und wo war Putin?", "Who founded the club and why?", "The Beatles: wann lösten sie sich auf?",
    "Was heißt: Abrüstung wann?", "Meine Frage: ?",
    "Wo war Kim? :)", "(Where was Kim?)", "Где был Ким?!!!", 'Who said "Where was Kim?"',
    "Сколько серий в сериале Ниндзяго. Мастера Кружитцу?",
]  # fmt: skip


@pytest.mark.parametrize("question", WHOLE)
def test_an_ordinary_question_is_one(question: str) -> None:
    assert parts_of(question) == ()


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Wann und wo trafen sie sich?", ("Wann trafen sie sich?", "wo trafen sie sich?")),
        ("When and where did they meet?", ("When did they meet?", "where did they meet?")),
        ("Когда и где они встретились?", ("Когда они встретились?", "где они встретились?")),
        ("그들은 언제 어디서 만났나요?", ("그들은 언제 만났나요?", "그들은 어디서 만났나요?")),
        ("Wo war Kim und wie lange blieb Kim?", ("Wo war Kim", "wie lange blieb Kim?")),
        ("Where was Kim, and when did Kim leave?", ("Where was Kim", "when did Kim leave?")),
        ("Где был Ким, и когда Ким уехал?", ("Где был Ким", "когда Ким уехал?")),
        ("김정은은 어디서 묵었고 푸틴은 언제 왔나요?", ("김정은은 어디서 묵었고", "푸틴은 언제 왔나요?")),
        ("표는 얼마예요 그리고 역은 어디예요?", ("표는 얼마예요", "역은 어디예요?")),
        ("회담은 언제 열렸고 푸틴은 누구를 만났나요?", ("회담은 언제 열렸고", "푸틴은 누구를 만났나요?")),
        ("Wo war Kim? Und wann?", ("Wo war Kim?", "Wann war Kim?")),
        ("1. Wo war Kim? 2. Wann? 3) Warum?", ("Wo war Kim?", "Wann war Kim?", "Wo war Kim? Warum?")),
        ("Wann starb Kim, und wo?", ("Wann starb Kim", "Wo starb Kim")),
        ("Who founded the club and when?", ("Who founded the club", "When founded the club")),
        ("Кто основал музей и когда?", ("Кто основал музей", "Когда основал музей")),
        ("Was will Kim, und was sagt Putin dazu?", ("Was will Kim", "Was will Putin")),
        (
            "Wo und wann starb Kim, und wer folgte Kim nach?",
            ("Wo starb Kim", "wann starb Kim", "wer folgte Kim nach?"),
        ),
        ("Wann und wo war Kim? Wer traf Kim?", ("Wann war Kim?", "wo war Kim?", "Wer traf Kim?")),
        ("언제 어디서 만났고 푸틴은 뭘 했나요?", ("언제 만났고", "어디서 만났고", "푸틴은 뭘 했나요?")),
    ],
)
def test_two_questions_are_taken_apart(question: str, parts: tuple[str, ...]) -> None:
    assert parts_of(question) == parts


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("Ich lese viel über Korea. Wo war Kim?", "Wo war Kim?"),
        ("I need a source! When did Dr. Kim leave? It is for a paper.", "When did Dr. Kim leave?"),
        ("Kurze Frage: wo war Kim?", "wo war Kim?"),
        ("숙제하는 중이야. 김정은은 어디서 푸틴을 만났어?", "김정은은 어디서 푸틴을 만났어?"),
        ("질문: 김정은은 어디서 푸틴을 만났어?", "김정은은 어디서 푸틴을 만났어?"),
        ("Пишу реферат. Где встретились Ким и Путин?", "Где встретились Ким и Путин?"),
        ("Kim kam mit dem Zug. Wann fuhr Kim ab", "Wann fuhr Kim ab"),
        ("Wo war Kim? Er kam mit dem Zug. Das dauerte lange.", "Wo war Kim?"),
        ("Wer das war, sagte er nicht. Er ging. War Kim in Hanoi?", "War Kim in Hanoi?"),
    ],
)
def test_what_is_said_before_a_question_is_no_part_of_it(message: str, question: str) -> None:
    assert parts_of(message) == (question,)


@pytest.mark.parametrize(
    "message",
    [
        "Was sagte Dr. Kim?",
        "Kim war in Hanoi. Und wo war er danach?",
        "Kim war in Hanoi. Er sagte, wann er kam.",
    ],
)
def test_a_question_keeps_what_it_leans_on(message: str) -> None:
    assert parts_of(message) == ()


def test_a_question_behind_a_long_introduction_is_answered_as_if_it_stood_alone() -> None:
    question = "Auf welcher Insel trafen sich Putin und Kim?"
    introduction = (
        "Ich schreibe gerade an einer Hausarbeit über etwas ganz anderes und habe schon viel gelesen. "
    )
    alone, introduced = (
        answerer().answer(Question(text)) for text in (question, 3 * introduction + question)
    )
    assert alone.answered
    assert introduced.passages[0].citation == alone.passages[0].citation


def test_several_questions_are_asked_without_what_stands_before_them() -> None:
    assert without_introduction("Ich lese viel. Wo war Kim? Wann kam Putin?") == "Wo war Kim? Wann kam Putin?"
    assert without_introduction("Wo war Kim und wann?") == "Wo war Kim und wann?"


def test_a_pasted_text_is_not_quoted_back_in_place_of_an_answer() -> None:
    pasted = (
        "Der nordkoreanische Machthaber Kim Jong-un und Präsident Wladimir Putin kamen am Donnerstag zusammen. "
        "Nach dem Treffen gab es einen Empfang, bei dem beide Seiten auf die Freundschaft anstießen. "
    )
    question = "On which island did Putin and Kim meet?"
    alone, before, behind, unmarked = (
        answerer().answer(Question(text))
        for text in (question, pasted + question, f"{question} {pasted}", pasted + question[:-1])
    )
    for answer in (before, behind, unmarked):
        assert answer.answered
        assert answer.passages[0].citation == alone.passages[0].citation
        assert answer.language == "en"
    both = answerer().answer(
        Question(f"{pasted} Auf welcher Insel trafen sich Putin und Kim und wie lange sprachen sie?")
    )
    assert both.passages[0].citation.sentences[0] > 1


def test_what_was_pasted_before_a_question_is_not_what_the_next_one_leans_on() -> None:
    pasted, question = (
        "Auf dem Wege der Gespräche gelangt man zu Garantien, sagte er.",
        "Was will Putin in Russland?",
    )
    alone, introduced = (
        answerer().answer(Question("Und Kim?", earlier=earlier))
        for earlier in (question, f"{pasted} {question}")
    )
    assert alone.passages
    assert introduced.passages == alone.passages


def test_a_question_that_is_not_answered_alone_is_read_with_what_stands_before_it() -> None:
    introduction, question = (
        "Ich lese über die Insel, auf der sich Putin und Kim trafen.",
        "Wem gehört das Gelände?",
    )
    assert not answerer().answer(Question(question)).answered
    introduced = explain(answerer(), Question(f"{introduction} {question}"))
    assert "Russki" in introduced.answer.passages[0].quote
    assert introduced.both_ways
    assert [one.text for one in introduced.considered] == [f"{introduction} {question}", question]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Was sagten Putin und Kim zur Abrüstung?", ("Putin", "Kim")),
        ("What did Putin and Kim Jong-un say?", ("Putin", "Kim Jong-un")),
        ("Что сказали Путин и Ким?", ("Путин", "Ким")),
        ("푸틴과 김정은은 뭐라고 했나요?", ("푸틴", "김정은")),
        ("Was Putin und Kim wollen", ("Putin", "Kim")),
        ("Was sagten Putin und Kim gemeinsam?", ()),
        ("Wo trafen sich Putin und Kim?", ()),
        ("Meine Frage: Wo trafen sich Putin und Kim?", ()),
        ("Was meinen Putin und Kim?", ("Putin", "Kim")),
        ("Was sagte Putin?", ()),
    ],
)
def test_who_said_something_is_told_apart(question: str, names: tuple[str, ...]) -> None:
    assert told_apart(question) == names


@given(st.text(max_size=80))
def test_anything_typed_has_no_more_parts_than_allowed(question: str) -> None:
    assert len(parts_of(question)) in range(MOST + 1)
    assert len(told_apart(question)) in (0, 2)


def test_both_parts_are_cited_and_the_confidence_is_the_first_passage_s() -> None:
    text = "Der Hund schläft im Garten.\n\nDie Katze frisst am Dienstag.\n\nEs regnet oft in Bergen."
    question = "Wo schläft der Hund und wann frisst die Katze?"
    answer = answerer(article("tiere", text), threshold=0.6).answer(Question(question))
    assert answer.answered
    assert {one.citation.sentences for one in answer.passages} == {(1, 1), (2, 2)}
    assert answer.confidence == answer.passages[0].score


def test_a_part_that_nothing_answers_is_not_cited() -> None:
    text = "Der Hund schläft im Garten.\n\nDie Katze frisst am Dienstag."
    question = "Wo schläft der Hund und wann fliegt Raketenpersonal?"
    answer = answerer(article("tiere", text), threshold=0.6).answer(Question(question))
    assert [one.citation.sentences for one in answer.passages] == [(1, 1)]


def test_each_of_two_speakers_is_cited_though_the_sentence_does_not_name_him() -> None:
    text = (
        "Kim will etwas zur Abrüstung beitragen.\n\nKim sprach über Abrüstung mit Trump.\n\n"
        "Präsident Putin sprach lange. Russland befürworte die Abrüstung."
    )
    bot = answerer(article("gipfel", text), threshold=0.1, max_passages=2)
    answer = bot.answer(Question("Was sagten Kim und Putin zur Abrüstung?"))
    assert answer.passages[0].quote.startswith("Kim")
    assert "Russland befürworte die Abrüstung." in answer.passages[1].quote
    assert answer.confidence == answer.passages[0].score


def test_a_yes_no_question_gets_its_evidence_and_neither_yes_nor_no() -> None:
    answer = answerer().answer(Question("Trafen sich Putin und Kim auf der Insel Russki?"))
    assert answer.passages[0].quote.startswith("Putin und Kim trafen sich auf der Insel Russki")
    assert parts_of(answer.question) == ()


def test_of_each_speaker_a_follow_up_shows_what_it_asks_and_not_the_earlier_answer() -> None:
    text = (
        "Kim sprach zur Abrüstung und sagte viel.\n\nKim lehnt Sanktionen ab.\n\n"
        "Putin sprach zur Abrüstung und sagte viel.\n\nPutin mildert Sanktionen."
    )
    asked = Question("Und zu den Sanktionen?", earlier="Was sagten Kim und Putin zur Abrüstung?")
    answer = answerer(article("gipfel", text), threshold=0.05, max_passages=2).answer(asked)
    assert [one.quote for one in answer.passages] == ["Kim lehnt Sanktionen ab.", "Putin mildert Sanktionen."]


def test_a_long_message_without_a_question_mark_takes_no_time() -> None:
    started = time.process_time()
    assert parts_of("Kim " * 10_000) == ()
    assert time.process_time() - started < 1
