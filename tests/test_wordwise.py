"""The lexical arm of large indexes: the shares of `LexicalArm` bit for bit, and the rows that have the highest."""

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import IndexCorrupt
from index.files import files_in
from index.search import lexical, wordwise
from index.search.lexical import LexicalArm
from index.search.wordwise import WordwiseArm

TEXTS = [
    "Kim und Putin trafen sich in Wladiwostok.",
    "Danach gab es ein Essen, ein gutes Essen.",
    "Ким Чен Ын и Владимир Путин встретились во Владивостоке.",
    "김정은과 푸틴이 블라디보스토크에서 만났다.",
    "",
    "!!!",
    "papapapapapa papapa pap",
    "Der Verein gewann das Spiel.",
]
WORDS = st.sampled_from(
    [
        "Kim",
        "Putin",
        "Путин",
        "푸틴",
        "traf",
        "pa",
        "papa",
        "a",
        "ü",
        "Essen",
        "2019",
        "das",
        "?",
        "\U0001f600",
    ]
)
SENTENCES = st.lists(WORDS, max_size=8).map(" ".join)


def many(count: int) -> list[str]:
    """Sentences whose words are as frequent as in a language: a few everywhere, most hardly anywhere."""
    rng = random.Random(1)  # noqa: S311 - samples, not secrets
    syllables = ["ka", "to", "mi", "ren", "sol", "vi", "dur", "pe", "lan", "osch"]
    words = ["".join(rng.choices(syllables, k=rng.randint(1, 4))) for _ in range(3_000)]
    weights = [1 / (1 + rank) for rank in range(len(words))]
    return [" ".join(rng.choices(words, weights, k=rng.randint(3, 14))) for _ in range(count)]


@given(st.lists(SENTENCES, min_size=1, max_size=12), SENTENCES)
@settings(max_examples=150, deadline=None)
def test_shares_are_bm25s_bit_for_bit(texts: list[str], question: str) -> None:
    rows = np.arange(len(texts))
    assert WordwiseArm.build(texts).ask(question, 5).shares(rows).tolist() == (
        LexicalArm.build(texts).ask(question, 5).shares(rows).tolist()
    )


def test_few_entries_added_up_in_one_go_give_the_same_bits_as_many(monkeypatch: pytest.MonkeyPatch) -> None:
    arm = LexicalArm.build(many(300))
    questions = [*many(20), "", "katomi katomi"]
    at_once = [arm.shares(question).tolist() for question in questions]
    monkeypatch.setattr(lexical, "_ENTRIES_AT_ONCE", 0)
    assert [arm.shares(question).tolist() for question in questions] == at_once


@given(st.lists(SENTENCES, min_size=1, max_size=12), SENTENCES)
@settings(max_examples=60, deadline=None)
def test_weights_for_a_search_engine_are_bm25s_bit_for_bit(texts: list[str], question: str) -> None:
    found = []
    for arm in (WordwiseArm.build(texts), LexicalArm.build(texts)):
        weights, names = (
            arm.by_row().todok(),
            {number: gram for gram, number in arm.weighing.vocabulary.items()},
        )
        known, most = arm.weighing.of(question)
        found.append(
            (
                {
                    (row, names[number]): float(weight)
                    for (row, number), weight in weights.items()
                    if names[number]
                },
                [names[number] for number in known.tolist()],
                most,
            )
        )
    assert found[0] == found[1]


@given(st.lists(st.integers(0, len(TEXTS) - 1), max_size=5), st.text(max_size=30))
@settings(max_examples=60, deadline=None)
def test_a_rows_share_does_not_depend_on_what_else_is_asked(rows: list[int], question: str) -> None:
    asked = WordwiseArm.build(TEXTS).ask(question, 5)
    every = asked.shares(np.arange(len(TEXTS)))
    assert asked.shares(np.array(rows, np.int64)).tolist() == every[rows].tolist()


