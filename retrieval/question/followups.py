"""Whether a question leans on the one before, and how both are read together. Pure; by wording alone.

Confidence is no judge of it: read together with an answered question, one about something else seems answered too.
"""

from __future__ import annotations

from retrieval.question.openers import asked_for, has_opener, is_fragment, is_phrase
from retrieval.question.rewording import ASKS, BESIDE, reworded
from retrieval.question.small_talk import Aim
from retrieval.question.utterance import utterance
from retrieval.question.wording import (
    ASKS_IN_KOREAN,
    BEFORE_NOUNS,
    OPENERS,
    QUESTION_WORDS,
    RELATIONS,
    content_words,
    is_function_word,
    listed,
    refers_back,
    words,
)

NO_QUESTION = frozenset(("empty", "no_words", "too_short", "too_long"))
"""Refusals of what is no question, and which nothing follows up."""
# Topics of its own, up to which a question leans on another: with "he", "dazu" in it; behind "and", "а", "그럼".
_FEW_AFTER_REFERENCE = 3
_FEW_AFTER_OPENER = 1
_OF_NOTHING = listed("noch sonst nicht so ab else not come ещё еще нет так")  # "Why not?", "Was noch?"


def leans(question: str) -> bool:
    """Whether `question` cannot be understood without the one before it.

    It names no topic of its own, or but a part of a sentence ("On Sunday?"), or few and refers to something that it
    does not name. Small talk leans too, so that what is asked next still has the topic from before it.
    """
    said = utterance(question)
    if said.talk or not any(map(str.isalpha, question)):  # "2023?"
        return True
    question = said.asks
    topics = content_words(question)
    if all(topic.lower() in RELATIONS for topic in topics):
        return True
    if refers_back(question):
        return len(topics) <= _FEW_AFTER_REFERENCE
    if topics == words(question)[-1:] and ASKS_IN_KOREAN.search(question):
        return True  # "언제 죽었나요?": Korean names nobody twice
    opens = has_opener(question) and (len(topics) <= _FEW_AFTER_OPENER or is_fragment(question))
    return opens or is_phrase(question)


def asks_of_nothing(question: str) -> bool:
    """Whether it is but question words, which alone ask nothing: "Since when?", "누가요?"; not "Und wann?"."""
    if not asked_for(question) or words(question)[0].lower() in OPENERS:
        return False
    known = QUESTION_WORDS | OPENERS | BESIDE | BEFORE_NOUNS | _OF_NOTHING
    rest = words(ASKS.sub(" ", question))
    return all(one.lower() in known or (is_function_word(one) and ASKS_IN_KOREAN.match(one)) for one in rest)


def taken_along(earlier: str | None, question: str) -> str | None:
    """What `question` is read together with; None where it stands alone, or behind small talk."""
    return earlier if earlier and not utterance(earlier).talk and leans(question) else None


def readings_of(earlier: str, question: str) -> tuple[str, ...]:
    """What to search for as `question`, asked after `earlier`: one question, or both together and the new one alone."""
    if not leans(question):
        return (question,)
    whole = earlier if asks_again(question) else reworded(earlier, question)
    return (whole,) if whole else (f"{earlier} {question}", question)


def read_together(earlier: str, question: str) -> str:
    """One question that says what `question` asks, which leans on `earlier`."""
    return reworded(earlier, question) or f"{earlier} {question}"


def topic_after(earlier: str, question: str) -> str:
    """What a further question leans on: `question`, or where that leans itself, what it asked of `earlier`.

    Small talk in between changes no topic, and is none.
    """
    said = utterance(question)
    if utterance(earlier).talk:
        return question
    if said.talk:
        return earlier
    if not leans(said.asks):
        return said.asks
    return reworded(earlier, said.asks) or earlier


def asks_again(question: str) -> bool:
    """Whether the earlier question is asked once more: "Are you sure?", "Source?", "What else?", "And in German?"."""
    talk = utterance(question).talk
    return talk is not None and talk.aim in (Aim.DOUBT, Aim.MORE, Aim.LANGUAGE)
