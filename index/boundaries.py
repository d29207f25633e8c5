"""Where sentences end inside one line unit: the library's knowledge of abbreviations, and general rules on top.

Every full stop, question mark, exclamation mark or ellipsis is a candidate. What follows it decides first, then the
word before it. The library (sentencex) is asked last, about a copy of the same length in which quotation marks,
brackets and line breaks are blanks, because it never ends a sentence inside a pair of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import sentencex

from index import segment_words as words
from index.segment_marks import BLANK, INVISIBLE, MARKS, QUOTES, STOP, closing_end, pairs

_NEAR = 60  # code points: how far a rule looks; no word that decides is longer
_GAP = re.compile(rf"{BLANK}*")
_LEAD = re.compile(rf"(?:{BLANK}|[*_¿¡{re.escape(MARKS)}])*")
_DASH = re.compile(rf"[-–—―]{BLANK}")
_HIDDEN = re.compile(rf"[{INVISIBLE}]")
_WORD_BREAK = re.compile(rf"[\s{QUOTES}]")
_WORD = re.compile(r"[^\W\d_](?:[\w\u0300-\u036f\u00ad'’-]*\w)?")
_LETTERS = re.compile(r"[^\W\d_]{2,}$")
_LABEL = re.compile(r"\d{1,3}|[IVXL]+|[^\W\d_]")
_ORDINAL = re.compile(r"[-–]?\d{1,3}(?:\.?[-–/]\d{1,3})?")
_NUMBERED = re.compile(r"\d+[.,]")
_DAY_AND_STOP = re.compile(r"\d{1,2}\.")
_ROMAN = re.compile(r"[IVXL]{2,}")
_INFLECTED = re.compile(r"[a-zäöüß]+e[mnrs]?")
_DOTTED = re.compile(r"[^\W\d_]{1,2}(?:\.[^\W\d_]{1,2})+")  # "U.S", "a.m"
_HANGUL = re.compile(r"[가-힣]")
_KOREAN_ENDING = re.compile(r"[가-힣][다요까죠]$")
_ADDRESS = re.compile(r"://|@|www\.|[/\\=]")

_APOSTROPHE = re.compile(r"(?<=\w)['’`](?=\w)")
_DIGIT_AFTER_STOP = re.compile(r"([.!?…]\s+)\d")
_INNER_BLANK = re.compile(r"\w ")  # behind a word, so that no stop is parted from what follows it
_WINDOW = 4000  # code points, more than any paragraph of prose
_BLANKED = str.maketrans(dict.fromkeys(MARKS + "`", " "))


@dataclass(frozen=True, slots=True)
class _Stop:
    """A candidate: the stop `[start, stop)`, its closing marks up to `end`, blanks up to `after`."""

    start: int
    stop: int
    end: int
    after: int
    mark: str


class _Unit:
    """One line unit with what the rules ask of it: its pairs of marks, its words, the library's opinion."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.language = language
        self.opened = dict(pairs(text))
        self.library = _library_stops(text, language)

    def stops(self) -> Iterator[_Stop]:
        position = 0
        while found := STOP.search(self.text, position):
            position = closing_end(self.text, found.end(), self.opened)
            gap = _GAP.match(self.text, position)
            yield _Stop(
                found.start(), found.end(), position, gap.end() if gap else position, _plain(found[0])
            )

    def starts(self, position: int) -> bool:
        """Whether a function word that begins sentences stands at `position`; an initial ("В.") is none."""
        word = self.word_after(position)
        after = self.lead_end(position) + len(word)
        return self.is_in(words.STARTERS, word) and not (
            len(word) == 1 and self.text[after : after + 1] == "."
        )

    def is_in(self, table: dict[str, frozenset[str]], word: str) -> bool:
        """Whether the unit's language lists `word`."""
        return word.lower() in table.get(self.language, ())

    def word_before(self, position: int) -> str:
        """The characters before `position` back to a blank or a mark, composed and without invisible ones."""
        return _plain(_WORD_BREAK.split(self.text[max(0, position - _NEAR) : position])[-1])

    def before_word(self, position: int, word: str) -> str:
        """What stands before `word`, which ends at `position`: a word, or the mark that opens `word`; "" if nothing."""
        near = _plain(self.text[max(0, position - _NEAR) : position])
        near = near[: len(near) - len(word)]
        return near[-1] if near and near[-1] in MARKS else (near.split() or [""])[-1]

    def lead_end(self, position: int) -> int:
        """Where the blanks and opening marks from `position` on end."""
        found = _LEAD.match(self.text, position, position + _NEAR)
        return found.end() if found else position

    def word_after(self, position: int) -> str:
        """The word that begins at `position` or after the blanks and opening marks there; "" if none does."""
        start = self.lead_end(position)
        found = _WORD.match(self.text, start, start + _NEAR)
        return _plain(found[0]) if found else ""

    def near_after(self, position: int) -> str:
        """Some characters from `position` on."""
        return self.text[position : position + _NEAR]


