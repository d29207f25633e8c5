"""How a question begins, or in Korean ends, that goes on with the one before: "And Kim?", "What about him?". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import dropwhile, takewhile

from retrieval.question.wording import (
    ASKS_IN_KOREAN,
    BEFORE_NOUNS,
    OPENERS,
    QUESTION_WORDS,
    RELATIONS,
    content_words,
    is_function_word,
    listed,
    words,
)

_MEANT = r"(?:i meant?|ich meint?e|я имела? в виду)\b"
# "Not Putin, Kim", "nicht Putin, sondern Kim": up to the one who is meant.
_NOT_ONE = r"(?:not|nicht|не)(?: [^\s,]+){1,3}?(?:, (?:but|sondern|а)|,| but| sondern)(?= )"
OPENS = re.compile(
    r"(?:what|how) about|was ist mit|wie (?:ist|steht|sieht) es (?:mit|bei)|^\S+ 말고(?= )"
    rf"|^(?:(?:no|nope|sorry|nein|nee|нет)\b[\s,.!]*)?(?:{_MEANT}(?: {_NOT_ONE})?|{_NOT_ONE})",
    re.IGNORECASE,
)
"""One question more about somebody or something else, mostly, as "and" is; or of somebody else instead."""
KOREAN_TOPIC = re.compile(r"(?=\S{3})(\d*[가-힣]+)(은|는|이|가)(요)?")
"""A word and the particle that makes it what is spoken of, or who acts."""
HANGUL = re.compile("[가-힣]+")
_OPENS_WITH_A_CASE = re.compile("(?:как|что) нас(?:чё|че)т", re.IGNORECASE)  # whose name is no subject
_FEW_IN_FRAGMENT = 3  # "Kim Jong Un"
_ADDING = listed("auch nur sogar also too even only тоже также даже только")
_IF = listed("wenn falls if если")
_ELLIPSIS_IN_KOREAN = re.compile(r"(?<![가-힣])(?=\S{3})[가-힣]*(?:면|에도|도요)요?\s*\?+$")
_FEW_IN_ELLIPSIS = 3  # words: "그럼 2시간 넘으면요?"


def has_opener(question: str) -> bool:
    """Whether it begins with "and", or in Korean ends with the particle that says "and what of"."""
    found = words(question)
    polite = bool(found) and found[-1].endswith("요")  # a lone name needs no politeness to be a question
    lone = _ends_with_topic(found) and (len(found) == 1 or polite)
    tied = next(iter(found), "").lower() in OPENERS
    return lone or tied or any(opens.match(question) for opens in (OPENS, _OPENS_WITH_A_CASE))


def is_fragment(question: str) -> bool:
    """Whether but a few names or nouns follow an opener: "And Kim Jong Un?", "Und die Lockerung der Sanktionen?"."""
    rest = [word for word in words(OPENS.sub(" ", question)) if word.lower() not in OPENERS]
    topics = content_words(" ".join(rest))
    if not topics or len(topics) > _FEW_IN_FRAGMENT or asked_for(" ".join(rest)):
        return False
    if HANGUL.search(question):
        return _ends_with_topic(rest)
    beside = {word.lower() for word in rest if word not in topics}
    return beside <= BEFORE_NOUNS and (OPENS.match(question) is not None or not _has_verb(rest))


def is_phrase(question: str) -> bool:
    """Whether it is but a part of a sentence: "On Sunday?", "Kids too?", "If it rains?", "늦으면요?"."""
    found = words(question.lower())
    if asked_for(question) or not question.rstrip().endswith("?"):
        return False
    if _ELLIPSIS_IN_KOREAN.search(question):
        return len(found) <= _FEW_IN_ELLIPSIS
    rest = [*dropwhile(OPENERS.__contains__, found), ""]
    if rest[0] in _IF:
        return "," not in question and len(content_words(" ".join(rest))) <= _FEW_IN_FRAGMENT
    named = set(found) - BEFORE_NOUNS - RELATIONS - _ADDING
    ties = rest[0] in BEFORE_NOUNS or not _ADDING.isdisjoint(found)
    return ties and len(named) == 1 and not any(map(is_function_word, named))


def _has_verb(found: Sequence[str]) -> bool:
    """Whether one may stand first or behind a name, in small letters: "gewann Kim", "Putin forderte Garantien"."""
    names = list(takewhile(lambda word: word[0].isupper(), found))
    following = found[len(names)] if len(names) < len(found) else ""
    cased = any(word[0].isupper() for word in found)
    of_somebody = bool(names) and names[-1].endswith("s")  # "Putins neue Forderung", "Kim's new demand"
    return cased and bool(following) and not is_function_word(following) and not of_somebody


def asked_for(question: str) -> frozenset[str]:
    """The question words in it."""
    lower = (word.lower() for word in words(question))
    return QUESTION_WORDS.intersection(lower).union(ASKS_IN_KOREAN.findall(question))


def _ends_with_topic(found: Sequence[str]) -> bool:
    last = KOREAN_TOPIC.fullmatch(found[-1]) if found else None
    return last is not None and last[2] in "은는"
