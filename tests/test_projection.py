"""Which directions of a token's vector the index keeps."""

import numpy as np

from encoder.corpus import Pair
from encoder.projection import PER_LANGUAGE, fit_projection, sample_texts
from encoder.store import PACKED, PROJECTION


def test_the_directions_along_which_tokens_differ_most_are_kept() -> None:
    dice = np.random.default_rng(0)
    axes = np.linalg.qr(dice.standard_normal((6, 6)))[0]
    tokens = dice.standard_normal((4_000, 6)) * [0.1, 5.0, 0.1, 2.0, 0.1, 9.0] @ axes
    found = fit_projection(tokens.astype(np.float32), 3)
    for column, expected in zip(found.T, (axes[5], axes[1], axes[3]), strict=True):
        assert abs(column @ expected) > 0.999
        assert column[np.abs(column).argmax()] > 0
    assert found.dtype == np.float32


def test_the_shipped_one_keeps_lengths() -> None:
    projection = np.load(PACKED / PROJECTION)
    np.testing.assert_allclose(projection.T @ projection, np.eye(projection.shape[1]), atol=1e-5)


def test_each_language_gives_as_many_texts_and_the_same_seed_the_same() -> None:
    pairs = [
        Pair(f"{language} {number}", f"english {number}", language, "set")
        for language in ("de", "ko")
        for number in range(2 * PER_LANGUAGE)
    ]
    texts = sample_texts(pairs, seed=3)
    assert texts == sample_texts(pairs, seed=3) != sample_texts(pairs, seed=4)
    assert len(texts) == 3 * PER_LANGUAGE
