"""What holds for every text, however ugly: coverage, order, bounds, determinism, linear work."""

import time
import unicodedata
from functools import partial
from typing import SupportsIndex

import pytest
from fakes_measures import calls_of
from hypothesis import given, settings
from hypothesis import strategies as st

from index.segment import MAX_SENTENCE, paragraph_sentences, sentence_spans
from index.segmenting import unit
from index.segmenting.paragraphs import paragraph_spans, unit_spans

LANGUAGES = st.sampled_from(["de", "en", "ko", "ru", "ja", "xx", ""])
PIECES = st.sampled_from(
    [
        *(
            "Das ist gut",
            "zusammen",
            "Präsident",
            "Beim",
            "26",
            "April",
            "z. B",
            "Dr",
            "Путин",
            "сказал",
            "회담했다",
            "김",
        ),
        *(
            ".",
            "!",
            "?",
            "…",
            "...",
            "。",
            ",",
            ":",
            ";",
            "–",
            "-",
            "*",
            "#",
            "1.",
            "a)",
            "•",
            "www.kbs.co.kr",
            "3.5",
            "```",
            "|",
            "a:",
        ),
        *("„", "“", "”", "»", "«", "‚", "‘", "’", "'", '"', "「", "」", "(", ")", "[", "]", "[3]"),
        *(
            " ",
            "  ",
            "\n",
            "\r\n",
            "\r",
            "\n\n",
            "\u2028",
            "\u2029",
            "\x85",
            "\v",
            "\f",
            "\t",
            "\u00a0",
            "\u3000",
        ),
        *(
            "\u00ad",
            "\u200b",
            "\u200d",
            "\ufeff",
            "\ufe0f",
            "\u0301",
            "😀",
            "👩\u200d🚀",
            "🇰🇷",
            "𝔄",
            "\x00",
            "\x1f",
        ),
        *("x" * 400, "wort " * 150, "\u0301" * 600),
    ]
)
UGLY = st.one_of(
    st.text(max_size=200),
    st.lists(PIECES, max_size=60).map("".join),
    st.lists(PIECES, max_size=60).map(lambda pieces: unicodedata.normalize("NFD", "".join(pieces))),
)


@settings(max_examples=300, deadline=None)
@given(UGLY, LANGUAGES)
def test_every_character_but_white_space_lies_in_exactly_one_sentence(text: str, language: str) -> None:
    covered = 0
    for start, end in sentence_spans(text, language):
        assert covered <= start < end <= len(text)
        assert not text[covered:start].strip()
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        assert end - start <= MAX_SENTENCE
        covered = end
    assert not text[covered:].strip()


@settings(max_examples=100, deadline=None)
@given(UGLY, LANGUAGES)
def test_the_same_text_gives_the_same_sentences(text: str, language: str) -> None:
    assert sentence_spans(text, language) == sentence_spans(text, language)


@settings(max_examples=100, deadline=None)
@given(UGLY, LANGUAGES)
def test_a_paragraph_after_a_blank_line_changes_nothing_before_it(text: str, language: str) -> None:
    before = sentence_spans(text, language)
    after = sentence_spans(f"{text}\n\nUnd noch ein Satz.", language)
    if text.strip() and any(mark.isalnum() for mark in text[slice(*before[-1])]):
        assert after[:-1] == before
        assert after[-1][1] == len(text) + 20


@settings(max_examples=200, deadline=None)
@given(UGLY)
def test_paragraphs_and_units_hold_every_character_once(text: str) -> None:
    covered = 0
    for paragraph in paragraph_spans(text):
        assert not text[covered : paragraph[0]].strip()
        edge = paragraph[0]
        for start, end in unit_spans(text, paragraph):
            assert start == edge
            edge = end
        assert edge == paragraph[1]
        covered = edge
    assert not text[covered:].strip()


@pytest.mark.parametrize(
    "piece",
    [
        "Er kam. ",
        "wort ",
        ".",
        "Wort.",
        "„Ja. ",
        "(",
        "(a.) ",
        "!😀",
        "\u200b\n",
        "-\n",
        "1. ",
        "A\n\n",
        "…) ",
        "```\n",
        "| a |\n",
    ],
)
def test_twice_the_text_is_twice_the_work(piece: str) -> None:
    short = piece * (16_000 // len(piece))
    once, twice = (calls_of(partial(sentence_spans, text, "de")) for text in (short, short * 2))
    assert twice <= 2.5 * once  # quadratic work would be four times as much


@pytest.mark.parametrize(
    "text", ["\f" * 40_000, "\u2028" * 40_000, f"|a|\n|{'-' * 100_000}x"], ids=["\\f", "\\u2028", "a rule"]
)
def test_no_pattern_looks_beyond_its_line_or_goes_back_and_forth_in_it(text: str) -> None:
    before = time.process_time()
    sentence_spans(text, "de")
    assert time.process_time() - before < 5  # seconds; it takes a tenth of one, and took half a minute


class Copied(str):
    """Text that counts the characters that are copied out of it."""

    __slots__ = ("characters",)

    def __init__(self, _text: str) -> None:
        self.characters = 0

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        part = super().__getitem__(key)
        self.characters += len(part)
        return part


def test_a_sentence_of_megabytes_is_not_copied_for_each_part_of_it() -> None:
    once, twice = Copied("wort " * 4_000), Copied("wort " * 8_000)
    for text in (once, twice):
        assert len(sentence_spans(text, "de")) == len(text) // MAX_SENTENCE
    assert twice.characters <= 2.5 * once.characters


def test_a_megabyte_reaches_the_library_once_and_in_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    ask = unit.sentencex.get_sentence_boundaries

    def counted(language: str, text: str) -> list[dict]:
        asked.append(len(text))
        return ask(language, text)

    monkeypatch.setattr(unit.sentencex, "get_sentence_boundaries", counted)
    text = "Kim und Putin sprachen lange über die Abrüstung. " * 20_000
    assert len(sentence_spans(text, "de")) == 20_000
    assert sum(asked) <= len(text)
    assert max(asked) <= 4000


def test_ten_thousand_characters_without_a_stop_are_still_one_paragraph() -> None:
    [sentences] = paragraph_sentences("wort " * 2000, "de")
    assert len(sentences) > 1
