"""Whether a question leans on the one before, and how both are read together. Pure; by wording alone.

Confidence is no judge of it: read together with an answered question, one about something else seems answered too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.small_talk import small_talk, without_courtesies
from retrieval.wording import (
    ASKED,
    ASKED_IN_KOREAN,
    ASKS_IN_KOREAN,
    BEFORE_NOUNS,
    OPENERS,
    PERSONS,
    QUESTION_WORDS,
    RELATIONS,
    WORD,
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
_FEW_IN_FRAGMENT = 3  # "Kim Jong Un"
_ASKED = re.compile(f"{ASKED}|{ASKED_IN_KOREAN}", re.IGNORECASE)
_WHOLE_WORD = re.compile(rf"(?<![\w'’-])(?:{ASKED}|{ASKED_IN_KOREAN})(?![\w'’-])", re.IGNORECASE)
_OPENS = re.compile(r"(?:what|how) about|was ist mit|wie (?:ist|steht|sieht) es (?:mit|bei)", re.IGNORECASE)
"""One question more about somebody or something else, mostly, as "and" is."""
_OPENS_WITH_A_CASE = re.compile("(?:как|что) нас(?:чё|че)т", re.IGNORECASE)  # whose name is no subject
_KOREAN_TOPIC = re.compile(r"(?=\S{3})(\d*[가-힣]+)(은|는|이|가)(요)?")
_KOREAN_PARTICLE = re.compile(r"[은는이가](?=\s)")
_KOREAN_PLACE_OR_PARTNER = ("에", "에서", "에게", "한테", "와", "과", "으로", "부터", "까지")
_OF_WHAT_FOLLOWS = ("wie viele", "wie viel", "how many", "how much")
_OF_THE_NEXT_WORD_PERHAPS = ("wie", "how", "как")  # "wie alt", "how far", "как зовут"
_KOREAN = re.compile("[가-힣]+")
_NO_NAME = re.compile(r".+(?:ung|heit|keit|schaft|tion|tät)(?:en)?")  # German nouns have a capital, too
_BESIDE = listed("genau denn eigentlich exactly tho though именно же 요 이에요 예요 인가요 정확히")
"""What may stand beside a lone question word."""


def leans(question: str) -> bool:
    """Whether `question` cannot be understood without the one before it.

    It names no topic of its own, or few and refers to something that it does not name. Small talk leans too, so that
    what is asked next still has the topic from before it.
    """
    if small_talk(question):
        return True
    question = without_courtesies(question)
    topics = content_words(question)
    if all(topic.lower() in RELATIONS for topic in topics):
        return True
    if refers_back(question):
        return len(topics) <= _FEW_AFTER_REFERENCE
    if topics == words(question)[-1:] and ASKS_IN_KOREAN.search(question):
        return True  # "언제 죽었나요?": Korean names nobody twice
    return _has_opener(question) and (len(topics) <= _FEW_AFTER_OPENER or _is_fragment(question))


def asks_of_nothing(question: str) -> bool:
    """Whether it is but question words, which alone ask nothing of anything: "Wann?", "누가요?"; not "Und wann?"."""
    if not _asked(question) or words(question)[0].lower() in OPENERS:
        return False
    known = QUESTION_WORDS | OPENERS | _BESIDE
    rest = words(_ASKED.sub(" ", question))
    return all(one.lower() in known or (is_function_word(one) and ASKS_IN_KOREAN.match(one)) for one in rest)


def taken_along(earlier: str | None, question: str) -> str | None:
    """What `question` is read together with; None where it stands alone, or behind small talk."""
    return earlier if earlier and not small_talk(earlier) and leans(question) else None


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

    Small talk in between changes no topic, and is none.
    """
    if small_talk(earlier):
        return question
    if small_talk(question):
        return earlier
    question = without_courtesies(question)
    if not leans(question):
        return question
    return _whole(earlier, question) or earlier


def _whole(earlier: str, question: str) -> str | None:
    """`earlier` with what `question` changes in it, where it is that simple."""
    return _asked_otherwise(earlier, question) or _swapped(earlier, question)


def _asked_otherwise(earlier: str, question: str) -> str | None:
    """`earlier` asked for something else ("And when?", "Wie lange?"); None where it is not that."""
    asks = list(_ASKED.finditer(question))
    asked = _asked_first(earlier)
    if len(asks) != 1 or asked is None or not _asks_alone(question) or asks[0][0].lower() in _OF_WHAT_FOLLOWS:
        return None
    word = asks[0][0].lower()
    word = word.capitalize() if asked[0][0].isupper() else word
    return earlier[: asked.start()] + word + earlier[asked.end() :]


def _asked_first(text: str) -> re.Match[str] | None:
    """The one question word that a question begins with, in Korean wherever; None for "who" in "the man who ..."."""
    found = list(_ASKED.finditer(text))
    asked = _WHOLE_WORD.match(text, found[0].start()) if len(found) == 1 else None
    if asked is None or asked[0].lower() in (*_OF_WHAT_FOLLOWS, *_OF_THE_NEXT_WORD_PERHAPS):
        return None
    is_first = all(word.lower() in OPENERS for word in words(text[: asked.start()]))
    return asked if is_first or _KOREAN.fullmatch(asked[0]) else None


