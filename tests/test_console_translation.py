"""A translation in the terminal and in JSON: beside the quotation, never in its place."""

import io

import pytest
from rich.console import Console, RenderableType

import locales
from console.as_json import answer_json
from console.index_json import verdict_json
from console.index_render import render_verdict
from console.render import render_answer
from index.models import TranslatedPart
from retrieval.citation import Verdict
from retrieval.models import Answer, Citation, Passage, Timing

QUOTE = "Putin und Kim trafen sich."
CITATION = Citation("kbs", (3, 3), 0, len(QUOTE), "0" * 64, "000001-0123456789ab")
YES = TranslatedPart("en", (3, 3), "Putin and \x1b[31mKim\nmet.", "project", "2026-11")


def answer(translation: TranslatedPart | None, language: str = "en") -> Answer:
    passage = Passage(
        quote=QUOTE,
        citation=CITATION,
        key=(0, len(QUOTE)),
        score=0.9,
        language="de",
        sentence_count=16,
        translation=translation,
    )
    ms = Timing(1, 1, 2)
    return Answer("Who met?", language, True, 0.9, (passage,), (), "000001-0123456789ab", "e@1", ms)  # noqa: FBT003 - `answered`


def printed(shown: RenderableType, width: int = 200) -> list[str]:
    out = io.StringIO()
    Console(file=out, width=width).print(shown)
    return [line.rstrip() for line in out.getvalue().splitlines()]


def test_the_terminal_shows_it_below_the_source_of_the_quote() -> None:
    lines = printed(render_answer(answer(YES), locales.load()))
    assert lines[0] == f"[1] {QUOTE}"
    assert lines[1].endswith("sentence 3 of 16 · kbs · original in German")
    assert lines[2:4] == ["    Translation (by this project): Putin and �[31mKim met.", ""]
    assert not any("Translation" in line for line in printed(render_answer(answer(None), locales.load())))


def test_what_is_wrapped_stands_right_of_the_number() -> None:
    lines = printed(render_answer(answer(None), locales.load()), width=24)
    assert lines[:2] == ["[1] Putin und Kim trafen", "    sich."]
    assert all(line[:4] == "    " for line in lines[2 : lines.index("")])


@pytest.mark.parametrize("translation", [YES, None])
def test_json_carries_it_beside_the_quote(translation: TranslatedPart | None) -> None:
    (passage,) = answer_json(answer(translation))["passages"]  # type: ignore[misc] # a list
    expected = {
        "text": YES.text,
        "language": "en",
        "origin": "project",
        "sentences": (3, 3),
        "date": "2026-11",
    }
    assert (passage["quote"], passage["translation"]) == (QUOTE, expected if translation else None)


def test_a_checked_citation_carries_both() -> None:
    part = TranslatedPart("ko", (3, 4), "만났다.", "person", "2026-11-02")
    verdict = Verdict(CITATION, "stands", QUOTE, said=True, sentences_fit=True, translations=(part,))
    found = verdict_json(verdict)
    assert found["quote"] == QUOTE
    assert found["translations"] == [
        {
            "text": "만났다.",
            "language": "ko",
            "origin": "person",
            "sentences": (3, 4),
            "date": "2026-11-02",
        }
    ]
    assert (
        printed(render_verdict(verdict))[-1]
        == "translation, no quotation (ko, by: person, sentences 3 to 4): 만났다."
    )
