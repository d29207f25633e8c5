"""The language that somebody is answered in: by script and by small words where they decide it, else by a library."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

from retrieval.wording import ASKED_ELSEWHERE, OF_ONE_LANGUAGE, SHARED, WORD

LANGUAGES = ("de", "en", "ko", "ru")
FALLBACK = "en"
_LATIN = "LATIN"
_SCRIPTS = {"HANGUL": "ko", "CYRILLIC": "ru"}
_ASKED_IN_FRENCH = re.compile(r"(?:qu|c)['’].+|.+-(?:t-)?(?:ils?|elles?)")  # "qu'est-ce", "sont-ils"


def question_language(text: str) -> str:
    """`de`, `en`, `ko` or `ru`; English for a text in any other language, and for none at all."""
    text = unicodedata.normalize("NFKC", text)  # wide and mathematical letters are Latin, too
    script = _main_script(text)
    if script != _LATIN:
        return _SCRIPTS.get(script or "", FALLBACK)
    words = set(WORD.findall(text.lower()))
    if _is_foreign(text):
        return FALLBACK
    spoken = [language for language, own in OF_ONE_LANGUAGE.items() if words & own]
    if len(spoken) == 1:
        return spoken[0]
    found = _german_or_english().detect_language_of(text)
    return found.iso_code_639_1.name.lower() if found else FALLBACK


def is_readable(text: str) -> bool:
    """Whether a question can be in one of the languages: by its script, and in Latin by its question words."""
    text = unicodedata.normalize("NFKC", text)
    script = _main_script(text)
    return script in (None, *_SCRIPTS) or (script == _LATIN and not _is_foreign(text))


def _is_foreign(text: str) -> bool:
    """Whether a text in Latin script asks in another language, and has no small word of German or English beside."""
    words = set(WORD.findall(text.lower()))
    if any(words & own - SHARED for own in OF_ONE_LANGUAGE.values()):
        return False
    return "¿" in text or bool(words & ASKED_ELSEWHERE) or any(map(_ASKED_IN_FRENCH.fullmatch, words))


def _main_script(text: str) -> str | None:
    """The script of most words; None without any."""
    scripts = Counter(filter(None, map(_script, text.split())))
    # As many words in either: names are written in Latin among others rather than the other way round.
    return max(scripts, key=lambda name: (scripts[name], name != _LATIN), default=None)


def _script(word: str) -> str | None:
    """The script of a word, `HANGUL` and `CYRILLIC` before others: an ending can follow a foreign name."""
    if word.isascii():
        return _LATIN if any(map(str.isalpha, word)) else None
    scripts = [unicodedata.name(char, "").split(" ", 1)[0] for char in word if char.isalpha()]
    return next((name for name in scripts if name in _SCRIPTS), next(iter(scripts), None))


@cache
def _german_or_english() -> LanguageDetector:
    """Loaded when first needed: the models take 0.4 s."""
    return LanguageDetectorBuilder.from_languages(Language.GERMAN, Language.ENGLISH).build()
