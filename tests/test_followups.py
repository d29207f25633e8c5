"""Which questions lean on the one before, and what is searched for then; in four languages."""

import time

import pytest

from retrieval.question.followups import leans, read_together, readings_of, taken_along, topic_after

LEANING = [
    "Und wo?", "И когда?", "그럼 언제?", "And why?", "Warum?", "Wie lange dauerte es?", "How long did it last?",
    "Und Kim?", "А Ким?", "김정은은요?", "Und was sagte er dazu?", "Was geschah danach?", "What did he say then?",
    "Что он сказал?", "Что было потом?", "그는 뭐라고 했나요?", "그 후에는요?", "Mit welchem Ergebnis?", "결과는요?",
    "Wie könnte man die bekommen?", "Und in welcher Stadt?", "Was war mit diesen Sanktionen?",
    "Nein, Kim", "no i meant kim", "Нет, я имел в виду Трампа", "Richtig?", "Right?", "Верно?", "아니 언제?",
    "Und Kim Jong Un?", "and kim jong un?", "А Ким Чен Ын?", "그럼 김정은 위원장은요?", "Und Kim und Trump?",
    "Und die Lockerung der Sanktionen?", "And the nuclear program?", "What about Kim?", "Was ist mit Kim Jong Un?",
    "Und Putins neue Forderung?", "And Kim's new demand?", "And the Six-Party talks?", "Und die russische Seite?",
    "What about North Korean missiles?",
    "А как насчёт Трампа?", "Как насчет Трампа?", "In welchem Jahr?", "How old?", "Сколько лет?", "누가요?",
    "언제 죽었나요?", "이름이 뭐예요?", "was ist das?", "ist das wahr",
    "1911년에는요?", "ok und wo?", "Wirklich?", "tell me more", "Подробнее", "더 알려줘", "Quelle?", "Who else?",
    "Since when?", "which one?", "anything else?", "any exceptions?", "How long ago?", "more details please", "2018?",
    "Ab welchem Alter?", "um wie viel uhr", "gibts ausnahmen?", "ist das kostenlos", "Ist das Kunst?", "genauer bitte",
    "On Sunday?", "am sonntag?", "Im Jahr 2018?", "Der Stellvertreter?", "в воскресенье?", "с каких пор?", "до скольки",
    "정확히 어디", "예외는요?", "Kinder auch?", "auch im Winter?", "nur montags?", "Even on Sundays?", "Kids too?",
    "детям тоже?", "даже зимой?", "und wenn ich zu spät komme?", "wenn es regnet?", "And if I lose my key?",
    "How did the talks go and what did he say?", "Who came and when did they leave?", "ist es möglich?",
    "а если не платить вовремя?", "며칠동안", "며칠 동안요?", "늦으면요?", "2시간 넘으면?", "밤에도요?",
]  # fmt: skip
NEW_TOPICS = [
    "No, Germany won the cup", "Nein, wer gewann die WM?", "Not Putin, but who won the cup?",
    "Was geschah in Hanoi?", "What happened in Hanoi?", "Что произошло в Ханое?", "하노이에서는 무슨 일이 있었나요?",
    "Wozu Sechs-Parteien-Gespräche?", "Lockerung der Sanktionen?", "제재 완화는?", "Wer gewann die WM?",
    "Und wer gewann die Fußball-WM 2018?", "Gibt es Sanktionen?", "Was sagte Putin, als er über Garantien sprach?",
    "What did Putin say when he spoke about guarantees?", "Worum ging es bei dem Treffen in Wladiwostok?",
    "Wie endeten die Gespräche mit Trump?", "호주의 수도는 어디인가요?", "Und gewann Deutschland die WM?",
    "wo ist die brücke", "wer hat die brücke gebaut", "감독은 누구예요?",
    "Aber Putin forderte Garantien?", "And Kim agreed to talks?", "А Путин посетил Пхеньян?",
    "And did Germany win the cup?", "When did Newton die?", "how did Stalin die",
    "ist das museum offen", "Wo ist das Museum", "wo sind die anderen gärten", "In Hanoi", "The weather in Hanoi?",
    "Was geschah 2018?", "Wenn es regnet, findet das Fest statt?", "Dürfen Kinder auch Bier trinken?", "강원도?",
    "비가 오면 어디로 가야 하나요?", "If it rains in Hanoi on Sunday evening?",
    "그런데 호주의 수도는 어디인가요?", "그런데 독일이 월드컵에서 이겼나요?",
    "How long did the heat waves last and how often did they occur?", "Сколько бригад работает? И откуда они?",
    "wie viele brigaden arbeiten und woher kommen sie?", "When was the summit and where did it take place?",
    "stimmt es dass die klägerin alles zahlen muss?", "Stimmt das wirklich, dass die Klägerin zahlt?",
    "Is it true that the summit was cancelled?",
]  # fmt: skip


@pytest.mark.parametrize("question", LEANING)
def test_without_a_topic_of_its_own_a_question_leans(question: str) -> None:
    assert leans(question)


