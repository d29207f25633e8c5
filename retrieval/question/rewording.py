"""An earlier question with the one thing changed that a later one asks otherwise, or of somebody else. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.question.openers import HANGUL, KOREAN_TOPIC, OPENS, asked_for, has_opener
from retrieval.question.wording import (
    ASKED,
    ASKED_IN_KOREAN,
    BEFORE_NOUNS,
    NO_NAME,
    OPENERS,
    PERSONS,
    RELATIONS,
    WORD,
    content_words,
    is_function_word,
    listed,
    refers_back,
    words,
)

ASKS = re.compile(f"{ASKED}|{ASKED_IN_KOREAN}", re.IGNORECASE)
"""A question word that another can stand for."""
BESIDE = listed("genau denn eigentlich exactly tho though именно же 요 이에요 예요 인가요 정확히")
"""What may stand beside a lone question word."""
_WAS_IT = listed(
    "war wars ist das es dies gewesen passiert passierte geschah geschehen was is it that this did happen happened "
    "это было был была произошло случилось"
)
"""What stands for all that the earlier question says: "When was that?"."""
_OF_A_PART = listed("wer who кто 누가 wie how как 어떻게")  # "Who was that?" asks for somebody in it
_WHOLE_WORD = re.compile(rf"(?<![\w'’-])(?:{ASKED}|{ASKED_IN_KOREAN})(?![\w'’-])", re.IGNORECASE)
_KOREAN_PARTICLE = re.compile(r"[은는이가](?=\s)")
_KOREAN_PLACE_OR_PARTNER = ("에", "에서", "에게", "한테", "와", "과", "으로", "부터", "까지")
_OF_ANOTHER_SENTENCE = listed("warum wozu why почему зачем 왜 wie how как 어떻게")
"""Asked behind another question, these repeat its answer: where somebody met is not said with why."""
_OF_WHAT_FOLLOWS = ("wie viele", "wie viel", "how many", "how much")
_OF_THE_NEXT_WORD_PERHAPS = ("wie", "how", "как")  # "wie alt", "how far", "как зовут"
_AND = listed("und sowie and и")


def reworded(earlier: str, question: str) -> str | None:
    """`earlier` with what `question` changes in it, where it is that simple."""
    return _asked_otherwise(earlier, question) or _swapped(earlier, question)


def _asked_otherwise(earlier: str, question: str) -> str | None:
    """`earlier` asked for something else ("And when?", "Wie lange?"); None where it is not that."""
    asks = list(ASKS.finditer(question))
    asked = _asked_first(earlier)
    if len(asks) != 1 or asked is None or not _asks_alone(question):
        return None
    word = asks[0][0].lower()
    if word in _OF_WHAT_FOLLOWS or word in _OF_ANOTHER_SENTENCE:
        return None
    word = word.capitalize() if asked[0][0].isupper() else word
    return earlier[: asked.start()] + word + earlier[asked.end() :]


def _asked_first(text: str) -> re.Match[str] | None:
    """The one question word that a question begins with, in Korean wherever; None for "who" in "the man who ..."."""
    found = list(ASKS.finditer(text))
    asked = _WHOLE_WORD.match(text, found[0].start()) if len(found) == 1 else None
    if asked is None or asked[0].lower() in (*_OF_WHAT_FOLLOWS, *_OF_THE_NEXT_WORD_PERHAPS):
        return None
    is_first = all(word.lower() in OPENERS for word in words(text[: asked.start()]))
    return asked if is_first or HANGUL.fullmatch(asked[0]) else None


def _asks_alone(question: str) -> bool:
    """Whether it is but a question word, perhaps tied to what came before: "Und wann war das?", "언제요?"."""
    rest = words(ASKS.sub(" ", question, count=1))
    known = OPENERS | BESIDE
    if asked_for(question).isdisjoint(_OF_A_PART):
        known |= _WAS_IT
        rest = [one for one in rest if not (HANGUL.fullmatch(one) and is_function_word(one))]
    return all(one.lower() in known for one in rest)


def _swapped(earlier: str, question: str) -> str | None:
    """`earlier` asked of somebody else ("And Kim?", "What does Kim think of that?"); None where it is not that."""
    question = OPENS.sub("and", question)
    names = _names(question)
    old = _first_name(earlier)
    if len(names) != 1 or old is None or old[0] == names[0]:
        return None
    if not _is_subject(names[0], question):
        return None
    if asked_for(question):
        alike = refers_back(question) and not asked_for(question).isdisjoint(asked_for(earlier))
    else:
        alike = has_opener(question) and len(names[0].split()) == len(content_words(question))
    if not alike:
        return None
    return earlier[: old.start()] + names[0] + _with_its_particle(names[0], earlier[old.end() :])


def _first_name(text: str) -> re.Match[str] | None:
    """Who acts or speaks first, without a particle; None without one, or where that is but part of a name or pair."""
    found = list(WORD.finditer(text))
    written = [at for at, word in enumerate(found) if not is_function_word(word[0]) and _bare(word[0])]
    if written[1:] and written[0] == 0 and not HANGUL.search(text):
        written = written[1:]  # the verb that a German or Russian question may begin with
    acting = [at for at in written if at == 0 or found[at - 1][0].lower() not in BEFORE_NOUNS]
    names = [at for at in acting if not NO_NAME.fullmatch(found[at][0])]
    if not names or names[0] + 1 in written or _is_named_on(found, names[0]) or _is_of_two(found, names[0]):
        return None
    return re.compile(re.escape(str(_bare(found[names[0]][0])))).match(text, found[names[0]].start())


def _is_named_on(found: Sequence[re.Match[str]], at: int) -> bool:
    """Whether a Korean name goes on from the word before it: "마리 퀴리는"."""
    before = found[at - 1][0] if at and HANGUL.search(found[at][0]) else ""
    return HANGUL.search(before) is not None and not is_function_word(before)


def _is_of_two(found: Sequence[re.Match[str]], at: int) -> bool:
    """Whether a second name is joined: of "Kim and Putin" nobody can tell whose place another takes."""
    following = [word[0] for word in found[at + 1 : at + 3]]
    return len(following) > 1 and following[0].lower() in _AND and following[1][0].isupper()


def _is_subject(name: str, question: str) -> bool:
    """Whether `question` names who acts or speaks, and nobody beside: not "in Hanoi", nor "what did he say to Kim"."""
    lower = [word.lower() for word in words(question)]
    at = next(at for at, word in enumerate(lower) if word.startswith(name.split(" ", 1)[0].lower()))
    return lower[max(at - 1, 0)] not in BEFORE_NOUNS and PERSONS.isdisjoint(lower)


def _names(question: str) -> list[str]:
    """The topics that are written like names, those next to each other as one; none where one of them is not."""
    topics = [word for word in content_words(question) if word.lower() not in RELATIONS]
    names = [name for name in map(_bare, topics) if name is not None and not NO_NAME.fullmatch(name)]
    if len(names) == len(topics) > 1 and " ".join(topics) in question:
        return [" ".join((*topics[:-1], names[-1]))]
    return names


def _bare(word: str) -> str | None:
    """A name without its Korean particle; None for what is not written like one."""
    if found := KOREAN_TOPIC.fullmatch(word):
        return None if found[1].endswith(_KOREAN_PLACE_OR_PARTNER) else found[1]
    return word if word[0].isupper() else None


def _with_its_particle(name: str, rest: str) -> str:
    """What stood behind another name, its Korean particle as it is written behind this one."""
    found = _KOREAN_PARTICLE.match(rest)
    if found is None or not HANGUL.fullmatch(name[-1]):
        return rest
    ends_with_vowel = (ord(name[-1]) - ord("가")) % 28 == 0
    return next(both for both in ("은는", "이가") if found[0] in both)[ends_with_vowel] + rest[1:]
