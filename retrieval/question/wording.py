"""Closed classes of words in German, English, Korean and Russian: what says nothing of a topic, or points at one.

The four languages share one set a class: Korean and Russian have scripts of their own, and where German and English
share a spelling ("die", "was") both readings are function words.
"""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")

ADDRESS = re.compile(r"<?(?:https?://|www\.)\S*[^\s?!.,:;)\"'”»]")
"""A web address, which asks nothing, whatever words and question marks are in it."""


def listed(words: str) -> frozenset[str]:
    """The words of a class, written with spaces between."""
    return frozenset(words.split())


QUESTION_WORDS = listed(
    # German
    "wer wen wem wessen was wann wo woher wohin wie warum wieso weshalb wozu wofür wogegen womit wodurch worum "
    "worüber woran worin worauf wovon welche welcher welches welchem welchen wieviel wieviele "
    # English
    "who whom whose what when where why how which "
    # Russian
    "кто кого кому кем ком что чего чему чем чём когда где куда откуда почему зачем как какой какая какое какие "
    "какого каком какому каким какую каких сколько скольких чей чья чьё чьи насколько"
)
ASKED = (
    r"(?:\b(?:wie (?:lange|viele|oft|viel)|how (?:long|many|much|often)|как долго"
    r"|wann|wo|wer|warum|wie|wozu|wohin|when|where|who|why|how|когда|где|кто|почему|зачем|как|куда)\b)"
)
ASKED_IN_KOREAN = r"(?:언제|어디(?:에서|서|에)?|누가|왜|어떻게)"
"""Patterns of what a question asks for: when, where, how long."""
ASKS_IN_KOREAN = re.compile(rf"{ASKED_IN_KOREAN}|누구|누굴|무엇|무슨|뭐|뭘|얼마|몇|며칠|어느|어떤")
"""Any question word: endings are written together with it."""
OF_ONE_LANGUAGE = {
    "de": listed(
        "der das den dem des im ein eine einen einem einer eines und oder aber nicht ist sind waren wurde wurden wird "
        "werden hat haben hatte mit für auf vom zum zur bei beim nach über aus sich auch wie wo wann wer wen wem "
        "warum welche welcher welches welchen wieviel viele ich er sie es ihr wir"
    ),
    "en": listed(
        "a the of and or but not is are were does did do has have had with for on from by about which who whom whose "
        "when where why how what their his her its they this that these those it he she you we me us my your "
        "i'm it's that's there's let's what's who's where's when's how's don't didn't doesn't isn't wasn't c'mon "
        "whats whos wheres whens hows dont didnt doesnt isnt wasnt"
    ),
}
"""Function words of German or English that the other does not spell, so not "was", "die", "in"."""
ASKED_ELSEWHERE = listed(
    # French, Spanish, Italian, Portuguese
    "où que qui quand pourquoi combien quel quels quelles lequel laquelle quoi est-ce "
    "qué quién quiénes dónde adónde cuándo cómo cuál cuáles cuánto cuánta cuántos cuántas donde cuando quien "
    "perché quando quanto quanti quante dov'è cos'è com'è onde quem quais quantos quantas "
    # Dutch, Swedish, Danish, Norwegian
    "waar wanneer waarom waarover waarvan hoeveel varför vem vilken vilka när hvor hvem hvad hvornår hvorfor hvilken "
    # Polish, Czech, Turkish, Indonesian, Vietnamese, Romanian, Hungarian, Finnish
    "gdzie kiedy dlaczego kto jaki jaka jakie czym czego kogo kdy kdo proč jaký "
    "nerede nereye nedir nasıl hangi kaç neden kimdir siapa mengapa kenapa berapa bagaimana "
    "đâu gì nào când mikor miért hogyan hány missä milloin miksi"
)
"""Question words of languages in Latin script that the bot does not speak.

None is a word of German or English, as "Quelle", "Qual", "quanta", "dove", "comment" are.
"""
SHARED = listed("a on or do he of had we me an des den der es er im am wie")
"""Function words of German or English that one of those languages spells, too."""
_FUNCTION_WORDS = QUESTION_WORDS | listed(
    # German
    "und oder aber auch denn dann doch eigentlich genau nun noch schon so mal nur bitte ja nein nee nicht kein keine "
    "der die das den dem des ein eine einen einem einer eines in im an am auf aus bei beim bis durch für gegen mit "
    "nach ohne seit über um unter von vom vor zu zum zur zwischen laut wegen ob dass wenn weil als lange lang viel ab "
    "viele oft weit groß sich man mir uns ich du wir mich dich ist sind war waren wird wurde wurden werden sein "
    "gewesen hat haben hatte hatten habe kann können könnte konnte soll sollen sollte will wollen wollte wollten "
    "ok okay aha na sonst mehr bist sicher wahr wirklich erzähl erzähle "
    "muss müssen darf gibt gab geben geht ging gehen kam kommt kommen passierte passiert geschah geschehen machen "
    "machte gemacht tun tat getan sagte sagt sagen gesagt meinte meint meinen heißt hieß steckt stecken dauerte "
    "dauert gedauert zuerst zunächst schließlich zugleich außerdem später früher heute gestern gibts alles "
    # English
    "and or but also too then the a an in on at of for from to by with without about after before between during "
    "until till into over under is are was were be been being do does did done has have had can could should would "
    "will shall may might must not no yes please there so just really exactly long much many often far go goes went "
    "come came happen happens happened say says said tell told mean means think thinks thought last lasted i you we "
    "nope ah oh well else more sure true though tho about what's who's where's when's how's "
    "me us get got as if according later finally earlier today yesterday since ago next now any anything something "
    "everything anyone someone one ones other others another elaborate "
    # Russian
    "и а но или же ли да нет не ни то бы вот ну в во на с со к ко о об обо от до из за по под при про у для без "
    "над между через после перед был была было были есть быть будет будут это этого этом ещё уже тоже также только "
    "именно всё долго много часто сказал сказала сказали говорил говорили говорит думает думают может могут можно "
    "ну ок ага насчёт насчет больше подробнее точно правда расскажи кроме "
    "пор скольки почём так все всех дальше что-нибудь что-то кто-нибудь чё другой другая другое другие "
    "мог случилось произошло было стало длилась длился длилось длится сначала позже раньше наконец мне нам вы мы ты я"
)
PERSONS = listed(
    "er ihn ihm sie ihr ihre ihren ihrem ihrer ihnen sein seine seinen seinem seiner beide beiden "
    "he him his she her hers they them their theirs both "
    "он его него ему нему им ним нём она её неё ей ней они их них ими ними оба обоих обе"
)
"""Words that stand for somebody named before."""
_PEOPLE = listed("he him his she her hers")  # for whom a noun in small letters is none
THINGS = listed(
    "es dies diese dieser dieses diesen diesem dazu dafür dagegen dahinter danach daran darauf daraus darin darüber "
    "darum davon davor dabei damit dadurch da dort dorthin daraufhin anschließend deshalb stattdessen ebenso selbe "
    "it this that these those there its afterwards thereafter then "
    "это этого этому этим этом этот эта эту эти этой этих тот та те того тогда там туда оттуда потом затем поэтому "
    "взамен"
)
"""Words that stand for a thing, a place, a time or a whole statement."""
_ARTICLES = listed("der die das den dem denen")
BEFORE_NOUNS = _ARTICLES | listed(
    "des ein eine einen einem einer an am auf aus bei beim bis durch für gegen in im ins mit nach ohne seit über um "
    "unter von vom vor zu zum zur zwischen "
    "the a an about after against at before between by during for from in of on since till to under until with without "
    "в во на о об от с со к ко по для до про из за у при перед после против без между насчёт насчет"
)
"""Articles and prepositions: who speaks or acts is named without."""
_IDLE = re.compile(
    r"\b(?:(?:gibt|gab|geht|ging) es|es (?:gibt|gab|geht|ging)|worum (?:geht|ging)'?s|is there|are there|"
    r"was there|were there|(?:is|was) it \w+ that|is it true|это правда|(?:es|das)(?=(?: \w+){0,2},? dass\b))\b",
    re.IGNORECASE,
)
"""Phrases whose pronoun stands for nothing."""
RELATIONS = listed(
    "ergebnis ergebnisse ergebnissen grund gründe gründen ursache folge folgen ziel ziele zielen zweck anlass thema "
    "themen ort stadt land tag datum uhrzeit dauer bedingung bedingungen beispiel reaktion mal erste ersten jahr monat "
    "wochentag quelle quellen name alter preis alt hoch teuer tief breit schwer uhr bedeutung ausnahme ausnahmen "
    "detail details einzelheiten alle andere anderen anderer anderes jetzt weiter genauer spät "
    "result results outcome reason reasons cause purpose aim goal topic topics place city country day date duration "
    "condition conditions example reaction first time year month source sources name age price old high tall big large "
    "heavy deep wide expensive meaning exception exceptions "
    "результат результатом результаты результатами причина причине причины цель целью цели повод тема темы место месте "
    "год году года месяц месяце источник источники имя возраст цена лет город городе стране день дата условие условия "
    "условиях пример реакция впервые число числа значение исключение исключения подробности детали "
    "결과 결과는 결과는요 이유 이유는 이유는요 이유로 원인은 목적은 목적은요 주제는 장소는 장소는요 도시예요 도시에서 "
    "날짜는 시간은 조건은 조건은요 반응은 반응은요 배경은 배경은요 처음 처음이었나요 출처 출처는 출처는요 이름이 "
    "예외 예외는 예외는요 이름은 이름은요 나이는 나이는요 가격은 가격은요"
)
"""Nouns and measures that are always of something: a question with no other topic asks for that of the one before."""
OPENERS = listed(
    "und aber ok okay aha na nein nee and but well no nope а и но ну ок нет "
    "아니 아니요 아뇨 그럼 그러면 그리고 그런데 근데"
)
"""Words that tie a question to what came before it."""

