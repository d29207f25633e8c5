"""What asks for no single sentence: greetings, thanks, what the bot is, and what the sources are about."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from fakes_retrieval import answerer, article, summit

from locales import load, phrases
from querylog.rows import unanswered_key
from retrieval.followups import leans, topic_after
from retrieval.models import Question
from retrieval.small_talk import Aim, SmallTalk, small_talk, without_courtesies

BOT = answerer()
LOCALES = load()
SEEDS = Path(__file__).parents[1] / "seeds"
SAID = [
    (Aim.GREETING, "de", ["Hallo!", "Guten Tag", "moin zusammen", "Hallo, wie geht's?"]),
    (Aim.GREETING, "en", ["hello", "Good morning everyone", "How are you?"]),
    (Aim.GREETING, "ko", ["안녕하세요", "잘 지내요?"]),
    (Aim.GREETING, "ru", ["Здравствуйте!", "привет всем", "Как дела?"]),
    (Aim.GREETING, None, ["hi", "Hey bot!"]),
    (Aim.THANKS, "de", ["Danke", "Vielen lieben Dank!", "super, danke dir :)", "Danke, tschüss!"]),
    (Aim.THANKS, "en", ["thanks!", "Great, thank you so much", "Thanks, that helps", "bye"]),
    (Aim.THANKS, "ko", ["감사합니다", "정말 고마워요", "네", "안녕히 계세요"]),
    (Aim.THANKS, "ru", ["Спасибо большое", "понятно", "Понятно, спасибо!", "до свидания"]),
    (
        Aim.HELP,
        "de",
        ["Was kannst du eigentlich?", "Wer bist du?", "Bist du ein Bot?", "Hallo! Was kannst du?"],
    ),
    (Aim.HELP, "en", ["What can you do?", "how do you work", "are you human?"]),
    (Aim.HELP, "ko", ["뭘 할 수 있어요?", "도움말", "네 이름이 뭐야?"]),
    (Aim.HELP, "ru", ["Что ты умеешь?", "как ты работаешь?"]),
    (
        Aim.OVERVIEW,
        "de",
        ["Worum geht's?", "Worum geht es in dem Artikel?", "Was ist passiert?", "Fass das zusammen"],
    ),
    (
        Aim.OVERVIEW,
        "en",
        ["What's this about?", "What happened?", "Summarise the article, please"],
    ),
    (Aim.OVERVIEW, "ko", ["무슨 내용이에요?", "무슨 일이 있었나요?", "기사를 요약해 주세요"]),
    (Aim.OVERVIEW, "ru", ["О чём эта статья?", "Что произошло?", "о чем речь?"]),
]


@pytest.mark.parametrize(
    ("aim", "language", "message"), [(aim, language, one) for aim, language, said in SAID for one in said]
)
def test_small_talk_is_told_with_its_language(aim: Aim, language: str | None, message: str) -> None:
    assert small_talk(message) == SmallTalk(aim, language)


@pytest.mark.parametrize(
    "message",
    [
        "Hallo, wo trafen sich Kim und Putin?",
        "Danke Putin jemandem?",
        "Worum geht es bei den Sanktionen?",
        "Worum ging es bei dem Gipfel?",
        "What happened at the summit?",
        "Как он работает?",
        "Was ist in Hanoi passiert?",
        "Wie geht es Kim?",
        "Who said: “Thank you”?",
        "„Danke“, wer sagte das?",
        "What is the treaty about?",
        "Who is Kim?",
        "무슨 이야기를 했나요?",
        "О чём говорили Ким и Путин?",
        "이름이 뭐예요?",
        "",
        "?!",
        "hi " * 60,
    ],
)
def test_what_says_anything_else_is_a_question(message: str) -> None:
    assert small_talk(message) is None


def test_no_golden_question_is_taken_for_small_talk() -> None:
    asked = [json.loads(line) for line in (SEEDS / "questions.jsonl").read_text("utf-8").splitlines()]
    asked += [json.loads(line) for line in (SEEDS / "followups.jsonl").read_text("utf-8").splitlines()]
    texts = [value for one in asked for key, value in one.items() if isinstance(value, str) and len(key) > 4]
    assert len(texts) > 300
    assert not [text for text in texts if small_talk(text)]


@pytest.mark.parametrize("message", ["Hallo!", "Danke", "Was kannst du?"])
def test_small_talk_gets_a_sentence_and_no_passages(message: str) -> None:
    answer = BOT.answer(Question(message))
    assert (answer.answered, answer.language, answer.confidence) == (False, "de", 0.0)
    assert answer.closest == answer.passages == ()
    said = phrases.refusal(LOCALES, "de", answer.refusal)
    assert said != phrases.refusal(LOCALES, "de", "not_found")


def test_the_language_that_is_asked_for_counts_more_than_the_greeting() -> None:
    assert BOT.answer(Question("Danke", language="ko")).language == "ko"


def test_an_overview_shows_how_the_newest_articles_begin_and_calls_it_no_answer() -> None:
    older = replace(article("older", "Es war einmal. Dann geschah nichts.\n\nZweiter Absatz."), date="1999")
    undated = article("undated", "Ohne Datum.")
    bot = answerer(undated, older, summit(), max_passages=2)
    answer = bot.answer(Question("Was ist passiert?"))
    assert (answer.answered, answer.refusal) == (False, "overview")
    assert [one.citation.article for one in answer.closest] == [summit().id, "older"]
    assert [one.citation.sentences for one in answer.closest] == [(1, 2), (1, 2)]
    assert answer.closest[1].quote == "Es war einmal. Dann geschah nichts."
    for one in answer.closest:
        text = bot.index.articles[one.citation.article].text
        assert one.quote == text[one.citation.start : one.citation.end]
    heading = phrases.closest(LOCALES, "de", answer.refusal)
    assert heading == "So beginnen die Quellen"


def test_a_beginning_stays_within_its_paragraph() -> None:
    answer = answerer(article("one", "Kurz.\n\nNeuer Absatz.")).answer(Question("Worum geht es?"))
    assert [one.quote for one in answer.closest] == ["Kurz."]


def test_between_a_refusal_and_an_answer_the_bot_says_that_it_is_unsure() -> None:
    asked = Question("Trafen sich Putin und Kim auf der Insel Russki?")
    unsure = answerer(threshold=1.0).answer(asked)
    assert unsure.confidence >= 0.2
    assert (unsure.answered, unsure.refusal) == (False, "unsure")
    assert phrases.closest(LOCALES, "de", "unsure") != phrases.closest(LOCALES, "de", "not_found")


def test_what_the_bot_was_unsure_of_counts_as_unanswered_and_small_talk_does_not() -> None:
    keys = {
        reason: unanswered_key("Was?", answered=False, refusal=reason, down=False)
        for reason in ("not_found", "unsure", "greeting", "thanks", "help", "overview")
    }
    assert {reason for reason, key in keys.items() if key is not None} == {"not_found", "unsure"}


@pytest.mark.parametrize("message", ["Was ist da passiert?", "What happened there?", "무슨 일이 있었나요?"])
def test_behind_another_question_what_happened_asks_about_that(message: str) -> None:
    assert small_talk(message, follows=True) is None
    earlier = "Trafen sich Putin und Kim auf der Insel Russki?"
    answer = BOT.answer(Question(message, earlier=earlier))
    assert answer.refusal != "overview"
    assert any("Insel Russki" in passage.quote for passage in (*answer.passages, *answer.closest))


def test_behind_a_greeting_a_question_is_read_as_if_nothing_stood_before_it() -> None:
    assert BOT.answer(Question("Worum geht es hier?", earlier="Hallo")).refusal == "overview"
    [(_, [alone])] = BOT.read_many([Question("Und wann?", earlier="Hallo")])
    assert (alone.text, alone.of) == ("Und wann?", ())


@pytest.mark.parametrize(
    ("message", "aim"), [("Danke!", "thanks"), ("Hallo", "greeting"), ("Was kannst du?", "help")]
)
def test_small_talk_stays_that_behind_a_question(message: str, aim: str) -> None:
    answer = BOT.answer(Question(message, earlier="Wo trafen sich Kim und Putin?"))
    assert (answer.refusal, answer.closest) == (aim, ())


@pytest.mark.parametrize("message", ["Danke!", "thanks", "Was kannst du?"])
def test_small_talk_in_between_changes_no_topic(message: str) -> None:
    assert leans(message)
    assert topic_after("Wo trafen sich Kim und Putin?", message) == "Wo trafen sich Kim und Putin?"


@pytest.mark.parametrize(
    ("message", "asks"),
    [
        ("Danke! Und wo?", "Und wo?"),
        ("Hallo Bot, wann war das? Vielen Dank!", "wann war das?"),
        ("Hi! OK, who founded it? Thanks.", "who founded it?"),
        ("Спасибо! А кто?", "А кто?"),
        ("감사합니다. 그럼 어디서요?", "그럼 어디서요?"),
        ("Hallo, danke", "danke"),
        ("Wer sagte: Danke?", "Wer sagte: Danke?"),
        ("„Danke“, wer sagte das?", "„Danke“, wer sagte das?"),
        ("8,50 Euro, ok?", "8,50 Euro, ok?"),
    ],
)
def test_a_greeting_or_thanks_beside_a_question_is_no_part_of_it(message: str, asks: str) -> None:
    assert without_courtesies(message) == asks


def test_what_is_asked_is_read_as_if_nobody_had_thanked_before_it() -> None:
    earlier = "Hallo! Wann trafen sie sich?"
    [(_, readings)] = BOT.read_many([Question("Danke! Und wo?", earlier=earlier)])
    assert [one.text for one in readings] == ["Wo trafen sie sich?"]
    assert leans("Danke! Und wo?")
    assert topic_after("Wann trafen sie sich?", "Danke! Und wo?") == "Wo trafen sie sich?"
    alone, polite = (BOT.answer(Question(text)) for text in ("Wo war es?", "Hallo! Wo war es? Danke"))
    assert (polite.confidence, polite.closest) == (alone.confidence, alone.closest)
