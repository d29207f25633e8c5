"""Small talk behind a question: doubt, more of it, another language, thanks."""

import pytest
from fakes_retrieval import answerer, article

from locales import load, phrases
from querylog.events import unanswered_key
from retrieval.models import Question
from retrieval.question.followups import leans, topic_after

BRIDGE = "Die Brücke wurde im Mai 2019 eröffnet.\n\nDie Brücke wurde im Juni 2020 bemalt."
MUSIC = "Kim mochte gern Musik.\n\nKim hörte Musik auf Reisen."
BOT = answerer()
LOCALES = load()


@pytest.mark.parametrize("message", ["Bist du sicher?", "source?", "출처는요?", "А откуда ты это знаешь?"])
def test_a_doubt_behind_an_answer_shows_it_once_more(message: str) -> None:
    earlier = "Trafen sich Putin und Kim auf der Insel Russki?"
    first, again = BOT.answer(Question(earlier)), BOT.answer(Question(message, earlier=earlier))
    assert first.answered
    assert again.confidence == first.confidence
    assert [one.citation for one in again.passages] == [one.citation for one in first.passages]
    assert topic_after(earlier, message) == earlier


@pytest.mark.parametrize("message", ["Bist du sicher?", "and in English?"])
def test_an_answer_that_is_shown_once_more_has_the_same_words_marked(message: str) -> None:
    bot, earlier = answerer(article("a", BRIDGE)), "Wann wurde die Brücke bemalt?"
    [first, *_] = bot.answer(Question(earlier)).passages
    [again, *_] = bot.answer(Question(message, earlier=earlier)).passages
    assert first.highlight
    assert again.highlight == first.highlight


@pytest.mark.parametrize("message", ["Was noch?", "tell me more", "또 있어요?", "а ещё что-нибудь?"])
@pytest.mark.parametrize(
    "earlier", ["Trafen sich Putin und Kim auf der Insel Russki?", "Wie war das Wetter?"]
)
def test_who_asks_for_more_is_shown_what_was_not_shown_before(message: str, earlier: str) -> None:
    first, more = BOT.answer(Question(earlier)), BOT.answer(Question(message, earlier=earlier))
    before = {one.citation.sentences for one in (*first.passages, *first.closest)}
    assert before
    assert more.closest
    assert before.isdisjoint(one.citation.sentences for one in more.closest)
    assert (more.answered, more.refusal) == (False, "no_more")
    assert unanswered_key(message, earlier, answered=False, refusal=more.refusal, down=False) is None
    assert topic_after(earlier, message) == earlier


def test_a_question_of_two_parts_is_one_of_two_parts_when_it_is_asked_again() -> None:
    rest = "\n\n".join(f"Satz {number} handelt von einem Garten." for number in range(5))
    bot = answerer(*map(article, "abc", (BRIDGE, MUSIC, rest)))
    earlier = "Wann wurde die Brücke eröffnet und wer mochte Musik?"
    first, again, more = (
        bot.answer(Question(earlier)),
        bot.answer(Question("and in English?", earlier=earlier)),
        bot.answer(Question("Was noch?", earlier=earlier)),
    )
    shown = [one.citation for one in first.passages]
    assert [one.article for one in shown] == ["a", "b"]
    assert [one.citation for one in again.passages] == shown
    assert not [one for one in (*more.passages, *more.closest) if one.citation in shown]


def test_who_asks_for_more_of_two_people_is_not_shown_the_best_of_each_again() -> None:
    said = ["Putin sagte, Frieden sei gut.", "Kim sagte, Handel sei gut.", "Putin sagte, Reisen sei teuer."]
    bot = answerer(*(article(f"a{at}", text) for at, text in enumerate(said)), threshold=0.0, max_passages=2)
    earlier = "Was sagten Putin und Kim?"
    first, more = bot.answer(Question(earlier)), bot.answer(Question("Was noch?", earlier=earlier))
    assert len(first.passages) == 2
    assert [each.quote for each in more.passages] == [
        each for each in said if each not in first.passages[0].quote + first.passages[1].quote
    ]


