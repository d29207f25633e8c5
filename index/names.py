"""Names in several languages: a question that spells one its own way is put in the ways that the texts spell it."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import chain

from index.errors import IndexCorrupt
from index.folding import fold
from index.inflection import in_any_form, start_of


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
        object.__setattr__(self, "_spelled", tuple(_Spelled(start_of(one), one, name) for one, name in found))

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
            for match in in_any_form(one.spelling).finditer(text):
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
