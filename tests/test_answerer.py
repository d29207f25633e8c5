"""Questions in, answers out: quotations, refusals, merging, duplicates, sameness."""

from dataclasses import replace

import pytest
from fakes_retrieval import SUMMIT, answerer, article, ranked, summit
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import ArticleRefused, NothingToIndex
from index.sentence_index import SentenceIndex
from retrieval.answer.passages import make_passages
from retrieval.answerer import Answerer
from retrieval.errors import QuoteMismatch
from retrieval.models import Answer, Passage, Question, Timing
from retrieval.question.language import is_legible

ISLAND = "Putin und Kim trafen sich auf der Insel Russki"
SUMMIT_BOT = answerer()
UGLY = st.text(
    alphabet=st.one_of(
        st.sampled_from("abz äß\u00ad\u200b\u00a0.!?\n\r\t„“»«'\"한국어путин\U0001f600e\u0301"),
        st.characters(codec="utf-8"),
    ),
    min_size=1,
    max_size=200,
)


def shown(answer: Answer) -> tuple[Passage, ...]:
    return (*answer.passages, *answer.closest)


def without_time(answer: Answer) -> Answer:
    return replace(answer, ms=Timing(0, 0, 0))


def test_a_question_gets_the_right_sentence_with_its_citation() -> None:
    answer = SUMMIT_BOT.answer(Question("Trafen sich Putin und Kim auf der Insel Russki?"))
    assert answer.answered
    first = answer.passages[0]
    assert first.quote.startswith(ISLAND)
    assert first.citation.article == SUMMIT
    assert first.citation.sentences == (3, 3)
    assert first.citation.build == "000001-test"
    assert first.citation.text_sha256 == summit().text_sha256
    assert (first.sentence_count, first.publisher, first.date) == (16, "KBS News", "2019-04")
    assert (first.title, first.url) == (None, None)
    assert answer.confidence == first.score
    assert answer.closest == ()
    assert answer.refusal is None


def test_a_question_about_something_else_is_refused_with_the_closest_sentences() -> None:
    answer = SUMMIT_BOT.answer(Question("Wer hat die Fußball-WM 2018 gewonnen?"))
    assert not answer.answered
    assert answer.refusal == "not_found"
    assert answer.passages == ()
    assert 1 <= len(answer.closest) <= 3


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n\t", "empty"),
        ("?", "no_words"),
        ("😀🎉", "remark"),
        ("…", "no_words"),
        ("12", "no_words"),
        ("14:30, 2019?", "no_words"),
        ("W", "too_short"),
        ("김", "too_short"),
        ("wo " * 5000, "too_long"),
    ],
)
def test_what_cannot_be_searched_for_says_why(text: str, reason: str) -> None:
    answer = SUMMIT_BOT.answer(Question(text))
    assert (answer.answered, answer.refusal) == (False, reason)
    assert answer.closest == answer.passages == ()


@pytest.mark.parametrize(
    "text",
    [
        "ສະບາຍດີ ປູຕິນ",
        "プーチンはどこで金正恩と会いましたか",
        "أين التقى كيم وبوتين",
        "Où se sont rencontrés Kim et Poutine ?",
    ],
)
def test_a_language_that_nobody_planned_for_gets_a_reply(text: str) -> None:
    answer = SUMMIT_BOT.answer(Question(text))
    assert answer.language in ("de", "en")
    assert answer.answered or answer.closest or not is_legible(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Where was the 2018 World Cup?", "not_found"),
        ("Где прошёл чемпионат мира?", "not_found"),
        ("월드컵은 어디서 열렸나요?", "not_found"),
        ("金正恩 Mundial?", "unsupported_language"),
        ("¿Quién ganó el mundial de 2018?", "unsupported_language"),
        ("金正恩和普京在哪里会面？", "unsupported_language"),
        ("أين التقى كيم وبوتين؟", "unsupported_language"),
        ("Πού συναντήθηκαν;", "unsupported_language"),
    ],
)
def test_a_script_that_the_bot_cannot_read_is_not_blamed_on_the_sources(text: str, reason: str) -> None:
    answer = SUMMIT_BOT.answer(Question(text))
    assert (answer.answered, answer.refusal) == (False, reason)
    assert bool(answer.closest) == is_legible(text)  # else nothing could be searched for


