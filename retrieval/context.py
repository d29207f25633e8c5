"""Whether a quote needs the sentence before it to be understood. Pure; by wording alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.models import Article, Sentence
from retrieval.models import Context
from retrieval.wording import PERSONS, THINGS, is_function_word, is_korean_reference, listed, words

_BEGINNING = 4  # words; a reference further on mostly points into its own sentence
_IDLE = frozenset(("es", "there", "da", "ihr"))
"""Words that begin many a sentence without pointing anywhere: "Es regnet", "Da er kam", "Ihr Ziel ..."."""
_TIES = listed(
    "zuvor hierzu hierbei hierfür hier damals seitdem seither he's meanwhile здесь "
    "이 이에 이어 이날 이와 이때 이곳은 이곳에는 이곳에서 이곳에서는 또한"
)
"""Words that begin a sentence which goes on with the one before, and mean little in a question."""
_OTHERS = listed("er sie ihn ihm ihnen him them он она они ему им него нему ним нём неё ней них ними")
"""Persons who are not the one that the same clause names: "Kim traf ihn", "Betrieben wird sie"; not "Kim and his"."""
_OF_HER = re.compile(
    r"(?:\w+ ){0,3}(?i:an|auf|aus|bei|in|mit|neben|über|unter|von|vor|zu|zwischen) ihr (?=[a-zäöü])"
)
"""Not "in ihr Haus": what begins with a capital is hers."""
_SAID_HE = re.compile(
    r"\b(?:sagte|erklärte|betonte|meinte|so) (?:er|sie)\b"
    r"|\b(?:he|she|they) (?:said|added|stressed)\b|\b(?:said|added) (?:he|she|they)\b"
    r"|\b(?:сказала?|заявила?|подчеркнула?|отметила?|добавила?) (?:он|она)\b",
    re.IGNORECASE,
)


def context_of(article: Article, sentences: Sequence[Sentence], first: int) -> Context | None:
    """The sentence before number `first` of the article's `sentences`, where that one leans on it; else None."""
    if first == 1 or not needs_context(article.text[sentences[first - 1].start : sentences[first - 1].end]):
        return None
    before = sentences[first - 2]
    return Context(
        quote=article.text[before.start : before.end],
        sentences=(before.number, before.number),
        start=before.start,
        end=before.end,
    )


def needs_context(sentence: str) -> bool:
    """Whether a sentence begins with a word that stands for something before it, or tells who spoke by "he" alone."""
    found = words(sentence)
    in_clause = len(words(sentence.partition(",")[0]))
    for at, word in enumerate(found[:_BEGINNING]):
        lower = word.lower()
        if lower in _TIES or is_korean_reference(word):
            return True
        somebody = any(one[0].isupper() and not is_function_word(one) for one in found[:at])
        if lower in _OTHERS and at < in_clause:
            return True
        if lower in PERSONS and lower not in _IDLE and not somebody:
            return True
        # "The fact that ..." points at nothing; "That ..." does.
        if lower in THINGS and lower not in _IDLE and (at == 0 or lower != "that"):
            return True
    named_first = bool(found) and not is_function_word(found[0])
    said_he = not named_first and _SAID_HE.search(sentence) is not None
    return said_he or _OF_HER.match(sentence) is not None
