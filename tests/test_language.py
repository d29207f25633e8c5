"""The language of a reply is the question's, for every golden question and for what nobody planned."""

import pytest
from fakes_retrieval import SEEDS

from retrieval.golden import read_questions
from retrieval.language import LANGUAGES, question_language

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
        ("Wer war dabei?", "de"),
        ("Who was there?", "en"),
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


def test_any_other_language_gets_one_that_the_bot_speaks() -> None:
    for text in ("Où se sont-ils rencontrés ?", "¿Dónde se vieron?", "Waar ontmoetten zij elkaar?"):
        assert question_language(text) in LANGUAGES
