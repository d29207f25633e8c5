"""Whether a quote needs the sentence before it to be understood. Pure; by wording and layout alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.models import Article, Sentence
from retrieval.answer.headings import asks_ahead, is_heading
from retrieval.answer.lists import TABLE_HEAD, above_list, announces
from retrieval.answer.quotations import went_on
from retrieval.models import Context
from retrieval.question.question_type import QuestionType
from retrieval.question.wording import PERSONS, THINGS, is_function_word, is_korean_reference, listed, words
from retrieval.ranking.answer_kinds import spans

_HEADINGS = 2  # over a list: a version and what changed in it
_BEGINNING = 4  # words; a reference further on mostly points into its own sentence
_NO_SUBJECT = re.compile(
    r"(?!.*(?<!에)(?<!에서)(?<!으로)(?<!라고)(?<!말로)(?:은|는|이|가|께서|도|들)[\s,]).*[가-힣]다[.\"”’]*$"
)
"""Korean leaves out who was named before."""
_IDLE = frozenset(("es", "there", "da", "ihr"))
"""Words that begin many a sentence without pointing anywhere: "Es regnet", "Da er kam", "Ihr Ziel ..."."""
_POLITE = re.compile(r"(?<=[^\W\d_]) (?:Sie|Ihnen|Ihre?[mnr]?)\b")
"""Within a sentence a capital addresses the reader: "Füllen Sie den Tank"."""
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
_OF_TWO_NAMED = re.compile(r"\b[Bb]oth (?=(?:the |an? )?[\w'’-]+(?: [\w'’-]+)? and\b)")
"""The "both" of "both Kim and Putin", which points nowhere."""
_SAID_HE = re.compile(
    r"\b(?:sagte|erklärte|betonte|meinte|so) (?:er|sie)\b"
    r"|\b(?:he|she|they) (?:said|added|stressed)\b|\b(?:said|added) (?:he|she|they)\b"
    r"|\b(?:сказала?|заявила?|подчеркнула?|отметила?|добавила?) (?:он|она)\b",
    re.IGNORECASE,
)


def context_of(article: Article, sentences: Sequence[Sentence], first: int) -> Context | None:
    """The sentence before number `first` of the article's `sentences`, where that one leans on it; else None.

    Of an item of a list or a row of a table that is what the list is headed with, or the table's head. Elsewhere a
    chapter's heading stands between them; of all headings only the title, which is the first, tells who or what.
    """
    above = above_list(article.text, sentences, first)
    if above is not None and (heads := _heads_list(article, sentences, above)):
        return heads
    at = first - 2
    while at > 0 and is_heading(article.text, sentences[at]):
        at -= 1
    if at < 0:
        return None
    own = sentences[first - 1]
    quoted = _undated(article.quote(own), article.language)
    if not (needs_context(quoted) or went_on(quoted) or asks_ahead(article.text, sentences, first - 1)):
        return None
    return _context(article, sentences, at + 1, at + 1)


def _heads_list(article: Article, sentences: Sequence[Sentence], above: int) -> Context | None:
    """Sentence `above` where it announces the list or table below it, with the headings right above a heading."""
    text, first = article.text, above
    own, following = sentences[above - 1 : above + 1]
    if is_heading(text, own):
        while first > 1 and above - first < _HEADINGS - 1 and is_heading(text, sentences[first - 2]):
            first -= 1
    elif not announces(text, own, following):
        return None
    return _context(article, sentences, first, above)


def _context(article: Article, sentences: Sequence[Sentence], first: int, last: int) -> Context:
    start, head, end = sentences[first - 1].start, sentences[last - 1].start, sentences[last - 1].end
    if TABLE_HEAD.fullmatch(article.text, head, end):  # without the rule below it, which nobody reads
        end = article.text.index("\n", head)
    return Context(quote=article.text[start:end], sentences=(first, last), start=start, end=end)


def needs_context(sentence: str) -> bool:
    """Whether a sentence begins with a word that stands for something before it, or tells who spoke by "he" alone."""
    sentence = _POLITE.sub("", _OF_TWO_NAMED.sub("", sentence))
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
    return said_he or any(leans.match(sentence) for leans in (_OF_HER, _NO_SUBJECT))


def _undated(sentence: str, language: str) -> str:
    """Without dates, behind which the beginning goes on: "Am 13. Juli 1938 floh sie", "1906 wurde sie"."""
    for start, end in reversed(spans(sentence, QuestionType.WHEN, language)):
        sentence = sentence[:start] + sentence[end:]
    return sentence
