"""Of sentences that nearly repeat one another, as in minutes, the one of the date that is asked for. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from retrieval.ranking import gazetteer
from retrieval.ranking.near_duplicates import alike, wording
from retrieval.ranking.scoring import ScoredHit

_YEAR = r"(?P<year>1\d{3}|20\d{2})"
_MONTH, _DAY = r"(?P<month>[01]?\d)", r"(?P<day>[0-3]?\d)"
_NUMERIC = (
    rf"\b{_YEAR}-{_MONTH}(?:-{_DAY})?\b",  # 2021-06-15
    rf"\b{_DAY}\.\s?{_MONTH}\.\s?{_YEAR}\b",  # 15.6.2021
    rf"\b{_YEAR}년(?:\s?{_MONTH}월(?:\s?{_DAY}일)?)?",
)


def of_the_date(ranking: Sequence[ScoredHit], question: str) -> list[ScoredHit]:
    """The ranking with the best sentence replaced by one alike whose article is of a date that `question` names.

    Others alike are left out then: what they say is of another day. What says the date itself stays.
    """
    asked = dates_in(question)
    if not asked or not ranking or dates_in(ranking[0].hit.text) & asked:
        return list(ranking)
    best = wording(ranking[0].hit.text)
    same = [at for at, one in enumerate(ranking) if alike(best, wording(one.hit.text))]
    dated = [ranking[at] for at in same if _is_of(ranking[at].hit.article.date, asked)]
    if not dated:
        return list(ranking)
    others = [one for at, one in enumerate(ranking) if at not in same]
    return [ScoredHit(dated[0].hit, ranking[0].score), *dated[1:], *others]


def dates_in(text: str) -> set[str]:
    """The days, months and years that a text names, as an article's date is written: "2021", "2021-06", "2021-06-15".

    A year that is part of a day or a month is none by itself; a month without a year is no date.
    """
    found: set[str] = set()
    for pattern in _patterns():
        for match in pattern.finditer(text):
            date = _written(match.groupdict())
            if date and not any(other.startswith(date) for other in found):
                found.add(date)
    return found


def _written(parts: dict[str, str | None]) -> str:
    year, month, day = parts["year"], parts.get("month"), parts.get("day")
    if not month:
        return str(year)
    number = int(month) if month.isdigit() else _months()[month.lower()]
    return f"{year}-{number:02}" + (f"-{int(day):02}" if day else "")


def _is_of(date: str | None, asked: set[str]) -> bool:
    return date is not None and any(date.startswith(one) for one in asked)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """The finest dates first."""
    month = rf"(?P<month>{'|'.join(sorted(_months(), key=len, reverse=True))})"
    spelt = (
        rf"\b(?:{_DAY}(?:\.|st|nd|rd|th)?\s(?:of\s)?)?{month}\s{_YEAR}\b",  # 15 June 2021, 15. Juni 2021
        rf"\b{month}\s{_DAY}(?:st|nd|rd|th)?,?\s{_YEAR}\b",  # June 15, 2021
    )
    return tuple(re.compile(one, re.IGNORECASE) for one in (*_NUMERIC, *spelt, rf"\b{_YEAR}(?!\d)"))


@cache
def _months() -> dict[str, int]:
    """Of all languages that have names for them."""
    return {
        name: at for language in ("de", "en", "ru") for name, at in gazetteer.month_numbers(language).items()
    }
