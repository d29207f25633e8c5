"""Messages that ask for no single sentence: small talk with the bot, and what concerns the sources as a whole.

Told by the whole wording alone, in closed lists: whatever else a message says makes it a question, to which a greeting
or thanks before or after it do not belong.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from index.folding import shaped
from retrieval.topics import topic_of
from retrieval.wording import ASKING, BEFORE_NOUNS, OPENERS, QUESTION_WORDS, WORD


class Aim(StrEnum):
    """What such a message is for."""

    GREETING = "greeting"
    THANKS = "thanks"
    REMARK = "remark"  # what needs no reply but a nod: "yes", "ok", "lol", "bye"
    HELP = "help"  # what the bot is and can do
    PRIVACY = "privacy"  # what is kept of who asks
    BEYOND = "beyond"  # what it cannot do: translations, jokes, pictures, opinions
    SUMMARY = "summary"  # what the sources say as a whole
    OVERVIEW = "overview"  # what has happened, or what this is about
    SOURCES = "sources"  # all of them, how many, of when and by whom
    DOUBT = "doubt"  # whether what was said is so, and where from


OF_THE_SOURCES = frozenset((Aim.SUMMARY, Aim.OVERVIEW, Aim.SOURCES, Aim.DOUBT))
"""What the beginnings of the sources are shown for."""
_ABOUT_A_QUESTION = frozenset((Aim.OVERVIEW, Aim.DOUBT))  # which stands before them, if any does
_COURTESIES = frozenset((Aim.GREETING, Aim.THANKS, Aim.REMARK))
AIMS = frozenset(aim.value for aim in Aim)
"""What `Answer.refusal` says of small talk: no question was left unanswered."""


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """What was recognised, and in which language it was said."""

    aim: Aim
    language: str | None  # None where several languages share the wording


_LETTERS = {"ko": "[\u1100-\u11ff가-힣]", "ru": "[а-яё]"}


def _patterns() -> dict[str, tuple[re.Pattern[str], list[tuple[Aim, re.Pattern[str]]]]]:
    """By language: one of its letters, and what each aim reads like."""
    tables = tomllib.loads(Path(__file__).with_name("small_talk.toml").read_text(encoding="utf-8"))
    return {
        language: (re.compile(_LETTERS.get(language, "[a-z]")), list(_aims(table, table.pop("words"))))
        for language, table in tables.items()
    }


def _aims(
    table: Mapping[str, Sequence[str]], words: Mapping[str, str]
) -> Iterator[tuple[Aim, re.Pattern[str]]]:
    named = _spelt_out_names(words)
    for aim, wordings in table.items():
        yield Aim(aim), re.compile(_spelt_out("|".join(wordings), named))


def _spelt_out_names(words: Mapping[str, str]) -> dict[str, str]:
    named: dict[str, str] = {}
    for name, pattern in words.items():
        named[name] = _spelt_out(pattern, named)
    return named


def _spelt_out(wording: str, named: Mapping[str, str]) -> str:
    for name, words in named.items():
        wording = wording.replace(f"{{{name}}}", rf"(?:{words})\b")
    return unicodedata.normalize("NFKC", wording)


_PATTERNS = _patterns()
_LONGEST = 80  # characters; longer messages are something else
_SHORT = 1  # letters: "а где" asks on, and "I was wondering" has no "was" that asks in German
_MARKS = re.compile(r"[^\w\s'’]+")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")  # "heyyy"
_ENDED = re.compile(r"[.!?…\n]\s*$")
_BEHIND = re.compile(
    r"(?<=[가-힣\s?!.~])[ㅋㅎㅠㅜ]+"
    r"|(?<=[^\W\d_]{3})[\s,]+(?:lol|lmao|xD|xd|(?:ha|he|hi){2,}h?|а?(?:ха|хе|хи){2,}х?)[\s.!)]*$"
    r"|(?<=[^\W\d_]{3})[\s,]+(?:pl[sz]+|th[nx]x?|ty|plea+se|bitte|пожалуйста|плиз|пжл?|спс)(?=[\s?.!)]*$)"
)
_FILLERS = re.compile(
    r"\b(?:eigentlich|denn|übrigens|überhaupt|mal|bitte|actually|btw|just|please|혹시|좀|пожалуйста|вообще|кстати)\b ?"
)
_EMOJI = re.compile(  # and ":)", ";-)", "=D", ")))"
    r"[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]+|(?<!\S)(?:[:;=][-']?[()DPp3/|]+|<3)(?!\S)|(?<=\w)\){2,}(?!\S)"
)
_BEFORE_IN_KOREAN = re.compile(
    r"(?:(?:@?gipfelbot|봇아?|야|저기요?|안녕(?:하세요)?|질문이? ?있(?:어요?|습니다|는데요?)"
    r"|고마워요?|감사합니다|땡큐|ㅇㅋ|[ㅋㅎ]+)[\s,!.~]+)+(?=[가-힣])",
    re.IGNORECASE,
)
_DENIAL = re.compile(r"(?:no+|nope|nein|nee|нет)\W*", re.IGNORECASE)  # "No, Kim" corrects what was asked
_ASKED = re.compile(r"[?？]")
_PIECES = re.compile(r"[^,.;:!?…\n]+[,.;:!?…\s]*")


def small_talk(message: str, *, follows: bool = False) -> SmallTalk | None:
    """What a message is for that asks for no single sentence; None for any other.

    Where it `follows` a question, "What happened?" and "Are you sure?" ask about that rather than about the sources.
    """
    if message.strip() and not _EMOJI.sub("", message).strip():
        return SmallTalk(Aim.REMARK, None)
    known = _known(message, follows=follows) or _known(_without_courtesies(message), follows=follows)
    if known and known.aim is Aim.REMARK and _ASKED.search(message):  # "Right?"
        return None if follows else SmallTalk(Aim.DOUBT, known.language)
    return known


def without_courtesies(message: str) -> str:
    """What a message asks besides laughter, greetings, thanks and "can you tell me"; the last where that is all."""
    bare = _without_courtesies(message)
    return bare if _known(bare, follows=False) else topic_of(bare)  # "Right?" names no topic


def _without_courtesies(message: str) -> str:
    message = _EMOJI.sub(" ", message).strip() or message
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
    """Whether `piece` but thanks for an answer to what stands `before` it, or greets."""
    return _is_courtesy(piece) and (
        _ENDED.search(before) is not None or (before.rstrip().endswith(",") and _aim(piece) is Aim.THANKS)
    )


def _is_courtesy(piece: str) -> bool:
    quoted = not piece.lstrip()[:1].isalpha()  # "Thanks", who said that?
    return _aim(piece) in _COURTESIES and not quoted and not _DENIAL.fullmatch(piece)


def _aim(piece: str) -> Aim | None:
    known = _known(piece, follows=True)
    return known.aim if known else None


def _known(message: str, *, follows: bool) -> SmallTalk | None:
    plain = _MARKS.sub(" ", unicodedata.normalize("NFKC", shaped(message)).lower())
    text = _DRAWN_OUT.sub(r"\1", " ".join(plain.split()).replace("’", "'"))
    if not text or len(text) > _LONGEST:
        return None
    found = [
        (aim, language)
        for language, (letter, patterns) in _PATTERNS.items()
        if letter.search(text)  # else no pattern of that language needs to be tried
        for aim, pattern in patterns
        if pattern.fullmatch(text)
    ]
    if found and follows and found[0][0] in _ABOUT_A_QUESTION:
        return None
    if not found:
        return _known(bare, follows=follows) if (bare := _FILLERS.sub("", text).strip()) != text else None
    languages = {language for _, language in found}
    return SmallTalk(found[0][0], languages.pop() if len(languages) == 1 else None)
