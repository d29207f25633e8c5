"""A text's sentences as spans: paragraphs, then line units, then the cuts in each; long sentences bounded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from index.segmenting.blocks import Rows, is_code
from index.segmenting.boundaries import cuts
from index.segmenting.marks import INVISIBLE
from index.segmenting.paragraphs import Span, paragraph_spans, unit_spans

MAX_SENTENCE = 1000
"""Code points of the longest sentence: a Discord embed field holds 1,024, encoders read about as much, and the longest
of 1,800 sentences in the segmentation data has 663. A longer one is text without full stops (a table, a list)."""

_SHORTEST_PART = MAX_SENTENCE // 2
_SEPARATORS = (re.compile(r"[;:]\s"), re.compile(r",\s|\s[–—]\s"), re.compile(r"\s"))  # best first
_LINE_END = re.compile(r"\n")
_SEVERAL = 4  # lines
_SMALL_AT_MOST = 0.1  # of the lines begin small: of wrapped German a third does, of English most
_COMBINES = re.compile(rf"[{INVISIBLE}\U0001f3fb-\U0001f3ff]")
_WORD = re.compile(r"\w")


def sentence_spans(text: str, language: str) -> list[Span]:
    """The sentences of `text` as half-open spans of code points, in order.

    Every character but white space lies in exactly one span; no span begins or ends with white space or is longer than
    `MAX_SENTENCE`. `language` is an ISO 639-1 code; a language without rules of its own gets the general ones.
    The same text always gives the same spans, in time linear in its length.
    """
    return [span for paragraph in paragraph_sentences(text, language) for span in paragraph]


def paragraph_sentences(text: str, language: str) -> list[list[Span]]:
    """The same spans, one list for each paragraph; no list is empty."""
    found = []
    for paragraph in paragraph_spans(text):
        pieces = _with_words(text, _pieces(text, paragraph, language))
        found.append([part for start, end in pieces for part in _bounded(text, start, end)])
    return found


def _pieces(text: str, paragraph: Span, language: str) -> Iterator[Span]:
    """The paragraph cut at every sentence end, without white space around the pieces."""
    code, rows = is_code(text, *paragraph), Rows(text, *paragraph)
    for start, end in [paragraph] if code else unit_spans(text, paragraph):
        inner = [] if code or rows.has(start, end) else cuts(text[start:end], language)
        edges = [start, *(start + cut for cut in inner), end]
        for left, right in pairwise(edges):
            piece = _stripped(text, left, right)
            if piece[0] < piece[1]:
                yield piece


def _with_words(text: str, pieces: Iterable[Span]) -> list[Span]:
    """The pieces, those without a letter or digit joined to the one before (the first: to the one after)."""
    found: list[Span] = []
    joins = False  # whether the last one found still waits for a word
    for start, end in pieces:
        worded = _WORD.search(text, start, end) is not None
        if found and (joins or not worded):
            found[-1] = (found[-1][0], end)
            joins = joins and not worded
        else:
            found.append((start, end))
            joins = not worded
    return found


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentence itself, or parts of at most `MAX_SENTENCE`: after a semicolon, else a comma, else a blank.

    Of code, a list or a table without stops, each part is whole lines.
    """
    long = end - start > MAX_SENTENCE
    separators = (_LINE_END, *_SEPARATORS) if long and _is_lines(text, start, end) else _SEPARATORS
    while end - start > MAX_SENTENCE:
        cut = _best_cut(text, start, separators)
        yield _stripped(text, start, cut)
        start = _stripped(text, cut, end)[0]
    yield start, end


def _is_lines(text: str, start: int, end: int) -> bool:
    """Whether these are lines, not a wrapped sentence: nearly all of them begin with no small letter."""
    if is_code(text, start, end):
        return True
    first = [line.strip()[:1] for line in text[start : start + MAX_SENTENCE].splitlines()]
    return len(first) >= _SEVERAL and sum(map(str.islower, first)) <= _SMALL_AT_MOST * len(first)


def _best_cut(text: str, start: int, separators: Sequence[re.Pattern[str]]) -> int:
    lowest, highest = start + _SHORTEST_PART, start + MAX_SENTENCE
    for separator in separators:
        found = [match.end() for match in separator.finditer(text, lowest, highest)]
        if found:
            return found[-1]
    cut = highest  # one word longer than a sentence may be: not before a mark that combines with its letter
    while cut > lowest and (
        _COMBINES.match(text, cut) or unicodedata.combining(text[cut]) or text[cut - 1] == "\u200d"
    ):
        cut -= 1
    return cut


def _stripped(text: str, start: int, end: int) -> Span:
    # By index: a copy for each part of a sentence of megabytes would take quadratic time.
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