def test_the_reply_has_the_language_asked_for_or_the_question_s_own() -> None:
    assert SUMMIT_BOT.answer(Question("Wo trafen sich die beiden?")).language == "de"
    assert SUMMIT_BOT.answer(Question("Wo trafen sich die beiden?", language="ko")).language == "ko"
    assert SUMMIT_BOT.answer(Question("Где они встретились?")).language == "ru"
    assert SUMMIT_BOT.answer(Question("Where?", language="fr")).language == "en"


def test_a_follow_up_is_read_with_the_earlier_question_and_alone_and_a_new_topic_alone() -> None:
    earlier = "Wo liegt die Fernöstliche Universität?"
    [(leaning, [reading])] = SUMMIT_BOT.read_many([Question("Und was liegt dort?", earlier=earlier)])
    assert leaning.question == "Und was liegt dort?"
    for one, text in zip(reading.of, (f"{earlier} Und was liegt dort?", "Und was liegt dort?"), strict=True):
        assert one.text == text
        ranking = ranked(SUMMIT_BOT, Question(text))
        assert one.ranking == ranking
    new_topic = "Was sagte Präsident Putin zur Halbinsel?"
    assert without_time(SUMMIT_BOT.answer(Question(new_topic, earlier=earlier))) == without_time(
        SUMMIT_BOT.answer(Question(new_topic))
    )


def test_a_lone_question_word_asks_the_earlier_question_for_something_else() -> None:
    ranking = ranked(SUMMIT_BOT, Question("Und seit wann?", earlier="Wo liegt die Universität?"))
    whole = ranked(SUMMIT_BOT, Question("wann liegt die Universität?"))
    assert ranking != whole, "since when is not when"
    ranking = ranked(SUMMIT_BOT, Question("Und wann?", earlier="Wo liegt die Universität?"))
    assert ranking == whole


def test_neighbours_that_both_answer_become_one_passage_with_the_better_one_as_its_key() -> None:
    text = "Der rote Hund bellt laut im Garten. Der rote Hund schläft im Garten.\n\nEs regnet sehr oft."
    answer = answerer(article("hund", text)).answer(Question("Der rote Hund bellt im Garten"))
    assert answer.answered
    [passage] = answer.passages
    assert passage.citation.sentences == (1, 2)
    assert text[passage.key[0] : passage.key[1]] == "Der rote Hund bellt laut im Garten."
    assert passage.quote == "Der rote Hund bellt laut im Garten. Der rote Hund schläft im Garten."


def test_the_end_of_one_item_and_the_beginning_of_the_next_are_never_joined() -> None:
    text = "1. Es regnet. Der rote Hund bellt im Garten.\n2. Der rote Hund schläft im Garten. Der rote Hund frisst."
    bot = answerer(article("hund", text))
    ranking = ranked(bot, Question("roter Hund Garten"))
    found = {one.hit.sentence.number: one for one in ranking}
    for order, quoted in [([2, 3], [(2, 2), (3, 3)]), ([3, 2], [(3, 3), (2, 2)]), ([3, 4], [(3, 4)])]:
        passages = make_passages([found[number] for number in order], bot.index, bot.build, 3, "de")
        assert [passage.citation.sentences for passage in passages] == quoted


def test_sentences_of_two_paragraphs_are_never_joined() -> None:
    text = "Der rote Hund bellt laut im Garten.\n\nDer rote Hund schläft nachts im Garten."
    answer = answerer(article("hund", text)).answer(Question("roter Hund Garten"))
    assert [passage.citation.sentences for passage in answer.passages] == [(1, 1), (2, 2)]


