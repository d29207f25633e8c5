"""Whether a question leans on the one before, and how both are read together. Pure; by wording alone.

Confidence is no judge of it: read together with an answered question, one about something else seems answered too.
"""

from __future__ import annotations

import re

from retrieval.small_talk import small_talk
from retrieval.wording import (
    ASKED,
    ASKED_IN_KOREAN,
    OPENERS,
    QUESTION_WORDS,
    RELATIONS,
    content_words,
    refers_back,
    words,
)

# Topics of its own, up to which a question leans on another: with "he", "dazu" in it; behind "and", "а", "그럼".
_FEW_AFTER_REFERENCE = 3
_FEW_AFTER_OPENER = 1
_ASKED = re.compile(f"{ASKED}|{ASKED_IN_KOREAN}", re.IGNORECASE)
_KOREAN_TOPIC = re.compile(r"([가-힣]{2,})(은|는|이|가)(요)?")


_BESIDE = frozenset(
    ("genau", "denn", "eigentlich", "exactly", "именно", "же", "요", "이에요", "예요", "인가요", "정확히")
)
"""What may stand beside a lone question word."""


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


def readings_of(earlier: str, question: str) -> tuple[str, ...]:
    """What to search for as `question`, asked after `earlier`: one question, or both together and the new one alone."""
    if not leans(question):
        return (question,)
    whole = _whole(earlier, question)
    return (whole,) if whole else (f"{earlier} {question}", question)


def read_together(earlier: str, question: str) -> str:
    """One question that says what `question` asks, which leans on `earlier`."""
    return _whole(earlier, question) or f"{earlier} {question}"


def topic_after(earlier: str, question: str) -> str:
    """What a further question leans on: `question`, or where that leans itself, what it asked of `earlier`.

    Small talk in between changes no topic.
    """
    if small_talk(question):
        return earlier
    if not leans(question):
        return question
    return _whole(earlier, question) or earlier


def _whole(earlier: str, question: str) -> str | None:
    """`earlier` with what `question` changes in it, where it is that simple."""
    return _asked_otherwise(earlier, question) or _swapped(earlier, question)


def _asked_otherwise(earlier: str, question: str) -> str | None:
    """`earlier` asked for something else ("And when?", "Wie lange?"); None where it is not that."""
    asks, asked = (list(_ASKED.finditer(text)) for text in (question, earlier))
    if len(asks) != 1 or len(asked) != 1 or not _asks_alone(question):
        return None
    return earlier[: asked[0].start()] + asks[0][0] + earlier[asked[0].end() :]


def _asks_alone(question: str) -> bool:
    """Whether it is but a question word, perhaps tied to what came before: "Und wann genau?", "언제요?"."""
    rest = words(_ASKED.sub(" ", question, count=1))
    return all(one.lower() in OPENERS or one.lower() in _BESIDE for one in rest)


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
