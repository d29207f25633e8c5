"""A name in whatever grammatical form: with the endings that German, English, Korean and Russian give it. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_INITIALS = 2
"""Letters up to which a spelling all in capitals counts in capitals only: "US" is not "us"."""
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_SHORTEST = {"CYRILLIC": 3, "LATIN": 4}  # letters that are left of a word without its ending
_FIRST_FORM = {
    "CYRILLIC": re.compile(r"(?:ая|яя|ое|ее|ые|ие|[иыо]й|[аеийоуыьюя])$"),
    "LATIN": re.compile(r"e$"),
}
"""What of a word in its first form gives way to an ending: Северная, Северной; Fernöstliche, Fernöstlichen."""
_ENDINGS = {
    "CYRILLIC": "а я у ю е ё о ы и ь й ом ем ём ой ей ою ею ью ов ев ам ям ами ями ах ях "
    "ая яя ую юю ое ее ые ие ый ий ого его ому ему ым им ых их ыми ими",
    "LATIN": "s 's ’s n en",
    "LATIN in e": "e e's e’s en er em es",
    "HANGUL": "은 는 이 가 을 를 의 에 와 과 도 만 로 으로 야 아 께 께서 에서 에게 에게서 한테 한테서 하고 "
    "랑 이랑 나 이나 부터 까지 마다 조차 보다 처럼 같이 라고 이라고 라는 이라는 인 이고 이며 측 씨",
}
_PARTICLES = 2  # of Korean that follow each other: 북한에서는


@cache
def in_any_form(spelling: str) -> re.Pattern[str]:
    """Matches a spelling that stands by itself, its words in whatever form."""
    words = _words(spelling)
    if spelling.isupper() and sum(map(len, words)) <= _INITIALS:
        return re.compile(rf"(?<!\w){''.join(rf'{re.escape(word)}[.]?' for word in words)}(?!\w)")
    between = r"[\W_]{0,3}" if _script(spelling) == "HANGUL" else r"[\W_]{1,3}"
    return re.compile(rf"(?<!\w){between.join(map(_word_in_any_form, words))}(?!\w)", re.IGNORECASE)


def start_of(spelling: str) -> str:
    """What each of its forms begins with, in lower case."""
    return _stem(_words(spelling)[0]).casefold()


def _words(spelling: str) -> list[str]:
    return [word for word in _BETWEEN_WORDS.split(unicodedata.normalize("NFC", spelling)) if word]


def _word_in_any_form(word: str) -> str:
    script = _script(word)
    if word.isupper() or script not in _ENDINGS:
        return re.escape(word)
    stem = _stem(word)
    endings = "|".join(_ENDINGS["LATIN in e" if script == "LATIN" and stem != word else script].split())
    return rf"{re.escape(stem)}(?:{endings}){{0,{_PARTICLES if script == 'HANGUL' else 1}}}"


def _stem(word: str) -> str:
    script = _script(word)
    if word.isupper() or script not in _FIRST_FORM:
        return word
    stem = _FIRST_FORM[script].sub("", word)
    return stem if len(stem) >= _SHORTEST[script] else word


def _script(text: str) -> str:
    letter = next((char for char in text if char.isalpha()), "0")
    return unicodedata.name(letter, "").split(" ", 1)[0]
