"""Sentences that lost the blank between them ("zusammen.Beim Treffen"), told from dotted names and numbers."""

from __future__ import annotations

import re

from index.segmenting import words
from index.segmenting.unit import Stop, Unit

KOREAN_ENDING = re.compile(r"[가-힣][다요까죠]$")
"""The last syllables of nearly every Korean sentence that ends with a full stop."""

_WIDE = ("。", "！", "？", "｡")  # they bring their own blank
_LETTERS = re.compile(r"[^\W\d_]{2,}$")
_HANGUL = re.compile(r"[가-힣]")
_NOTES = re.compile(r"(?:\[[^\[\]]*\])*")
_ADDRESS = re.compile(r"://|@|www\.|[/\\=]")
_ADDITION = ("(", "[", "{")  # what begins so without a blank belongs to the sentence before
_SHORTEST_WORD = 3  # letters, for a word that is none of the listed ones: "Node.Js" is a name
_YEAR = 4  # digits: "2019.Beim", where "26.April" is an ordinal


def space_was_lost(unit: Unit, stop: Stop) -> bool:
    """Whether a sentence ends at a stop without a blank behind: never in "z.B.", "www.Beispiel.de", "3.5", "U.S.A."."""
    if stop.mark[-1:] in _WIDE and stop.end == stop.stop:
        return True
    before = unit.word_before(stop.start)
    after = unit.word_after(stop.after)
    near = unit.near_after(stop.after).split(maxsplit=1)
    if not after or near[0][0] in _ADDITION or _ADDRESS.search(before) or _ADDRESS.search(near[0]):
        return False
    # Without capitals the last syllables must tell: "한.미" is a word, "바크!를" a title's object.
    if _HANGUL.match(after):
        noted = _NOTES.fullmatch(unit.text, stop.stop, stop.end) is not None
        return noted and KOREAN_ENDING.search(before) is not None
    capital = after[0].isupper() and (unit.starts(stop.after) or _is_a_word(after.partition("-")[0]))
    if not capital or stop.mark != ".":
        return capital and _LETTERS.search(before) is not None
    return stop.start in unit.library and _full_stop_ends(unit, stop, before, after)


def _is_a_word(text: str) -> bool:
    return len(text) >= _SHORTEST_WORD and text[1:].islower()


def _full_stop_ends(unit: Unit, stop: Stop, before: str, after: str) -> bool:
    starter = unit.starts(stop.after)
    follows = unit.near_after(unit.lead_end(stop.after) + len(after))[:2]
    if "." in before or (follows[:1] in (".", "(", "_") and follows[1:].isalnum()):
        return False  # one dotted name of several parts
    if unit.is_in(words.NEVER_LAST, before) or after.lower() in words.FILE_ENDINGS:
        return False
    if unit.text[stop.start - 1 : stop.start] in (")", "]"):
        return True
    if before.isdigit():
        return starter or len(before) >= _YEAR
    if unit.is_in(words.SOMETIMES_LAST, before):
        return starter
    return _LETTERS.search(before) is not None and (starter or before[-1].islower())
