"""One line unit and what the rules ask of it: its stops, its pairs of marks, its words, the library's opinion.

The library (sentencex) is asked about a copy of the same length in which quotation marks, brackets and line breaks are
blanks, because it never ends a sentence inside a pair of them, and digits after a stop are letters, because it never
ends one before a digit: its part is to know whether the word before the stop is an abbreviation.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import sentencex

from index.segmenting import words
from index.segmenting.marks import BLANK, INVISIBLE, MARKS, QUOTES, STOP, closing_end, pairs

NEAR = 60
"""Code points: how far a rule looks; no word that decides is longer."""

_BRACKETS = "([{"
_INSERTION = 300  # code points: what is longer may be two brackets that do not belong together

_GAP = re.compile(rf"{BLANK}*")
_LEAD = re.compile(rf"(?:{BLANK}|[*_¿¡{re.escape(MARKS)}])*")
_HIDDEN = re.compile(rf"[{INVISIBLE}]")
_WORD_BREAK = re.compile(rf"[\s{QUOTES}]")
_WORD = re.compile(r"[^\W\d_](?:[\w\u0300-\u036f\u00ad'’-]*\w)?")

_APOSTROPHE = re.compile(r"(?<=\w)['’`](?=\w)")
_DIGIT_AFTER_STOP = re.compile(r"([.!?…]\s+)\d")
_BLANKED = re.compile(rf"[\s`{re.escape(MARKS)}]")
_INNER_BLANK = re.compile(r"\w ")  # behind a word, so that no stop is parted from what follows it
_WINDOW = 4000  # code points, more than any paragraph of prose


@dataclass(frozen=True, slots=True)
class Stop:
    """A candidate for the end of a sentence: `mark` at `[start, stop)`, its closing marks up to `end`."""

    start: int
    stop: int
    end: int
    after: int  # where the blanks after `end` end
    mark: str  # without invisible characters
    spaced: bool  # whether a blank that can be seen, or a zero-width space, follows


class Unit:
    """A paragraph, or a line of one, in one language."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.language = language
        self.opened = dict(pairs(text))  # closing mark -> its opening mark
        self._insertions = _insertions(text, self.opened)
        self.library = _library_stops(text, language)

    def stops(self) -> Iterator[Stop]:
        """The candidates, in order, but for one that ends the unit."""
        position = 0
        while found := STOP.search(self.text, position):
            position = closing_end(self.text, found.end(), self.opened)
            gap = _GAP.match(self.text, position)
            after = gap.end() if gap else position
            if after == len(self.text):
                return
            spaced = any(blank.isspace() or blank == "\u200b" for blank in self.text[position:after])
            yield Stop(found.start(), found.end(), position, after, _plain(found[0]), spaced)

    def is_inserted(self, stop: Stop) -> bool:
        """Whether a stop stands in brackets within a sentence that go on behind it: "(lit. Hell)", "[Anm. 1]"."""
        at = bisect_right(self._insertions, (stop.start,)) - 1
        return at >= 0 and stop.end <= self._insertions[at][1]

    def is_in(self, table: dict[str, frozenset[str]], word: str) -> bool:
        """Whether the unit's language lists `word`."""
        return word.lower() in table.get(self.language, ())

    def word_before(self, position: int) -> str:
        """The characters before `position` back to a blank or a mark, composed, no invisible ones, no bold type."""
        return _plain(_WORD_BREAK.split(self.text[max(0, position - NEAR) : position])[-1]).lstrip("*_")

    def before_word(self, position: int, word: str) -> str:
        """What stands before `word`, which ends at `position`: a word, or the mark that opens `word`; "" if nothing."""
        near = _plain(self.text[max(0, position - NEAR) : position])
        near = near[: len(near) - len(word)]
        return near[-1] if near and near[-1] in MARKS else (near.split() or [""])[-1]

    def lead_end(self, position: int) -> int:
        """Where the blanks and opening marks from `position` on end."""
        found = _LEAD.match(self.text, position, position + NEAR)
        return found.end() if found else position

    def word_after(self, position: int) -> str:
        """The word that begins at `position` or after the blanks and opening marks there; "" if none does."""
        start = self.lead_end(position)
        found = _WORD.match(self.text, start, start + NEAR)
        return _plain(found[0]) if found else ""

    def starts(self, position: int) -> bool:
        """Whether a function word that begins sentences stands at `position`; an initial ("В.") is none."""
        word = self.word_after(position)
        after = self.lead_end(position) + len(word)
        return self.is_in(words.STARTERS, word) and not (
            len(word) == 1 and self.text[after : after + 1] == "."
        )

    def near_after(self, position: int) -> str:
        """Some characters from `position` on."""
        return self.text[position : position + NEAR]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", _HIDDEN.sub("", text))


def _insertions(text: str, opened: Mapping[int, int]) -> list[tuple[int, int]]:
    """Offsets of the opening and closing mark of the outermost brackets within sentences, in order."""
    found: list[tuple[int, int]] = []
    for start, end in sorted((start, end) for end, start in opened.items() if text[start] in _BRACKETS):
        before = text[max(0, start - NEAR) : start].rstrip()
        begun = before and not STOP.match(before[-1]) and text[start - 1] not in ":;"  # no ":("
        if begun and end - start <= _INSERTION and (not found or start > found[-1][1]):
            found.append((start, end))
    return found


def _library_stops(text: str, language: str) -> frozenset[int]:
    """Offsets of the stops after which the library ends a sentence."""
    masked = _BLANKED.sub(" ", _APOSTROPHE.sub("x", text))
    masked = _DIGIT_AFTER_STOP.sub(r"\1X", masked)
    starts = {stop.end(): stop.start() for stop in STOP.finditer(masked)}
    found = set()
    for left, right in pairwise(_windows(masked)):
        for boundary in sentencex.get_sentence_boundaries(language, masked[left:right]):
            end = left + boundary["end_index"]
            while end > left and masked[end - 1] == " ":
                end -= 1
            if end in starts:
                found.add(starts[end])
    return frozenset(found)


def _windows(masked: str) -> list[int]:
    """Edges of the pieces that the library is asked about: it takes quadratic time over a text without blanks."""
    edges = [0]
    while len(masked) - edges[-1] > _WINDOW:
        found = [blank.end() for blank in _INNER_BLANK.finditer(masked, edges[-1], edges[-1] + _WINDOW)]
        edges.append(found[-1] if found else edges[-1] + _WINDOW)
    return [*edges, len(masked)]
