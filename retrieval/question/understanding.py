"""What a message asks: nothing, small talk, or a question of one or more parts, perhaps leaning on another. Pure.

By wording alone; whether it is answered is for the scores to say.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.folding import fold
from retrieval.models import Question
from retrieval.question.followups import asks_again, asks_of_nothing, readings_of
from retrieval.question.language import FALLBACK, LANGUAGES, is_legible, likeliest_language, question_language
from retrieval.question.parts import parts_of, without_introduction
from retrieval.question.small_talk import ABOUT_A_QUESTION, Aim, SmallTalk
from retrieval.question.utterance import utterance
from retrieval.question.wording import ADDRESS


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a message asks, and in which language the reply is.

    What to search for is the whole question, then each part of it; several without what is said before or behind.
    Each is one text, or two where it leans on the earlier question and no one question says both: see `readings_of`.
    """

    language: str
    refusal: str | None  # why it is not even searched for, as `Answer.refusal` says it; None where it is
    searches: tuple[tuple[str, ...], ...] = ()  # nothing where it is refused
    guessed: bool = False  # whether the language is but the likelier of two: what is found then tells
    more: bool = False  # what else was found, besides what the earlier question was answered with


def understand(question: Question, max_characters: int) -> Understanding:
    """Reads a message of at most so many characters; a longer one is refused unread."""
    text = question.text
    if not text.strip():
        return Understanding(_language(question, None)[0], "empty")
    if len(text) > max_characters:
        return Understanding(_language(question, None)[0], "too_long")
    said, earlier = utterance(text), _earlier(question)
    refusal = _refusal(text, said.talk, earlier)
    if refusal:
        searches: tuple[tuple[str, ...], ...] = ()
    elif question.earlier and earlier and asks_again(text):
        searches = _searches(utterance(question.earlier).asks, None)  # of as many parts as it was
    else:
        searches = _searches(said.asks, earlier)
    language, told = _language(question, said.talk)
    more = bool(searches and said.talk and said.talk.aim is Aim.MORE)
    return Understanding(language, refusal, searches, guessed=not told, more=more)


def _refusal(text: str, talk: SmallTalk | None, earlier: str | None) -> str | None:
    if talk and not (earlier and talk.aim in ABOUT_A_QUESTION):
        return "too_short" if talk.aim is Aim.MORE else talk.aim.value
    if not any(map(str.isalnum if earlier else str.isalpha, fold(text))):  # figures alone ask nothing
        return "no_words"
    if not is_legible(text):
        return "unsupported_language"
    bare = earlier is None and asks_of_nothing(text)
    return "too_short" if bare or len(text.strip()) == 1 else None


def _language(question: Question, talk: SmallTalk | None) -> tuple[str, bool]:
    """The one that was asked for, else that of the question, whatever is pasted before or behind it.

    And whether that is more than a guess.
    """
    if talk and talk.aim is Aim.LANGUAGE:
        return talk.language or FALLBACK, True
    if question.language in LANGUAGES:
        return str(question.language), True
    before = question_language(question.earlier) if question.earlier else None
    if talk:
        return talk.language or before or FALLBACK, True  # "ok" is said in any
    language, told = likeliest_language(without_introduction(ADDRESS.sub(" ", question.text)))
    return (language, told) if told or before is None else (before, True)


def _searches(asks: str, earlier: str | None) -> tuple[tuple[str, ...], ...]:
    parts = parts_of(asks)
    whole = without_introduction(asks) if len(parts) > 1 else asks
    return tuple(readings_of(earlier, text) if earlier else (text,) for text in (whole, *parts))


def _earlier(question: Question) -> str | None:
    """What `question` may lean on, without what was pasted before it; a greeting is no such thing."""
    said = utterance(question.earlier) if question.earlier else None
    if said is None or said.talk:
        return None
    return without_introduction(said.asks) if said.asks.endswith("?") else said.asks