def _asks_alone(question: str) -> bool:
    """Whether it is but a question word, perhaps tied to what came before: "Und wann genau?", "언제요?"."""
    rest = words(_ASKED.sub(" ", question, count=1))
    return all(one.lower() in OPENERS or one.lower() in _BESIDE for one in rest)


def _swapped(earlier: str, question: str) -> str | None:
    """`earlier` asked of somebody else ("And Kim?", "What does Kim think of that?"); None where it is not that."""
    question = _OPENS.sub("and", question)
    names = _names(question)
    old = _first_name(earlier)
    if len(names) != 1 or old is None or old[0] == names[0]:
        return None
    if not _is_subject(names[0], question):
        return None
    if _asked(question):
        alike = refers_back(question) and not _asked(question).isdisjoint(_asked(earlier))
    else:
        alike = _has_opener(question) and len(names[0].split()) == len(content_words(question))
    if not alike:
        return None
    return earlier[: old.start()] + names[0] + _with_its_particle(names[0], earlier[old.end() :])


def _first_name(text: str) -> re.Match[str] | None:
    """Who acts or speaks first, without a particle; None without one, or where that is but part of a longer name."""
    found = list(WORD.finditer(text))
    written = [at for at, word in enumerate(found) if not is_function_word(word[0]) and _bare(word[0])]
    if written[1:] and written[0] == 0 and not _KOREAN.search(text):
        written = written[1:]  # the verb that a German or Russian question may begin with
    names = [at for at in written if at == 0 or found[at - 1][0].lower() not in BEFORE_NOUNS]
    if not names or names[0] + 1 in written or _is_named_on(found, names[0]):
        return None
    return re.compile(re.escape(str(_bare(found[names[0]][0])))).match(text, found[names[0]].start())


def _is_named_on(found: Sequence[re.Match[str]], at: int) -> bool:
    """Whether a Korean name goes on from the word before it: "마리 퀴리는"."""
    before = found[at - 1][0] if at and _KOREAN.search(found[at][0]) else ""
    return _KOREAN.search(before) is not None and not is_function_word(before)


def _is_subject(name: str, question: str) -> bool:
    """Whether `question` names who acts or speaks, and nobody beside: not "in Hanoi", nor "what did he say to Kim"."""
    lower = [word.lower() for word in words(question)]
    at = next(at for at, word in enumerate(lower) if word.startswith(name.split(" ", 1)[0].lower()))
    return lower[max(at - 1, 0)] not in BEFORE_NOUNS and PERSONS.isdisjoint(lower)


def _names(question: str) -> list[str]:
    """The topics that are written like names, those next to each other as one; none where one of them is not."""
    topics = [word for word in content_words(question) if word.lower() not in RELATIONS]
    names = [name for name in map(_bare, topics) if name is not None]
    if len(names) == len(topics) > 1 and " ".join(topics) in question:
        return [" ".join((*topics[:-1], names[-1]))]
    return names


def _asked(question: str) -> frozenset[str]:
    lower = (word.lower() for word in words(question))
    return QUESTION_WORDS.intersection(lower).union(ASKS_IN_KOREAN.findall(question))


def _is_fragment(question: str) -> bool:
    """Whether but a few names or nouns follow an opener: "And Kim Jong Un?", "Und die Lockerung der Sanktionen?"."""
    rest = words(_OPENS.sub(" ", question))
    topics = content_words(" ".join(rest))
    if not topics or len(topics) > _FEW_IN_FRAGMENT or _asked(" ".join(rest)):
        return False
    if _KOREAN.search(question):
        return _ends_with_topic(rest)
    beside = {word.lower() for word in rest if word not in topics}
    verb_first = topics[0].islower() and not " ".join(topics).islower()
    return beside <= BEFORE_NOUNS | OPENERS and not verb_first


def _ends_with_topic(found: Sequence[str]) -> bool:
    last = _KOREAN_TOPIC.fullmatch(found[-1]) if found else None
    return last is not None and last[2] in "은는"


def _has_opener(question: str) -> bool:
    """Whether it begins with "and", or in Korean ends with the particle that says "and what of"."""
    found = words(question)
    polite = bool(found) and found[-1].endswith("요")  # a lone name needs no politeness to be a question
    lone = _ends_with_topic(found) and (len(found) == 1 or polite)
    tied = next(iter(found), "").lower() in OPENERS
    return lone or tied or any(opens.match(question) for opens in (_OPENS, _OPENS_WITH_A_CASE))


def _bare(word: str) -> str | None:
    """A name without its Korean particle; None for what is not written like one."""
    if found := _KOREAN_TOPIC.fullmatch(word):
        return None if found[1].endswith(_KOREAN_PLACE_OR_PARTNER) else found[1]
    return word if word[0].isupper() and not _NO_NAME.fullmatch(word) else None


def _with_its_particle(name: str, rest: str) -> str:
    """What stood behind another name, its Korean particle as it is written behind this one."""
    found = _KOREAN_PARTICLE.match(rest)
    if found is None or not _KOREAN.fullmatch(name[-1]):
        return rest
    ends_with_vowel = (ord(name[-1]) - ord("가")) % 28 == 0
    return next(both for both in ("은는", "이가") if found[0] in both)[ends_with_vowel] + rest[1:]
