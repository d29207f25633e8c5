"""What somebody wants to be told of without asking anything: "Tell me about Kim", "What does it say on sanctions?"."""

from __future__ import annotations

import re

from retrieval.question.openers import asked_for
from retrieval.question.wording import content_words

_GERMAN = r"""
    (?:erzähle?|sage?|zeige?|gib)\ (?:mir|uns)\ (?:bitte\ )?
        (?:mehr|was|etwas|(?:den|die|das|alle|einen?)\ (?:satz|sätze|stellen?|zitate?))\ (?:über|zu[mr]?|von|aus)
    | was\ (?:steht|sagt|sagen)\ (?:denn\ )?
        (?:da|hier|(?:in\ )?(?:der|dem|den|im|deine?[mnr]?|die|diese[mr]?)\ (?:artikeln?|texte?|quellen?))\ (?:drin\ )?
        (?:über|zu[mr]?)
    | (?:steht\ (?:da|hier|im\ (?:artikel|text))|weißt\ du|hast\ du)\ (?:was|etwas|infos)\ (?:über|zu[mr]?)
    | was\ weißt\ du\ (?:denn\ )?(?:alles\ )?(?:über|zu[mr]?|von)
"""
_ENGLISH = r"""
    (?:tell|show|give)\ me\ (?:please\ )?
        (?:(?:more|something|anything|(?:the|a|all|any)\ (?:sentences?|quotes?|parts?|passages?))\ )?(?:about|on)
    | (?:can|could)\ (?:you|u)\ tell\ me\ (?:more\ |something\ |anything\ )?(?:about|on)
    | what\ (?:can\ you\ tell\ me|do\ you\ know)\ about | do\ you\ (?:know|have)\ (?:some|any)thing\ (?:about|on)
    | (?:what\ )?do(?:es)?\ (?:it|(?:the|this|your)\ (?:article|text|source)s?)\ say\ (?:anything\ )?(?:about|on)
"""
_RUSSIAN = r"""
    (?:расскажи|скажи|покажи|дай)(?:те)?\ (?:мне\ )?
        (?:(?:что-нибудь|что-то|подробнее|больше|ещё|еще|предложени[ея])\ )?(?:обо?|о|про)
    | (?:можешь\ (?:мне\ )?рассказать|что\ (?:ты\ )?знаешь)\ (?:обо?|о|про)
    | что\ (?:говорится|сказано|написано|пишут)\ в\ (?:этой\ )?(?:статье|тексте|источниках)\ (?:обо?|о|про)
"""
_KOREAN = re.compile(
    r"""(?:기사에서\ )?(?P<topic>.+?)에\ (?:대해서?|관해서?|관한\ (?:문장|인용문|내용)[을를]?)\ (?:더\ |좀\ )?
    (?:(?:알려|말해|설명해|보여)\ ?(?:줘|주세요|줄래요?)
    |뭐라고\ (?:해|나와|하나요|돼\ ?있어)요?|뭐\ 알아요?)[\s?.!~]*""",
    re.VERBOSE,
)
_OTHERS = re.compile(rf"(?:{_GERMAN}|{_ENGLISH}|{_RUSSIAN})\ (?P<topic>.+)", re.VERBOSE | re.IGNORECASE)
_TOLD_IN_GERMAN = re.compile(
    r"(?:was|etwas|mehr)\s(?:über|zu[mr]?|von)\s(?P<topic>.+)\s(?:erzählen|sagen|berichten)[\s?.!]*",
    re.IGNORECASE,
)
_LONE = re.compile(r"[^\W가-힣]+[ ?!]+")  # "Sanctions?" asks no more than "sanctions"


def topic_of(message: str) -> str:
    """What it wants to be told of, without the words around that; any other message as it is."""
    if _LONE.fullmatch(message) and not asked_for(message):
        return message.rstrip(" ?!")
    found = next(
        filter(None, (known.fullmatch(message) for known in (_OTHERS, _KOREAN, _TOLD_IN_GERMAN))), None
    )
    topic = found["topic"] if found else ""
    return topic if content_words(topic) and not asked_for(topic) else message
