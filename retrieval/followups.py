"""Whether a question leans on the one before, and how both are read together. Pure; by wording alone.

Confidence is no judge of it: read together with an answered question, one about something else seems answered too.
"""

from __future__ import annotations

import re

from retrieval.small_talk import small_talk
from retrieval.wording import OPENERS, QUESTION_WORDS, RELATIONS, content_words, refers_back, words

# Topics of its own, up to which a question leans on another: with "he", "dazu" in it; behind "and", "а", "그럼".
_FEW_AFTER_REFERENCE = 3
_FEW_AFTER_OPENER = 1
_KOREAN_TOPIC = re.compile(r"([가-힣]{2,})(은|는|이|가)(요)?")


def leans(question: str) -> bool:
    """Whether `question` cannot be understood without the one before it.

    It names no topic of its own, or few and refers to something that it does not name. Small talk leans too, so that
    what is asked next still has the topic from before it.
    """
    if small_talk(question):
        return True
    topics = content_words(question)
    if all(topic.lower() in RELATIONS for topic in topics):
        return True
    if refers_back(question):
        return len(topics) <= _FEW_AFTER_REFERENCE
    return _has_opener(question) and len(topics) <= _FEW_AFTER_OPENER


def read_together(earlier: str, question: str) -> str:
    """What to search for where `question` leans on `earlier`."""
    return _swapped(earlier, question) or f"{earlier} {question}"


def topic_after(earlier: str, question: str) -> str:
    """What a further question leans on: `question`, or where that leans itself, what it asked of `earlier`.

    Small talk in between changes no topic.
    """
    if small_talk(question):
        return earlier
    if not leans(question):
        return question
    return _swapped(earlier, question) or earlier


def _swapped(earlier: str, question: str) -> str | None:
    """`earlier` asked of somebody else ("And Kim?", "What does Kim think of that?"); None where it is not that."""
    names = [one for one in content_words(question) if _bare(one) is not None]
    asks_anew = any(word.lower() in QUESTION_WORDS for word in words(question))
    if len(names) != 1 or not (refers_back(question) if asks_anew else _is_bare(question)):
        return None
    old = next((one for one in content_words(earlier) if _bare(one) is not None), None)
    if old is None or _bare(old) == _bare(names[0]):
        return None
    return earlier.replace(str(_bare(old)), str(_bare(names[0])), 1)


def _is_bare(question: str) -> bool:
    return len(content_words(question)) == 1 and _has_opener(question)


def _has_opener(question: str) -> bool:
    """Whether it begins with "and", or in Korean is a lone name with the particle that says "and what of"."""
    found = words(question)
    lone = len(found) == 1 and _KOREAN_TOPIC.fullmatch(found[0])
    return bool(lone and lone[2] in "은는") or next(iter(found), "").lower() in OPENERS


def _bare(word: str) -> str | None:
    """A name without its Korean particle; None for what is not written like one."""
    if found := _KOREAN_TOPIC.fullmatch(word):
        return found[1]
    return word if word[0].isupper() else None
