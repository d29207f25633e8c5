"""What asks for no single sentence, told by its wording: greetings, thanks, what the bot is, or the sources."""

import json
import re
import time
from itertools import pairwise
from pathlib import Path

import pytest

from retrieval.question import small_talk as module
from retrieval.question.small_talk import Aim, SmallTalk
from retrieval.question.utterance import utterance

BRIDGE = "Die Brücke wurde im Mai 2019 eröffnet.\n\nDie Brücke wurde im Juni 2020 bemalt."
MUSIC = "Kim mochte gern Musik.\n\nKim hörte Musik auf Reisen."
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
