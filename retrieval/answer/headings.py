"""What has to be quoted with a sentence: alone a heading or a question says nothing, and half a quotation not who."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.models import Article, Sentence, SentenceHit
from retrieval.answer.lists import TABLE_HEAD, announces, end_of_list
from retrieval.answer.markup import has_words, is_one_of_several, is_shown
from retrieval.answer.quotations import goes_on

_LONGEST = 80  # code points
_OF_AN_ANSWER = 3  # sentences of one that come along with their question
_ANSWER_CODE_POINTS = 400
_IN_A_ROW = 3  # a title, a chapter, a section
_ENDED = re.compile(r"[.!?…:;,。！？；，、](?:[^\w\s]|_)*$")
_MARKED = re.compile(r"#{1,6}\s")  # a heading whatever it ends with: "# Statutes of the Rowing Club Inc."
_ITEM = re.compile(r"(?:[-*+–—·•‣◦▪▫●○▶▷◆◇※]|\(?\w{1,3}[.)])\s|\|")
_REMARK = re.compile(
    r"\(.*\)|([*_])[^*_]+\1|\*\*[^*]+\*\*\s*[\w–—-].*"
)  # "(Applause)", "*as of May*", "**No spam** anywhere"
_UNDERLINE = re.compile(r"\n\s*(?:=+|-+)$")
_ASKS = re.compile(r"[?？](?:</?\w+>|[^\w\s]|_)*$")
_SPEAKS = re.compile(r"\W{0,3}[^\W\d_][\w .'’-]{0,40}:\s")  # "A: Yes", "REYES: About 1,400"
_NEAR = 20  # code points: how far marks of Markdown reach around a heading


def able_to_answer(
    hits: Sequence[SentenceHit], sentences_of: Callable[[str], Sequence[Sentence]]
) -> Sequence[SentenceHit]:
    """The hits but for lines without words, pictures and what an article is headed with, unless nothing else was found.

    Whoever names an article's subject finds its title, which says nothing of what is asked about that. A note of one
    line has none, nor has a list. `sentences_of` tells an article's sentences by its id.
    """

    def is_title(hit: SentenceHit) -> bool:
        article, sentence = hit.article, hit.sentence
        alone = sentence.number == 1 and is_heading(article.text, sentence)
        return alone and last_with(article, sentences_of(article.id), sentence.number) > sentence.number

    def is_read(hit: SentenceHit) -> bool:
        return is_shown(hit.article.text, hit.sentence.start, hit.sentence.end)

    return [one for one in hits if is_read(one) and not is_title(one)] or hits


def last_with(article: Article, sentences: Sequence[Sentence], number: int) -> int:
    """The number of the last sentence to quote with `number`, mostly itself.

    Of a heading or what ends with a colon that is the first one behind it, or the list that is announced; of a question
    that stands above its answer all of that, as far as it may be shown, else its first sentence; of a quotation the one
    that closes it. The lines of a table or a list look like headings over each other; each of them stays alone.
    """
    text, last = article.text, number
    while last < len(sentences) and last - number < _IN_A_ROW:
        if not _leads_on(text, sentences, last) and not _is_open(text, sentences[number - 1 : last + 1]):
            listed = end_of_list(text, sentences, last) if last > number else number
            return _end_of_answer(text, sentences, number, last) if listed == last else listed
        last += 1
    own = sentences[last - 1]
    ends = not (
        is_heading(text, own) or _asks(text, own) or goes_on(text[sentences[number - 1].start : own.end])
    )
    return _end_of_answer(text, sentences, number, last) if ends else number


def _end_of_answer(text: str, sentences: Sequence[Sentence], number: int, last: int) -> int:
    """Where the paragraph goes on that `last` stands in, up to where it may be shown: it answers a question above it.

    `last` where no question between it and `number` stands apart from its answer, as those of a list of them do.
    """
    asked = [at for at in range(number, last) if _asks(text, sentences[at - 1])]
    if not asked:
        return last
    question, first = sentences[asked[-1] - 1], sentences[asked[-1]]
    if question.paragraph == first.paragraph and not (_has_a_line(text, question) or _speaks(text, first)):
        return last
    for following in sentences[last : asked[-1] + _OF_AN_ANSWER]:
        goes_on = following.paragraph == first.paragraph and not _speaks(text, following)
        if not goes_on or _asks(text, following) or following.end - first.start > _ANSWER_CODE_POINTS:
            break
        last = following.number
    return last


def _is_open(text: str, sentences: Sequence[Sentence]) -> bool:
    """Whether a quotation that opens in these sentences goes on in the last of them, in the same paragraph."""
    *before, following = sentences
    same = before[-1].paragraph == following.paragraph
    return same and goes_on(text[before[0].start : before[-1].end])


def _leads_on(text: str, sentences: Sequence[Sentence], number: int) -> bool:
    own, following = sentences[number - 1 : number + 1]
    leads = is_heading(text, own) or announces(text, own, following) or asks_ahead(text, sentences, number)
    return leads or _is_scrap(text, sentences, number) or _says_before_asking(text, sentences, number)


def _is_scrap(text: str, sentences: Sequence[Sentence], number: int) -> bool:
    """Whether it is one word that answers the question before it, or says what its line is about: "Methods. We ..."."""
    own, following = sentences[number - 1 : number + 1]
    speaks = _SPEAKS.match(text, own.start, own.end)
    said = text[speaks.end() if speaks else own.start : own.end]
    if own.paragraph != following.paragraph or " " in said:
        return False
    return "\n" not in text[own.end : following.start] or (number > 1 and _asks(text, sentences[number - 2]))


def _says_before_asking(text: str, sentences: Sequence[Sentence], number: int) -> bool:
    """Whether it stands before a question in the same turn, which somebody else then answers: "You left. Why?"."""
    own, following = sentences[number - 1 : number + 1]
    asks = own.paragraph == following.paragraph and _asks(text, following) and not _speaks(text, following)
    return asks and number + 1 < len(sentences) and _speaks(text, sentences[number + 1])


def asks_ahead(text: str, sentences: Sequence[Sentence], number: int) -> bool:
    """Whether a sentence, not the last one, is a question that the next one may answer."""
    own, following = sentences[number - 1 : number + 1]
    goes_on = own.paragraph == following.paragraph or _has_a_line(text, own) or _speaks(text, following)
    return goes_on and _asks(text, own)


def _speaks(text: str, sentence: Sentence) -> bool:
    """Whether it begins with who says it: what is asked at the end of the paragraph before is asked of them."""
    return _SPEAKS.match(text, sentence.start, sentence.end) is not None


def _asks(text: str, sentence: Sentence) -> bool:
    return _ASKS.search(text[sentence.start : sentence.end]) is not None


def is_heading(text: str, sentence: Sentence) -> bool:
    """Whether a sentence of `text` has a short line to itself and does not end as a sentence does."""
    start, end = sentence.start, sentence.end
    if not is_shown(text, start, end):
        return True
    own = _UNDERLINE.sub("", text[start:end])
    if _MARKED.match(own):
        return _has_a_line(text, sentence) and not _ASKS.search(own)
    if TABLE_HEAD.fullmatch(own) or not has_words(own):
        return _has_a_line(text, sentence)
    if len(own) > _LONGEST or "\n" in own or _ENDED.search(own) or _ITEM.match(own) or _REMARK.fullmatch(own):
        return False
    return _has_a_line(text, sentence) and not is_one_of_several(text, start, end)


def _has_a_line(text: str, sentence: Sentence) -> bool:
    """Whether nothing but marks of Markdown stands beside it."""
    start, end = sentence.start, sentence.end
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    return before.rstrip(" \t")[-1:] in ("", "\n") and after.lstrip(" \t")[:1] in ("", "\n")
