"""Names in several languages: a question that spells one its own way is put in the ways that the texts spell it."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from itertools import chain

from index.errors import IndexCorrupt
from index.folding import fold

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


@dataclass(frozen=True, slots=True)
class Name:
    """One name, or one fixed term, as several languages spell it."""

    id: str
    spellings: Mapping[str, tuple[str, ...]]  # by language: those that texts use, the usual one first
    also: tuple[str, ...] = ()  # understood in a question, in whichever language, and never looked for

    @property
    def all(self) -> Iterator[str]:
        """Every spelling that is understood."""
        return chain(*self.spellings.values(), self.also)


@dataclass(frozen=True)
class Names:
    """A table of names; no spelling stands for two of them."""

    names: tuple[Name, ...] = ()  # by id
    _spelled: tuple[_Spelled, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found = [(one, name) for name in self.names for one in name.all]
        found.sort(key=lambda pair: (-len(pair[0]), pair[0]))  # the longest that fits is meant
        object.__setattr__(self, "_spelled", tuple(_Spelled(_start(one), one, name) for one, name in found))

    def respelt(self, question: str, languages: Iterable[str]) -> list[str]:
        """A question with its names as `languages` spell them: for each as many wordings as one name has spellings.

        A name's ending goes with it. Wordings that the lexical arm could not tell apart, or from the question, come
        once, or not at all.
        """
        text = unicodedata.normalize("NFC", question)
        found = self._found(text)
        wordings = {fold(text): text}
        for language in languages if found else ():
            choices = [(span, name.spellings[language]) for span, name in found if language in name.spellings]
            for turn in range(max((len(spellings) for _, spellings in choices), default=0)):
                wording = _replaced(text, choices, turn)
                wordings.setdefault(fold(wording), wording)
        return list(wordings.values())[1:]

    def document(self) -> bytes:
        """The one way to write a table down; `names_in` reads it."""
        records = [asdict(name) for name in self.names]
        return (json.dumps(records, ensure_ascii=False, indent=0, sort_keys=True) + "\n").encode()

    @property
    def sha256(self) -> str | None:
        """Of the document; None for a table without names."""
        return hashlib.sha256(self.document()).hexdigest() if self.names else None

    def _found(self, text: str) -> list[tuple[tuple[int, int], Name]]:
        """The names in a text and where they stand, in order; none within another."""
        folded = text.casefold()
        found: list[tuple[tuple[int, int], Name]] = []
        for one in self._spelled:
            # Few of a table's spellings are there, and only these are worth a closer look.
            if one.start not in folded:
                continue
            for match in _pattern(one.spelling).finditer(text):
                if all(match.end() <= start or end <= match.start() for (start, end), _ in found):
                    found.append((match.span(), one.name))
        return sorted(found, key=lambda place: place[0])


@dataclass(frozen=True, slots=True)
class _Spelled:
    start: str  # what each form of the spelling begins with, whatever its case
    spelling: str
    name: Name


NO_NAMES = Names()


def names_in(document: str | bytes) -> Names:
    """What `Names.document` wrote down.

    Raises:
        IndexCorrupt: it is something else.
    """
    try:
        records = json.loads(document)
        return Names(
            tuple(
                Name(
                    record["id"],
                    {language: tuple(spellings) for language, spellings in record["spellings"].items()},
                    tuple(record["also"]),
                )
                for record in records
            )
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexCorrupt(f"a table of names cannot be read: {error}") from error


def _replaced(text: str, choices: Sequence[tuple[tuple[int, int], tuple[str, ...]]], turn: int) -> str:
    parts, at = [], 0
    for (start, end), spellings in choices:
        parts += [text[at:start], spellings[min(turn, len(spellings) - 1)]]
        at = end
    return "".join([*parts, text[at:]])


def _words(spelling: str) -> list[str]:
    return [word for word in _BETWEEN_WORDS.split(unicodedata.normalize("NFC", spelling)) if word]


def _start(spelling: str) -> str:
    return _stem(_words(spelling)[0]).casefold()


@cache
def _pattern(spelling: str) -> re.Pattern[str]:
    """Matches a spelling that stands by itself, its words in whatever form."""
    words = _words(spelling)
    if spelling.isupper() and sum(map(len, words)) <= _INITIALS:
        return re.compile(rf"(?<!\w){''.join(rf'{re.escape(word)}[.]?' for word in words)}(?!\w)")
    between = r"[\W_]{0,3}" if _script(spelling) == "HANGUL" else r"[\W_]{1,3}"
    return re.compile(rf"(?<!\w){between.join(map(_in_any_form, words))}(?!\w)", re.IGNORECASE)


def _in_any_form(word: str) -> str:
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
