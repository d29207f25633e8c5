"""The fit finds what decides a made-up data set, and its slope is the derivative of its loss."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes_index import HashEmbedder
from fakes_retrieval import summit

from index.models import SentenceHit
from index.sentences import split_article
from retrieval.fitting import fit as fitting
from retrieval.fitting.data import SOURCES, Episode, Source, episodes
from retrieval.fitting.fit import fit, fit_order
from retrieval.fitting.reliability import expected_calibration_error
from retrieval.ranking.features import CONFIDENCE_FEATURES, HIT_FEATURES, ORDER_FEATURES
from retrieval.ranking.scoring import CoefficientsFile, Scorer

ARTICLE = summit()
SENTENCES = split_article(ARTICLE)
DATA = Path(__file__).parent.parent.parent / "shared" / "data" / "eval"


def made_up(number: int, dice: np.random.Generator) -> Episode:
    """Eight candidates; `lexical` says which is right, mostly, `dense` a little, the rest is noise.

    Every third question is one that the index cannot answer: nothing stands out.
    """
    noise = {name: dice.normal(0, 0.1, 8) for name in HIT_FEATURES}
    answerable = number % 3 != 0
    if answerable:
        noise["lexical"][number % 8] += 0.4
        noise["dense"][number % 8] += 0.1
    hits = tuple(
        SentenceHit(ARTICLE, SENTENCES[at], **{name: float(values[at]) for name, values in noise.items()})
        for at in range(8)
    )
    right = tuple(answerable and at == number % 8 for at in range(8))
    return Episode(SOURCES[0], f"Frage {number}", hits, right, held_out=False, small=False)


@pytest.fixture(scope="module")
def asked() -> list[Episode]:
    dice = np.random.default_rng(7)
    return [made_up(number, dice) for number in range(150)]


def test_the_fit_finds_what_decides(asked: list[Episode]) -> None:
    found = fit(asked)
    assert found.order["lexical"] > found.order["dense"] > 0
    others = [abs(value) for name, value in found.order.items() if name not in {"lexical", "dense"}]
    assert found.order["lexical"] > 3 * max(others)
    assert found.confidence["lexical"] + found.confidence["odds"] > 0
    scorer = Scorer(found)
    best = [(episode, scorer.rank(episode.hits, "", "de")[0]) for episode in asked]
    right = [episode.right[episode.hits.index(first.hit)] for episode, first in best if episode.answerable]
    assert np.mean(right) > 0.9
    sure = np.mean([first.score for episode, first in best if episode.answerable])
    unsure = np.mean([first.score for episode, first in best if not episode.answerable])
    assert sure > 0.7
    assert unsure < 0.4


def test_the_fit_is_the_same_each_time(asked: list[Episode]) -> None:
    assert fit(asked) == fit(list(asked))


def test_the_slope_of_the_order_is_the_derivative_of_its_loss(
    asked: list[Episode], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Callable[[np.ndarray], tuple[float, np.ndarray]]] = []
    real = fitting.minimize

    def noted(loss: Callable[..., tuple[float, np.ndarray]], *arguments: object, **options: object) -> object:
        seen.append(loss)
        return real(loss, *arguments, **options)

    monkeypatch.setattr(fitting, "minimize", noted)
    several = replace(asked[1], right=(True, True, *asked[1].right[2:]))  # more than one right sentence
    fit_order([several, *(one for one in asked[:30] if one.answerable)])
    [loss] = seen
    at = np.linspace(-1, 1, len(ORDER_FEATURES))
    _, slope = loss(at)
    for axis in range(len(at)):
        step = np.zeros_like(at)
        step[axis] = 1e-6
        difference = (loss(at + step)[0] - loss(at - step)[0]) / 2e-6
        assert slope[axis] == pytest.approx(difference, abs=1e-6)


def test_the_calibration_error_is_the_mean_gap_of_its_bins() -> None:
    right = np.array([0.0, 1.0, 1.0, 1.0])
    confidence = np.array([0.25, 0.75, 0.9, 0.9])
    # Two bins of two: |0.5 - 0.5| and |0.9 - 1|.
    assert expected_calibration_error(confidence, right, bins=2) == pytest.approx(0.05)
    assert expected_calibration_error(confidence[::-1], right[::-1], bins=2) == pytest.approx(0.05)
    assert expected_calibration_error(np.ones(20), np.ones(20)) == 0.0
    assert expected_calibration_error(np.ones(20), np.zeros(20)) == 1.0


def test_the_coefficients_of_other_encoders_are_kept(asked: list[Episode], tmp_path: Path) -> None:
    file = tmp_path / "coefficients.json"
    first, second = fit(asked[:75]), fit(asked[75:])
    fitting._write("one@1", first, file)
    fitting._write("two@2", second, file)
    known = CoefficientsFile.model_validate_json(file.read_text(encoding="utf-8")).encoders
    assert known == {"one": first, "two": second}


@pytest.mark.parametrize("source", [SOURCES[0], SOURCES[-1]], ids=lambda source: source.file)
def test_a_public_set_becomes_labelled_questions(source: Source) -> None:
    if not (DATA / source.file).exists():
        pytest.skip(f"{source.file} is not beside the checkout")
    made = list(episodes(DATA, source, HashEmbedder(), most=3))
    assert len(made) == 12
    assert any(one.answerable for one in made)
    assert not all(one.answerable for one in made)
    assert {one.small for one in made} == {True, False}
    assert all(len(one.hits) == len(one.right) for one in made)


@pytest.mark.parametrize("program", ["retrieval.fitting.fit", "retrieval.fitting.calibrate", "encoder.train"])
def test_data_that_is_not_there_is_said_in_one_sentence(program: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", program, "--data", str(tmp_path / "nowhere")],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert re.search(rf"{tmp_path}/nowhere.*: point --data at the", done.stderr)


def test_coefficients_are_kept_beside_new_ones_until_the_features_change(
    asked: list[Episode], tmp_path: Path
) -> None:
    file, made = tmp_path / "coefficients.json", fit(asked)
    fitting._write("one@1", made, file)
    fitting._write("two@1", made, file)
    assert CoefficientsFile.model_validate_json(file.read_text(encoding="utf-8")).encoders.keys() == {
        "one",
        "two",
    }
    file.write_text(file.read_text(encoding="utf-8").replace('"lexical"', '"wording"'), encoding="utf-8")
    fitting._write("three@1", made, file)
    assert CoefficientsFile.model_validate_json(file.read_text(encoding="utf-8")).encoders.keys() == {"three"}


def test_a_tiny_index_is_weighed_as_if_it_held_as_many_others(asked: list[Episode]) -> None:
    small = [replace(one, small=True) for one in asked]
    found = fit(small)
    assert fitting.BACKGROUNDS[0] < found.background < fitting.BACKGROUNDS[1]
    scorer = Scorer(found)
    alone = [fitting.cut_to(one, 1) for one in small]
    scores = [scorer.rank(one.hits, one.question, "de")[0].score for one in alone]
    sure = np.mean([score for one, score in zip(alone, scores, strict=True) if one.answerable])
    unsure = np.mean([score for one, score in zip(alone, scores, strict=True) if not one.answerable])
    assert sure > 0.5 > unsure


def test_the_confidence_is_fitted_on_the_odds_among_those_that_are_there(asked: list[Episode]) -> None:
    order = np.ones(len(ORDER_FEATURES))
    alone = fitting.first_of(fitting.cut_to(asked[0], 1), order)
    assert alone.evidence[CONFIDENCE_FEATURES.index("odds")] == 1
    assert fit(asked).background == fitting.BACKGROUNDS[0]  # nothing small to fit it on


def test_an_index_is_cut_around_the_right_sentence(asked: list[Episode]) -> None:
    for one in asked[:24]:
        for few in (1, 3, 8):
            cut = fitting.cut_to(one, few)
            assert len(cut.hits) == len(cut.right) == few
            assert cut.answerable == one.answerable
            start = one.hits.index(cut.hits[0])
            assert cut.hits == one.hits[start : start + few]
