"""What a message asks: nothing, small talk, or a question of one or more parts, perhaps leaning on another. Pure.

By wording alone; whether it is answered is for the scores to say.
"""

from __future__ import annotations

from index.folding import fold
from retrieval.followups import asks_of_nothing, readings_of
from retrieval.language import LANGUAGES, is_legible, question_language
from retrieval.models import Question
from retrieval.parts import parts_of, without_introduction
from retrieval.small_talk import AIMS, SmallTalk, small_talk, without_courtesies


def refusal_of(question: Question, max_characters: int) -> str | None:
    """Why a message is not even searched for, as `Answer.refusal` says it; None where it is."""
    text = question.text
    if not text.strip():
        return "empty"
    if len(text) > max_characters:
        return "too_long"
    if talk := _talk(question):
        return talk.aim.value
    if not any(map(str.isalpha, fold(text))):  # figures alone ask nothing
        return "no_words"
    if not is_legible(text):
        return "unsupported_language"
    bare = _earlier(question) is None and asks_of_nothing(text)
    return "too_short" if bare or len(text.strip()) == 1 else None


def reply_language(question: Question, refusal: str | None) -> str:
    """The one that was asked for, else that of the question, whatever is pasted before or behind it.

    `refusal` as `refusal_of` gave it.
    """
    if question.language in LANGUAGES:
        return str(question.language)
    # Behind a question "Really?" is searched for; without one, small talk would have been refused.
    may_talk = refusal in AIMS or (refusal is None and question.earlier)
    talk = small_talk(question.text) if may_talk else None
    if talk is None:
        return question_language(without_introduction(question.text))
    return talk.language or question_language(question.earlier or question.text)  # "ok" is said in any


def searches(question: Question) -> list[tuple[str, ...]]:
    """What to search for: the whole question, then each part of it; several without what is said before or behind.

    Each is one text, or two where it leans on the earlier question and no one question says both: see `readings_of`.
    """
    earlier = _earlier(question)
    whole = without_courtesies(question.text)
    parts = parts_of(whole)
    asked = without_introduction(whole) if len(parts) > 1 else whole
    return [readings_of(earlier, text) if earlier else (text,) for text in (asked, *parts)]


def _talk(question: Question) -> SmallTalk | None:
    return small_talk(question.text, follows=_earlier(question) is not None)


def _earlier(question: Question) -> str | None:
    """What `question` may lean on, without what was pasted before it; a greeting is no such thing."""
    if not question.earlier or small_talk(question.earlier):
        return None
    earlier = without_courtesies(question.earlier)
    return without_introduction(earlier) if earlier.endswith("?") else earlier
