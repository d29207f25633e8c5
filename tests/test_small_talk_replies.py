"""What is said to whoever asks for no single sentence."""

from dataclasses import replace
from io import StringIO

import pytest
from fakes_retrieval import answerer, article, summit
from rich.console import Console

from cogs.render import answer_embed
from console.render import render_answer
from locales import load, phrases
from querylog.events import unanswered_key
from retrieval.models import CorpusSummary, Question

BRIDGE = "Die Brücke wurde im Mai 2019 eröffnet.\n\nDie Brücke wurde im Juni 2020 bemalt."
MUSIC = "Kim mochte gern Musik.\n\nKim hörte Musik auf Reisen."
BOT = answerer()
LOCALES = load()


@pytest.mark.parametrize("message", ["Hallo!", "Danke", "Was kannst du?", "ja", "Erzähl mir einen Witz"])
def test_small_talk_gets_a_sentence_and_no_passages(message: str) -> None:
    answer = BOT.answer(Question(message))
    assert (answer.answered, answer.language, answer.confidence) == (False, "de", 0.0)
    assert answer.closest == answer.passages == ()
    said = phrases.refusal(LOCALES.of("de"), answer.refusal)
    assert said != phrases.refusal(LOCALES.of("de"), "not_found")


def test_what_is_said_in_several_languages_is_answered_in_that_of_the_question_before_it() -> None:
    answers = [BOT.answer(Question("ok", earlier=one)) for one in ("Wo war das Treffen?", "Where was it?")]
    assert [(one.refusal, one.language) for one in answers] == [("remark", "de"), ("remark", "en")]
    assert BOT.answer(Question("👍", earlier="어디서 만났나요?")).language == "ko"
    assert BOT.answer(Question("Ok?", earlier="Wo war das Treffen?")).language == "de"
    assert BOT.answer(Question("Really?", earlier="Wo war das Treffen?")).language == "en"


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
    heading = phrases.closest(LOCALES.of("de"), answer.refusal)
    assert heading == "So beginnen die Quellen"


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (
            "Wie viele Artikel hast du?",
            "2 Artikel mit 17 Sätzen (KBS News · 1999 – April 2019 · Herausgeber ",
        ),
        ("How many articles do you have?", "2 articles with 17 sentences (KBS News · 1999 – April 2019 · "),
        ("기사가 몇 개야?", "기사 2건, 문장 17개(KBS News · 1999년 – 2019년 4월 · 발행처 미상)"),
        (
            "Сколько у тебя статей?",
            "2 статьи, 17 предложений (KBS News · 1999 – апрель 2019\u202fг. · издание ",
        ),
    ],
)
def test_whoever_asks_about_the_sources_hears_how_many_by_whom_and_of_when(message: str, said: str) -> None:
    older = replace(article("older", "Es war einmal."), date="1999")
    answer = answerer(older, summit()).answer(Question(message))
    assert answer.sources == CorpusSummary(2, 17, ("KBS News", None), ("1999", "2019-04"))
    [discord] = [answer_embed(answer, LOCALES).description or ""]
    console = Console(width=1_000, record=True, file=StringIO())
    console.print(render_answer(answer, LOCALES))
    for shown, command in ((discord, "/"), (console.export_text(), "python bot.py sources")):
        assert said in shown
        assert command in shown


def test_whoever_asks_what_is_kept_hears_where_that_stands() -> None:
    answer = BOT.answer(Question("Speicherst du meine Fragen?"))
    assert "/datenschutz" in (answer_embed(answer, LOCALES).description or "")
    console = Console(width=1_000, record=True, file=StringIO())
    console.print(render_answer(answer, LOCALES))
    assert "PRIVACY.md" in console.export_text()


def test_of_one_article_without_a_word_about_it_that_is_said() -> None:
    known = answerer(article("one", "Ein Satz.")).answer(Question("Wie viele Quellen gibt es?")).sources
    assert known == CorpusSummary(1, 1, (None,), (None,))
    said = phrases.sources(
        LOCALES.of("de"), articles=1, sentences=1, publishers=(None,), dates=(None,), command="x"
    )
    assert "1 Artikel mit einem Satz (Herausgeber unbekannt · Datum unbekannt)" in said


def test_publishers_of_whom_one_has_a_comma_are_told_apart() -> None:
    said = phrases.sources(
        LOCALES.of("en"), articles=2, sentences=2, publishers=("Court, Press", "KBS"), dates=(), command="x"
    )
    assert "(Court, Press; KBS)" in said


def test_many_publishers_are_cut_short_and_none_can_format_or_ping() -> None:
    names = [f"*P{number}* @everyone" for number in range(9)]
    answer = BOT.answer(Question("Wie viele Artikel hast du?"))
    answer = replace(answer, sources=CorpusSummary(9, 9, tuple(names), ("2019",)))
    shown = answer_embed(answer, LOCALES).description or ""
    assert "\\*P4\\* \\@everyone, … · 2019" in shown
    assert "P5" not in shown


def test_a_beginning_stays_within_its_paragraph() -> None:
    answer = answerer(article("one", "Kurz.\n\nNeuer Absatz.")).answer(Question("Worum geht es?"))
    assert [one.quote for one in answer.closest] == ["Kurz."]


def test_between_a_refusal_and_an_answer_the_bot_says_that_it_is_unsure() -> None:
    asked = Question("Trafen sich Putin und Kim auf der Insel Russki?")
    unsure = answerer(threshold=1.0).answer(asked)
    assert unsure.confidence >= 0.2
    assert (unsure.answered, unsure.refusal) == (False, "unsure")
    assert phrases.closest(LOCALES.of("de"), "unsure") != phrases.closest(LOCALES.of("de"), "not_found")


def test_what_the_bot_was_unsure_of_counts_as_unanswered_and_small_talk_does_not() -> None:
    keys = {
        reason: unanswered_key("Was?", None, answered=False, refusal=reason, down=False)
        for reason in ("not_found", "unsure", "greeting", "thanks", "help", "overview")
    }
    assert {reason for reason, key in keys.items() if key is not None} == {"not_found", "unsure"}
    # Behind a question that was refused, and is counted itself.
    assert unanswered_key("Wirklich?", None, answered=False, refusal="not_found", down=False) is None


@pytest.mark.parametrize("message", ["Von wann ist der Artikel?", "Woher weißt du das?"])
def test_where_the_sources_come_from_stands_below_their_beginnings(message: str) -> None:
    answer = BOT.answer(Question(message))
    [beginning] = answer.closest
    assert (answer.answered, beginning.publisher, beginning.date) == (False, "KBS News", "2019-04")
    assert phrases.closest(LOCALES.of("de"), answer.refusal) == "So beginnen die Quellen"
    assert "Herausgeber, Datum" in phrases.refusal(LOCALES.of("de"), answer.refusal)