_KOREAN_REFERENCE = re.compile(
    r"그(?:|가|는|를|의|들|들은|들이|것\w*|건|게|걸|거\w*|때|때는|곳|곳에서|녀|녀는|쪽|동안|뒤|뒤에|후|후에|다음|"
    r"다음에|다음에는|다음은|래서)요?|이(?:것\w*|건|게|걸|후|후에|후에는|들)요?|거기\w*|여기\w*|둘\w*|당시\w*"
)
_KOREAN_FUNCTION = re.compile(
    r"언제\w*|어디\w*|어느\w*|어떤\w*|어떻게\w*|누가\w*|누구\w*|누굴|왜\w*|무엇\w*|무슨|뭐\w*|뭘\w*|뭔\w*|얼마\w*|며칠\w*|동안|몇|아니|아니요|아뇨|시|시부터\w*|"
    r"시까지\w*|시에|대해\w*|대한|관한|관해\w*|그럼|그러면|그리고|그런데|근데|또|더|좀|오래|걸렸\w*|걸려\w*|있\w*|없\w*|했\w*|하\w*|"
    r"됐\w*|되\w*|된\w*|였\w*|이었\w*|인가\w*|거예요|건가요|수|것|다음\w*|이야기\w*|말\w*|정말\w*|진짜\w*|알려\w*|자세히|정확히|계속|원하\w*|가요|나요|대가로"
)
NO_NAME = re.compile(r".{3,}(?:ung|heit|keit|schaft|tion|tät)(?:en)?")
"""A German noun, which has a capital as names have."""
ASKING = listed(
    "bot gipfelbot lieber dear kann moin servus guten tag morgen abend ey yo digga digger bruder alter ja nein nee "
    "also ähm danke merci super toll ok okay frage fragen wollte kurze ne eine hab habe hätte weisst "
    "hey hi hallo leute sorry entschuldigung bitte mal kurz kannst könnt könntest können könnte könnten du ihr "
    "sie mir uns mich einer jemand irgendwer weiß weißt wisst wissen wüsste ich gern gerne sag sagt sagen "
    "verrate verraten erklär erklären schau schauen gucken nachschauen interessieren interessiert würde frag frage "
    "bro dude yes yeah no so uh uhm lol good morning afternoon evening thanks thx great cool nice quick "
    "a question have u wanna want hello guys folks please can could would you someone somebody anyone anybody do does "
    "know tell me us explain i i'd love like to find out remind look check was wonder wondering any idea "
    "бот здравствуйте добрый день вечер спасибо вопрос меня есть так короче слушай слушайте да нет ок привет ребята "
    "ребят пожалуйста подскажи подскажите подскажете скажи скажите скажете не можете можешь можно знаете знаешь "
    "знает кто-нибудь мне нам вы ты сказать объясни объясните интересно хотелось хочу хотел хотела бы узнать а"
)
"""What stands before a question that is asked indirectly: "Kannst du mir sagen, wo ...". Korean says it behind."""
_ANTECEDENTS = 2  # topics named in the text itself, after which "this" can mean one of them
_IS = listed("ist is war sind waren wird wäre")  # "ist das kostenlos": a word alone behind it says what it is
_HANGUL = re.compile("[가-힣]")


