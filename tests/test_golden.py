"""Files of golden questions: what is wrong with a line is said with its number; and the file that ships."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from fakes_retrieval import SEEDS, summit

from index.sentences import split_article
from retrieval.errors import QuestionFileInvalid
from retrieval.evaluation.golden import GoldenQuestion, read_questions

SHIPPED = SEEDS / "questions.jsonl"
GOOD: dict[str, Any] = {
    "id": "a1",
    "lang": "de",
    "question": "Wo?",
    "expect": ["Russki"],
    "unanswerable": False,
}


def write(folder: Path, *lines: str | bytes | dict[str, Any]) -> Path:
    file = folder / "questions.jsonl"
    raw = [json.dumps(line, ensure_ascii=False) if isinstance(line, dict) else line for line in lines]
    file.write_bytes(b"\n".join(line.encode() if isinstance(line, str) else line for line in raw))
    return file


def refusal(file: Path) -> str:
    with pytest.raises(QuestionFileInvalid) as caught:
        read_questions(file)
    return str(caught.value)


def test_blank_lines_windows_line_ends_and_a_byte_order_mark_are_no_fault(tmp_path: Path) -> None:
    file = write(tmp_path, "\ufeff" + json.dumps(GOOD) + "\r", "", "  \r", json.dumps(GOOD | {"id": "a2"}))
    assert [one.id for one in read_questions(file)] == ["a1", "a2"]


def test_a_line_ends_at_a_line_feed_and_nowhere_else(tmp_path: Path) -> None:
    strange = "Wo\u2028war\x85das?"
    [one] = read_questions(write(tmp_path, GOOD | {"question": strange}))
    assert one.question == strange


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{not json", "Invalid JSON"),
        ("[]", "object"),
        ({"lang": "de", "question": "Wo?", "expect": ["x"]}, "id: Field required"),
        (GOOD | {"id": ""}, "id:"),
        (GOOD | {"expect": []}, "line 3: give `expect`"),
        (GOOD | {"unanswerable": True}, "give `expect`"),
        (GOOD | {"expect": [" \u00a0"]}, "every sentence"),
        (GOOD | {"expect": "Russki"}, "expect:"),
        (GOOD | {"split": "train"}, "split:"),
        (GOOD | {"question": 4}, "question:"),
    ],
)
def test_a_wrong_line_is_named_with_what_is_wrong(
    tmp_path: Path, line: str | dict[str, Any], what: str
) -> None:
    said = refusal(write(tmp_path, GOOD, "", line))
    assert "questions.jsonl, line 3: " in said
    assert what in said


def test_an_id_stands_once_in_each_language(tmp_path: Path) -> None:
    said = refusal(write(tmp_path, GOOD, GOOD | {"lang": "ko"}, "", GOOD | {"question": "Wann?"}))
    assert "line 4: 'a1' in 'de' stands in line 1 already: give" in said


def test_a_file_without_questions_or_without_text_is_refused(tmp_path: Path) -> None:
    assert "no question in it" in refusal(write(tmp_path, "", " "))
    assert "UTF-8" in refusal(write(tmp_path, b'{"id": "\xff"}'))
    assert "cannot be read" in refusal(tmp_path / "missing.jsonl")


def test_a_split_that_no_question_is_marked_with_is_said(tmp_path: Path) -> None:
    file = write(tmp_path, GOOD, GOOD | {"id": "a2", "split": "tune"})
    assert [one.id for one in read_questions(file, "tune")] == ["a2"]
    with pytest.raises(QuestionFileInvalid, match='"split": "check"'):
        read_questions(file, "check")


def test_a_sentence_is_right_after_nfc_and_folded_space() -> None:
    one = GoldenQuestion(id="a", lang="de", question="?", expect=("Größe der  Insel", "Russki"))
    assert one.is_right("Die Gro\u0308ße\u00a0der\nInsel ist klein.")
    assert one.is_right("auf Russki")
    assert not one.is_right("Die Grösse der Insel")


def by_id() -> dict[str, dict[str, GoldenQuestion]]:
    found: dict[str, dict[str, GoldenQuestion]] = defaultdict(dict)
    for one in read_questions(SHIPPED):
        assert one.lang not in found[one.id], f"{one.id} stands twice in {one.lang}"
        found[one.id][one.lang] = one
    return found


def test_every_shipped_question_is_asked_in_all_four_languages_alike() -> None:
    for versions in by_id().values():
        assert versions.keys() == {"de", "en", "ko", "ru"}
        assert len({(one.split, one.expect, one.unanswerable) for one in versions.values()}) == 1
        assert len({one.question for one in versions.values()}) == 4


def test_enough_questions_ship_and_a_third_is_for_tuning() -> None:
    german = [versions["de"] for versions in by_id().values()]
    answerable = [one for one in german if not one.unanswerable]
    assert len(answerable) >= 40
    assert len(german) - len(answerable) >= 20
    for group in (answerable, [one for one in german if one.unanswerable]):
        tune = sum(one.split == "tune" for one in group)
        assert {one.split for one in group} == {"tune", "check"}
        assert tune / len(group) == pytest.approx(1 / 3, abs=0.05)


def test_each_expected_part_stands_in_exactly_one_sentence() -> None:
    article = summit()
    sentences = [article.quote(one) for one in split_article(article)]
    for versions in by_id().values():
        for part in versions["de"].expect:
            one = GoldenQuestion(id="x", lang="de", question="?", expect=(part,))
            assert sum(one.is_right(sentence) for sentence in sentences) == 1, part


def test_half_of_the_shipped_questions_share_no_content_word_with_their_sentence() -> None:
    raw = [json.loads(line) for line in SHIPPED.read_text(encoding="utf-8").splitlines()]
    for language in ("de", "en", "ko", "ru"):
        asked = [one for one in raw if one["lang"] == language and not one["unanswerable"]]
        assert sum(not one["overlap"] for one in asked) >= len(asked) / 2
