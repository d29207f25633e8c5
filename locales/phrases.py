"""Sentences that the terminal and Discord share, from plain values."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from types import MappingProxyType
from typing import Any

from babel import Locale

from locales.catalogue import Catalogue, language_of
from locales.formats import day, day_of_year, language_names, number

REFUSALS = MappingProxyType(
    {
        "not_found": "refusal-not-found",
        "unsure": "refusal-unsure",
        "no_more": "refusal-no-more",
        "empty": "refusal-empty",
        "too_short": "refusal-too-short",
        "too_long": "refusal-too-long",
        "no_words": "refusal-no-words",
        "unsupported_language": "refusal-unsupported-language",
        "greeting": "refusal-greeting",
        "thanks": "refusal-thanks",
        "remark": "refusal-remark",
        "help": "refusal-help",
        "language": "refusal-help",
        "privacy": "refusal-privacy",
        "beyond": "refusal-beyond",
        "summary": "refusal-overview",
        "overview": "refusal-overview",
        "sources": "refusal-sources",
        "doubt": "refusal-sources",
    }
)
"""`Answer.refusal` -> message key."""
CLOSEST = MappingProxyType(
    {
        "unsure": "closest-unsure",
        "summary": "closest-overview",
        "overview": "closest-overview",
        "sources": "closest-overview",
        "doubt": "closest-overview",
    }
)
"""`Answer.refusal` -> message key of the heading over what is shown instead, where it is no ordinary one."""
ORIGINS = MappingProxyType(
    {
        "publisher": "origin-publisher",
        "person": "origin-person",
        "machine": "origin-machine",
        "project": "origin-project",
    }
)
"""Whom a translation is by -> message key."""
HIGH, MEDIUM = 0.85, 0.65
"""From here on a confidence is called high, or medium; in [0, 1]."""
_NAMED = 5  # publishers


def refusal(
    catalogue: Catalogue,
    reason: str | None,
    example: str | None = None,
    *,
    privacy: str = "PRIVACY.md",
) -> str:
    """Why a question was not answered; `reason` as in `Answer.refusal`, an unknown one reads as not found.

    `example` is what could be asked instead; None: nothing to offer. `privacy` is where it stands what is kept.
    """
    key = REFUSALS.get(reason or "not_found", "refusal-not-found")
    return catalogue.text(key, example=example or "none", privacy=privacy)


def sources(
    catalogue: Catalogue,
    *,
    articles: int,
    sentences: int,
    publishers: Sequence[str | None],
    dates: Sequence[str | None],
    command: str,
) -> str:
    """How many sources there are, by whom and of when; None stands for those of which that is not known.

    `dates` are the earliest and the latest; `command` shows them all.
    """
    known = [name for name in publishers if name]
    apart = "; " if any("," in name for name in known) else ", "  # "Amtsgericht, Pressestelle" is one of them
    names = apart.join([*known[:_NAMED], *(["…"] if known[_NAMED:] else [])])
    days = " – ".join(day(catalogue.language, one) for one in dates if one)
    unknown = [
        catalogue.text(key)
        for key, values in (("publisher-unknown", publishers), ("date-unknown", dates))
        if None in values
    ]
    whose = " · ".join(part for part in (names, days, *unknown) if part)
    return catalogue.text(
        "sources-known", articles=articles, sentences=sentences, whose=whose, command=command
    )


def closest(catalogue: Catalogue, reason: str | None) -> str:
    """The heading over sentences that are shown without being an answer; `reason` as in `Answer.refusal`."""
    return catalogue.text(CLOSEST.get(reason or "not_found", "closest-heading"))


def confidence(catalogue: Catalogue, probability: float) -> str:
    """How sure an answer is: in words and whole percent, from a probability in [0, 1]."""
    percent = min(99, round(probability * 100))  # never 100: nothing is certain
    if probability >= HIGH:
        return catalogue.text("confidence-high", percent=percent)
    if probability >= MEDIUM:
        return catalogue.text("confidence-medium", percent=percent)
    return catalogue.text("confidence-low", percent=percent)


def reached(catalogue: Catalogue, threshold: float, confidence: float) -> str:
    """From which confidence on there is an answer, and what it came to; both in [0, 1]."""
    threshold, confidence = round(threshold, 3), round(confidence, 3)
    return catalogue.text("explain-threshold", threshold=threshold, confidence=confidence)


def searched(catalogue: Catalogue, part: int, text: str) -> str:
    """What was searched for: the whole question (part 0), or one of its parts, from 1."""
    return catalogue.text("explain-part" if part else "explain-whole", number=part, text=text)


def sentences(catalogue: Catalogue, first: int, last: int, count: int) -> str:
    """Which sentences of how many: "sentence 4 of 16" or "sentences 4–6 of 16"."""
    if first == last:
        return catalogue.text("sentence-one", number=first, count=count)
    return catalogue.text("sentence-range", first=first, last=last, count=count)


def original(catalogue: Catalogue, quote_language: str) -> str:
    """Which language a quotation is in, said in the catalogue's: "original in German"."""
    # A code that babel does not know is shown as it is rather than guessed at.
    name = Locale.parse(language_of(catalogue.language)).languages.get(quote_language, quote_language)
    return catalogue.text("original-in", language=name)


