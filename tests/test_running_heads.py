"""What a PDF repeats at the edges of its pages is left out; what may be content stays."""

import pytest

from index.reading.running_heads import without_running_heads


def test_what_a_pdf_repeats_on_its_pages_stands_in_no_sentence() -> None:
    pages = ["Die Bücherei besitzt", "42 Bände.", "Sie ist alt."]
    shown = [f"JAHRESBERICHT 2022\n{text}\n- {number} -" for number, text in enumerate(pages, start=7)]
    assert without_running_heads(shown) == pages
    assert without_running_heads(shown[:2]) == pages[:2]
    deep = [f"BERICHT\n\nSTADT\n{number}\n{text}\nA\nB\nC" for number, text in enumerate(pages)]
    assert without_running_heads(deep) == [f"\n{text}" for text in pages]
    assert without_running_heads(["", *shown]) == ["", *pages]
    assert without_running_heads(shown[:1]) == shown[:1]


@pytest.mark.parametrize(
    "pages",
    [
        ["Zeile 412", "Zeile 7", "Zeile 95"],
        ["12 40", "13 38", "14 52"],
        ["Oben\nA\nB\nC", "D\nE\nF\nG", "H\nI\nJ\nOben", "K"],
        ["Derselbe Satz."] * 3,
        ["2019\nA", "2020\nB", "2021\nC"],
        [f"{'9' * 5000}\nA", f"{'8' * 5000}\nB", f"{'7' * 5000}\nC"],
        [],
    ],
    ids=["other numbers", "a table", "twice of four", "the same pages", "years", "no numbers", "none"],
)
def test_what_may_be_content_stays(pages: list[str]) -> None:
    assert without_running_heads(pages) == pages


def test_a_sentence_that_a_pdf_repeats_stays_once_where_it_stands_in_no_other() -> None:
    pages = [
        "Beginn ist um 19 Uhr.\nEs kommen",
        "Beginn ist um 19 Uhr.\nviele.",
        "Beginn ist um 19 Uhr.\nUnd?",
    ]
    assert without_running_heads(pages) == [pages[0], "viele.", "Und?"]
    pages = ["Es kommen\nAlle Angaben sind von 2022.", "viele.\nAlle Angaben sind von 2022.", "Und?"]
    assert without_running_heads(pages) == ["Es kommen", pages[1], "Und?"]
