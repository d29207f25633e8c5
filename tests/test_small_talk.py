"""What asks for no single sentence: greetings, thanks, what the bot is, and what the sources are about."""

import json
import re
import time
from dataclasses import replace
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from fakes_retrieval import answerer, article, summit
from rich.console import Console

from cogs.render import answer_embed
from console.render import render_answer
from locales import load, phrases
from querylog.events import unanswered_key
from retrieval.models import CorpusSummary, Question
from retrieval.question import small_talk as module
from retrieval.question.followups import leans, topic_after
from retrieval.question.small_talk import Aim, SmallTalk
from retrieval.question.utterance import utterance

BRIDGE = "Die Brücke wurde im Mai 2019 eröffnet.\n\nDie Brücke wurde im Juni 2020 bemalt."
MUSIC = "Kim mochte gern Musik.\n\nKim hörte Musik auf Reisen."
BOT = answerer()
LOCALES = load()
SEEDS = Path(__file__).parents[1] / "seeds"
SAID = [
    (Aim.GREETING, "de", ["Hallo!", "Guten Tag", "moin zusammen", "Hallo, wie geht's?"]),
    (Aim.GREETING, "en", ["hello", "Good morning everyone", "How are you?"]),
    (Aim.GREETING, "ko", ["안녕하세요", "잘 지내요?"]),
    (Aim.GREETING, "ru", ["Здравствуйте!", "привет всем", "Как дела?"]),
    (Aim.GREETING, None, ["hi", "Hey bot!"]),
    (Aim.THANKS, "de", ["Danke", "Vielen lieben Dank!", "super, danke dir :)", "Danke, tschüss!"]),
    (Aim.THANKS, "en", ["thanks!", "Great, thank you so much", "Thanks, that helps"]),
    (Aim.THANKS, "ko", ["감사합니다", "정말 고마워요"]),
    (Aim.THANKS, "ru", ["Спасибо большое", "Понятно, спасибо!"]),
    (
        Aim.HELP,
        "de",
        ["Was kannst du eigentlich?", "Wer bist du?", "Bist du ein Bot?", "Hallo! Was kannst du?"],
    ),
    (Aim.HELP, "en", ["What can you do?", "how do you work", "are you human?"]),
    (Aim.HELP, "ko", ["뭘 할 수 있어요?", "도움말", "네 이름이 뭐야?"]),
    (Aim.HELP, "ru", ["Что ты умеешь?", "как ты работаешь?"]),
    (
        Aim.OVERVIEW,
        "de",
        ["Worum geht's?", "Was ist passiert?", "um was gehts da", "Was ist das Thema?"],
    ),
    (
        Aim.OVERVIEW,
        "en",
        ["What's this about?", "What happened?", "what are the main points"],
    ),
    (Aim.OVERVIEW, "ko", ["무슨 내용이에요?", "무슨 일이 있었나요?", "주제가 뭐야?"]),
    (Aim.OVERVIEW, "ru", ["Что произошло?", "о чем речь?"]),
    (Aim.GREETING, "ko", ["ㅎㅇ"]),
    (Aim.THANKS, "de", ["danke dir, das war super hilfreich!", "Tausend Dank!"]),
    (Aim.THANKS, "en", ["thx mate", "Thanks! That was really helpful."]),
    (Aim.THANKS, "ko", ["ㄱㅅ", "고마워 ㅎㅎ"]),
    (Aim.THANKS, "ru", ["спасибочки", "Спасибо, дорогой!"]),
    (Aim.REMARK, None, ["lol", "hmmm"]),
    (Aim.HELP, "de", ["Bist du ChatGPT?", "Welche Sprachen sprichst du?", "kannst du auch Französisch?"]),
    (Aim.HELP, "en", ["what languages do you speak?", "are you a real person?"]),
    (Aim.HELP, "ko", ["너 사람이야?", "영어도 할 줄 알아?", "영어도 되나요?"]),
    (Aim.HELP, "ru", ["ты робот?", "на каких языках ты говоришь", "ты говоришь по-немецки?"]),
    (Aim.HELP, "de", ["du bist echt dumm", "halt die Klappe"]),
    (Aim.HELP, "en", ["you are so stupid", "fuck off", "this bot sucks"]),
    (Aim.HELP, "ko", ["너 바보냐", "꺼져"]),
    (Aim.HELP, "ru", ["ты дурак", "Отстань!"]),
    (Aim.SUMMARY, "en", ["give me a summary of the article", "Summarise the article, please"]),
    (Aim.SUMMARY, "ko", ["기사 요약좀", "세 줄 요약", "기사를 요약해 주세요"]),
    (
        Aim.SOURCES,
        "de",
        ["Von wann ist der Artikel?", "wer hat den artikel geschrieben", "Was sind deine Quellen?"],
    ),
    (Aim.SOURCES, "en", ["when was this article published", "who wrote this?", "which sources do you use"]),
    (Aim.SOURCES, "ko", ["이거 언제 기사야?", "기사 누가 썼어요?", "어떤 출처가 있나요?"]),
    (Aim.SOURCES, "ru", ["когда вышла статья", "Кто написал эту статью?", "какие у тебя источники"]),
    (Aim.THANKS, "de", ["du bist echt super"]),
    (Aim.THANKS, "en", ["thanks, you're awesome", "good bot"]),
    (Aim.THANKS, "ko", ["아 그렇구나 ㅋㅋ 땡큐", "대박"]),
    (Aim.THANKS, "ru", ["ну ты молодец"]),
    (Aim.BEYOND, "de", ["kannst du das auf englisch übersetzen?"]),
    (Aim.BEYOND, "en", ["translate this into Spanish please"]),
    (Aim.BEYOND, "ko", ["번역해줘"]),
    (Aim.HELP, "ko", ["넌 누가 만들었어?"]),
    (Aim.BEYOND, "ru", ["переведи на английский"]),
    (Aim.SOURCES, "de", ["zeig mir den ganzen artikel"]),
    (Aim.SOURCES, "en", ["show me the full article"]),
    (Aim.SOURCES, "ko", ["기사 전문 보여줘"]),
    (Aim.SOURCES, "ru", ["покажи всю статью"]),
    (Aim.DOUBT, "de", ["Das stimmt nicht!"]),
    (Aim.DOUBT, "en", ["no that's wrong"]),
    (Aim.DOUBT, "ko", ["그건 틀렸어", "이 기사 믿을 만해?"]),
    (Aim.DOUBT, "ru", ["это неправда"]),
    (Aim.SOURCES, "ko", ["누가 이 기사 썼어?", "이거 누가 썼어요?", "이거 언제 나왔어?"]),
    (Aim.SOURCES, "de", ["Wer hat das geschrieben?", "wann wurde das veröffentlicht"]),
    (Aim.SOURCES, "en", ["When was this published?", "who wrote that"]),
    (Aim.SOURCES, "ru", ["Кто это написал?", "когда это опубликовано"]),
    (Aim.DOUBT, "de", ["Woher stammt das?", "und woher hast du das?"]),
    (Aim.DOUBT, "en", ["What's the source for this?", "where is this from?"]),
    (Aim.DOUBT, "ru", ["Это точно?"]),
    (Aim.SOURCES, "de", ["Von wann ist der Artikel eigentlich?"]),
    (Aim.SOURCES, "en", ["when was this article published, please?"]),
    (Aim.HELP, "ko", ["혹시 너 뭐 할 수 있어?"]),
    (Aim.THANKS, "ru", ["спасибо, милый бот"]),
    (Aim.REMARK, "de", ["ja", "Nein.", "ach so", "keine Ahnung", "Tschüss!", "ja gerne"]),
    (Aim.REMARK, "en", ["yes", "no", "nope", "never mind", "bye", "makes sense", "haha"]),
    (Aim.REMARK, "ko", ["네", "아니요", "ㅇㅇ", "ㅋㅋㅋㅋ", "맞아요", "안녕히 계세요", "헐"]),
    (Aim.REMARK, "ru", ["да", "нет", "понятно", "ясно, понятно", "до свидания", "не знаю"]),
    (Aim.GREETING, "de", ["hallooo", "Ich hab ne Frage", "jemand da?"]),
    (Aim.GREETING, "en", ["hellooo", "quick question", "anyone here?"]),
    (Aim.GREETING, "ko", ["안녕 봇", "질문 있어요"]),
    (Aim.GREETING, "ru", ["всем привет", "у меня вопрос"]),
    (Aim.THANKS, "de", ["supi danke", "Danke für die schnelle Antwort", "danke im voraus"]),
    (Aim.THANKS, "en", ["thanks <3", "thank you :)", "no thanks", "ok ty", "thank u"]),
    (Aim.THANKS, "ko", ["네 감사합니다", "답변 감사합니다"]),
    (Aim.THANKS, "ru", ["нет спасибо", "спасибо за помощь"]),
    (
        Aim.HELP,
        "de",
        ["Was kann dieser Bot?", "wie alt bist du", "welche Befehle gibt es"],
    ),
    (Aim.HELP, "en", ["what does this bot do", "commands?", "how old are you"]),
    (Aim.HELP, "ko", ["이 봇 뭐야", "사용법 알려줘"]),
    (Aim.HELP, "ru", ["что умеет этот бот", "как пользоваться ботом"]),
    (
        Aim.BEYOND,
        "de",
        [
            "Erzähl mir einen Witz",
            "schreib ein Gedicht über Putin",
            "Übersetze den Artikel",
            "Magst du Putin?",
        ],
    ),
    (
        Aim.BEYOND,
        "en",
        [
            "tell me a joke pls",
            "draw a picture of kim",
            "what do you think of Putin?",
            "translate it to German",
        ],
    ),
    (Aim.BEYOND, "ko", ["농담 해줘", "사진 있어?", "어떻게 생각해?", "영어로 번역해줄 수 있어?"]),
    (
        Aim.BEYOND,
        "ru",
        ["Расскажи анекдот", "нарисуй путина", "что ты об этом думаешь?", "Можешь перевести?"],
    ),
    (
        Aim.SUMMARY,
        "de",
        [
            "Kannst du das zusammenfassen?",
            "mal ne Zusammenfassung",
            "Fass das zusammen",
            "Worum geht es im Artikel?",
        ],
    ),
    (Aim.SUMMARY, "en", ["can u summarize the article", "what is the article about", "summary pls"]),
    (Aim.SUMMARY, "ko", ["이 기사 요약해 줄 수 있어?", "기사 내용이 뭐야?"]),
    (
        Aim.SUMMARY,
        "ru",
        ["Кратко о чём статья?", "О чём эта статья?", "Можешь пересказать?", "Что в статье?"],
    ),
    (
        Aim.SOURCES,
        "de",
        [
            "Wie viele Artikel gibt es?",
            "liste alle Quellen auf",
            "Wer ist der Herausgeber?",
            "hast du einen Link?",
        ],
    ),
    (
        Aim.SOURCES,
        "en",
        [
            "how many sources u got",
            "list all articles",
            "where can I read the article",
            "is that your only source?",
        ],
    ),
    (Aim.SOURCES, "ko", ["기사 몇 개 있어?", "출처 목록 알려줘", "어느 신문 기사야?", "링크 있어?"]),
    (Aim.SOURCES, "ru", ["Сколько у тебя статей?", "список статей", "дай ссылку на статью", "кто издатель"]),
    (Aim.DOUBT, "de", ["hä?", "Das war nicht meine Frage", "Was meinst du damit?"]),
    (Aim.DOUBT, "en", ["u sure?", "that's not what I asked", "what do you mean?"]),
    (Aim.DOUBT, "de", ["du antwortest nicht auf meine Frage"]),
    (Aim.DOUBT, "en", ["why don't you answer", "you didn't answer my question"]),
    (Aim.DOUBT, "ko", ["왜 대답 안 해"]),
    (Aim.DOUBT, "ru", ["почему молчишь"]),
    (
        Aim.DOUBT,
        "de",
        ["steht das wirklich im Artikel?", "in welchem Satz steht das", "wie sicher bist du dir?"],
    ),
    (Aim.DOUBT, "en", ["is this in the article?", "which article is that from", "how sure are you"]),
    (Aim.DOUBT, "ko", ["기사에 그렇게 나와?", "몇 번째 문장이야?"]),
    (Aim.DOUBT, "ru", ["это есть в статье?", "насколько ты уверен?"]),
    (Aim.SOURCES, "de", ["warum auf deutsch?"]),
    (Aim.SOURCES, "en", ["why is it in German?"]),
    (Aim.SOURCES, "ko", ["왜 독일어야?"]),
    (Aim.SOURCES, "ru", ["почему на немецком?"]),
    (
        Aim.PRIVACY,
        "de",
        ["Speicherst du meine Fragen?", "wie lösche ich meine Daten", "was weißt du über mich?"],
    ),
    (
        Aim.PRIVACY,
        "en",
        ["do you store my data", "how can I delete my questions", "what do you know about me"],
    ),
    (Aim.PRIVACY, "ko", ["내 데이터 저장해?"]),
    (Aim.PRIVACY, "ru", ["ты хранишь мои вопросы?", "что ты знаешь обо мне"]),
    (Aim.DOUBT, "de", ["Richtig?", "Ja?", "klar?!"]),
    (Aim.DOUBT, "en", ["Right?", "correct?"]),
    (Aim.DOUBT, "ko", ["맞아요?", "그래요？"]),
    (Aim.DOUBT, "ru", ["Верно?", "да?"]),
    (Aim.HELP, "de", ["Erzähl mir was", "wo wohnst du"]),
    (Aim.HELP, "en", ["tell me something interesting", "are you alive"]),
    (Aim.HELP, "ru", ["расскажи что-нибудь"]),
    (Aim.GREETING, None, ["bot?", "@Gipfelbot"]),
    (Aim.DOUBT, "ko", ["그거 아닌데", "무슨 말이야?"]),
    (Aim.DOUBT, "ru", ["ты врёшь", "не понял"]),
    (Aim.DOUBT, "de", ["Bist du dir sicher?", "Stimmt das?", "woher weißt du das alles?", "Quelle?"]),
    (Aim.DOUBT, "en", ["are you sure about that?", "Is this true?", "source?", "How do you know?"]),
    (Aim.DOUBT, "ko", ["진짜?", "그게 사실이야?", "출처는요?", "어떻게 알았어요?"]),
    (Aim.REMARK, "de", ["Tschüssi", "Vergiss es", "schon gut", "bitte", "sehr witzig", "Frohe Weihnachten!"]),
    (Aim.REMARK, "en", ["good night all", "forget it", "dunno", "gotcha", "all good", "Merry Christmas"]),
    (Aim.REMARK, "ko", ["ㅠㅠ", "ㅠㅜㅠ", "아뇨", "굿", "잘 자요", "수고하셨습니다", "모르겠어요", "ㄷㄷ"]),
    (Aim.REMARK, "ru", ["забей", "хз", "пон", "до завтра", "с новым годом", "вау"]),
    (Aim.REMARK, None, ["))", ")))"]),
    (Aim.GREETING, "de", ["Hört mich jemand?"]),
    (Aim.GREETING, "ru", ["чё как", "как сам?"]),
    (Aim.THANKS, "en", ["that helped a lot"]),
    (Aim.HELP, "de", ["hey kannst du mir helfen", "gib mir ein beispiel", "wie benutzt man dich"]),
    (Aim.HELP, "en", ["whats your name", "give me an example", "not helpful", "that didn't help"]),
    (Aim.HELP, "ko", ["예시 하나 줘", "도움 안 돼요", "너 몇 살이야"]),
    (Aim.HELP, "ru", ["ты кто", "пример", "не помогло"]),
    (Aim.PRIVACY, "de", ["speicherst du das?"]),
    (Aim.PRIVACY, "en", ["do you store this?", "who can read my questions"]),
    (Aim.PRIVACY, "ko", ["내 데이터 지워줘"]),
    (Aim.BEYOND, "de", ["Wie spät ist es?"]),
    (Aim.BEYOND, "en", ["what time is it right now?", "what's the date today"]),
    (Aim.BEYOND, "ko", ["지금 몇 시야?"]),
    (Aim.BEYOND, "ru", ["который час"]),
    (Aim.SOURCES, "de", ["Welche Dokumente hast du?"]),
    (Aim.SOURCES, "en", ["what docs do you have"]),
    (Aim.SOURCES, "ko", ["무슨 문서 있어?"]),
    (Aim.SOURCES, "ru", ["какие документы у тебя есть"]),
    (
        Aim.MORE,
        "de",
        ["Was noch?", "sonst noch was?", "Mehr dazu bitte", "Gibt's noch mehr?", "War das alles?"],
    ),
    (Aim.MORE, "en", ["what else?", "anything else on that?", "tell me more", "go on", "Is that all?"]),
    (Aim.MORE, "ko", ["또 있어요?", "더 알려줘", "그 외에는요?", "그게 다예요?"]),
    (Aim.MORE, "ru", ["Что ещё?", "а ещё что-нибудь?", "расскажи подробнее", "это всё?"]),
    (Aim.DOUBT, "de", ["falsch", "Wo steht das genau?", "Im Ernst?", "ich verstehe nicht"]),
    (Aim.DOUBT, "en", ["wrong", "i dont understand", "where does it say that?", "which page?"]),
    (Aim.DOUBT, "ko", ["이해 안 돼", "어디에 나와?", "내 질문은 그게 아니야", "ㄹㅇ?"]),
    (Aim.DOUBT, "ru", ["пруф?", "где это написано", "я не это спрашивал"]),
    (Aim.LANGUAGE, "de", ["auf deutsch bitte", "and in German?", "독일어로는요?", "а на немецком?"]),
    (
        Aim.LANGUAGE,
        "en",
        [
            "Und auf Englisch?",
            "answer in English please",
            "speak english!",
            "english pls",
            "영어로 말해줘",
            "по-английски",
        ],
    ),
    (
        Aim.LANGUAGE,
        "ko",
        [
            "한국어로 말해줘",
            "and in Korean?",
            "kannst du das auch auf Koreanisch sagen",
            "по-корейски можно?",
        ],
    ),
    (
        Aim.LANGUAGE,
        "ru",
        ["ответь по-русски", "und auf russisch?", "same in Russian", "러시아어로 다시 말해 주세요"],
    ),
    (Aim.HELP, "ko", ["프랑스어로 말해줘"]),
    (Aim.DOUBT, "de", ["woher weisst du das", "haeh?"]),
    (Aim.GREETING, "de", ["Gruess dich"]),
    (Aim.REMARK, "de", ["tschuess", "weiss ich nicht", "Nööö", "tschüüüss"]),
    (Aim.BEYOND, "de", ["Uebersetze das ins Russische"]),
    (Aim.DOUBT, "ru", ["Ты уверен?", "это правда?", "откуда ты это знаешь?", "а источник?"]),
]