def origin(catalogue: Catalogue, whose: str) -> str:
    """Whom a translation is by: `whose` is a key of `ORIGINS`, and ": " and a name behind it where one is known."""
    kind, colon, name = whose.partition(": ")
    return catalogue.text(ORIGINS[kind]) + colon + name if kind in ORIGINS else whose


def translation(catalogue: Catalogue, text: str, by: str, sentences: tuple[int, int] | None = None) -> str:
    """A translation into the catalogue's language, labelled as one: never in quotation marks, for it is no quotation.

    `by` is what `origin` says; `sentences` are the first and last that `text` covers, where they are not just those
    that were quoted.
    """
    if sentences is not None:
        first, last = sentences
        by = catalogue.text("translation-part", origin=by, first=first, last=last, count=last - first + 1)
    return catalogue.text("translation", origin=by, text=text)


def facts(
    catalogue: Catalogue, *, title: str | None, publisher: str | None, published: str | None
) -> list[tuple[str, str]]:
    """Label and value of a source's title, publisher and date; what is not known says so."""
    when = day(catalogue.language, published) if published else catalogue.text("date-unknown")
    return [
        (catalogue.text("label-source"), title or catalogue.text("title-unknown")),
        (catalogue.text("label-publisher"), publisher or catalogue.text("publisher-unknown")),
        (catalogue.text("label-date"), when),
    ]


def listed(catalogue: Catalogue, names: Sequence[str], most: int) -> str:
    """Names in a row, at most so many spelt out and the rest counted."""
    shown = ", ".join(names[:most])
    more = len(names) - most
    return f"{shown} {catalogue.text('more', count=more)}" if more > 0 else shown


def stats_labels(catalogue: Catalogue, days: int) -> dict[str, Any]:
    """The arguments of `querylog.picture.Labels`: words, numbers and days in the picture of the statistics."""
    return {
        "title": catalogue.text("stats-title", days=days),
        "questions_a_day": catalogue.text("stats-questions-a-day"),
        "questions": catalogue.text("stats-questions"),
        "answered": catalogue.text("stats-answered"),
        "refused": catalogue.text("stats-refused"),
        "small_talk": catalogue.text("stats-small-talk"),
        "latency": catalogue.text("stats-latency"),
        "milliseconds": catalogue.text("stats-milliseconds"),
        "median": catalogue.text("stats-median"),
        "slowest": catalogue.text("stats-slowest"),
        "languages": catalogue.text("stats-languages"),
        "feedback": catalogue.text("stats-feedback"),
        "votes": catalogue.text("stats-votes"),
        "liked": catalogue.text("stats-liked"),
        "disliked": catalogue.text("stats-disliked"),
        "most_cited": catalogue.text("stats-most-cited"),
        "times_cited": catalogue.text("stats-times-cited"),
        "nothing": catalogue.text("stats-nothing"),
        "language_names": language_names(catalogue.language),
        "number": partial(number, catalogue.language),
        "day": partial(day_of_year, catalogue.language),
    }