def test_a_near_duplicate_is_shown_once() -> None:
    text = "Der rote Hund bellt laut im Garten."
    two = article("a", text), article("b", text.replace("Garten.", "Garten!"))
    answer = answerer(*two).answer(Question("Der rote Hund bellt laut"))
    assert [passage.citation.article for passage in answer.passages] == ["a"]


def test_what_nearly_repeats_but_for_a_number_is_shown_beside() -> None:
    text = "Zur Eröffnung der neuen Brücke kamen 3.000 Gäste."
    two = article("a", text), article("b", text.replace("3.000", "3.500"))
    answer = answerer(*two).answer(Question("Wie viele Gäste kamen zur Eröffnung der neuen Brücke?"))
    assert [passage.citation.article for passage in answer.passages] == ["a", "b"]


@pytest.mark.parametrize("order", ["a1 b1 a2 b2", "a1 b2 a2 b1", "a1 a2 b1 b2", "b2 a1 a2 b1"])
def test_no_passage_repeats_a_sentence_of_another_however_they_are_merged(order: str) -> None:
    text = "Der rote Hund bellt laut im Garten. Die Katze schläft den ganzen Tag im Haus."
    bot = answerer(article("a", text), article("b", text.replace(".", "!")))
    ranking = ranked(bot, Question("Hund Garten Katze Haus"))
    found = {f"{one.hit.article.id}{one.hit.sentence.number}": one for one in ranking}
    passages = make_passages([found[name] for name in order.split()], bot.index, bot.build, 3, "de")
    numbers = [
        number
        for first, last in (passage.citation.sentences for passage in passages)
        for number in range(first, last + 1)
    ]
    assert sorted(numbers) == [1, 2]


def test_equal_scores_are_ordered_by_article_then_sentence() -> None:
    texts = ["Alpha Beta Gamma.\n\nAlpha Beta Delta."] * 2
    bot = answerer(article("b", texts[0]), article("a", texts[1]))
    ranking = ranked(bot, Question("Alpha Beta"))
    assert [one.hit.article.id for one in ranking] == ["a", "b", "a", "b"]
    assert ranking[0].hit.sentence.number == ranking[1].hit.sentence.number
    assert ranking[0].score == ranking[1].score


def test_never_more_passages_than_set() -> None:
    text = "\n\n".join(f"Der Hund Nummer {name} bellt." for name in ("eins", "zwei", "drei", "vier", "fünf"))
    answer = answerer(article("hunde", text), max_passages=2).answer(Question("Hund Nummer bellt"))
    assert len(answer.passages) == 2


def test_an_altered_text_is_never_quoted() -> None:
    altered = replace(summit(), text=summit().text.replace("Russki", "Sachalin"))
    with pytest.raises(QuoteMismatch, match=SUMMIT):
        answerer(altered).answer(Question("Trafen sich Putin und Kim auf der Insel?"))


def test_the_threshold_decides() -> None:
    question = Question("Trafen sich Putin und Kim auf der Insel Russki?")
    confidence = SUMMIT_BOT.answer(question).confidence
    assert answerer(threshold=confidence).answer(question).answered
    assert not answerer(threshold=confidence + 1e-6).answer(question).answered


@settings(max_examples=150, deadline=None)
@given(UGLY, UGLY)
def test_every_quote_is_the_source(text: str, question: str) -> None:
    try:
        source = article("ugly", text)
        bot = answerer(source)
    except (ArticleRefused, NothingToIndex):
        return  # what reading refuses has tests of its own
    for passage in shown(bot.answer(Question(question))):
        citation = passage.citation
        assert passage.quote == source.text[citation.start : citation.end]
        assert citation.start <= passage.key[0] < passage.key[1] <= citation.end


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=5))
def test_an_answer_does_not_depend_on_its_batch(others: list[str]) -> None:
    question = Question("Was sagte Putin über Sicherheitsgarantien?")
    batch = [*(Question(text) for text in others), question]
    assert without_time(SUMMIT_BOT.answer_many(batch)[-1]) == without_time(SUMMIT_BOT.answer(question))