@given(SENTENCES, st.integers(1, 10))
@settings(max_examples=60, deadline=None)
def test_with_few_rows_the_best_are_the_same_in_the_same_order(question: str, limit: int) -> None:
    wanted = LexicalArm.build(TEXTS).ask(question, limit).matching
    assert WordwiseArm.build(TEXTS).ask(question, limit).matching.tolist() == wanted.tolist()


def test_with_many_rows_at_least_99_of_100_best_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = many(6_000)
    monkeypatch.setattr(wordwise, "WORDS_WALKED", 5_000)
    monkeypatch.setattr(wordwise, "ROWS_WALKED", 10_000)
    small, large = LexicalArm.build(texts), WordwiseArm.build(texts)
    found = wanted = 0
    for question in texts[::60]:
        every = small.shares(question)
        least = np.sort(every)[-10]
        rows = large.ask(question, 10).matching
        shares = every[rows]
        assert list(shares) == sorted(shares, reverse=True)
        found += int((shares >= least).sum())
        wanted += 10
    assert found / wanted >= 0.99


def test_what_was_saved_is_mapped_and_answers_the_same(tmp_path: Path) -> None:
    built = WordwiseArm.build(TEXTS)
    built.save(tmp_path)
    loaded = WordwiseArm.load(tmp_path)
    for table in (loaded._tables.row_words, loaded._tables.gram_words, loaded._tables.holders):
        assert not table.flags.owndata
        assert not table.flags.writeable
    for question in (*TEXTS, "nichts davon"):
        mine, theirs = loaded.ask(question, 4), built.ask(question, 4)
        assert mine.matching.tolist() == theirs.matching.tolist()
        assert mine.shares(mine.matching).tolist() == theirs.shares(theirs.matching).tolist()


def test_the_same_texts_make_the_same_files(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        WordwiseArm.build(TEXTS).save(tmp_path / name)
    one, two = (
        {path: file.read_bytes() for path, file in files_in(tmp_path / name).items()}
        for name in ("one", "two")
    )
    assert one == two
    assert one


@pytest.mark.parametrize("texts", [["", "!"], ["a"], ["", "Kim"]])
def test_hardly_anything_to_find(texts: list[str]) -> None:
    asked = WordwiseArm.build(texts).ask("Kim?", 3)
    assert asked.matching.tolist() == LexicalArm.build(texts).ask("Kim?", 3).matching.tolist()
    assert WordwiseArm.build(texts).ask("", 3).matching.tolist() == []


@pytest.mark.parametrize("name", ["grams", "length", "row_words", "holder_starts"])
@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "something else", "pickle"])
def test_a_damaged_file_is_refused_by_name(tmp_path: Path, name: str, damage: str) -> None:
    WordwiseArm.build(TEXTS).save(tmp_path)
    path = tmp_path / "wordwise" / f"{name}.npy"
    data = path.read_bytes()
    if damage == "missing":
        path.unlink()
    elif damage == "pickle":
        np.save(path, np.array([{}]), allow_pickle=True)
    else:
        kept = {"cut": data[: len(data) // 2], "empty": b""}
        path.write_bytes(kept.get(damage, b"something else"))
    with pytest.raises(IndexCorrupt, match=rf"wordwise/{name}\.npy"):
        WordwiseArm.load(tmp_path)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("length", lambda table: table[:-1]),
        ("row_words", lambda table: table + 1_000),
        ("gram_words", lambda table: table - 1_000),
        ("holder_starts", lambda table: table[::-1]),
        ("word_starts", lambda table: table[:0]),
        ("grams", lambda table: table.reshape(1, -1)),
        ("frequency", lambda table: table.astype(np.float32)),
    ],
)
def test_tables_that_do_not_fit_are_refused(tmp_path: Path, name: str, change: object) -> None:
    WordwiseArm.build(TEXTS).save(tmp_path)
    path = tmp_path / "wordwise" / f"{name}.npy"
    np.save(path, change(np.load(path)))  # type: ignore[operator]
    with pytest.raises(IndexCorrupt, match="wordwise"):
        WordwiseArm.load(tmp_path)
