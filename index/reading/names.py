"""`names.toml` in a folder of articles: the table of names, checked entry by entry."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, TypeAdapter, ValidationError

from index.errors import ArticleRefused
from index.folding import fold
from index.names import NO_NAMES, Name, Names
from index.reading.beside import leaves, read_at_most
from index.reading.metadata import line
from index.reading.refusals import faults, printable, refusal
from index.reading.toml import parse_toml

NAMES_FILE = "names.toml"
_BYTES = 1_048_576
_KEY = re.compile(r"also|[a-z]{2}")


def _key(text: str) -> str:
    if not _KEY.fullmatch(text):
        raise ValueError("a key is a two-letter language, such as ko, or also")
    return text


def _spelling(text: str) -> str:
    if not fold(text) or not any(map(str.isalnum, text)):  # "™" folds to letters, and is none
        raise ValueError("a spelling holds letters or digits")
    return text


def _several(value: object) -> object:
    return [value] if isinstance(value, str) else value


_Spelling = Annotated[
    str, BeforeValidator(line), Field(min_length=2, max_length=100), AfterValidator(_spelling)
]
_Spellings = Annotated[tuple[_Spelling, ...], BeforeValidator(_several), Field(min_length=1, max_length=20)]
_ENTRY = TypeAdapter(dict[Annotated[str, AfterValidator(_key)], _Spellings])


def read_names(folders: Iterable[Path]) -> tuple[Names, tuple[ArticleRefused, ...]]:
    """The tables in some folders as one, and what of them cannot be used; a folder without one adds nothing.

    A later folder's entry stands in for an earlier one's of the same key; an empty one takes it out.
    """
    names, refused = NO_NAMES, []
    for folder in folders:
        file = folder / NAMES_FILE
        # A link that leaves the folder is refused with the folder's articles.
        if not os.path.lexists(file) or leaves(file, folder):
            continue
        try:
            names, wrong = merged(names, read_at_most(folder, NAMES_FILE, _BYTES))
        except ArticleRefused as error:
            refused.append(error)
        else:
            refused += wrong
    return names, tuple(refused)


def merged(names: Names, data: bytes) -> tuple[Names, list[ArticleRefused]]:
    """`names` with those in a file's bytes, and a refusal for each entry that cannot be used.

    Raises:
        ArticleRefused: none of it can.
    """
    table = parse_toml(NAMES_FILE, data, "names_invalid")
    known = {name.id: name for name in names.names}
    owners = {folded: name.id for name in known.values() for folded in _folded(name)}
    refused = []
    for key in sorted(table, key=lambda key: key not in known):  # a new name may use what an old one gives up
        try:
            new = [] if table[key] == {} and key in known else [_name(key, table[key], owners)]
        except ValueError as error:
            entry = f"{NAMES_FILE} [{printable(key)}]"
            problem = faults(error) if isinstance(error, ValidationError) else str(error)
            refused.append(refusal(entry, "names_invalid", problem=problem))
            continue
        if key in known:
            for folded in _folded(known.pop(key)):
                del owners[folded]
        for name in new:
            known[key] = name
            owners |= dict.fromkeys(_folded(name), key)
    return Names(tuple(known[key] for key in sorted(known))), refused


def _name(key: str, value: object, owners: Mapping[str, str]) -> Name:
    """An entry; `owners` says which name each folded spelling belongs to already."""
    entry = _ENTRY.validate_python(value)
    also = entry.pop("also", ())
    name = Name(key, entry, also)
    spelled = _folded(name)
    if not entry or len(spelled) == 1:
        raise ValueError(
            "a name needs a language, and two spellings that differ in more than case or hyphens"
        )
    if same := [folded for folded in spelled if owners.get(folded, key) != key]:
        taken = min(same)
        raise ValueError(f"{spelled[taken]!r} is in [{owners[taken]}] already, and can mean one thing only")
    return name


def _folded(name: Name) -> dict[str, str]:
    """Its spellings by what the lexical arm sees of them."""
    return {fold(one): one for one in name.all}
