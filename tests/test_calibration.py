"""The threshold in words: through a measured curve, and only one of the coefficients in use."""

import json
import logging
from itertools import pairwise
from pathlib import Path

import pytest
from fakes_console import WHERE, Desk, make_desk
from fakes_index import HashEmbedder
from fakes_retrieval import coefficients
from pydantic import ValidationError

import bot
from config.sections import RetrievalSettings
from config.settings import Settings
from retrieval.errors import NotCalibrated
from retrieval.ranking import calibration
from retrieval.ranking.calibration import (
    CALIBRATION_FILE,
    CalibrationFile,
    Curve,
    EncoderCalibration,
    Point,
    fingerprint,
    load_curve,
    promise,
)
from retrieval.ranking.scoring import COEFFICIENTS_FILE, Coefficients, CoefficientsFile, Scorer

CURVE: Curve = (
    Point(0.0, 1.0, 0.59, 0.6),
    Point(0.3, 0.5, 0.24, 0.25),
    Point(0.4, 0.4, 0.25, 0.26),
    Point(0.5, 0.3, 0.18, 0.2),
    Point(0.9, 0.1, 0.1, 0.12),
)
SHIPPED = CalibrationFile.model_validate_json(CALIBRATION_FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("wrong_in", "threshold", "kept"),
    [(1, 0.0, True), (2, 0.3, True), (4, 0.3, True), (5, 0.5, True), (8, 0.9, True), (10, 0.9, False)],
)
def test_words_become_the_lowest_threshold_that_keeps_them_or_the_strictest(
    wrong_in: int,
    threshold: float,
    kept: bool,  # noqa: FBT001 - pytest names it
) -> None:
    made = promise(CURVE, wrong_in)
    assert (made.threshold, made.kept) == (threshold, kept)


def test_a_promise_says_what_was_measured() -> None:
    said = str(promise(CURVE, 5))
    assert said == (
        "at most 1 wrong answer in 5: from a confidence of 0.500 on, 18.0% of the answers were wrong "
        "(with 95% confidence at most 20.0%), and 30.0% of the questions answered"
    )
    assert "out of reach, the strictest threshold" in str(promise(CURVE, 10))


def both_files(folder: Path, curve_of: Coefficients, in_use: Coefficients) -> tuple[Path, Path]:
    """A curve measured with some coefficients, beside the coefficients in use."""
    curve, used = folder / "calibration.json", folder / "coefficients.json"
    made = EncoderCalibration(coefficients=fingerprint(curve_of), curve=CURVE)
    curve.write_text(CalibrationFile(command="test", encoders={"acme": made}).model_dump_json(), "utf-8")
    used.write_text(CoefficientsFile(command="test", encoders={"acme": in_use}).model_dump_json(), "utf-8")
    return curve, used


def test_a_curve_is_read_for_the_encoder_whatever_its_version(tmp_path: Path) -> None:
    assert load_curve("acme@1", *both_files(tmp_path, coefficients(), coefficients())) == CURVE


def test_a_curve_of_other_coefficients_is_refused_with_the_way_out(tmp_path: Path) -> None:
    refitted = coefficients().model_copy(update={"intercept": -3.0001})
    with pytest.raises(
        NotCalibrated,
        match=r"other coefficients of .* acme: .*retrieval\.fitting\.calibrate.* or set GIPFEL_RET",
    ):
        load_curve("acme@1", *both_files(tmp_path, coefficients(), refitted))


def test_each_weight_is_in_the_fingerprint() -> None:
    whole = coefficients()
    others = [whole.model_copy(update={"intercept": 1.0})]
    others += [whole.model_copy(update={"order": {**whole.order, name: 99.0}}) for name in whole.order]
    others += [
        whole.model_copy(update={"confidence": {**whole.confidence, name: 99.0}}) for name in whole.confidence
    ]
    assert len({fingerprint(one) for one in (whole, *others)}) == len(others) + 1
    assert fingerprint(whole) == fingerprint(coefficients())


def test_an_encoder_that_was_fitted_and_not_measured_is_named(tmp_path: Path) -> None:
    curve, used = both_files(tmp_path, coefficients(), coefficients())
    used.write_text(used.read_text("utf-8").replace('"acme"', '"other"'), encoding="utf-8")
    with pytest.raises(
        NotCalibrated, match=r"no curve for the encoder other: .*retrieval\.fitting\.calibrate"
    ):
        load_curve("other@1", curve, used)


def test_an_encoder_that_was_not_even_fitted_is_sent_to_the_fit_first(tmp_path: Path) -> None:
    with pytest.raises(
        NotCalibrated, match=r"no coefficients for the encoder new: .*retrieval\.fitting\.fit"
    ):
        load_curve("new@1", *both_files(tmp_path, coefficients(), coefficients()))


