"""Which stops end a sentence. What follows a stop decides first, then the word before it, and the library last.

In doubt nothing is cut: two sentences in one citation are still the source's words, half a sentence is hard to read.
"""

from __future__ import annotations

import re

from index.segmenting import words
from index.segmenting.lost_space import KOREAN_ENDING, space_was_lost
from index.segmenting.marks import BLANK, MARKS
from index.segmenting.unit import Stop, Unit

_LINE_MARKS = re.compile(r"[#>*_+-]+")  # of Markdown, before the label of a heading or an item
_DASH = re.compile(rf"[-–—―]{BLANK}")
_LABEL = re.compile(r"\d{1,3}|[IVXL]+|[^\W\d_]")
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}")  # "2.1"
_ORDINAL = re.compile(r"[-–]?\d{1,3}(?:\.?[-–/]\d{1,3})?")
_NUMBERED = re.compile(r"\d+[.,]")
_DAY_AND_STOP = re.compile(r"\d{1,2}\.")
_ROMAN = re.compile(r"[IVXL]{2,}")
_INFLECTED = re.compile(r"[a-zäöüß]+e[mnrs]?")
_DOTTED = re.compile(r"[^\W\d_]{1,2}(?:\.[^\W\d_]{1,2})+")  # "U.S", "a.m"
_HANGUL = re.compile(r"[가-힣]")


def cuts(text: str, language: str) -> list[int]:
    """Offsets in `text` (a paragraph, or a line of one) at which a sentence ends and another begins, in order.

    Linear in the length of `text`: every rule looks at a bounded neighbourhood.
    """
    unit = Unit(text, language)
    return [stop.end for stop in unit.stops() if _ends(unit, stop)]


def _ends(unit: Unit, stop: Stop) -> bool:
    if unit.is_inserted(stop):
        return False
    return _ends_here(unit, stop) if stop.spaced else space_was_lost(unit, stop)


def _ends_here(unit: Unit, stop: Stop) -> bool:
    if not _may_begin(unit, stop):
        return False
    if unit.text[stop.end - 1] in ".!?" and stop.end > stop.stop:
        return True  # another stop after the closing mark: "(u. a.)." or "«Где мама?»."
    return not _is_aside(unit, stop) and _mark_ends(unit, stop)


def _may_begin(unit: Unit, stop: Stop) -> bool:
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


def _is_aside(unit: Unit, stop: Stop) -> bool:
    """Whether the stop closes only an insertion, "(sic!)" or "[...]": its brackets or quotes hold no sentence."""
    for position in range(stop.stop, stop.end):
        opening = unit.opened.get(position, stop.start)
        bracket = unit.text[position] in ")]}"
        # A quote may end its sentence: so "it is."
        if opening < stop.start and (bracket or stop.mark != "."):
            first = unit.near_after(unit.lead_end(opening + 1))[:1]
            if first.islower() or not first.isalpha():
                return True
    return False


def _mark_ends(unit: Unit, stop: Stop) -> bool:
    if stop.mark == ".":
        return _full_stop_ends(unit, stop)
    if not stop.mark.strip(".…"):
        return _ellipsis_ends(unit, stop)
    return stop.mark not in ("!", "?") or stop.start in unit.library  # it knows names such as "Yahoo!"


def _ellipsis_ends(unit: Unit, stop: Stop) -> bool:
    word = unit.word_before(stop.start)
    if _HANGUL.search(word[-1:]):  # no capital tells whether the sentence goes on, so its last word must
        return bool(KOREAN_ENDING.search(word))
    return bool(word) or unit.starts(stop.after)  # between blanks or in brackets it stands for words left out


def _full_stop_ends(unit: Unit, stop: Stop) -> bool:
    word = unit.word_before(stop.start)
    before = unit.before_word(stop.start, word)
    if _is_label(unit, word, before):
        return False
    if not any(mark.isalpha() for mark in word):
        return not _is_ordinal_or_date(unit, stop, word, before)
    if (len(word) == 1 and word.isupper()) or _ROMAN.fullmatch(word):
        return _letters_end(unit, stop, word, before)
    measure = word in words.UNITS and before[-1:].isdigit()
    if measure or unit.is_in(words.SOMETIMES_LAST, word) or _DOTTED.fullmatch(word):
        return unit.starts(stop.after) and not unit.is_in(words.NEVER_LAST, word)
    if len(word) == 1 or any(unit.is_in(words.NEVER_LAST, part) for part in (word, word.rsplit("-", 1)[-1])):
        return False
    # No abbreviation holds a slash ("Gbit/s."), and the library lists words that are mostly none ("mich.", "me.").
    return "/" in word or stop.start in unit.library or unit.starts(stop.after)


def _is_label(unit: Unit, word: str, before: str) -> bool:
    """Whether the word is the label of an item, a heading or a bracket: "2. Zweitens", "## 2. Ende", "(5. Rang)"."""
    alone = not before or before[-1] in "([" or _LINE_MARKS.fullmatch(before) is not None
    if not _LABEL.fullmatch(word) or alone:
        return _LABEL.fullmatch(word) is not None or (alone and _SECTION.fullmatch(word) is not None)
    listed = any(unit.is_in(table, before[:-1]) for table in (words.NEVER_LAST, words.SOMETIMES_LAST))
    return word.isdigit() and before[-1] in ".!?…:" and not listed  # "Oct. 3." is no label


def _letters_end(unit: Unit, stop: Stop, word: str, before: str) -> bool:
    """Whether a capital or a Roman numeral ends its sentence: "z. B." and "E. Simon" never, "Plan B. Danach" does."""
    starter = unit.starts(stop.after)
    if len(word) > 1:
        return starter or unit.language != "de"  # "Wilhelm II. Kaiser"; other languages set no stop there
    return starter and not (before[:1].islower() and before[1:] == ".")


def _is_ordinal_or_date(unit: Unit, stop: Stop, word: str, before: str) -> bool:
    follows = unit.near_after(unit.lead_end(stop.after))
    if _ORDINAL.fullmatch(word) and (follows[:1].isdigit() or _NUMBERED.fullmatch(before)):
        return True  # "3. 5. 2019", "2., 3. und 4."
    if word.isdigit() and _DAY_AND_STOP.match(follows):
        return True  # "2019. 4. 25."
    if unit.language != "de" or not _ORDINAL.fullmatch(word):
        return False
    if unit.word_after(stop.after).lower() in words.CALENDAR:
        return True
    inflected = _INFLECTED.fullmatch(before) is not None and before not in words.BEFORE_CARDINAL
    return (inflected or before.lower() in words.BEFORE_ORDINAL) and not unit.starts(stop.after)
