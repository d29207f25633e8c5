"""A question of several parts, taken apart: "Wann und wo?" asks two things, "Kim und Putin trafen sich" one. Pure.

What somebody says before or behind a question is none of its parts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from index.segment import sentence_spans
from retrieval.question.followups import leans, read_together, readings_of
from retrieval.question.language import question_language
from retrieval.question.openers import asked_for
from retrieval.question.wording import (
    ASKED,
    ASKED_IN_KOREAN,
    ASKS_IN_KOREAN,
    BEFORE_NOUNS,
    QUESTION_WORDS,
    words,
)

MOST = 3
"""Parts of one question; what asks for more is read as a whole."""
_AND = r"(?:,\s+|,?\s+(?:und|sowie|and|и|а)\s+)"
_ASKED_TOGETHER = re.compile(rf"{ASKED}(?:{_AND}{ASKED})+", re.IGNORECASE)
_ASKED_TOGETHER_KOREAN = re.compile(
    rf"{ASKED_IN_KOREAN}(?:(?:,\s*|\s+(?:그리고\s+)?){ASKED_IN_KOREAN})+(?=[\s?])"
)
_CLAUSE_BREAK = re.compile(
    r",?\s+(?:und|sowie|and|и|а)\s+(?=(?:(?:in|an|auf|at|on|в|на)\s+)?(\w+))", re.IGNORECASE
)
_PAST_KOREAN = "".join(map(chr, range(ord("갔"), ord("힣"), 28)))  # all that end with ㅆ
_CLAUSE_BREAK_KOREAN = re.compile(rf"(?<=[{_PAST_KOREAN}]고),?\s+|(?<=[요까야지]),?\s+그리고\s+")
_QUESTIONS = re.compile(r"[^?]+\?+")
# Most questions are not, and cutting sentences takes longer than that.
_INTRODUCED = re.compile(r"[.!…:\n]\s")
_NUMBERED = re.compile(r"^\s*(?:[-*•]|\(?(?:\d{1,2}|[a-z])[.)])\s+")  # "1. Wer war da? 2. Wann?"


def parts_of(question: str) -> tuple[str, ...]:
    """What `question` asks, one after the other, each a question of its own; nothing where it is but one.

    By wording alone: whether a part is answered is for the scores to say.
    """
    questions = _questions(question)
    clauses = [clause for one in questions for clause in _clauses(one)]
    levels = (_understood(clauses, _asked), _understood(clauses), _understood(questions))
    found = next((level for level in levels if len(level) <= MOST), [])  # the finest that is not too many
    return () if len(found) == 1 and words(found[0]) == words(question) else tuple(found)


def without_introduction(text: str) -> str:
    """What `text` asks, without what is said before or behind it and is not leant on."""
    return " ".join(_questions(text))


def _questions(text: str) -> list[str]:
    """One question mark after the other, each without what is said before it."""
    # Behind the last mark the pattern would look for another from each character.
    asked = text[: text.rfind("?") + 1]
    found = [_NUMBERED.sub("", part).strip() for part in _QUESTIONS.findall(asked) if words(part)]
    if found:
        return [_question_alone(one) for one in found]
    alone = _question_alone(text.strip())
    return [alone if _begins_to_ask(alone) else text.strip()]


def _question_alone(text: str) -> str:
    """The last sentence, less what announces it ("Kurze Frage: ..."), where that can be understood alone."""
    if not _INTRODUCED.search(text):
        return text
    *before, last = [text[start:end] for start, end in sentence_spans(text, question_language(text))] or [
        text
    ]
    announced = last.rpartition(": ")[2]
    alone = announced if _begins_to_ask(announced) else last
    begun = before and _begins_to_ask(before[-1]) and not asked_for(alone)  # a full stop within a title
    return text if begun or leans(alone) else alone


def _begins_to_ask(text: str) -> bool:
    """Whether a question word comes first, perhaps behind a preposition ("In which year"); in Korean anywhere."""
    found = [word.lower() for word in words(text)[:2]]
    first = found[-1:] if found[:1] and found[0] in BEFORE_NOUNS else found[:1]
    return ASKS_IN_KOREAN.search(text) is not None or not QUESTION_WORDS.isdisjoint(first)


def _clauses(question: str) -> list[str]:
    """Clauses that each ask something about something: "Wo trafen sie sich und wie lange sprachen sie?"."""
    together = [one.span() for one in _ASKED_TOGETHER.finditer(question)]
    breaks = [
        one.span()
        for one in _CLAUSE_BREAK.finditer(question)
        if one[1].lower() in QUESTION_WORDS and not any(start < one.end() < end for start, end in together)
    ]
    breaks = breaks or [one.span() for one in _CLAUSE_BREAK_KOREAN.finditer(question)]
    starts, ends = [0, *(end for _, end in breaks)], [*(start for start, _ in breaks), len(question)]
    clauses = [question[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    first, *others = clauses
    return clauses if _is_clause(first) and all(_asks_of(first, one) for one in others) else [question]


def _asks_of(first: str, clause: str) -> bool:
    """Whether a clause asks something, perhaps by its question word alone: "Wann starb sie, und wo?"."""
    ways = readings_of(first, clause)
    return _is_clause(clause) or (len(ways) == 1 and ways[0] != clause)


def _is_clause(text: str) -> bool:
    found = words(text)
    asks = any(word.lower() in QUESTION_WORDS for word in found) or ASKS_IN_KOREAN.search(text) is not None
    return asks and len(found) > 1


def _understood(found: list[str], split: Callable[[str], list[str]] = lambda one: [one]) -> list[str]:
    """Each with the first one, where it leans on that: "Was fordert Kim, und was sagt Putin dazu?"; others `split`."""
    first = split(found[0])
    others = ([read_together(first[0], one)] if leans(one) else split(one) for one in found[1:])
    return [*first, *(part for parts in others for part in parts)]


def _asked(question: str) -> list[str]:
    """Question words that share the rest: "Wann und wo trafen sie sich?"."""
    for together, single in ((_ASKED_TOGETHER, ASKED), (_ASKED_TOGETHER_KOREAN, ASKED_IN_KOREAN)):
        if run := together.search(question):
            return _each(question, run.span(), re.findall(single, run[0], re.IGNORECASE))
    return [question]


def _each(question: str, span: tuple[int, int], instead: Iterable[str]) -> list[str]:
    return [question[: span[0]] + one + question[span[1] :] for one in instead]
