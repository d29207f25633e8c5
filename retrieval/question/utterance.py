"""What somebody says: small talk, or a question with courtesies around it. Pure; by wording alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.question.courtesies import EMOJI, without_courtesies
from retrieval.question.small_talk import Aim, SmallTalk, language_named, recognised
from retrieval.question.topics import topic_of

_ASKED = re.compile(r"[?？]")


@dataclass(frozen=True, slots=True)
class Utterance:
    """One message, as if nothing stood before it."""

    talk: SmallTalk | None  # None: it asks for sentences
    asks: str  # besides courtesies and "tell me about"


def utterance(message: str) -> Utterance:
    """Tells small talk from a question, and the question from what is said beside it."""
    if message.strip() and not EMOJI.sub("", message).strip():
        return Utterance(SmallTalk(Aim.REMARK, None), message)
    bare = without_courtesies(message)
    # Most messages are but what they ask: those are looked up once.
    talk = next(filter(None, map(recognised, dict.fromkeys((message, bare)))), None)
    if talk is None:
        return Utterance(None, topic_of(bare))
    if talk.aim is Aim.REMARK and _ASKED.search(message):  # "Right?"
        talk = SmallTalk(Aim.DOUBT, talk.language)
    if talk.aim is Aim.LANGUAGE:
        talk = SmallTalk(Aim.LANGUAGE, language_named(message))
    return Utterance(talk, bare)
