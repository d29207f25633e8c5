"""What a sentence holds that could answer, with its span."""

import pytest

from retrieval.question.question_type import QuestionType
from retrieval.ranking.answer_kinds import spans

CASES = [
    ("de", "when", "Sie trafen sich am 25. April 2019 um 14 Uhr.", ["25. April 2019", "14 Uhr"]),
    ("de", "when", "Sie kamen am Donnerstag.", ["Donnerstag"]),
    (
        "de",
        "how_long",
        "Sie sprachen von 14 Uhr bis 17 Uhr, dann drei Stunden.",
        ["von 14 Uhr bis 17 Uhr", "drei Stunden"],
    ),
    ("de", "how_many", "Im Jahr 1999 kamen 1.200 Personen.", ["1.200 Personen"]),
    ("de", "where", "Sie trafen sich in Wladiwostok auf der Insel Russki.", ["Wladiwostok", "Insel Russki"]),
    ("de", "who", "Russland lud Präsident Wladimir Putin ein.", ["Präsident Wladimir Putin"]),
    ("en", "when", "It may have been in May 1974 or the 19th century.", ["May 1974", "19th century"]),
    ("en", "how_long", "It took three years, from 1990 to 1993.", ["three years", "from 1990 to 1993"]),
    ("en", "how_many", "In 2010 about 3.5 million people lived there.", ["3.5 million people"]),
    ("en", "how_many", "Twelve people and two dogs came.", ["Twelve people", "two"]),
    ("en", "where", "He lives near Oslo and works in the Netherlands.", ["Oslo", "Netherlands"]),
    ("en", "who", "it was found by Marie Curie", ["Marie Curie"]),
    ("ko", "when", "2019년 4월 25일 오후 2시에 만났다.", ["2019년 4월 25일", "오후 2시"]),
    ("ko", "when", "기원전 57년에 세워졌고 월요일 오전 9시에 연다.", ["기원전 57년", "월요일", "오전 9시"]),
    ("ko", "when", "10:00부터 18:30까지 연다.", ["10:00", "18:30"]),
    ("ru", "when", "Открыто с 9:00 до 20:00.", ["9:00", "20:00"]),
    ("de", "when", "Geöffnet: 9:00 bis 20:15", ["9:00", "20:15"]),
    ("ko", "how_long", "3시간 동안 회담했다.", ["3시간 동안"]),
    ("ko", "how_many", "1,200명이 왔다.", ["1,200명"]),
    ("ko", "where", "블라디보스토크에서 만났다.", ["블라디보스토크"]),
    ("ko", "who", "김정은 위원장은 떠났다.", ["김정은"]),
    ("ru", "when", "Они встретились 25 апреля 2019 года.", ["25 апреля 2019 года"]),
    ("ru", "how_long", "Разговор шёл три часа.", ["три часа"]),
    ("ru", "how_many", "Пришли 20 тысяч человек.", ["20 тысяч человек"]),
    ("ru", "when", "Это было в XIX веке, в среду.", ["XIX веке", "среду"]),
    ("ru", "where", "Встреча прошла во Владивостоке.", ["Владивостоке"]),
    ("ru", "who", "Вчера, сказал Ким Чен Ын, было иначе.", ["Ким Чен Ын"]),
    ("de", "when", "Er dauerte vom 5. bis 9. Dezember 1952.", ["5. bis 9. Dezember 1952"]),
    ("de", "how_long", "Er dauerte vom 5. bis 9. Dezember 1952.", ["vom 5. bis 9. Dezember 1952"]),
    ("de", "how_long", "Sie blieb achtzehn Jahre.", ["achtzehn Jahre"]),
    (
        "de",
        "how_many",
        "Da waren 10 Mitglieder, fünf Mal, auf 5 m Höhe und 260 mm.",
        ["10", "fünf Mal", "5 m", "260 mm"],
    ),
    ("en", "how_many", "It has 650 members, a 1200th part and 3 metres.[18]", ["650", "3 metres"]),
    ("ko", "how_many", "다리는 40m이고 10명이 왔다.[3]", ["40m", "10명"]),
    ("ru", "how_many", "Пришли 10 мужчин, длина моста 40 м.[3]", ["10", "40 м"]),
    ("ru", "when", "Это было в конце XIX — начале XX веков.", ["XX веков"]),
    (
        "ru",
        "when",
        "Он жил в III—I веках до н. э. или в V в. до н. э.",
        ["III—I веках до н. э.", "V в. до н. э."],
    ),
    ("ru", "when", "Они были там в марте 2018 и августе 1992 года.", ["марте 2018", "августе 1992 года"]),
    ("ru", "when", "Восстание шло 6—21 июля 1918 года.", ["6—21 июля 1918 года"]),
    ("en", "where", "It opened in Oslo on May 14, then in the US.", ["Oslo", "US"]),
    ("en", "who", "The Punic Wars, the Iron Age and Marie Curie.", ["Marie Curie"]),
    ("de", "how_many", "2. Auszubildende sind in Artikel 5 genannt.", []),
    ("de", "how_many", "1. Alle unter 18 Jahren, im 12. Monat.", ["18"]),
    ("de", "who", "Die Wehrmacht wich der Roten Armee, dem Deutschen Bundestag.", []),
    ("de", "who", "Das Wort ist von Hans van der Laan.", ["Hans van der Laan"]),
    ("en", "when", "It lasted from 5 to 9 December 1952.", ["5 to 9 December 1952"]),
    ("en", "how_long", "It lasted from 5 to 9 December 1952.", ["from 5 to 9 December 1952"]),
    (
        "en",
        "how_long",
        "He stayed for eighteen years, then twenty-one years.",
        ["eighteen years", "twenty-one years"],
    ),
    ("en", "how_many", "It has twenty-two districts.", ["twenty-two"]),
    ("en", "how_many", "The six-party talks had six parties.", ["six"]),
    ("de", "how_many", "Die Sechs-Parteien-Gespräche hatten sechs Teilnehmer.", ["sechs"]),
    ("en", "how_many", "2. Councils may, by Article 5, create areas.", []),
    ("en", "who", "Celtic Park is the largest.", []),
    (
        "de",
        "who",
        "Gestern traf Park Geun-hye den Wächter Joschka Fischer.",
        ["Park Geun-hye", "Wächter Joschka Fischer"],
    ),
    ("de", "who", "Dann sprach Präsidentin Park im Gorki Park.", ["Park"]),
    ("en", "who", "Then came Edward Snowden and met Park Geun-hye.", ["Edward Snowden", "Park Geun-hye"]),
    (
        "en",
        "who",
        "Later came Winston Churchill with Felicity Rivera.",
        ["Winston Churchill", "Felicity Rivera"],
    ),
    ("en", "who", "It was the Cold War.", []),
    ("ko", "how_many", "부상병 백만 명을 도왔다.", ["백만 명"]),
    ("ru", "when", "Он длился с 5 по 9 декабря 1952 года.", ["5 по 9 декабря 1952 года"]),
    ("ru", "how_long", "Он длился с 5 по 9 декабря 1952 года.", ["с 5 по 9 декабря 1952 года"]),
    ("ru", "how_long", "Реставрация заняла двенадцать лет.", ["двенадцать лет"]),
    ("ru", "how_many", "Его построил «Мостоотряд № 19».", []),
    ("ru", "how_many", "Приехали главы 20 государств.", ["20"]),
    ("ko", "how_many", "제3조와 의제 4가지를 다뤘다.", ["4가지"]),
]


@pytest.mark.parametrize(("language", "kind", "text", "expected"), CASES)
def test_what_could_answer_is_found(language: str, kind: str, text: str, expected: list[str]) -> None:
    found = spans(text, QuestionType(kind), language)
    assert [text[start:end] for start, end in found] == expected


@pytest.mark.parametrize("kind", ["when", "where", "how_long", "how_many", "who"])
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "danach wurde weiter gesprochen."),
        ("en", "then they went on talking."),
        ("ko", "그리고 계속 말했다."),
        ("ru", "потом говорили дальше."),
    ],
)
def test_a_sentence_that_holds_nothing_gives_nothing(language: str, kind: str, text: str) -> None:
    assert spans(text, QuestionType(kind), language) == ()


def test_of_other_questions_and_languages_only_what_is_known() -> None:
    assert spans("Sie kamen am 3. Mai.", QuestionType.WHY, "de") == ()
    text = "Ils étaient 300."
    assert [text[start:end] for start, end in spans(text, QuestionType.HOW_MANY, "fr")] == ["300"]
