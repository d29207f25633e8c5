"""Text is folded character by character, and comes out as if it had been romanised as a whole."""

import re
import unicodedata

import pytest
from anyascii import anyascii
from hypothesis import given
from hypothesis import strategies as st

from index.folding import fold, shaped


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Путин, Putin und 푸틴!", "putin putin und putin"),
        ("Straßen\u00adbahn  Ｋｉｍ’s", "strassenbahn kim s"),
        ("½ Stunde ㎞", "1 2 stunde km"),
        ("… — \n", ""),
    ],
)
def test_words_of_every_script_are_latin_ones(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Die Landeshaupt-\nstadt", "Die Landeshauptstadt"),
        ("на 34 % боль\u2010\n  ше", "на 34 % больше"),
        ("Die Landes\u00ad\nhauptstadt", "Die Landeshauptstadt"),
        ("Vor-\nund Nachteile", "Vor-\nund Nachteile"),
        ("Nord-\nSüd, 1-\nfach, so -\nja", "Nord-\nSüd, 1-\nfach, so -\nja"),
    ],
)
def test_a_word_that_a_line_end_parts_is_searched_for_as_one(text: str, joined: str) -> None:
    assert shaped(text) == joined
    assert fold(text) == fold(joined)


@given(st.text().filter(lambda text: "\n" not in text))
def test_a_whole_text_romanised_reads_the_same(text: str) -> None:
    words = "".join(map(kept, unicodedata.normalize("NFKC", text)))
    assert fold(text) == re.sub("[^a-z0-9]+", " ", anyascii(words).lower()).strip()


def kept(char: str) -> str:
    category = unicodedata.category(char)
    return char if category[0] in "LMN" else "" if category == "Cf" else " "