@pytest.mark.parametrize("question", NEW_TOPICS)
def test_a_question_with_its_own_topic_does_not(question: str) -> None:
    assert not leans(question)


@pytest.mark.parametrize(
    ("question", "few"),
    [
        ("Forderte er dort Garantien für Nordkorea?", True),
        ("Forderte er dort neue Garantien für Nordkorea?", False),
        ("Did he offer security guarantees there?", True),
        ("Did he offer the North security guarantees there?", False),
    ],
)
def test_who_refers_back_may_name_three_topics_of_their_own(question: str, *, few: bool) -> None:
    assert leans(question) is few


def test_the_polite_form_of_address_refers_to_nobody() -> None:
    assert not leans("Kennen Sie den Dolmetscher?")
    assert leans("Kennen sie den Dolmetscher?")


@pytest.mark.parametrize(
    ("earlier", "question", "together"),
    [
        ("Was sagte Putin zur Denuklearisierung?", "Und Kim?", "Was sagte Kim zur Denuklearisierung?"),
        ("What did Kim say about it?", "And what does Putin think of that?", "What did Putin say about it?"),
        ("Что Путин сказал о Ханое?", "А Ким?", "Что Ким сказал о Ханое?"),
        ("푸틴은 비핵화에 대해 뭐라고 했나요?", "김정은은요?", "김정은은 비핵화에 대해 뭐라고 했나요?"),
        ("Wann trafen sie sich?", "Und wo?", "Wo trafen sie sich?"),
        ("Where did they meet?", "And when exactly?", "When did they meet?"),
        ("Где они встретились?", "А когда именно?", "Когда они встретились?"),
        ("그들은 어디에서 만났나요?", "언제요?", "그들은 언제 만났나요?"),
        ("Was forderte Putin?", "Und wann?", "Was forderte Putin? Und wann?"),
        ("Wann und wo war es?", "Wie lange?", "Wann und wo war es? Wie lange?"),
        ("Wo war es?", "Und wo waren die anderen?", "Wo war es? Und wo waren die anderen?"),
        ("Wo traf Kim Putin?", "Und in welcher Stadt?", "Wo traf Kim Putin? Und in welcher Stadt?"),
        ("Was tat Kim?", "Und was sagte Kim dazu?", "Was tat Kim? Und was sagte Kim dazu?"),
        ("김정은은 언제 만났나요?", "어디서요?", "김정은은 어디서 만났나요?"),
        ("Wo traf Kim Putin?", "Und wann genau war das?", "Wann traf Kim Putin?"),
        ("Where did Kim meet Putin?", "when did that happen?", "When did Kim meet Putin?"),
        ("Где Ким встретил Путина?", "а когда это было?", "Когда Ким встретил Путина?"),
        ("김정은은 어디서 푸틴을 만났나요?", "그게 언제였죠?", "김정은은 언제 푸틴을 만났나요?"),
        ("Wo traf Kim Putin?", "Wer war das?", "Wo traf Kim Putin? Wer war das?"),
        ("Where did Kim meet Putin?", "How was it?", "Where did Kim meet Putin? How was it?"),
        ("Forderte Kim dort Garantien?", "Und Putin?", "Forderte Putin dort Garantien?"),
        ("Was sagte Putin?", "Und Kim Jong Un?", "Was sagte Kim Jong Un?"),
        ("Was sagte Putin?", "Und Kim Il Sung?", "Was sagte Kim Il Sung?"),
        ("What did Putin say?", "What about Kim?", "What did Kim say?"),
        ("What did Putin say?", "No, I meant Kim", "What did Kim say?"),
        ("What did Putin say?", "no, Kim", "What did Kim say?"),
        ("Was forderte Putin?", "Nein, ich meinte Kim!", "Was forderte Kim?"),
        ("Was forderte Putin?", "nein ich meine Kim", "Was forderte Kim?"),
        ("Что сказал Путин?", "Нет, Ким", "Что сказал Ким?"),
        ("What did Putin say?", "Nope, Kim", "What did Kim say?"),
        ("What did Putin say?", "Not Putin, Kim", "What did Kim say?"),
        ("What did Putin say?", "No, I meant not Putin but Kim", "What did Kim say?"),
        ("Was forderte Putin?", "Nein, nicht Putin, sondern Kim", "Was forderte Kim?"),
        ("Что сказал Путин?", "Не Путин, а Ким", "Что сказал Ким?"),
        ("푸틴은 뭐라고 했나요?", "아니 김정은은?", "김정은은 뭐라고 했나요?"),
        ("푸틴은 뭐라고 했나요?", "푸틴 말고 트럼프는요?", "트럼프는 뭐라고 했나요?"),
        ("푸틴은 뭐라고 했나요?", "그럼 트럼프는요?", "트럼프는 뭐라고 했나요?"),
        ("푸틴은 뭐라고 했나요?", "김정은 위원장은요?", "김정은 위원장은 뭐라고 했나요?"),
        ("트럼프가 뭐라고 했나요?", "김정은은요?", "김정은이 뭐라고 했나요?"),
        ("김정은은 언제 왔나요?", "누가요?", "김정은은 누가 왔나요?"),
    ],
)
def test_somebody_else_takes_the_first_one_s_place_and_all_else_is_added(
    earlier: str, question: str, together: str
) -> None:
    assert read_together(earlier, question) == together