def test_who_asks_for_more_is_not_told_the_same_by_another_article() -> None:
    same = "Kim kam am Montag mit dem Zug nach Wladiwostok."
    bot = answerer(article("a", same), article("b", f"{same} Er reiste allein."), threshold=0.0)
    earlier = "Wann kam Kim nach Wladiwostok?"
    assert bot.answer(Question(earlier)).passages[0].quote == same
    more = bot.answer(Question("Was noch?", earlier=earlier))
    assert same not in [each.quote for each in (*more.passages, *more.closest)]


def test_where_nothing_is_left_to_show_a_bot_that_answers_whatever_it_finds_says_so() -> None:
    bot = answerer(article("a", "Kim kam am Montag."), threshold=0.0)
    more = bot.answer(Question("Was noch?", earlier="Wann kam Kim?"))
    assert (more.answered, more.refusal, more.closest) == (False, "no_more", ())


def test_more_that_answers_as_surely_is_an_answer() -> None:
    texts = [f"Der Gipfel dauerte am Tag {number} genau {number} Stunden." for number in (2, 3, 4, 9)]
    bot = answerer(*(article(f"a{at}", text) for at, text in enumerate(texts)), threshold=0.0)
    first, more = (
        bot.answer(Question("Wie lange dauerte der Gipfel?")),
        bot.answer(Question("Was noch?", earlier="Wie lange dauerte der Gipfel?")),
    )
    assert more.answered
    shown = [one.citation.article for one in (*first.passages, *more.passages)]
    assert sorted(shown) == ["a0", "a1", "a2", "a3"]


def test_without_a_question_before_it_nobody_can_be_told_more() -> None:
    assert BOT.answer(Question("Was noch?")).refusal == "too_short"


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("and in German?", "de"),
        ("Und auf Englisch?", "en"),
        ("한국어로 다시 말해줘", "ko"),
        ("по-русски можно?", "ru"),
    ],
)
def test_whoever_asks_for_another_language_gets_the_answer_once_more_in_that(
    message: str, language: str
) -> None:
    earlier = "Trafen sich Putin und Kim auf der Insel Russki?"
    first, again = BOT.answer(Question(earlier)), BOT.answer(Question(message, "en", earlier))
    assert (again.language, again.answered, again.confidence) == (language, True, first.confidence)
    assert [one.citation for one in again.passages] == [one.citation for one in first.passages]
    assert topic_after(earlier, message) == earlier
    alone = BOT.answer(Question(message))
    assert (alone.language, alone.refusal) == (language, "language")
    catalogue = LOCALES.of(language)
    assert phrases.refusal(catalogue, "language") == phrases.refusal(catalogue, "help")


@pytest.mark.parametrize("message", ["Was ist da passiert?", "What happened there?", "무슨 일이 있었나요?"])
def test_behind_another_question_what_happened_asks_about_that(message: str) -> None:
    earlier = "Trafen sich Putin und Kim auf der Insel Russki?"
    answer = BOT.answer(Question(message, earlier=earlier))
    assert answer.refusal != "overview"
    assert any("Insel Russki" in passage.quote for passage in (*answer.passages, *answer.closest))


@pytest.mark.parametrize("message", ["Richtig?", "Wirklich?", "Hallo! Stimmt das?"])
def test_behind_another_question_doubt_shows_its_answer_once_more(message: str) -> None:
    earlier = "Trafen sich Putin und Kim auf der Insel Russki?"
    [(_, [read])] = BOT.read_many([Question(message, earlier=earlier)])
    assert read.text == earlier


@pytest.mark.parametrize("message", ["Fass den Artikel zusammen", "what is the article about", "요약해줘"])
def test_a_summary_is_wanted_of_the_article_behind_a_question_too(message: str) -> None:
    answer = BOT.answer(Question(message, earlier="Trafen sich Putin und Kim auf der Insel Russki?"))
    assert (answer.refusal, answer.answered) == ("summary", False)


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
