"""Names of places, months and weekdays in four languages, from the Unicode CLDR by way of Babel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from babel import Locale

LANGUAGES = ("de", "en", "ko", "ru")
_NOT_ONE_PLACE = {"001", "EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}  # the world, unions, placeholders
_SHORTEST = {"ko": 2}  # letters; of shorter names only a few are no words as well
_ENDINGS = {"de": "s?", "en": "", "ko": "", "ru": "[а-яё]{0,3}"}


@cache
def places(language: str) -> re.Pattern[str]:
    """Countries, continents and the cities that name time zones, in any case that the language inflects them."""
    locale = Locale(language)
    names = {name for code, name in locale.territories.items() if code not in _NOT_ONE_PLACE}
    for zone, entry in locale.time_zones.items():
        names.add(str(entry["city"]) if "city" in entry else zone.rsplit("/", 1)[-1].replace("_", " "))
    usable = {name for name in names if len(name) >= _SHORTEST.get(language, 3) and "/" not in name}
    return any_of(usable, language)


@cache
def month_numbers(language: str) -> Mapping[str, int]:
    """The months' names in small letters, whole and inflected, and which month each is, from 1."""
    locale = Locale(language)
    names = {
        name.lower(): number
        for form in ("format", "stand-alone")
        for number, name in locale.months[form]["wide"].items()
    }
    if language == "ru":  # the prepositional: в апреле, в марте
        names |= {re.sub("[ьяа]$", "е", name): number for name, number in names.items()}
    return MappingProxyType(names)


@cache
def months(language: str) -> str:
    """An alternation of the months' names, whole and inflected."""
    return _alternation(set(month_numbers(language)))


@cache
def weekdays(language: str) -> str:
    """An alternation of the weekdays' names, whole and inflected."""
    names = {name.lower() for name in Locale(language).days["format"]["wide"].values()}
    if language == "ru":  # the accusative: в среду
        names |= {re.sub("а$", "у", name) for name in set(names)}
    if language == "de":
        names |= {f"{name}s" for name in set(names)} | {"sonnabend"}
    return _alternation(names)


def any_of(names: set[str], language: str) -> re.Pattern[str]:
    """Matches any of the names where a word begins, longest first."""
    stems = {re.sub("[аеийоуыьюя]+$", "", name) if language == "ru" else name for name in names}
    stems = {stem for stem in stems if len(stem) >= _SHORTEST.get(language, 3)}
    end = "" if language == "ko" else r"\b"
    first = re.escape("".join(sorted({stem[0] for stem in stems})))  # most words begin none of them
    return re.compile(rf"\b(?=[{first}])(?:{_alternation(stems)}){_ENDINGS[language]}{end}")


def _alternation(names: set[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