def test_an_empty_batch_is_no_fault() -> None:
    assert SUMMIT_BOT.answer_many([]) == []


def test_scores_never_rise_down_the_ranking() -> None:
    ranking = ranked(SUMMIT_BOT, Question("Was sagte Putin zur Denuklearisierung?"))
    scores = [one.score for one in ranking]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert isinstance(SUMMIT_BOT, Answerer)
    assert isinstance(SUMMIT_BOT.index, SentenceIndex)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Wann?",
            "wie lange?",
            "Who, when and why?",
            "Кто?",
            "누가요?",
            "언제 어디서?",
            "Since when?",
            "what else?",
        ),
        *("Why not?", "Von wem?", "Was noch?", "С кем?"),
    ],
)
def test_question_words_alone_ask_nothing_unless_there_is_something_to_ask_it_of(text: str) -> None:
    assert SUMMIT_BOT.answer(Question(text)).refusal == "too_short"
    earlier = "Wo trafen sich Putin und Kim auf der Insel Russki?"
    assert SUMMIT_BOT.answer(Question(text, earlier=earlier)).refusal != "too_short"


def test_a_few_words_that_could_be_any_language_are_in_that_of_what_they_find() -> None:
    english = article("game", "Minecraft server: play.example.org, which anybody can join.")
    german = article("spiel", "Der Minecraft-Server: play.example.org, auf den jeder darf.")
    asked = Question("minecraft server?")
    answers = [answerer(one, threshold=at).answer(asked) for one in (english, german) for at in (0.0, 1.0)]
    assert [(one.answered, one.language) for one in answers] == [
        *((True, "en"), (False, "de")),  # a refusal found nothing: the library's guess
        *((True, "de"), (False, "de")),
    ]


def test_figures_and_codes_tell_no_language() -> None:
    manual = article("manual", "Error codes: E1 means that a sensor is faulty, E3 that the pot is too hot.")
    assert answerer(manual, threshold=0.0).answer(Question("error e4")).language == "en"


@pytest.mark.parametrize(("text", "language"), [("Kim Putin", "de"), ("kim putin summit", "en")])
def test_only_words_that_stand_in_what_they_find_are_in_its_language(text: str, language: str) -> None:
    answer = SUMMIT_BOT.answer(Question(text))
    assert (answer.answered, answer.language) == (True, language)


@pytest.mark.parametrize(
    "link",
    [
        "https://you.tube/watch?v=dQw4w9WgXcQ",
        "<https://you.tube/watch?v=dQw4w9WgXcQ>",
        "www.kbs.example/news?id=5&lang=ko",
    ],
)
def test_a_link_beside_a_question_is_no_part_of_it(link: str) -> None:
    text = "Wo trafen sich Putin und Kim?"
    alone, *linked = SUMMIT_BOT.answer_many(
        [Question(one) for one in (text, f"{link} {text}", f"{text} {link}")]
    )
    assert [(one.language, one.confidence, one.passages) for one in linked] == [
        (alone.language, alone.confidence, alone.passages)
    ] * 2


def test_figures_alone_ask_for_another_year_where_there_is_something_to_ask_it_of() -> None:
    answers = [SUMMIT_BOT.answer(Question(text, earlier="Wann traf Kim Putin?")) for text in ("2018?", "?")]
    assert [one.refusal == "no_words" for one in answers] == [False, True]
    assert answers[0].language == "de"


@pytest.mark.parametrize("text", ["Wer war da?", "Wann genau traf Kim Putin?", "누가 왔나요?", "Kim"])
def test_what_names_anything_is_searched_for(text: str) -> None:
    assert SUMMIT_BOT.answer(Question(text)).refusal != "too_short"