def cuts(text: str, language: str) -> list[int]:
    """Offsets in `text` (a paragraph, or a line of one) at which a sentence ends and another begins, in order.

    Linear in the length of `text`: every rule looks at a bounded neighbourhood.
    """
    unit = _Unit(text, language)
    return [stop.end for stop in unit.stops() if stop.after < len(text) and _ends_sentence(unit, stop)]


def _ends_sentence(unit: _Unit, stop: _Stop) -> bool:
    gap = unit.text[stop.end : stop.after]
    if not any(blank.isspace() or blank == "\u200b" for blank in gap):
        return _space_was_lost(unit, stop)
    if not _may_begin(unit, stop):
        return False
    if unit.text[stop.end - 1] in ".!?" and stop.end > stop.stop:
        return True  # another stop after the closing mark: "(u. a.)." or "«Где мама?»."
    if _is_aside(unit, stop):
        return False
    if stop.mark == ".":
        return _full_stop_ends(unit, stop)
    if not stop.mark.strip(".…"):
        return _ellipsis_ends(unit, stop)
    return stop.mark not in ("!", "?") or stop.start in unit.library


def _may_begin(unit: _Unit, stop: _Stop) -> bool:
    """Whether what follows can begin a sentence: neither a small letter nor more punctuation."""
    start = unit.lead_end(stop.after)
    if _DASH.match(unit.text, start):
        if unit.language == "ru":  # the dash after direct speech: the speaker follows, or the speech goes on
            return False
        start = unit.lead_end(start + 1)
    first = unit.near_after(start)[:1]
    if not first or first.islower() or first in ",;:.!?…%/&=":
        return False
    quoted = unit.text[stop.end - 1] in MARKS
    return not (quoted and unit.language == "ko" and unit.word_after(stop.after) in words.QUOTATIVE)


def _is_aside(unit: _Unit, stop: _Stop) -> bool:
    """Whether the stop closes only an insertion, "(sic!)" or "[...]": its brackets or quotes hold no sentence."""
    for position in range(stop.stop, stop.end):
        mark = unit.text[position]
        if position in unit.opened and (
            mark in ")]}" or stop.mark != "."
        ):  # a quote may end its sentence: 'so "it is."'
            first = unit.near_after(unit.lead_end(unit.opened[position] + 1))[:1]
            if first.islower() or not first.isalpha():
                return True
    return False


def _ellipsis_ends(unit: _Unit, stop: _Stop) -> bool:
    word = unit.word_before(stop.start)
    if _HANGUL.search(word[-1:]):  # no capital tells whether the sentence goes on, so its last word must
        return bool(_KOREAN_ENDING.search(word))
    return bool(word) or unit.starts(stop.after)  # between blanks or in brackets it stands for words left out


def _full_stop_ends(unit: _Unit, stop: _Stop) -> bool:
    word = unit.word_before(stop.start)
    before = unit.before_word(stop.start, word)
    starter = unit.starts(stop.after)
    if _LABEL.fullmatch(word) and (
        not before or before[-1] in "([" or (word.isdigit() and before[-1] in ".!?…:")
    ):
        return False  # the label of a list item
    if not any(mark.isalpha() for mark in word):
        return not _is_ordinal_or_date(unit, stop, word, before)
    if unit.is_in(words.SOMETIMES_LAST, word) and not (len(word) == 1 and word.isupper()):
        return starter
    if len(word) == 1 or _ROMAN.fullmatch(word):
        return _letter_ends(unit, word, before, starter=starter)
    if unit.is_in(words.NEVER_LAST, word) or unit.is_in(words.NEVER_LAST, word.rsplit("-", 1)[-1]):
        return False
    if "/" in word:
        return True  # a rate or a path; no abbreviation holds a slash
    if _DOTTED.fullmatch(word):
        return starter
    return stop.start in unit.library


