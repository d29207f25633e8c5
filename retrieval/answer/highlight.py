"""The words of a quote that answer a question of when, where, how long, how many or who."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.folding import fold
from retrieval.models import Passage, Span
from retrieval.question.language import question_language
from retrieval.question.question_type import QuestionType, question_type
from retrieval.question.wording import NO_NAME, words
from retrieval.ranking.answer_kinds import answering_spans, spans

SURE = {
    "de": {QuestionType.WHEN, QuestionType.HOW_LONG, QuestionType.HOW_MANY, QuestionType.WHO},
    "en": {
        QuestionType.WHEN,
        QuestionType.WHERE,
        QuestionType.HOW_LONG,
        QuestionType.HOW_MANY,
        QuestionType.WHO,
    },
    "ko": {QuestionType.WHEN, QuestionType.HOW_LONG},
    "ru": {QuestionType.WHEN, QuestionType.HOW_LONG},
}
"""By the sentence's language, what is marked: where `benchmarks/highlights.py` measures a precision of 0.8 or more.

For Russian there are no answers to measure with: only what is above 0.9 in every other language.
"""


_ENDS_RANGE = re.compile(r"\d\)?\s?[–—~-]\s?(?:(?:c|ca|um|около)\b\.?\s?)?$")
"""Before a date: it is the second of two, and the first was not told for one ("646–8 October 705")."""
_BEGINS_RANGE = re.compile(r"\b\d{1,4}(?:[:.]\d\d)?(?: Uhr)? (?:bis|to|till|until|до) $")
"""Before a time: it is the second of two, and the first has no unit of its own ("von 13 bis 15 Uhr")."""
_RANGE = re.compile(r" (?:bis|to|till|until|до)(?: zum)? |부터 ")
_NEAR = 20  # code points
_MONEY = re.compile(
    r"\s?(?:€|[$]|£|원|₽|(?:[Ee]uros?|EUR|[Cc]ents?|[Dd]ollars?|[Pp]ounds?|Franken|CHF|рубл(?:ей|я|ь)|руб\.)(?!\w))"
)
_UNIT = re.compile(r"\s?(?:°\s?[CF]?|[kKMGT]i?B|[km]?g|[mc]?l|mph|k?Wh?|GHz|MHz)(?!\w)")
_RATE = re.compile(r"/[^\W\d_]+")  # of "160 km/h"
_COUNTS = re.compile(r"\b(?:how many|wie ?viele|skol ?ko)\b")  # not "how old", which is said in years
_STEM = 4  # letters that the forms of a unit share


def with_highlight(passage: Passage, question: str) -> Passage:
    """The passage with what in its key sentence answers `question` marked, as offsets of the article's text."""
    found = highlight(question, question_language(question), passage.sentence, passage.language)
    start = passage.key[0]
    return passage if found is None else replace(passage, highlight=((start + found[0], start + found[1]),))


def highlight(question: str, question_language: str, sentence: str, language: str) -> Span | None:
    """The one span of a sentence that can be the answer; None where there is none, several, or any doubt.

    Args:
        question: as typed.
        question_language: of the question.
        sentence: one that answers the question.
        language: of the sentence.
    """
    kind = question_type(question, question_language)
    if kind not in SURE.get(language, ()):
        return None
    asked = fold(question)
    found = list(answering_spans(asked, kind, sentence, language))
    if kind is QuestionType.HOW_MANY and _COUNTS.search(asked):
        others = _other_durations(asked, sentence, language)
        found = [one for one in found if not _is_within(one, others)]
    if kind is QuestionType.WHEN:
        found = _ranges(found, sentence)
    if len(found) != 1:  # which of several it is nothing tells surely enough
        return None
    [(start, end)] = found
    if kind is QuestionType.WHEN and _ENDS_RANGE.search(sentence[max(0, start - _NEAR) : start]):
        return None
    if kind is QuestionType.WHO and any(map(NO_NAME.fullmatch, words(sentence[start:end]))):
        return None
    if kind is QuestionType.HOW_MANY:
        start, end = _with_its_unit(start, end, sentence, language)
    if kind is QuestionType.WHEN and (first := _BEGINS_RANGE.search(sentence, max(0, start - _NEAR), start)):
        start = first.start()
    start += len(sentence[start:end]) - len(sentence[start:end].lstrip())
    return start, start + len(sentence[start:end].strip())


def _other_durations(asked: str, sentence: str, language: str) -> list[Span]:
    """What a sentence says in days or years, where the question, folded, does not ask in these."""
    found = spans(sentence, QuestionType.HOW_LONG, language)
    units = [(one, fold(sentence[slice(*one)]).rpartition(" ")[2]) for one in found]
    return [one for one, unit in units if unit[:_STEM] not in asked]


def _with_its_unit(start: int, end: int, sentence: str, language: str) -> Span:
    """A number with what it counts: "17 Jahre", "2.99 euros", "£14", "500 MB", "160 km/h"."""
    durations = spans(sentence, QuestionType.HOW_LONG, language)
    ends = [end, *(to for since, to in durations if since <= start < to)]
    ends += [unit.end() for unit in (_MONEY.match(sentence, end), _UNIT.match(sentence, end)) if unit]
    last = max(ends)
    if rate := _RATE.match(sentence, last):
        last = rate.end()
    return start - sentence.startswith(("£", "$", "€", "₩"), max(start - 1, 0), start), last


def _ranges(found: Sequence[Span], sentence: str) -> list[Span]:
    """The spans, two that are the ends of one range as one: "von 22 Uhr bis 6 Uhr"."""
    joined: list[Span] = []
    for start, end in found:
        if joined and _RANGE.fullmatch(sentence, joined[-1][1], start):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _is_within(span: Span, others: Iterable[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)
