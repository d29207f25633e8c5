"""Days, spans of time, numbers and names of languages, as each language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from babel import Locale
from babel.dates import format_date, format_skeleton, format_timedelta
from babel.numbers import format_decimal

from locales.catalogue import LANGUAGES, language_of

_YEAR, _MONTH = 4, 7  # lengths of "2019" and "2019-04"


def day(language: str, iso: str) -> str:
    """An ISO 8601 day, month or year as the language writes it; anything else as it stands."""
    locale = language_of(language)
    try:
        if len(iso) == _YEAR:
            return format_skeleton("y", date(int(iso), 1, 1), locale=locale)
        if len(iso) == _MONTH:
            return format_skeleton("yMMMM", date.fromisoformat(f"{iso}-01"), locale=locale)
        return format_date(date.fromisoformat(iso), format="long", locale=locale)
    except ValueError:
        return iso


def number(language: str, value: float) -> str:
    """A number as the language writes it: 1,250 in English is 1.250 in German."""
    return str(format_decimal(value, locale=language_of(language)))


def day_of_year(language: str, when: date) -> str:
    """A day as the language writes it short, without the year: Oct 28 in English is 28. Okt. in German."""
    return str(format_skeleton("MMMd", when, locale=language_of(language)))


def since(language: str, moment: datetime) -> str:
    """How long ago a moment was: 2 hours."""
    return str(format_timedelta(datetime.now(UTC) - moment, locale=language_of(language)))


def ago(language: str, moment: datetime) -> str:
    """The same as somebody tells it: 2 hours ago."""
    return str(format_timedelta(moment - datetime.now(UTC), add_direction=True, locale=language_of(language)))


def language_names(language: str) -> dict[str, str]:
    """What the bot's languages are called in `language`."""
    known = Locale.parse(language_of(language)).languages
    return {code: known.get(code, code) for code in LANGUAGES}
