"""What a sentence holds that could answer: dates and times, durations, numbers, places and persons, with spans.

Tables of patterns for German, English, Korean and Russian. No library finds all five kinds with their spans in
these four languages without a model of hundreds of megabytes; names of months and places are Babel's.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path

from index.folding import fold
from retrieval.models import Span
from retrieval.question.question_type import QuestionType
from retrieval.ranking import gazetteer

_WORDS = tomllib.loads(Path(__file__).with_name("answer_words.toml").read_text(encoding="utf-8"))
_YEAR = r"(?:1[0-9]{3}|20[0-9]{2})"
_DAY = r"[0-3]?[0-9]"
_CLOCK = r"[0-2]?[0-9][:.][0-5][0-9]"
_NUMERIC_DATE = rf"\b{_DAY}\.\s?[01]?[0-9]\.\s?{_YEAR}\b|\b{_YEAR}-[01][0-9]-[0-3][0-9]\b"
_BARE_YEAR = rf"(?<![\d.,])\b{_YEAR}\b(?![.,]?\d|\s?(?:km|m\b|%|명|개|км))"
_NUMBER = r"\d+(?:[.,\u00a0 ]\d{3})*(?:[.,]\d+)?"
_NAME = r"[^\W\d_]+(?:[-’'][^\W\d_]+)*"


SPANNED = (
    QuestionType.WHEN,
    QuestionType.WHERE,
    QuestionType.HOW_LONG,
    QuestionType.HOW_MANY,
    QuestionType.WHO,
)
"""The types of question whose answer is a span of a sentence."""


def spans(text: str, kind: QuestionType, language: str) -> tuple[Span, ...]:
    """What of `text` could answer a question of this type, in order, none overlapping another.

    Args:
        text: one sentence.
        kind: one of `SPANNED`; of any other nothing is known.
        language: of the sentence; of an unknown one only digits are read.
    """
    if language not in gazetteer.LANGUAGES:
        language = "en"
    match kind:
        case QuestionType.WHEN:
            return _found(_dates(language), text)
        case QuestionType.HOW_LONG:
            taken = _found(_dates(language), text)
            units = (one for one in _found(_durations(language), text) if not _covered(one, taken))
            return _disjoint((*units, *_found(_ranges(language), text)))
        case QuestionType.HOW_MANY:
            taken = _found((*_dates(language), _numbering(language)), text)
            return tuple(one for one in _found(_numbers(language), text) if not _covered(one, taken))
        case QuestionType.WHERE:
            taken = _found(_dates(language), text)  # "on May 14"
            return tuple(one for one in _found(_places(language), text) if not _covered(one, taken))
        case QuestionType.WHO:
            where = _found((gazetteer.places(language),), text)
            return tuple(one for one in _found(_persons(language), text) if not _covered(one, where))
        case _:
            return ()


def answering_spans(asked: str, kind: QuestionType, text: str, language: str) -> Iterator[Span]:
    """What of a sentence in `language` could answer, less what `asked`, the question folded, says itself."""
    for start, end in spans(text, kind, language):
        words = fold(text[start:end])
        if words and words not in asked:
            yield start, end


def _found(patterns: Iterable[re.Pattern[str]], text: str) -> tuple[Span, ...]:
    """The patterns' matches (their group `answer` where they have one); of overlapping ones the first, longest."""
    matches = []
    for pattern in patterns:
        group = "answer" if "answer" in pattern.groupindex else 0
        matches += [match.span(group) for match in pattern.finditer(text) if match[group]]
    return _disjoint(matches)


