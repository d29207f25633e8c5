"""Two of whom a question asks what each said: who they are, and which sentences are about one of them alone. Pure.

A statement rarely names who made it ("Russland befürworte ..."): its paragraph does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.folding import fold
from index.models import SentenceHit
from retrieval.question.wording import is_function_word

_NAME = r"[A-ZÄÖÜА-ЯЁ][\w-]*(?: [A-ZÄÖÜА-ЯЁ][\w-]*)*"
_NAMES = re.compile(rf"({_NAME}) (?:und|sowie|and|и) ({_NAME})")
_NAMES_KOREAN = re.compile(r"([가-힣]{2,}?)(?:와|과|하고|이랑|랑)\s+([가-힣]{2,}?)(?:은|는|이|가)(?=\s)")
_EACH_BY_ITSELF = re.compile(
    r"\b(?:sag|mein(?=(?:en|st|te?|ten)\b)|forder|woll|erklär|beton|denk|äußer|versprach|versprech|unterstr"
    r"|say|said|think|thought|want|demand|state|stress|promise"
    r"|сказал|говор|заяв|хот|дума|счита|обеща|подчерк)\w*"
    r"|말했|말하|뭐라고|생각|주장|요구|원하|밝혔|강조",
    re.IGNORECASE,
)
"""What each of two does alone; people meet, talk and travel together."""
_TOGETHER = re.compile(
    r"\b(?:gemeinsam\w*|zusammen|miteinander|einander|zwischen|together|jointly|between|each other"
    r"|вместе|между|друг друг\w*)\b|함께|같이|서로|공동",
    re.IGNORECASE,
)
_SHORTEST = 3  # letters that two spellings of one name share at least: Kim, Kims; Putin, Putins
_VOICING = str.maketrans("gdbz", "ktps")
"""Romanised Korean writes "Gim" what the rest of the world writes "Kim"."""


def told_apart(question: str) -> tuple[str, ...]:
    """The two of whom `question` asks what each said or wants ("Was sagten Putin und Kim?"); nothing where none are."""
    pair = _NAMES_KOREAN.search(question) or _NAMES.search(question)
    if pair is None or _TOGETHER.search(question) or not _EACH_BY_ITSELF.search(question):
        return ()
    # "Was Putin": a question's first word has a capital too.
    first = " ".join(word for word in pair[1].split() if not is_function_word(word))
    return (first, pair[2]) if first else ()


def about_each(hits: Sequence[SentenceHit], names: Sequence[str]) -> list[list[SentenceHit]]:
    """For each of `names` the hits in paragraphs that name it and none of the others; maybe none at all."""
    paragraphs: dict[tuple[str, int], list[str]] = {}
    for hit in hits:
        paragraphs.setdefault(_place(hit), []).extend(_spelled(hit.text))
    named = {place: {name for name in names if _is_in(name, words)} for place, words in paragraphs.items()}
    return [[hit for hit in hits if named[_place(hit)] == {name}] for name in names]


def _place(hit: SentenceHit) -> tuple[str, int]:
    return hit.article.id, hit.sentence.paragraph


def _spelled(text: str) -> list[str]:
    return fold(text).translate(_VOICING).split()


def _is_in(name: str, words: Iterable[str]) -> bool:
    """Whether a word is the name or, with an ending, begins like it; in whichever script."""
    parts = [part for part in _spelled(name) if len(part) >= _SHORTEST]
    return any(
        len(word) >= _SHORTEST and (word.startswith(part) or part.startswith(word))
        for part in parts
        for word in words
    )
