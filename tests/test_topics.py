"""What somebody wants to be told of, without the words around it; in four languages."""

import pytest

from retrieval.question.topics import topic_of
from retrieval.question.utterance import utterance


@pytest.mark.parametrize(
    ("message", "topic"),
    [
        ("Erzähl mir was über Putin", "Putin"),
        ("erzähl mir mehr über die sanktionen", "die sanktionen"),
        ("gib mir den Satz zu den Sanktionen", "den Sanktionen"),
        ("Was sagt der Artikel über Trump?", "Trump?"),
        ("steht im artikel was zu hanoi?", "hanoi?"),
        ("tell me about the sanctions", "the sanctions"),
        ("show me the quote about security guarantees", "security guarantees"),
        ("What does the article say about Trump?", "Trump?"),
        ("Does it say anything about Hanoi?", "Hanoi?"),
        ("was über Putin erzählen?", "Putin"),
        ("was weißt du über Kim?", "Kim?"),
        ("what do you know about the sanctions?", "the sanctions?"),
        ("что ты знаешь о Киме", "Киме"),
        ("Расскажи про санкции", "санкции"),
        ("что говорится в статье о Трампе", "Трампе"),
        ("дай предложение о санкциях", "санкциях"),
        ("푸틴에 대해 알려줘", "푸틴"),
        ("제재에 관한 문장 보여줘", "제재"),
        ("기사에서 트럼프에 대해 뭐라고 해?", "트럼프"),
        ("Sanctions?", "Sanctions"),
        ("путин?!", "путин"),
    ],
)
def test_the_words_around_a_topic_are_not_searched_for(message: str, topic: str) -> None:
    assert topic_of(message) == topic


@pytest.mark.parametrize(
    "message",
    [
        "Tell me about that",
        "Tell me about what Putin said",
        "Tell me the day when they met",
        "Erzähl mir mehr",
        "Wozu?",
        "расскажи о нём",
        "What did Putin say about Trump?",
        "Was sagte Putin über die Sanktionen?",
        "Что Путин сказал о санкциях?",
        "푸틴은 비핵화에 대해 뭐라고 했나요?",
        "김정은은요?",
        "파시즘이란?",
        "Insel Russki?",
        "",
    ],
)
def test_what_asks_or_names_no_topic_stays(message: str) -> None:
    assert topic_of(message) == message


def test_a_greeting_before_it_is_no_part_of_it_either() -> None:
    assert utterance("hey bot, tell me about the sanctions pls").asks == "the sanctions"