@pytest.mark.parametrize(
    ("earlier", "question"),
    [
        ("What did the man who met Putin say?", "And when?"),
        ("Was geschah dort, wo Kim war?", "Wann?"),
        ("Что сказал Ким, когда приехал?", "А где?"),
        ("Wie heißt die Universität?", "Und wo?"),
        ("How old is Kim?", "And where?"),
        ("Wie viele Delegierte kamen?", "Und wann?"),
        ("When did they meet?", "And how many?"),
        ("Seit wann ist Kim im Amt?", "Und wo?"),
        ("Who's Kim?", "And when?"),
        ("왜곡은 무엇인가요?", "언제요?"),
        ("Was sagte Putin?", "Und der Grund?"),
        ("Wo trafen sich Kim und Putin?", "Und Trump?"),
        ("What did Kim and Putin say?", "What about Trump?"),
        ("Где встретились Ким и Путин?", "А Трамп?"),
        ("Wo trafen sie sich?", "Warum?"),
        ("Where did Kim meet Putin?", "And why was that?"),
        ("Когда Ким встретил Путина?", "А зачем?"),
        ("김정은은 언제 만났나요?", "왜요?"),
        ("Wann traf Kim Putin?", "Und wie?"),
        ("김정은은 누구와 협상했나요?", "결과는요?"),
        ("What did Kim Jong Un say?", "And Putin?"),
        ("Traf Kim Putin?", "Und Trump?"),
        ("Was sagte Kim in Wladiwostok?", "Und in Hanoi?"),
        ("How long did Kim talk to Putin?", "And to Trump?"),
        ("Что сказал Ким во Владивостоке?", "А в Ханое?"),
        ("김정은은 블라디보스토크에서 뭐라고 했나요?", "하노이에서는요?"),
        ("Was sagte Putin zum Treffen?", "Und der Gipfel?"),
        ("Was geschah in Hanoi?", "Und Kim?"),
        ("Was sagt der Artikel über Kim?", "Und Putin?"),
        ("Was sagten Kim und Putin?", "Und was meinten sie zu den Garantien?"),
        ("What did Putin say about Trump?", "And what did he say to Kim?"),
        ("Where was Kim received?", "And what does Putin think of that?"),
        ("Wann traf Putin Xi?", "Und Kim Jong Un?"),
        ("Was sagte Putin?", "Und Sanktionen?"),
        ("Was sagte Kim Il-sung?", "Und Putin?"),
        ("Wohin führt Abrüstung?", "Und Putin?"),
        ("Что сказал Путин?", "А как насчёт Трампа?"),
        ("울산은 언제 창단했나요?", "그럼 감독은 누구예요?"),
        ("마리 퀴리는 어디서 태어났나요?", "그럼 남편은요?"),
    ],
)
def test_a_word_that_is_not_what_the_earlier_question_asks_or_names_stays(
    earlier: str, question: str
) -> None:
    assert readings_of(earlier, question) == (f"{earlier} {question}", question)


def test_a_chain_keeps_its_topic_until_a_question_brings_its_own() -> None:
    first = "Was sagte Putin zur Denuklearisierung?"
    assert topic_after(first, "Und wo?") == first
    assert topic_after(first, "Und Kim?") == "Was sagte Kim zur Denuklearisierung?"
    assert topic_after(first, "Was geschah in Hanoi?") == "Was geschah in Hanoi?"


def test_behind_small_talk_every_question_is_the_first() -> None:
    assert taken_along("Hallo", "Und wo?") is None
    assert topic_after("Hallo", "Und wo?") == "Und wo?"
    assert taken_along("Wo war es?", "Und wann?") == "Wo war es?"
    assert taken_along("Wo war es?", "Was geschah in Hanoi?") is taken_along(None, "Und wo?") is None


@pytest.mark.parametrize("question", ["", "?", "😀", "는요?", "1", "und", "-"])
def test_anything_typed_is_read(question: str) -> None:
    assert read_together("Wo war Kim?", question).startswith("Wo war Kim?")
    assert topic_after("Wo war Kim?", question) in ("Wo war Kim?", question)


def test_what_one_question_cannot_say_is_searched_for_in_two_ways() -> None:
    assert readings_of("Wo war es?", "Und was gab es da?") == (
        "Wo war es? Und was gab es da?",
        "Und was gab es da?",
    )
    assert readings_of("Wo war es?", "Und wann?") == ("Wann war es?",)
    assert readings_of("Wo war es?", "Was sagte Putin zur Abrüstung?") == ("Was sagte Putin zur Abrüstung?",)


def test_a_run_of_syllables_without_end_is_no_part_of_a_sentence_in_linear_time() -> None:
    started = time.process_time()
    assert not leans(f"{'면' * 20_000}x?")
    assert time.process_time() - started < 2  # seconds; looking on from each syllable took 12
