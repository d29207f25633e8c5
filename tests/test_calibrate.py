"""`python -m retrieval.fitting.calibrate` on made-up episodes: its cells, its file, its page, its stand-in."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from fakes_index import HashEmbedder
from fakes_retrieval import coefficients, summit

from index.models import SentenceHit
from index.sentences import split_article
from retrieval.fitting import calibrate
from retrieval.fitting.calibrate import OVERALL, cells, write_calibration
from retrieval.fitting.data import SOURCES, Episode, episodes
from retrieval.fitting.reliability import Judged
from retrieval.fitting.report import write_calibration_report
from retrieval.fitting.stand_in import PARALLEL, STAND_INS, write_stand_in
from retrieval.ranking.calibration import CalibrationFile, fingerprint
from retrieval.ranking.features import HIT_FEATURES
from retrieval.ranking.scoring import Scorer

ARTICLE = summit()
SENTENCE = split_article(ARTICLE)[0]


def episode(number: int) -> Episode:
    """The sources take turns; half of the questions have their sentence."""
    right = number % 2 == 0
    features = dict.fromkeys(HIT_FEATURES, 0.0) | {"lexical": 0.6 if right else 0.1}
    source = (*SOURCES, *STAND_INS)[number // 2 % (len(SOURCES) + len(STAND_INS))]
    hit = SentenceHit(ARTICLE, SENTENCE, **features)
    return Episode(source, f"Frage {number}", (hit,), (right,), held_out=True, small=True)


ASKED = [episode(number) for number in range(160)]


@pytest.fixture(scope="module")
def found() -> dict[str, Judged]:
    return cells(ASKED, Scorer(coefficients()))


def test_each_cell_holds_its_questions_and_stand_ins_are_in_no_other(found: dict[str, Judged]) -> None:
    counts = {name: len(judged.right) for name, judged in found.items()}
    assert counts == {
        OVERALL: 120,
        "de": 40, "en": 40, "ko": 20, "ru": 20,
        "de-de": 20, "de-en": 20, "en-de": 20, "en-en": 20, "ko-ko": 20, "ru-ru": 20,
        "ko-de (stand-in)": 20, "ru-de (stand-in)": 20,
    }  # fmt: skip
    assert found[OVERALL].right.mean() == 0.5


def test_the_curve_is_written_with_the_coefficients_it_is_true_of(
    found: dict[str, Judged], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calibrate, "coefficients_of", lambda _: coefficients())
    file = tmp_path / "calibration.json"
    write_calibration("one@1", found, file)
    write_calibration("two@1", {OVERALL: found["de"]}, file)
    write_calibration("one@2", found, file)
    text = file.read_text(encoding="utf-8")
    known = CalibrationFile.model_validate_json(text).encoders
    assert known.keys() == {"one", "two"}
    assert known["one"].coefficients == fingerprint(coefficients())
    assert known["one"].curve[0] == (0.0, 1.0, 0.5, 0.5751)
    assert text.count("\n    [0.0, 1.0, 0.5, ") == 2  # a point a line


def test_a_curve_of_another_form_gives_way(
    found: dict[str, Judged], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calibrate, "coefficients_of", lambda _: coefficients())
    file = tmp_path / "calibration.json"
    file.write_text(
        '{"command": "", "encoders": {"one": {"coefficients": "", "curve": [[0, 1, 0.5]]}}}', "utf-8"
    )
    write_calibration("two@1", found, file)
    assert CalibrationFile.model_validate_json(file.read_text(encoding="utf-8")).encoders.keys() == {"two"}


def test_the_page_says_what_was_measured_and_what_is_too_few(
    found: dict[str, Judged], tmp_path: Path
) -> None:
    page = write_calibration_report(found, "acme@1", tmp_path / "deep" / "er")
    assert (tmp_path / "deep/er/calibration.md").read_text(encoding="utf-8") == page
    assert "encoder acme." in page
    assert "| de | 40 | 40 | 0.500 | - | - | 1.000 |" in page
    assert "| ko-de (stand-in) | 20 |" in page
    assert "| 2 | 0.000 (strictest; not reached) | 0.500 | 0.575 | 1.000 |" in page
    assert "| 20 | 0.000 (strictest; not reached) | 0.500 | 0.575 | 1.000 |" in page
    drawn = (tmp_path / "deep/er/calibration.svg").read_text(encoding="utf-8")
    assert "Risk against coverage" in drawn
    write_calibration_report(found, "acme@1", tmp_path / "again")
    assert (tmp_path / "again/calibration.svg").read_text(encoding="utf-8") == drawn


def test_an_error_that_is_too_large_is_marked(tmp_path: Path) -> None:
    sure = Judged(np.full(300, 0.9), np.tile([0.0, 1.0], 150), np.arange(300))
    page = write_calibration_report({OVERALL: sure}, "acme", tmp_path)
    assert "| 0.400 (too much) |" in page


GERMAN = [f"Satz Nummer {row} steht hier in der Zeitung." for row in range(32)]


@pytest.fixture
def parallel(tmp_path: Path) -> Path:
    for name, said in zip(PARALLEL, ("하나 둘 셋 넷 다섯 여섯 일곱 {}", "один {}"), strict=True):
        lines = [f"{german}\t{said.format(row)}\tnews\n" for row, german in enumerate(GERMAN)]
        (tmp_path / name).write_bytes(gzip.compress("".join(lines).encode()))
    return tmp_path


def test_the_stand_in_asks_with_the_end_of_a_translation_for_its_sentence(parallel: Path) -> None:
    file = write_stand_in(parallel, parallel / "made")
    data = json.loads(file.read_text(encoding="utf-8"))
    assert data["sentences"] == GERMAN
    assert data["sentence_paragraph"] == [row // 4 for row in range(32)]
    assert data["paragraph_article"] == [0] * 4 + [1] * 4
    assert data["queries"][5] == {"id": "ntrex-5", "gold": [5], "ko": "셋 넷 다섯 여섯 일곱 5", "ru": None}
    asked = list(episodes(file.parent, STAND_INS[0], HashEmbedder(), most=2, held_out=True))
    assert len(asked) == 8
    assert all(one.held_out and one.source == STAND_INS[0] for one in asked)
    assert any(one.answerable for one in asked)


def test_the_stand_in_needs_the_same_german_twice(parallel: Path) -> None:
    (parallel / PARALLEL[1]).write_bytes(gzip.compress("Anders\tиначе\n".encode()))
    with pytest.raises(ValueError, match="not the same"):
        write_stand_in(parallel, parallel / "made")
