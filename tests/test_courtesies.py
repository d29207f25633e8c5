"""Greetings, thanks and addresses beside a question are no part of it."""

import pytest
from fakes_retrieval import answerer

from retrieval.models import Question
from retrieval.question.followups import leans, topic_after
from retrieval.question.utterance import utterance

BRIDGE = "Die Brücke wurde im Mai 2019 eröffnet.\n\nDie Brücke wurde im Juni 2020 bemalt."
MUSIC = "Kim mochte gern Musik.\n\nKim hörte Musik auf Reisen."
BOT = answerer()


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
        ("Hey, kannst du mal schauen, wo das war?", "wo das war?"),
        ("Mich würde interessieren, was Putin sagte", "was Putin sagte"),
        ("can someone tell me where they met", "where they met"),
        ("i was wondering who was there", "who was there"),
        ("подскажите, где встретились лидеры?", "где встретились лидеры?"),
        ("А где встретились лидеры?", "А где встретились лидеры?"),
        ("Leute, ich frag mal wo das war", "wo das war"),
        ("Не подскажете, где встретились лидеры?", "где встретились лидеры?"),
        ("Hat Kim gesagt, wann er kommt?", "Hat Kim gesagt, wann er kommt?"),
        ("Tell me the day when they met", "Tell me the day when they met"),
        ("Weiß Kim, wer das war?", "Weiß Kim, wer das war?"),
        ("Was what Putin said new?", "Was what Putin said new?"),
        ("Знает ли Путин, где Ким?", "Знает ли Путин, где Ким?"),
        ("어디서 만났어?ㅋㅋㅋ", "어디서 만났어?"),
        ("어디서 만났어 ㅠㅠ", "어디서 만났어"),
        ("wo war das treffen lol", "wo war das treffen"),
        ("а где встретились, хаха)))", "а где встретились"),
        ("Wer ist Lol?", "Wer ist Lol?"),
        ("hey bot wann war das treffen???", "wann war das treffen???"),
        ("guten tag wann war das treffen", "wann war das treffen"),
        ("@Gipfelbot wann war das treffen pls", "wann war das treffen"),
        ("danke und wo", "und wo"),
        ("Wann war das Treffen, danke im Voraus!", "Wann war das Treffen"),
        ("😂 wann war das treffen 😊", "wann war das treffen"),
        ("hi :) wann war das treffen? :D", "wann war das treffen?"),
        ("где встретились лидеры)))", "где встретились лидеры"),
        ("Was ist 3:4 (oder 1:2)?", "Was ist 3:4 (oder 1:2)?"),
        ("super danke und wer war dabei", "und wer war dabei"),
        ("ㅇㅋ 그럼 어디서 만났어?", "그럼 어디서 만났어?"),
        ("Dear bot, who was there?", "who was there?"),
        ("kann @Gipfelbot mir sagen, wann das war", "wann das war"),
        ("i have a question where did they meet", "where did they meet"),
        ("yo bot where did they meet plz?", "where did they meet?"),
        ("Sorry, who was there?", "who was there?"),
        ("привет бот где встретились лидеры", "где встретились лидеры"),
        ("спасибо а когда", "а когда"),
        ("у меня вопрос: кто там был?", "кто там был?"),
        ("안녕하세요 질문 있어요 어디서 만났나요?", "어디서 만났나요?"),
        ("고마워 그럼 언제?", "그럼 언제?"),
        ("Nein, ich meinte Kim", "Nein, ich meinte Kim"),
        ("Danke Putin jemandem?", "Danke Putin jemandem?"),
        ("Um welche Uhrzeit war das?", "Um welche Uhrzeit war das?"),
        ("To whom did he talk?", "To whom did he talk?"),
        ("https://you.tube/watch?v=a_b&t=5 wann war das?", "wann war das?"),
        ("is that true (https://a.b/c?d=e)?", "is that true ( )?"),
        ("https://you.tube/watch?v=a_b", "https://you.tube/watch?v=a_b"),
        ("Есть у кого вопросы?", "Есть у кого вопросы?"),
        ("М. Горбачёв родился где?", "М. Горбачёв родился где?"),
        ("Are there leagues in the U.K.?", "Are there leagues in the U.K.?"),
    ],
)
def test_a_greeting_or_thanks_beside_a_question_is_no_part_of_it(message: str, asks: str) -> None:
    assert utterance(message).asks == asks


def test_what_is_asked_is_read_as_if_nobody_had_thanked_before_it() -> None:
    earlier = "Hallo! Wann trafen sie sich?"
    [(_, readings)] = BOT.read_many([Question("Danke! Und wo?", earlier=earlier)])
    assert [one.text for one in readings] == ["Wo trafen sie sich?"]
    assert leans("Danke! Und wo?")
    assert topic_after("Wann trafen sie sich?", "Danke! Und wo?") == "Wo trafen sie sich?"
    alone, polite = (BOT.answer(Question(text)) for text in ("Wo war es?", "Hallo! Wo war es? Danke"))
    assert (polite.confidence, polite.closest) == (alone.confidence, alone.closest)