@pytest.mark.parametrize("content", [None, "", "{}", '{"command": "", "encoders": {"acme": {"curve": []}}}'])
def test_a_file_that_cannot_be_used_is_named_with_the_command(tmp_path: Path, content: str | None) -> None:
    curve, used = both_files(tmp_path, coefficients(), coefficients())
    curve.unlink()
    if content is not None:
        curve.write_text(content, encoding="utf-8")
    with pytest.raises(
        NotCalibrated, match=r"(?s)calibration\.json.*python -m retrieval\.fitting\.calibrate"
    ):
        load_curve("acme@1", curve, used)


def test_a_curve_without_a_point_is_no_curve() -> None:
    with pytest.raises(ValidationError, match="curve"):
        EncoderCalibration(coefficients="x", curve=())


def test_each_fitted_encoder_ships_with_a_curve_of_its_coefficients() -> None:
    fitted = CoefficientsFile.model_validate_json(COEFFICIENTS_FILE.read_text(encoding="utf-8")).encoders
    assert SHIPPED.encoders.keys() == fitted.keys()
    for name in fitted:
        points = load_curve(name)
        assert [point.threshold for point in points] == sorted({point.threshold for point in points})
        assert all(0 <= value <= 1 for point in points for value in point)
        assert all(one.coverage >= after.coverage for one, after in pairwise(points))


def settings(**values: object) -> RetrievalSettings:
    defaults = Settings().retrieval.model_dump()
    return RetrievalSettings.model_validate(defaults | {"wrong_at_most": "1 in 4"} | values)


@pytest.mark.parametrize("words", ["1 in 10", "1  in  10", " 1 in 10 ", "10", 10])
def test_the_setting_is_in_words(words: object) -> None:
    assert settings(wrong_at_most=words).wrong_at_most == 10


@pytest.mark.parametrize("words", ["", "2 in 10", "1 in 0", "0", "-4", "1 in ten", "10 %", "0.1", "1in10"])
def test_other_words_are_refused_with_an_example(words: str) -> None:
    with pytest.raises(ValidationError, match=r"such as `1 in 10`|greater than or equal to 1"):
        settings(wrong_at_most=words)


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, calibration.logger.name)
    return caplog


def test_the_bot_says_once_what_the_words_come_to(
    heard: pytest.LogCaptureFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = promise(load_curve("gipfel-minilm"), 4)
    parts = bot.IndexParts(tmp_path, Settings().index, settings())
    monkeypatch.setattr(bot, "open_default", lambda _: HashEmbedder("gipfel-minilm@1"))
    _, threshold = parts.calibrated
    assert threshold == made.threshold
    assert parts.calibrated is parts.calibrated
    [record] = heard.records
    assert record.levelname == "INFO"
    assert record.getMessage() == f"GIPFEL_RETRIEVAL__WRONG_AT_MOST: {made}"


def test_words_that_cannot_be_kept_are_a_warning(heard: pytest.LogCaptureFixture) -> None:
    _, threshold = calibration.calibrated("gipfel-minilm@1", threshold=None, wrong_at_most=999_999)
    assert threshold == load_curve("gipfel-minilm")[-1].threshold
    [record] = heard.records
    assert record.levelname == "WARNING"


def test_a_threshold_that_is_set_wins(heard: pytest.LogCaptureFixture) -> None:
    _, threshold = calibration.calibrated("gipfel-minilm@1", threshold=0.25, wrong_at_most=4)
    assert threshold == 0.25
    assert heard.records == []


@pytest.fixture
def stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A bot whose coefficients were fitted anew and whose curve was not."""
    content = json.loads(CALIBRATION_FILE.read_text(encoding="utf-8"))
    for one in content["encoders"].values():
        one["coefficients"] = "0" * 16
    file = tmp_path / "calibration.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    monkeypatch.setattr(calibration.load_curve, "__defaults__", (file, COEFFICIENTS_FILE))
    return make_desk(tmp_path, monkeypatch)


@pytest.mark.parametrize("command", [("ask", WHERE), ("sources",)])
def test_a_bot_with_a_stale_curve_does_not_answer_and_says_what_to_do(
    stale: Desk, command: tuple[str, ...]
) -> None:
    done = stale.run(*command, status=1)
    assert done.stdout == ""
    assert "python -m retrieval.fitting.calibrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_running_bot_keeps_both_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk(tmp_path, monkeypatch)
    before = desk.json("ask", WHERE)["confidence"]
    refitted = CoefficientsFile(command="test", encoders={"all-MiniLM-L6-v2": coefficients()})
    file = tmp_path / "coefficients.json"
    file.write_text(refitted.model_dump_json(), encoding="utf-8")
    monkeypatch.setattr(calibration.load_curve, "__defaults__", (CALIBRATION_FILE, file))
    monkeypatch.setattr(Scorer.load.__func__, "__defaults__", (file,))
    assert desk.json("ask", WHERE)["confidence"] == before
    later = Desk(desk.folder, bot.make_services(Settings()))
    assert "other coefficients" in later.run("ask", WHERE, status=1).stderr


def test_a_threshold_lets_it_answer_all_the_same(stale: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIPFEL_RETRIEVAL__THRESHOLD", "0.2")
    again = Desk(stale.folder, bot.make_services(bot.Settings()))
    assert again.json("ask", WHERE)["answered"]
