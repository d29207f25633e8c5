"""The language of a reply is the question's, for every golden question and for what nobody planned."""

import pytest
from fakes_retrieval import SEEDS
from lingua import ConfidenceValue, Language

from retrieval.assistant import FIRST_QUESTIONS
from retrieval.evaluation.golden import read_questions
from retrieval.question import language
from retrieval.question.language import LANGUAGES, is_legible, is_readable, question_language
from retrieval.question.wording import OF_ONE_LANGUAGE, WORD

GOLDEN = read_questions(SEEDS / "questions.jsonl")


def test_every_golden_question_is_recognised() -> None:
    wrong = [
        (one.id, one.lang, question_language(one.question), one.question)
        for one in GOLDEN
        if question_language(one.question) != one.lang
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("김정은과 Putin이 만난 곳은?", "ko"),
        ("Putin이 Kim Jong-un을 만난 곳은?", "ko"),
        ("Где был Kim Jong-un?", "ru"),
        ("Was heißt Путин auf Deutsch?", "de"),
        ("WAS WOLLTE KIM?", "de"),
        ("Was macht die US Armee?", "de"),
        ("Was sagt die WHO dazu?", "de"),
        ("WHO WAS THERE?", "en"),
        ("Wer war dabei?", "de"),
        ("Who was there?", "en"),
        ("Ｗｅｒ ｗａｒ ｄａｂｅｉ？", "de"),
        ("𝐖𝐞𝐫 𝐰𝐚𝐫 𝐝𝐚𝐛𝐞𝐢?", "de"),
        ("Fu\u0308r Kim?", "de"),
        ("Kim Putin Treffen Themen", "de"),
        ("kim putin meeting topics", "en"),
        ("When was Hans Georg Wenzeslaus von Knobelsdorff born, and where?", "en"),
        ("Was sind MMORPGs und Ego-Shooter?", "de"),
        ("Was will Kim?", "de"),
        ("Was tat Putin?", "de"),
        ("Was war 1961?", "de"),
        ("Was war los?", "de"),
        ("Was war in Hanoi?", "de"),
        ("was war in hanoi", "de"),
        ("Was war am 3. Mai 2019?", "de"),
        ("Was Kim there?", "en"),
        ("Was Will Smith there?", "en"),
        ("Was war declared?", "en"),
        ("What is Der Spiegel?", "en"),
        ("Who said “Ich bin ein Berliner”?", "en"),
        ("Wo wurde „Where are you“ gesungen?", "de"),
        ("Was ist The Guardian?", "de"),
        ("The Beatles: wann lösten sie sich auf?", "de"),
        ("Der Spiegel: who founded it?", "en"),
        ("Was ist Doctor Who?", "de"),
        ("Wer sang who let the dogs out?", "de"),
        ("C’mon, tell me", "en"),
        ("Kim Jong Un은?", "ko"),
        ("А Kim Jong Un?", "ru"),
        ("Кто «Kim Jong Un»?", "ru"),
        ("(Kim Jong Un)은?", "ko"),
        ("どこで会いましたか", "en"),
        ("أين التقيا؟", "en"),
        ("", "en"),
        ("12:30 ???", "en"),
        ("😀🎉", "en"),
        ("\ud800", "en"),
    ],
)
def test_script_decides_then_words_and_english_where_neither_does(text: str, language: str) -> None:
    assert question_language(text) == language


@pytest.mark.parametrize(
    ("text", "before", "language"),
    [
        ("in 2023?", "en", "en"),
        ("Kim?", "ko", "ko"),
        ("2023?", "ru", "ru"),
        ("", "de", "de"),
        ("what is it?", "de", "en"),
        ("Ким?", "de", "ru"),
        ("où ?", "de", "en"),
        ("jahresbeitrag?", "en", "de"),
        ("salmon numbers", "de", "en"),
        ("whos putin", "de", "en"),
        ("dark mode", "en", "en"),
        ("Vladivostok?", "de", "en"),
    ],
)
def test_what_could_be_any_language_is_in_the_one_before(text: str, before: str, language: str) -> None:
    assert question_language(text, before) == language


