"""Floors: a loss fails and names the questions, a gain is said, a machine's last digits are neither."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from fakes_console import ISLAND, NOWHERE, WHERE, Desk

from retrieval.errors import FloorsInvalid
from retrieval.evaluation.evaluate import Evaluation
from retrieval.evaluation.floors import MEASURES, Floors, compare
from retrieval.evaluation.golden import GoldenQuestion
from retrieval.evaluation.metrics import Outcome
from retrieval.models import Answer, Timing

pytest_plugins = ("fixtures_console",)

THRESHOLD = 0.5
CI = (Path(__file__).parent.parent / ".ci/run").read_text(encoding="utf-8")
COMMITTED = Path(__file__).parent.parent / "benchmarks/results/golden_floors.json"


def outcome(name: str, confidence: float, rank: int | None = None, *, unanswerable: bool = False) -> Outcome:
    question = GoldenQuestion(
        id=name,
        lang="de",
        question=f"Was ist {name}?",
        expect=() if unanswerable else ("x",),
        unanswerable=unanswerable,
    )
    answered = confidence >= THRESHOLD
    answer = Answer(question.question, "de", answered, confidence, (), (), "b", "e", Timing(0, 0, 0))
    return Outcome(question, answer, rank, (), quotes_exact=True, ms=1.0)


RIGHT, WRONG = outcome("right", 0.9, 1), outcome("wrong", 0.7, 2)
UNSURE, CANNOT = outcome("unsure", 0.4, 1), outcome("cannot", 0.2, unanswerable=True)


def evaluation(*outcomes: Outcome, threshold: float = THRESHOLD, encoder: str = "e@1") -> Evaluation:
    return Evaluation(outcomes or (RIGHT, WRONG, UNSURE, CANNOT), "b", encoder, threshold)


FLOORS = Floors.of(evaluation())


def test_the_same_is_neither_loss_nor_gain() -> None:
    found = compare(FLOORS, evaluation())
    assert (found.lost, found.gained, found.changed) == ((), (), ())


def test_what_is_written_is_read_again_a_line_a_question(tmp_path: Path) -> None:
    file = tmp_path / "floors.json"
    FLOORS.write(file)
    assert Floors.read(file) == FLOORS
    lines = file.read_text(encoding="utf-8").splitlines()
    assert sum(line.startswith('  "wrong/de": {"rank":2,"answered":true') for line in lines) == 1
    assert FLOORS.figures["de"].keys() == set(MEASURES)


def test_a_right_sentence_lost_is_named() -> None:
    found = compare(FLOORS, evaluation(outcome("right", 0.9, 3), WRONG, UNSURE, CANNOT))
    assert "overall recall@1: 0.6667 -> 0.3333" in found.lost
    assert "overall precision: 0.5000 -> 0.0000" in found.lost
    assert found.changed == (
        "right/de 'Was ist right?': right sentence 1., answered at 0.900 -> right sentence 3., answered at 0.900",
    )


def test_an_unanswerable_question_answered_is_named() -> None:
    found = compare(FLOORS, evaluation(RIGHT, WRONG, UNSURE, outcome("cannot", 0.6, unanswerable=True)))
    assert "de refused: 1.0000 -> 0.0000" in found.lost
    assert any(line.startswith("de auroc: ") for line in found.lost)
    [line] = found.changed
    assert line.endswith("no right sentence, refused at 0.200 -> no right sentence, answered at 0.600")


def test_a_confidence_that_means_less_is_a_loss_though_every_answer_stays() -> None:
    found = compare(FLOORS, evaluation(outcome("right", 0.6, 1), outcome("wrong", 0.95, 2), UNSURE, CANNOT))
    assert {line.split(":")[0] for line in found.lost} == {"de brier", "overall brier"}
    assert found.changed == ()


def test_a_lower_brier_score_is_a_gain() -> None:
    found = compare(FLOORS, evaluation(outcome("right", 0.95, 1), WRONG, UNSURE, CANNOT))
    assert found.lost == ()
    assert {line.split(":")[0] for line in found.gained} == {"de brier", "overall brier"}


def test_a_gain_is_no_loss() -> None:
    found = compare(FLOORS, evaluation(RIGHT, WRONG, outcome("unsure", 0.8, 1), CANNOT))
    assert found.lost == ()
    assert "overall answered: 0.6667 -> 1.0000" in found.gained
    assert len(found.changed) == 1


@pytest.mark.parametrize("moved", [0.0009, -0.0009])
def test_noise_at_the_threshold_changes_nothing(moved: float) -> None:
    edge = outcome("edge", THRESHOLD, 1)
    floors = Floors.of(evaluation(edge, CANNOT))
    found = compare(floors, evaluation(outcome("edge", THRESHOLD + moved, 1), CANNOT))
    assert (found.lost, found.gained, found.changed) == ((), (), ())
    lost = compare(floors, evaluation(outcome("edge", THRESHOLD - 0.002, 1), CANNOT)).lost
    assert "overall answered: 1.0000 -> 0.0000" in lost


def test_noise_does_not_part_two_that_are_equally_sure() -> None:
    pair = (outcome("yes", 0.9, 1), outcome("no", 0.9, unanswerable=True))
    found = compare(
        Floors.of(evaluation(*pair)), evaluation(pair[0], outcome("no", 0.9005, unanswerable=True))
    )
    assert found.lost == ()


def test_another_threshold_is_said_and_counts() -> None:
    stricter = [
        replace(one, answer=replace(one.answer, answered=one.answer.confidence >= 0.95))
        for one in evaluation().outcomes
    ]
    found = compare(FLOORS, evaluation(*stricter, threshold=0.95, encoder="e@2"))
    assert found.changed[:2] == ("encoder: e@1 -> e@2", "threshold: 0.5 -> 0.95")
    assert "overall answered: 0.6667 -> 0.0000" in found.lost
    assert "overall precision: 0.5000 -> nothing to count" in found.lost


def test_a_question_of_one_side_alone_is_a_loss() -> None:
    found = compare(FLOORS, evaluation(RIGHT, WRONG, UNSURE, outcome("new", 0.2, unanswerable=True)))
    assert found.lost[:2] == (
        "cannot/de: only one side has this question",
        "new/de: only one side has this question",
    )


@pytest.mark.parametrize("content", [None, b"", b"[]", b'{"encoder": "e"}', b"\xff\xfe{"])
def test_a_file_that_cannot_be_used_is_named_in_one_line_with_the_way_out(
    tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "floors.json"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(FloorsInvalid, match=r"^.*floors\.json: [^\n]*; `--update`[^\n]*$"):
        Floors.read(file)


def test_ci_holds_the_committed_floors_of_the_golden_questions() -> None:
    assert "eval seeds/questions.jsonl --split check" in CI
    assert "--floors benchmarks/results/golden_floors.json" in CI
    assert "--update" not in CI
    floors = Floors.read(COMMITTED)
    assert floors.figures.keys() == {"de", "en", "ko", "ru", "overall"}
    assert all(row.keys() == set(MEASURES) and None not in row.values() for row in floors.figures.values())
    asked = (COMMITTED.parent.parent.parent / "seeds/questions.jsonl").read_text(encoding="utf-8")
    check = {
        f"{one['id']}/{one['lang']}" for one in map(json.loads, asked.splitlines()) if one["split"] == "check"
    }
    assert floors.questions.keys() == check


QUESTIONS = [
    {"id": "where", "lang": "de", "question": WHERE, "expect": [ISLAND]},
    {"id": "nowhere", "lang": "de", "question": NOWHERE, "unanswerable": True},
]


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(map(json.dumps, QUESTIONS)), encoding="utf-8")
    return file


@pytest.fixture
def floors(desk: Desk, questions: Path, tmp_path: Path) -> Path:
    """What this bot measures."""
    file = tmp_path / "floors.json"
    done = desk.run("eval", str(questions), "--floors", str(file), "--update")
    assert "floors are what was measured now" in done.stderr
    return file


def raised(floors: Path) -> dict[str, object]:
    """Floors from a better bot: one that put the right sentence first, surely, and refused the other."""
    content: dict[str, object] = json.loads(floors.read_text(encoding="utf-8"))
    figures, asked = content["figures"], content["questions"]
    assert isinstance(figures, dict)
    assert isinstance(asked, dict)
    figures["overall"]["precision"] = 1.1
    asked["where/de"] |= {"rank": 2, "confidence": 0.99}
    floors.write_text(json.dumps(content), encoding="utf-8")
    return content


def test_what_was_measured_holds(desk: Desk, questions: Path, floors: Path) -> None:
    done = desk.run("eval", str(questions), "--floors", str(floors))
    assert "No figure is below the floors" in done.stderr
    assert "overall" in done.stdout


def test_a_loss_fails_and_prints_the_figure_and_the_questions(
    desk: Desk, questions: Path, floors: Path
) -> None:
    raised(floors)
    before = floors.read_text(encoding="utf-8")
    done = desk.run("eval", str(questions), "--floors", str(floors), status=1)
    assert "Lost: overall precision: 1.1000 -> 1.0000" in done.stderr
    assert f"Changed: where/de {WHERE!r}: right sentence 2." in done.stderr
    assert "--update" in done.stderr
    assert floors.read_text(encoding="utf-8") == before


def test_a_gain_asks_to_raise_the_floors(desk: Desk, questions: Path, floors: Path) -> None:
    content = json.loads(floors.read_text(encoding="utf-8"))
    content["figures"]["overall"]["recall@1"] = 0.5
    floors.write_text(json.dumps(content), encoding="utf-8")
    done = desk.run("eval", str(questions), "--floors", str(floors))
    assert "Better: overall recall@1: 0.5000 -> 1.0000" in done.stderr
    assert "Raise them with `--update`" in done.stderr


def test_json_stays_one_object(desk: Desk, questions: Path, floors: Path) -> None:
    raised(floors)
    found = desk.json("eval", str(questions), "--floors", str(floors), status=1)
    assert found["overall"]["precision"] == 1.0


def test_floors_that_are_not_there_are_an_error_and_nothing_is_written(
    desk: Desk, questions: Path, tmp_path: Path
) -> None:
    missing = tmp_path / "missing.json"
    done = desk.run("eval", str(questions), "--floors", str(missing), status=1)
    assert "`--update` writes what is measured now" in done.stderr
    assert "Traceback" not in done.output
    assert not missing.exists()


def test_update_alone_is_wrong_usage(desk: Desk, questions: Path) -> None:
    assert "--update needs --floors FILE" in desk.run("eval", str(questions), "--update", status=2).stderr


def test_a_folder_is_no_file_of_floors(desk: Desk, questions: Path, tmp_path: Path) -> None:
    desk.run("eval", str(questions), "--floors", str(tmp_path), status=2)


def test_a_place_that_cannot_be_written_is_said(desk: Desk, questions: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "no" / "floors.json"
    done = desk.run("eval", str(questions), "--floors", str(nowhere), "--update", status=1)
    assert str(nowhere) in done.stderr
    assert "Traceback" not in done.output
