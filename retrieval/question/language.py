"""The language that somebody is answered in: by script and by small words where they decide it, else by a library."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

from retrieval.question.wording import ADDRESS, ASKED_ELSEWHERE, OF_ONE_LANGUAGE, QUESTION_WORDS, SHARED, WORD

LANGUAGES = ("de", "en", "ko", "ru")
FALLBACK = "en"
_ENOUGH = 400  # characters that tell a language; the library takes minutes for a word of a million
_SURE = 0.75  # below this the library's guess is hardly better than chance: "lol", "in 2023?"
_LATIN = "LATIN"
_SCRIPTS = {"HANGUL": "ko", "CYRILLIC": "ru"}
_ASKED_IN_FRENCH = re.compile(  # "qu'est-ce", "c'était", "sont-ils"; not "c'mon", "Qu'ran"
    r"qu'(?:est|ils?|elles?|on|en|a|ont|y)(?:-.+)?|c'(?:est|était)|.+-(?:t-)?(?:ils?|elles?)"
)
_ASKED_IN_GERMAN = re.compile(
    r"[Ww]as (?:will|tat|plant|bot|half|rief|ging|war(?= (?:[\dA-ZÄÖÜ]|los\b|am\b|in \S+\W*$)))\b"
)
"""A verb behind "was", where English names somebody: the library takes most of these for English."""

_LANGUAGE_OF = {word: language for language, own in OF_ONE_LANGUAGE.items() for word in own}


def question_language(text: str, before: str | None = None) -> str:
    """`de`, `en`, `ko` or `ru`; English for a text in any other language, and for none at all.

    What could be German or English, such as names, is in the language that was spoken `before`, where that is known.
    """
    language, told = likeliest_language(text)
    return language if told or before is None else before


def likeliest_language(text: str) -> tuple[str, bool]:
    """`question_language`, and whether script, small words or a sure guess tell it."""
    text = ADDRESS.sub(" ", text)
    text = unicodedata.normalize("NFKC", text[:_ENOUGH])  # wide and mathematical letters are Latin, too
    script = _main_script(text)
    if script != _LATIN:
        return _SCRIPTS.get(script or "", FALLBACK), script is not None
    if _is_foreign(text):
        return FALLBACK, True
    # Where both are spoken, one of them only in a name or a quotation, which seldom asks, and seldom comes first.
    spoken = next(filter(None, map(_LANGUAGE_OF.get, (*_asking(text), *_words(text)))), None)
    if spoken or _ASKED_IN_GERMAN.match(text):
        return spoken or "de", True
    likeliest = _german_or_english().compute_language_confidence_values(text)[0]
    guess = likeliest.language.iso_code_639_1.name.lower() if likeliest.value else FALLBACK
    return guess, likeliest.value >= _SURE


def is_readable(text: str) -> bool:
    """Whether a question can be in one of the languages: by its script, and in Latin by its question words."""
    return is_legible(text) and not _is_foreign(text)


def is_legible(text: str) -> bool:
    """Whether it is written in a script of one of the languages: in any other even names cannot be searched for."""
    return _main_script(unicodedata.normalize("NFKC", text)) in (None, _LATIN, *_SCRIPTS)


def _is_foreign(text: str) -> bool:
    """Whether a text in Latin script asks in another language, and has no small word of German or English beside."""
    text = unicodedata.normalize("NFKC", text)
    words = set(_words(text))
    if _main_script(text) != _LATIN:
        return False
    if any(words & own - SHARED for own in OF_ONE_LANGUAGE.values()):
        return False
    return "¿" in text or bool(words & ASKED_ELSEWHERE) or any(map(_ASKED_IN_FRENCH.fullmatch, words))


def _asking(text: str) -> list[str]:
    """The question words, but for those with a capital in a name: "The Beatles: wann ...?", "Doctor Who"."""
    found = WORD.findall(text[:1].lower() + text[1:])
    return [word for word in found if word in QUESTION_WORDS]


def _words(text: str) -> list[str]:
    """The words in small letters, without abbreviations: "US" and "WHO" are names in any language."""
    found = WORD.findall(text.replace("’", "'"))
    shouted = text.isupper()
    return [word.lower() for word in found if shouted or len(word) == 1 or not word.isupper()]


def _main_script(text: str) -> str | None:
    """The script of most words; None without any. Names alone are written in Latin among words of another script."""
    words = [(script, word) for word in text.split() if (script := _script(word))]
    if all(next(filter(str.isalpha, word)).isupper() for script, word in words if script == _LATIN):
        words = [one for one in words if one[0] != _LATIN] or words
    scripts = Counter(script for script, _ in words)
    # As many words in either: names are written in Latin among others rather than the other way round.
    return max(scripts, key=lambda name: (scripts[name], name != _LATIN), default=None)


def _script(word: str) -> str | None:
    """The script of a word; `HANGUL` and `CYRILLIC` before others, Latin last: an ending can follow a foreign name."""
    if word.isascii():
        return _LATIN if any(map(str.isalpha, word)) else None
    # Not "Lm": a modifier, such as an apostrophe that counts as a letter, belongs to any script.
    letters = [char for char in word if char.isalpha() and unicodedata.category(char) != "Lm"]
    scripts = [unicodedata.name(char, "").split(" ", 1)[0] for char in letters]
    return min(scripts, key=lambda name: (name == _LATIN, name not in _SCRIPTS), default=None)


@cache
def _german_or_english() -> LanguageDetector:
    """Loaded when first needed: the models take 0.4 s."""
    return LanguageDetectorBuilder.from_languages(Language.GERMAN, Language.ENGLISH).build()