@pytest.mark.parametrize(
    ("aim", "language", "message"), [(aim, language, one) for aim, language, said in SAID for one in said]
)
def test_small_talk_is_told_with_its_language(aim: Aim, language: str | None, message: str) -> None:
    assert utterance(message).talk == SmallTalk(aim, language)


@pytest.mark.parametrize(
    "message",
    [
        "Hallo, wo trafen sich Kim und Putin?",
        "Danke Putin jemandem?",
        "Worum geht es bei den Sanktionen?",
        "Worum ging es bei dem Gipfel?",
        "What happened at the summit?",
        "Как он работает?",
        "Was ist in Hanoi passiert?",
        "Wie geht es Kim?",
        "Who said: “Thank you”?",
        "„Danke“, wer sagte das?",
        "What is the treaty about?",
        "Wer hat den Vertrag geschrieben?",
        "When was the treaty published?",
        "Who wrote the?",
        "Woher stammt das Uran?",
        "이거 누가 말했어요?",
        "누가 만들었어요?",
        "없어도 되나요?",
        "Когда это произошло?",
        "Ist das Abkommen sicher?",
        "Is Kim sure about that?",
        "Wie dumm war Kim?",
        "Правда ли, что Ким приехал?",
        "러시아어로 말했나요?",
        "Who is Kim?",
        "Was?",
        "Wer sonst?",
        "Mehr Sanktionen?",
        "What else did Putin say?",
        "Who else came?",
        "더 많은 제재가 있었나요?",
        "Что ещё сказал Путин?",
        "Что дальше?",
        "무슨 이야기를 했나요?",
        "О чём говорили Ким и Путин?",
        "이름이 뭐예요?",
        "몇 살이에요?",
        "어디 살아요?",
        "어디에 있어요?",
        "몇 시예요?",
        "Welcher Paragraph?",
        "welcher paragraf ist das",
        "Welche Dokumente brauche ich?",
        "Was heißt das Schild auf Deutsch?",
        "What documents do I need?",
        "Какие документы нужны?",
        "Wo steht das Denkmal?",
        "What time is it?",
        "What's the date?",
        "what day is it",
        "Wie spät ist es offen?",
        "Wie viele Artikel hat der Vertrag?",
        "How many articles does the treaty have?",
        "Сколько статей в договоре?",
        "조약은 몇 조로 되어 있나요?",
        "Wer hat das Abkommen übersetzt?",
        "What does Putin think about it?",
        "Was denkt Putin?",
        "Hat Kim einen Witz erzählt?",
        "Is there a picture of Kim and Putin?",
        "In welcher Sprache sprachen sie?",
        "На каком языке они говорили?",
        "Was war das Thema des Gipfels?",
        "회담 주제가 뭐였어?",
        "Was waren die wichtigsten Punkte des Gesprächs?",
        "Wie alt ist Kim?",
        "Wie funktioniert das?",
        "Fass zusammen, was Putin sagte",
        "Welche Zeitungen schrieben über den Gipfel?",
        "ja oder nein?",
        "Nein, Kim!",
        "Was steht im Artikel über Fotos?",
        "What does the article say about songs?",
        "songs?",
        "Videos",
        "What are articles?",
        "What is a link?",
        "Was ist eine Quelle?",
        "What is the source of the Nile?",
        "Article 5",
        "Was steht im Bericht?",
        "Gibt es Musik?",
        "Was für ein Lied?",
        "Was für ein Bild war das?",
        "Google",
        "The code?",
        "Was there a written text?",
        "Как это работает?",
        "Почему на Русском?",
        "정보",
        "Hallo. Ich schreibe einen Aufsatz. Wann trafen sich Kim und Putin?",
        "",
        "?!",
        "hi " * 60,
    ],
)
def test_what_says_anything_else_is_a_question(message: str) -> None:
    assert utterance(message).talk is None


def test_no_golden_question_is_taken_for_small_talk() -> None:
    asked = [json.loads(line) for line in (SEEDS / "questions.jsonl").read_text("utf-8").splitlines()]
    asked += [json.loads(line) for line in (SEEDS / "followups.jsonl").read_text("utf-8").splitlines()]
    texts = [value for one in asked for key, value in one.items() if isinstance(value, str) and len(key) > 4]
    assert len(texts) > 300
    assert not [text for text in texts if utterance(text).talk]


def test_no_message_is_slow_to_be_told() -> None:
    """What two alternatives of a repeated group fit doubles the time with each repetition: a word, or two in a row."""
    file = Path(module.__file__).with_suffix(".toml")
    words = re.findall(r"[^\W\d_]+", file.read_text("utf-8"))
    repeated = sorted({*words, *(" ".join(pair) for pair in pairwise(words))})
    assert len(repeated) > 5_000
    slowest = max(repeated, key=_seconds)
    assert _seconds(slowest) < 0.1, slowest  # some milliseconds, where it does not double


def _seconds(words: str) -> float:
    message = f"{words} " * (76 // (len(words) + 1)) + "zz"
    started = time.thread_time()
    utterance(message)
    return time.thread_time() - started


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
