"""Messages that ask for no single sentence: small talk with the bot, and what concerns the sources as a whole.

Told by the whole wording alone, in closed lists: whatever else a message says makes it a question.
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
    MORE = "more"  # what else was found
    DOUBT = "doubt"  # whether what was said is so, and where from
    LANGUAGE = "language"  # in which one to answer


OF_THE_SOURCES = frozenset((Aim.SUMMARY, Aim.OVERVIEW, Aim.SOURCES, Aim.DOUBT))
"""What the beginnings of the sources are shown for."""
ABOUT_A_QUESTION = frozenset((Aim.OVERVIEW, Aim.DOUBT, Aim.MORE, Aim.LANGUAGE))
"""Behind a question these ask about that: "What happened?", "Are you sure?", "What else?", "And in German?"."""
AIMS = frozenset(aim.value for aim in Aim)
"""What `Answer.refusal` says of small talk: no question was left unanswered."""


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """What was recognised, and in which language it was said, or shall be answered where that is what it asks."""

    aim: Aim
    language: str | None  # None where several languages share the wording


_TYPED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})  # without a German keyboard
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
    return unicodedata.normalize("NFKC", wording).translate(_TYPED)


_PATTERNS = _patterns()
_LONGEST = 80  # characters; longer messages are something else
_MARKS = re.compile(r"[^\w\s'’]+")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")  # "heyyy"
_FILLERS = re.compile(
    r"\b(?:eigentlich|denn|uebrigens|ueberhaupt|mal|bitte|actually|btw|just|please|"
    r"혹시|좀|пожалуйста|вообще|кстати)\b ?"
)


_NAMED = {
    "de": ("deutsch", "german", "독일어", "немецк"),
    "en": ("englisch", "english", "영어", "английск"),
    "ko": ("koreanisch", "korean", "한국어", "корейск"),
    "ru": ("russisch", "russian", "러시아어", "русск"),
}


def recognised(message: str) -> SmallTalk | None:
    """What the whole of a message says, as if nothing stood before it; None for any wording that is not listed."""
    plain = _MARKS.sub(" ", unicodedata.normalize("NFKC", shaped(message)).lower())
    text = _DRAWN_OUT.sub(r"\1", " ".join(plain.split()).replace("’", "'")).translate(_TYPED)
    return _listed(text) if len(text) <= _LONGEST else None


def language_named(message: str) -> str | None:
    """The code of the language that a message names: "And in German?"."""
    text = message.lower()
    return next((code for code, names in _NAMED.items() if any(name in text for name in names)), None)


def _listed(text: str) -> SmallTalk | None:
    found = [
        (aim, language)
        for language, (letter, patterns) in _PATTERNS.items()
        if letter.search(text)  # else no pattern of that language needs to be tried
        for aim, pattern in patterns
        if pattern.fullmatch(text)
    ]
    if not found:
        return _listed(bare) if (bare := _FILLERS.sub("", text).strip()) != text else None
    languages = {language for _, language in found}
    return SmallTalk(found[0][0], languages.pop() if len(languages) == 1 else None)
