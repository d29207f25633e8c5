"""A question's type is told by its question words, in four languages."""

import pytest

from retrieval.question_type import question_type

CASES = {
    "de": [
        ("Wann trafen sich Kim und Putin?", "when"),
        ("In welchem Jahr wurde sie geboren?", "when"),
        ("um wie viel Uhr ging es los", "when"),
        ("Wo liegt Wladiwostok?", "where"),
        ("In welcher Stadt war das?", "where"),
        ("Wie lange dauerte das Gespräch?", "how_long"),
        ("Wie viele Stunden sprachen sie?", "how_long"),
        ("Seit wie vielen Jahren?", "how_long"),
        ("Wielange ging das?", "how_long"),
        ("Wie lang dauerte es?", "how_long"),
        ("Wie lang ist die Brücke?", "how_many"),
        ("Wie viele Sprengköpfe hat Nordkorea?", "how_many"),
        ("Wie alt ist Kim?", "how_many"),
        ("Mit wem traf er sich, und wann?", "who"),
        ("Warum scheiterte der Gipfel?", "why"),
        ("Was sagte er, als er ankam, wo er war?", "other"),
        ("Haben sie unterschrieben?", "yes_no"),
        ("Gipfel Themen", "other"),
        ("Was für ein Tag war das?", "when"),
        ("wie viel Zeit hatten sie", "how_long"),
        ("Was war die Dauer des Gesprächs?", "how_long"),
        ("Welcher Präsident war da?", "who"),
        ("Zu welchem Zweck kam er?", "why"),
        ("An welchem Tag war das?", "when"),
        ("In welchem Jahrhundert?", "when"),
        ("Welche Tagesordnung gab es?", "other"),
        ("In welcher Zeitung stand das?", "other"),
        ("Was für ein Tagungsort war das?", "other"),
        ("Verzichtet Kim auf Dauer?", "yes_no"),
        ("Welches Ministerium half?", "other"),
        ("Welche Mannschaft gewann?", "other"),
        ("Zu welcher Personengruppe gehört er?", "other"),
    ],
    "en": [
        ("When did they meet?", "when"),
        ("what year was it", "when"),
        ("whens the summit", "when"),
        ("whos Kim", "who"),
        ("Where did they meet?", "where"),
        ("How long did they talk?", "how_long"),
        ("how many warheads are there", "how_many"),
        ("Who was there when it ended?", "who"),
        ("Why did it fail?", "why"),
        ("What happened when he arrived?", "other"),
        ("Did they sign?", "yes_no"),
        ("at what hour did it end", "when"),
        ("How much time did they spend?", "how_long"),
        ("what was the duration", "how_long"),
        ("Which president was there?", "who"),
        ("What was the purpose of it?", "why"),
        ("When the talks ended, how many had come?", "how_many"),
        ("When, where and why did they meet?", "when"),
        ("When did Kim, who lives there, arrive?", "when"),
    ],
    "ko": [
        ("김정은의 목적지는 어디였나요?", "where"),
        ("방문 목적이 뭐였나요?", "why"),
        ("언젠가 다시 만날까요?", "yes_no"),
        ("회담일은 언젠가요?", "when"),
        ("두 정상은 언제 만났나요?", "when"),
        ("회담은 몇 시에 시작했어?", "when"),
        ("어디에서 만났어요?", "where"),
        ("어느 도시에서 열렸나", "where"),
        ("얼마나 오래 이야기했나요?", "how_long"),
        ("몇 시간 동안 회담했나요?", "how_long"),
        ("핵탄두가 몇 개야?", "how_many"),
        ("누가 왔어?", "who"),
        ("득점왕이 된 선수는 누구인가요?", "who"),
        ("며칠 동안 계속되었나요?", "how_long"),
        ("왜요?", "why"),
        ("누구를 만났나요?", "who"),
        ("왜 실패했나요?", "why"),
        ("무슨 선물을 줬어?", "other"),
        ("합의문에 서명했나요?", "yes_no"),
        ("언젠지 알아?", "when"),
        ("회담 소요 시간은?", "how_long"),
        ("어느 대통령이 왔어?", "who"),
        ("방문 목적이 뭐야?", "why"),
    ],
    "ru": [
        ("Когда они встретились?", "when"),
        ("В какое время это было?", "when"),
        ("На какое число назначена встреча?", "when"),
        ("Какое число боеголовок у КНДР?", "how_many"),
        ("до скольки они говорили", "when"),
        ("сколько по времени это заняло", "how_long"),
        ("какой президент приехал", "who"),
        ("С какой целью он приехал?", "why"),
        ("В каком году он родился?", "when"),
        ("во сколько начался разговор", "when"),
        ("Где прошла встреча?", "where"),
        ("В каком городе это было?", "where"),
        ("Сколько времени длился разговор?", "how_long"),
        ("Сколько лет строили мост?", "how_long"),
        ("К какому году?", "when"),
        ("Сколько у них боеголовок?", "how_many"),
        ("Кем был подписан договор?", "who"),
        ("Почему сорвался саммит?", "why"),
        ("Что он сказал?", "other"),
        ("Они подписали договор?", "yes_no"),
    ],
}


@pytest.mark.parametrize(
    ("language", "question", "expected"),
    [(language, *case) for language, cases in CASES.items() for case in cases],
)
def test_a_question_is_told_by_its_words(language: str, question: str, expected: str) -> None:
    assert question_type(question, language) == expected


def test_what_cannot_be_seen_does_not_hide_the_question_word() -> None:
    assert question_type("W\u200ba\u00adnn war das?", "de") == "when"


def test_of_a_language_without_a_table_nothing_is_said() -> None:
    assert question_type("Quand se sont-ils rencontrés ?", "fr") == "other"
