"""Messages that ask for no single sentence: small talk with the bot, and what concerns the sources as a whole.

Told by the whole wording alone, in closed lists: whatever else a message says makes it a question, to which a greeting
or thanks before or after it do not belong.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from index.folding import shaped
from retrieval.wording import ASKING, QUESTION_WORDS, WORD


class Aim(StrEnum):
    """What such a message is for."""

    GREETING = "greeting"
    THANKS = "thanks"
    HELP = "help"  # what the bot is and can do
    OVERVIEW = "overview"  # what the sources are about
    SOURCES = "sources"  # when, where and by whom they were published
    DOUBT = "doubt"  # whether what was said is so, and where from


OF_THE_SOURCES = frozenset((Aim.OVERVIEW, Aim.SOURCES, Aim.DOUBT))
"""What the beginnings of the sources are shown for."""
_ABOUT_A_QUESTION = frozenset((Aim.OVERVIEW, Aim.DOUBT))  # which stands before them, if any does
AIMS = frozenset(aim.value for aim in Aim)
"""What `Answer.refusal` says of small talk: no question was left unanswered."""


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """What was recognised, and in which language it was said."""

    aim: Aim
    language: str | None  # None where several languages share the wording


def _patterns() -> tuple[tuple[Aim, str, re.Pattern[str]], ...]:
    tables = tomllib.loads(Path(__file__).with_name("small_talk.toml").read_text(encoding="utf-8"))
    return tuple(
        (Aim(aim), language, re.compile(unicodedata.normalize("NFKC", "|".join(wordings))))
        for language, table in tables.items()
        for aim, wordings in table.items()
    )


_PATTERNS = _patterns()
_LONGEST = 80  # characters; longer messages are something else
_SHORT = 2  # letters: "а где" asks on, and "I was wondering" has no "was" that asks in German
_MARKS = re.compile(r"[^\w\s'’]+")
_ENDED = re.compile(r"[.!?…\n]\s*$")
_LAUGHTER = re.compile(
    r"(?<=[가-힣\s?!.~])[ㅋㅎㅠㅜ]+"
    r"|(?<=[^\W\d_]{3})[\s,]+(?:lol|lmao|xD|xd|(?:ha|he|hi){2,}h?|а?(?:ха|хе|хи){2,}х?)[\s.!)]*$"
)
_FILLERS = re.compile(
    r"\b(?:eigentlich|denn|übrigens|überhaupt|mal|bitte|actually|btw|just|please|혹시|좀|пожалуйста|вообще|кстати)\b ?"
)
_PIECES = re.compile(r"[^,.;:!?…\n]+[,.;:!?…\s]*")


def small_talk(message: str, *, follows: bool = False) -> SmallTalk | None:
    """What a message is for that asks for no single sentence; None for any other.

    Where it `follows` a question, "What happened?" and "Are you sure?" ask about that rather than about the sources.
    """
    return _known(message, follows=follows) or _known(without_courtesies(message), follows=follows)


def without_courtesies(message: str) -> str:
    """What a message asks besides laughter, greetings, thanks and "can you tell me"; the last where that is all."""
    message = _LAUGHTER.sub("", message).strip() or message
    pieces = _PIECES.findall(message)
    first, last = 0, len(pieces)
    while last - first > 1 and _is_courtesy(pieces[first]):
        first += 1
    while last - first > 1 and _ENDED.search(pieces[last - 2]) and _is_courtesy(pieces[last - 1]):
        last -= 1
    return _asked(message if last - first == len(pieces) else "".join(pieces[first:last]).strip())


def _asked(message: str) -> str:
    """The question in "Kannst du mir sagen, wo das war?": from its question word on."""
    begun = False
    for at, word in enumerate(WORD.finditer(message)):
        lower = word[0].lower()
        if lower in QUESTION_WORDS and begun:
            return message[word.start() :]
        if lower not in ASKING or (lower in QUESTION_WORDS and at == 0):
            break
        begun = begun or len(lower) > _SHORT
    return message


def _is_courtesy(piece: str) -> bool:
    known = _known(piece, follows=True)
    quoted = not piece.lstrip()[:1].isalpha()  # "Thanks", who said that?
    return known is not None and known.aim in (Aim.GREETING, Aim.THANKS) and not quoted


def _known(message: str, *, follows: bool) -> SmallTalk | None:
    plain = _MARKS.sub(" ", unicodedata.normalize("NFKC", shaped(message)).lower())
    text = " ".join(plain.split()).replace("’", "'")
    if not text or len(text) > _LONGEST:
        return None
    found = [
        (aim, language)
        for aim, language, pattern in _PATTERNS
        if not (follows and aim in _ABOUT_A_QUESTION) and pattern.fullmatch(text)
    ]
    if not found:
        return _known(bare, follows=follows) if (bare := _FILLERS.sub("", text).strip()) != text else None
    languages = {language for _, language in found}
    return SmallTalk(found[0][0], languages.pop() if len(languages) == 1 else None)
