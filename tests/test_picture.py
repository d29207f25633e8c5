"""The README's pictures draw a recorded message as a reader of Discord sees it."""

import json
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cogs.text import escape

PICTURE = Path(__file__).parents[1] / "docs" / "picture"
sys.path.insert(0, str(PICTURE))

from chat import page  # noqa: E402 -- docs/ is no package
from marks import to_html, to_text  # noqa: E402 -- the same
from render import PICTURES  # noqa: E402 -- the same


@pytest.mark.parametrize(
    ("markdown", "seen"),
    [
        ("a **b** *c* __d__ ~~e~~ `f*g*`", "<p>a <b>b</b> <i>c</i> <u>d</u> <s>e</s> <code>f*g*</code></p>"),
        (r"\*\*b\*\* \<x\> \_", "<p>**b** &lt;x&gt; _</p>"),
        ("> one\n> **two**", "<blockquote>one<br><b>two</b></blockquote>"),
        ("-# small", "<small>small</small>"),
        ("# big\ntext", "<h1>big</h1><p>text</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("25. April", "<ol><li>April</li></ol>"),
        ("25\\. April", "<p>25. April</p>"),
        ("[Satz 4](https://x.org/#:~:text=a)", '<p><a href="https://x.org/#:~:text=a">Satz 4</a></p>'),
        ("[Satz 4](javascript:1)", "<p>[Satz 4](javascript:1)</p>"),
        ("||x|| <@1>", '<p><span class="spoiler">x</span> <span class="mention">@…</span></p>'),
        ("snake_case_name 2 * 3 * 4", "<p>snake_case_name 2 * 3 * 4</p>"),
    ],
)
def test_markdown(markdown: str, seen: str) -> None:
    assert to_html(markdown) == seen


def test_the_text_that_a_reader_reads() -> None:
    assert to_text("> **Kim** traf Putin\\.\n-# **1** · [Satz 4](https://x.org)\n\nEnde") == (
        "Kim traf Putin.\n1 · Satz 4\n\nEnde"
    )


TRICKY = st.lists(
    st.sampled_from(
        [*"ab \n*_~|`[]()<>#-+@:./\\1.2ü한", "<@1>", "<t:1:R>", "https://x.org/", "[a](https://x.org)"]
    )
)


@given(TRICKY.map("".join))
@example("25. April\n- x\n> y\n# z\n-# small")
def test_what_the_bot_escapes_reads_as_it_stands_in_its_source(text: str) -> None:
    # Two readings of Discord's markdown that know nothing of each other: the bot's, and the pictures'.
    assert to_text(escape(text)) == text


def test_a_page_holds_all_that_the_message_holds_and_runs_nothing_of_it() -> None:
    recorded = {
        "language": "de",
        "bot": "Gipfelbot",
        "asker": "<b>",
        "used": "hat {command} verwendet",
        "command": "/fragen",
        "time": "heute",
        "message": {
            "content": "<script>",
            "embeds": [
                {"title": "Wer?", "description": "> x", "color": 0x2E7D5B, "footer": {"text": "Build 1"}},
                {"author": {"name": "↪ Wo?"}, "fields": [{"name": "n", "value": "v"}]},
            ],
            "components": [
                {"type": 1, "components": [{"type": 2, "style": 5, "label": "Quelle", "url": "https://x"}]}
            ],
        },
    }
    html = page([recorded], 390)
    for part in (
        "Wer?",
        "#2e7d5b",
        "Build 1",
        "↪ Wo?",
        "Quelle",
        "&lt;script&gt;",
        "&lt;b&gt;",
        "width:390px",
    ):
        assert part in html
    assert html.count("<script>") == 1  # its own, which measures the height


@pytest.mark.parametrize("recording", sorted(PICTURE.glob("*.json")), ids=lambda file: file.stem)
def test_the_recorded_answers_are_answers_with_their_pictures(recording: Path) -> None:
    recorded = json.loads(recording.read_text(encoding="utf-8"))
    assert recorded["message"]["embeds"][0]["description"].startswith("> ")
    assert recorded["language"] in {language for shown, _ in PICTURES.values() for language in shown}


@pytest.mark.parametrize("name", PICTURES)
def test_each_picture_is_taken(name: str) -> None:
    assert (PICTURE.parent / "images" / f"{name}.png").exists()