def _letter_ends(unit: _Unit, word: str, before: str, *, starter: bool) -> bool:
    """Whether a single letter or a Roman numeral ends its sentence: "z. B." never, "Plan B. Danach" does."""
    if len(word) > 1:
        return starter or unit.language != "de"  # "Wilhelm II. Kaiser"; other languages set no stop there
    part_of_abbreviation = before[:1].islower() and before[1:] == "."
    return starter and word.isupper() and not part_of_abbreviation


def _is_ordinal_or_date(unit: _Unit, stop: _Stop, word: str, before: str) -> bool:
    follows = unit.near_after(unit.lead_end(stop.after))
    if _ORDINAL.fullmatch(word) and (follows[:1].isdigit() or _NUMBERED.fullmatch(before)):
        return True  # "3. 5. 2019", "2., 3. und 4."
    if word.isdigit() and _DAY_AND_STOP.match(follows):
        return True  # "2019. 4. 25."
    if unit.language != "de" or not _ORDINAL.fullmatch(word):
        return False
    after = unit.word_after(stop.after)
    if after.lower() in words.CALENDAR:
        return True
    announced = before.lower() in words.BEFORE_ORDINAL or _INFLECTED.fullmatch(before)
    return bool(announced) and not unit.starts(stop.after)


def _space_was_lost(unit: _Unit, stop: _Stop) -> bool:
    """Whether a sentence ends without a blank: "zusammen.Beim Treffen", but not "z.B.", "www.Beispiel.de" or "3.5"."""
    if stop.mark[-1:] in ("。", "！", "？", "｡") and stop.end == stop.stop:
        return True
    before = unit.word_before(stop.start)
    after = unit.word_after(stop.after)
    near = unit.near_after(stop.after).split(maxsplit=1)
    if not after or _ADDRESS.search(before) or _ADDRESS.search(near[0]):
        return False
    if _HANGUL.match(after):
        asks = stop.mark[-1:] in ("!", "?") and _HANGUL.search(before[-1:])
        return stop.end == stop.stop and bool(asks or _KOREAN_ENDING.search(before))
    starter = unit.starts(stop.after)
    if not after[0].isupper() or not (starter or (len(after) > 2 and after[1:].islower())):  # noqa: PLR2004  # "Js"
        return False
    if stop.mark != ".":
        return bool(_LETTERS.search(before))
    return stop.start in unit.library and _full_stop_lost_space(unit, stop, before, after)


def _full_stop_lost_space(unit: _Unit, stop: _Stop, before: str, after: str) -> bool:
    starter = unit.starts(stop.after)
    follows = unit.near_after(unit.lead_end(stop.after) + len(after))[:2]
    if "." in before or (follows[:1] in (".", "(", "_") and follows[1:].isalnum()):
        return False  # one dotted name of several parts
    if unit.is_in(words.NEVER_LAST, before) or after.lower() in words.FILE_ENDINGS:
        return False
    if before.isdigit():
        return starter or len(before) > 3  # noqa: PLR2004  # a year, no ordinal ("26.April")
    if unit.is_in(words.SOMETIMES_LAST, before):
        return starter
    return bool(_LETTERS.search(before)) and (starter or before[-1].islower())


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", _HIDDEN.sub("", text))


def _library_stops(text: str, language: str) -> frozenset[int]:
    """Offsets of the stops after which the library ends a sentence."""
    masked = _APOSTROPHE.sub("x", text).translate(_BLANKED)
    masked = "".join(" " if mark.isspace() else mark for mark in masked)
    masked = _DIGIT_AFTER_STOP.sub(r"\1X", masked)  # the library is asked about the word before the stop
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
