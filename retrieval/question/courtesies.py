"""What somebody says beside a question out of courtesy: greetings, thanks, laughter, "can you tell me". Pure."""

from __future__ import annotations

import re

from retrieval.question.small_talk import Aim, recognised
from retrieval.question.wording import ADDRESS, ASKING, BEFORE_NOUNS, OPENERS, QUESTION_WORDS, WORD

_COURTESIES = frozenset((Aim.GREETING, Aim.THANKS, Aim.REMARK))
_SHORT = 1  # letters: "а где" asks on, and "I was wondering" has no "was" that asks in German
_ENDED = re.compile(r"[.!?…\n]\s*$")
_BEHIND = re.compile(
    r"(?<=[가-힣\s?!.~])[ㅋㅎㅠㅜ]+"
    r"|(?<=[^\W\d_]{3})[\s,]+(?:lol|lmao|xD|xd|(?:ha|he|hi){2,}h?|а?(?:ха|хе|хи){2,}х?)[\s.!)]*$"
    r"|(?<=[^\W\d_]{3})[\s,]+(?:pl[sz]+|th[nx]x?|ty|plea+se|bitte|пожалуйста|плиз|пжл?|спс)(?=[\s?.!)]*$)"
)
EMOJI = re.compile(  # and ":)", ";-)", "=D", ")))"
    r"[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]+|(?<!\S)(?:[:;=][-']?[()DPp3/|]+|<3)(?!\S)|(?:(?<=\w)|(?<!\S))\){2,}(?!\S)"
)
_BEFORE_IN_KOREAN = re.compile(
    r"(?:(?:@?gipfelbot|봇아?|야|저기요?|안녕(?:하세요)?|질문이? ?있(?:어요?|습니다|는데요?)"
    r"|고마워요?|감사합니다|땡큐|ㅇㅋ|[ㅋㅎ]+)[\s,!.~]+)+(?=[가-힣])",
    re.IGNORECASE,
)
_DENIAL = re.compile(r"(?:no+|nope|nein|nee|нет)\W*", re.IGNORECASE)  # "No, Kim" corrects what was asked
_PIECES = re.compile(r"[^,.;:!?…\n]+[,.;:!?…\s]*")


def without_courtesies(message: str) -> str:
    """What a message asks besides them and links; the last of them where that is all."""
    message = ADDRESS.sub(" ", message).strip() or message
    message = EMOJI.sub(" ", message).strip() or message
    message = _BEHIND.sub("", message).strip() or message
    if called := _BEFORE_IN_KOREAN.match(message):
        message = message[called.end() :]
    pieces = _PIECES.findall(message)
    first, last = 0, len(pieces)
    while last - first > 1 and _is_courtesy(pieces[first]):
        first += 1
    while last - first > 1 and _is_behind(pieces[last - 2], pieces[last - 1]):
        last -= 1
    return _asked_alone(message if last - first == len(pieces) else "".join(pieces[first:last]).strip(" \n,"))


def _asked_alone(message: str) -> str:
    """The question in "Kannst du mir sagen, wo das war?": from its question word on, with "and" before it."""
    begun, tied = False, None
    if not message[:1].isalpha() and not message.startswith("@"):  # "Thanks", who said that?
        return message
    for at, word in enumerate(WORD.finditer(message)):
        lower = word[0].lower()
        if lower in QUESTION_WORDS and begun:
            return message[(tied or word).start() :]
        if begun and lower in OPENERS:
            tied = tied or word
        elif lower not in ASKING or tied or (lower in QUESTION_WORDS and at == 0):
            break
        begun = begun or (len(lower) > _SHORT and lower not in BEFORE_NOUNS)
    return message


def _is_behind(before: str, piece: str) -> bool:
    """Whether `piece` only thanks for an answer to what stands `before` it, or greets."""
    return _is_courtesy(piece) and (
        _ENDED.search(before) is not None or (before.rstrip().endswith(",") and _aim(piece) is Aim.THANKS)
    )


def _is_courtesy(piece: str) -> bool:
    quoted = not piece.lstrip()[:1].isalpha()  # "Thanks", who said that?
    return _aim(piece) in _COURTESIES and not quoted and not _DENIAL.fullmatch(piece)


def _aim(piece: str) -> Aim | None:
    known = recognised(piece)
    return known.aim if known else None
