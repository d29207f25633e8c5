"""The benchmark of the articles among others: what counts as the same, and what a change comes from."""

import json
import sys
from pathlib import Path

import pytest
from fakes_index import HashEmbedder

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))  # scripts find their parts beside them

from mixture import Asked, Came, ask_all, render  # noqa: E402

from retrieval.evaluation.golden import read_questions  # noqa: E402

QUESTIONS = read_questions(ROOT / "seeds/questions.jsonl")
A, B = ("kbs", 3), ("other", 1)


def asked(alone: Came, rescored: Came, mixed: Came) -> Asked:
    return Asked(QUESTIONS[0], alone, rescored, mixed)


def test_the_same_is_the_same_first_sentence_answered_or_both_refused() -> None:
    answered, surer = Came(A, True, 0.7), Came(A, True, 0.9)  # noqa: FBT003 - as it is read
    refused, elsewhere = Came(A, False, 0.2), Came(B, False, 0.1)  # noqa: FBT003
    assert asked(answered, answered, surer).same
    assert asked(refused, refused, elsewhere).same
    assert not asked(answered, answered, refused).same
    assert not asked(answered, answered, Came(B, True, 0.7)).same  # noqa: FBT003


def test_a_change_is_put_down_to_the_first_thing_that_makes_it() -> None:
    answered, refused = Came(A, True, 0.7), Came(A, False, 0.2)  # noqa: FBT003
    assert asked(answered, refused, refused).cause == "statistics"
    assert asked(answered, answered, refused).cause == "more candidates"
    assert asked(answered, answered, Came(B, True, 0.7)).cause == "another sentence"  # noqa: FBT003


def test_it_asks_in_all_three_settings_and_lists_what_changed(tmp_path: Path) -> None:
    others = [f"Das Brot Nummer {row} liegt im Ofen der Bäckerei." for row in range(8)]
    file = tmp_path / "set.json"
    content = {
        "sentences": others,
        "sentence_paragraph": [row // 4 for row in range(8)],
        "paragraph_article": [0, 1],
        "articles": ["Brot", ""],
        "queries": [],
    }
    file.write_text(json.dumps(content), encoding="utf-8")
    found = ask_all(QUESTIONS[:4], HashEmbedder("all-MiniLM-L6-v2@hash", dim=64), file)
    assert [one.question for one in found] == QUESTIONS[:4]
    own = {path.stem for path in (ROOT / "seeds").glob("*.txt")}
    assert all(one.rescored.first and one.rescored.first[0] in own for one in found)
    page = "\n".join(render(found))
    languages = {one.lang for one in QUESTIONS[:4]}
    assert all(f"\n| {name} | " in page for name in (*languages, "all"))
    changed = [one for one in found if not one.same]
    assert page.split("## Changed")[1].count("\n- ") == len(changed)


@pytest.mark.parametrize("came", [Came(None, False, 0.0), Came(A, True, 0.5)])  # noqa: FBT003
def test_what_came_of_a_question_reads_as_a_sentence(came: Came) -> None:
    assert str(came) in {"refused at 0.00 (nothing)", "answered at 0.50 (kbs 3)"}
