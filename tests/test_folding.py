"""Text is folded character by character, and comes out as if it had been romanised as a whole."""

import re
import unicodedata

import pytest
from anyascii import anyascii
from hypothesis import given
from hypothesis import strategies as st

from index.folding import fold


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


@given(st.text())
def test_a_whole_text_romanised_reads_the_same(text: str) -> None:
    words = "".join(map(kept, unicodedata.normalize("NFKC", text)))
    assert fold(text) == re.sub("[^a-z0-9]+", " ", anyascii(words).lower()).strip()


def kept(char: str) -> str:
    category = unicodedata.category(char)
    return char if category[0] in "LMN" else "" if category == "Cf" else " "