def test_no_word_that_decides_is_spelt_in_the_other_language() -> None:
    german, english = OF_ONE_LANGUAGE["de"], OF_ONE_LANGUAGE["en"]
    assert not german & english
    both = {"die", "war", "was", "in", "an", "am", "also", "so", "man", "will", "gift", "art", "see", "rat"}
    assert not (german | english) & both


def test_the_models_are_loaded_before_members_ask() -> None:
    """By a question that nothing else decides; the first detection lets no other thread run."""
    latin = [one.text for one in FIRST_QUESTIONS if one.text.isascii()]
    undecided = [
        text
        for text in latin
        if not any(set(WORD.findall(text.lower())) & own for own in OF_ONE_LANGUAGE.values())
    ]
    assert undecided


def test_any_other_language_gets_one_that_the_bot_speaks() -> None:
    for text in ("Où se sont-ils rencontrés ?", "¿Dónde se vieron?", "Waar ontmoetten zij elkaar?"):
        assert question_language(text) in LANGUAGES


@pytest.mark.parametrize(
    "text",
    [
        "Où Kim et Poutine se sont-ils rencontrés ?",
        "Où ?",
        "Pourquoi Kim est allé en Russie",
        "Kim est-il allé en Russie ?",
        "Qu’est-ce que Poutine a dit ?",
        "¿Hablaron de armas?",
        "quien gano el mundial",
        "QUANDO SI SONO INCONTRATI?",
        "Quem ganhou a copa do mundo?",
        "Waar ontmoetten Kim en Poetin elkaar?",
        "Gdzie spotkali się Kim i Putin?",
        "Kim ve Putin nerede buluştu?",
        "Que dit Poutine ?",
        "C'est quoi, le sommet ?",
        "Kim在哪里",
        "Kim 在哪里？ Putin",
    ],
)
def test_a_question_in_another_language_is_not_understood_and_answered_in_english(text: str) -> None:
    assert not is_readable(text)
    assert question_language(text) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "Was war die Quelle?",
        "Kim Putin",
        "Rio de Janeiro",
        "El Salvador",
        "Les Misérables",
        "c'mon",
        "Qu'ran burning in Sweden?",
        "Kims\u02bc Ziel?",
        "Côte d'Azur",
        "¿Dónde? heißt auf Deutsch?",
        "Who sang Quando, quando, quando?",
        "Wer sagte 'pourquoi'?",
        "Кто сказал «pourquoi»?",
        "pourquoi가 무슨 뜻이에요?",
    ],
)
def test_names_and_a_foreign_word_in_a_question_are_understood(text: str) -> None:
    assert is_readable(text)


def test_every_golden_question_is_understood() -> None:
    assert [one.question for one in GOLDEN if not is_readable(one.question)] == []


def test_only_a_script_that_no_language_of_the_bot_has_cannot_be_read() -> None:
    for text in ("Ｗｅｒ？", "Що?", "김?", "12 😀", "", "Was heißt 金正恩 auf Deutsch?"):
        assert is_readable(text)
    for text in ("金正恩在哪里？", "どこで", "أين", "Πού;", "कहाँ"):
        assert not is_readable(text)
        assert not is_legible(text)
    assert is_legible("Où Kim et Poutine se sont-ils rencontrés ?")


def test_a_word_without_end_is_not_given_whole_to_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its time grows with the square of a word's length."""
    given: list[str] = []

    class Detector:
        def compute_language_confidence_values(self, text: str) -> list[ConfidenceValue]:
            given.append(text)
            return [ConfidenceValue(Language.GERMAN, 0.0)]

    monkeypatch.setattr(language, "_german_or_english", Detector)
    assert question_language("q" * 1_000_000) == "en"
    assert [len(text) < 1000 for text in given] == [True]