def _disjoint(found: Iterable[Span]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return tuple(kept)


def _covered(span: Span, others: Iterable[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


@cache
def _dates(language: str) -> tuple[re.Pattern[str], ...]:
    months = gazetteer.months(language)
    names = {
        "{months}": months,
        "{Months}": "|".join(
            name.capitalize() for name in months.split("|")
        ),  # "may" is a verb, "May" a month
        "{weekdays}": gazetteer.weekdays(language),
        "{year}": _YEAR,
        "{day}": _DAY,
        "{clock}": _CLOCK,
    }
    table = "|".join(_WORDS[language]["dates"])
    for name, words in names.items():
        table = table.replace(name, words)
    first = _letters(f"{months}|{gazetteer.weekdays(language)}".split("|"))
    begins = rf"\d{first}{_WORDS[language].get('date_begins', '')}"
    inside = language == "ko"  # there a date may begin within a word
    return (
        re.compile(_beginning(begins, table, within=inside), re.IGNORECASE),
        re.compile(_beginning(r"\d", f"{_NUMERIC_DATE}|{_BARE_YEAR}")),
    )


@cache
def _durations(language: str) -> tuple[re.Pattern[str], ...]:
    words = _WORDS[language]
    counted = [*words["counted"], *([words["article"]] if "article" in words else [])]
    number = _beginning(rf"\d{_letters(counted)}", rf"{_NUMBER}|{_any(counted)}{words.get('and_one', '')}")
    joined = rf"{number}(?:\s?(?:bis|to|–|-|до|~|or|oder)\s?{number})?"
    unit = rf"{_any(words['units'])}{words['unit_end']}"
    return (re.compile(rf"{joined}[\s-]?{unit}", re.IGNORECASE),)


@cache
def _ranges(language: str) -> tuple[re.Pattern[str], ...]:
    """From one time to another, which is a duration too."""
    words = _any(_WORDS[language]["ranges"])
    return (
        re.compile(
            rf"(?={words})(?=[^.;]{{0,40}}\d){words}"
        ),  # a digit near by is looked for where it matters
        re.compile(rf"\b{_YEAR}\s?[–—-]\s?{_YEAR}\b"),
    )


@cache
def _numbers(language: str) -> tuple[re.Pattern[str], ...]:
    words = _WORDS[language]
    # Not "3. Platz", "3rd", "1. Local councils", "19. Jahrhundert", nor a note's "[3]": these count nothing.
    digits = rf"(?<![\w.,]){_NUMBER}(?!\d|\]|(?:st|nd|rd|th)\b|\.\s?[^\W\d]|\.?\s?(?:Jahrhundert|century|세기|век))"
    counted = rf"{_any(words['counted'])}{words.get('and_one', '')}{words['counted_end']}"
    number = _beginning(rf"\d{_letters(words['counted'])}", f"{digits}|{counted}")
    measures = rf"\s?{_any(words['measures'])}{words['measure_end']}"
    return (re.compile(rf"{number}(?:{measures})*", re.IGNORECASE),)


@cache
def _numbering(language: str) -> re.Pattern[str]:
    """A number that names one of several: "Article 5", "№ 19"."""
    return re.compile(rf"{_any(_WORDS[language]['numbering'])}\s?\d+")


@cache
def _places(language: str) -> tuple[re.Pattern[str], ...]:
    words = _WORDS[language]
    if language == "ko":
        after = rf"(?={_any(words['place_particles'])}|\s|\.|$)"
        return gazetteer.places(language), re.compile(
            rf"(?!{_any(words['not_places'])})[가-힣A-Za-z]{{1,8}}{_any(words['place_ends'])}{after}"
        )
    capital = words["capital"]
    named = rf"(?P<answer>{capital}{_NAME}(?:\s{capital}{_NAME})*)"
    before = rf"\b{_any(words['prepositions'])}\s+{words['before_place']}"
    return gazetteer.places(language), re.compile(before + named)


@cache
def _persons(language: str) -> tuple[re.Pattern[str], ...]:
    words = _WORDS[language]
    if language == "ko":
        name = rf"[{words['surnames']}][가-힣]{{1,2}}|[가-힣]{{1,6}}(?:\s[가-힣]{{1,6}}){{1,3}}"
        after = rf"(?={_any(words['person_particles'])}(?:[\s,.]|$)|\s?{_any(words['titles'])})"
        return (re.compile(rf"(?<![가-힣])(?P<answer>{name}){after}"),)
    other = rf"(?!{_any(words['not_names'])}\b)(?!(?i:\w*{_any(words['not_persons'])}))"
    name = rf"{other}{words['capital']}(?:{_NAME}|\.)"
    first, part, later = (
        _beginning(words["capital"][1:-1], _none_of(words.get(unlike, ())) + name)
        for unlike in ("not_first", "", "not_later")
    )
    several = rf"{first}(?:\s(?:{_any(words['name_links'])}\s)?{later})+(?:\s[IVX]+\b)?"
    titled = rf"\b{_any(words['titles'])}\s(?P<answer>{part}(?:\s{later})*(?:\s[IVX]+\b)?)"
    return re.compile(titled), re.compile(several)


def _beginning(first: str, pattern: str, *, within: bool = False) -> str:
    """A pattern whose matches begin a word, or `within` one too, with one of `first`.

    So said, most places of a text are passed at once.
    """
    return rf"{'' if within else chr(92) + 'b'}(?=[{first}])(?:{pattern})"


def _letters(patterns: Iterable[str]) -> str:
    """The first letters of patterns that begin with a letter."""
    return "".join(sorted({pattern[0] for pattern in patterns}))


def _none_of(patterns: Collection[str]) -> str:
    return rf"(?!{_any(patterns)}\b)" if patterns else ""


def _any(patterns: Iterable[str]) -> str:
    return f"(?:{'|'.join(patterns)})"