def words(text: str) -> list[str]:
    """The words as written, without punctuation."""
    return WORD.findall(text)


def content_words(text: str) -> list[str]:
    """The words that say what a question is about: neither function words nor references, as written."""
    return [word for word in words(text) if not is_function_word(word)]


def is_function_word(word: str) -> bool:
    """Whether a word belongs to a closed class, references included."""
    if _HANGUL.search(word):
        return bool(_KOREAN_FUNCTION.fullmatch(word) or is_korean_reference(word))
    lower = word.lower()
    return lower in _FUNCTION_WORDS or lower in PERSONS or lower in THINGS


def is_korean_reference(word: str) -> bool:
    """Whether a Korean word, its particle included, stands for something named before."""
    return _KOREAN_REFERENCE.fullmatch(word) is not None


def refers_back(text: str) -> bool:
    """Whether a word stands for something that the text itself has not named before it.

    What one question names, the next is about: "How long did the waves last and how often did they occur?".
    """
    found = words(_IDLE.sub(" ", text))
    # "die" is a verb in "When did Newton die?".
    german = OF_ONE_LANGUAGE["en"].isdisjoint(map(str.lower, found))
    named, somebody, asked_on = 0, False, False
    for at, word in enumerate(found):
        lower = word.lower()
        if lower in QUESTION_WORDS and at and named and found[at - 1].lower() in OPENERS:
            asked_on = True
        if asked_on and lower not in _PEOPLE:
            continue
        if lower in PERSONS and not somebody and word != "Sie":
            return True
        stands_for_thing = lower in THINGS or is_korean_reference(word)
        pronoun = german and (
            _is_pronoun(lower, found[at + 1 : at + 3], cased=any(map(str.istitle, found)))
            or (lower in _ARTICLES and at == 1 and len(found) == at + 2 and found[0].lower() in _IS)
        )
        if named < _ANTECEDENTS and (stands_for_thing or pronoun):
            return True
        if not is_function_word(word):
            named += 1
            somebody = somebody or (word[0].isupper() and at > 0)
    return False


def _is_pronoun(word: str, following: list[str], *, cased: bool) -> bool:
    """Whether "die" or "das" is no article: no noun follows, which German writes with a capital, if anybody does."""
    if word not in _ARTICLES or not all(one[0].islower() for one in following):
        return False
    last = len(following) < 2 and cased  # noqa: PLR2004 - both were looked at
    return last or not following or is_function_word(following[0])
