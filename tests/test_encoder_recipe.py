"""The recipe on a handful of sentences: every step runs, resumes, and refuses what it cannot use."""

import gzip
import re
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer

from encoder import body, corpus
from encoder.body import Budget, draw_batches, first_rows
from encoder.corpus import Pair, read_dictionary, read_sentences, read_terms
from encoder.errors import RecipeError
from encoder.examples import Weights, distance_and_loss, make_examples
from encoder.store import checksum, unpack
from encoder.teacher import batches_of_one_length, load_tokenizer
from encoder.train import Recipe, main, train
from encoder.vocabulary import Vocabulary, train_vocabulary

ENGLISH = [
    "The president met the minister.",
    "Where is the train?",
    "The house is big.",
    "Talks began today.",
]
TEXTS = {
    "de": [
        "Der Präsident traf den Minister.",
        "Wo ist der Zug?",
        "Das Haus ist groß.",
        "Die Gespräche begannen heute.",
    ],
    "ko": ["대통령이 장관을 만났다.", "기차는 어디에 있습니까?", "집이 크다.", "회담이 오늘 시작되었다."],
    "ru": ["Президент встретил министра.", "Где поезд?", "Дом большой.", "Переговоры начались сегодня."],
}
RECIPE = Recipe(pieces=300, passes=1, examples=200)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    for language, texts in TEXTS.items():
        pairs = zip(ENGLISH, texts, strict=True)
        write(folder / f"parallel/en-{language}.tsv.gz", [f"{en}\t{text}\tset" for en, text in pairs])
    write(
        folder / "parallel/de-ko.tsv.gz",
        [f"{TEXTS['de'][0]}\t대통령은 장관과 만났다.\tset", "Unbekannt\t모름\tset"],
    )
    write(folder / "parallel/de-ru.tsv.gz", [])
    write(
        folder / "dictionary/wiktionary-en.tsv.gz",
        ["de\thouse\ta building\tHaus", (r"ru" "\ttrain\t\tпоезд   \\")],
    )
    return folder


def write(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in lines)


def test_german_pairs_borrow_their_english(data: Path) -> None:
    borrowed = [pair for pair in read_sentences(data) if pair.text == "대통령은 장관과 만났다."]
    assert borrowed == [Pair("대통령은 장관과 만났다.", ENGLISH[0], "ko", "set")]


def test_a_dictionary_word_comes_with_and_without_its_gloss(data: Path) -> None:
    assert [(p.text, p.english, p.source) for p in read_dictionary(data)] == [
        ("Haus", "house", "word"),
        ("Haus", "house: a building", "gloss"),
        ("поезд", "train", "word"),
    ]


def test_every_term_is_written_in_its_own_script() -> None:
    scripts = {"ko": re.compile("[가-힣]"), "ru": re.compile("[а-яё]", re.IGNORECASE)}
    terms = read_terms()
    assert len(terms) % 4 == 0
    assert [t for t in terms if t.language in scripts and not scripts[t.language].search(t.text)] == []


def test_missing_data_are_named(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=r"en-de\.tsv\.gz"):
        read_sentences(tmp_path)


def test_batches_hold_one_length_and_every_position_once() -> None:
    lengths = np.random.default_rng(0).integers(3, 9, 100)
    batches = batches_of_one_length(lengths, 30, at_most=5)
    assert all(len(set(lengths[batch])) == 1 and len(batch) <= 5 for batch in batches)
    assert sorted(np.concatenate(batches)) == list(range(100))


def test_the_loss_is_lowest_on_the_targets() -> None:
    targets = torch.eye(4)
    assert distance_and_loss(targets, targets)[0] == 0
    assert distance_and_loss(targets, targets)[1] < distance_and_loss(targets.roll(1, 0), targets)[1]


def test_equal_targets_are_no_negatives() -> None:
    vectors = torch.eye(2)[[0, 0]]
    distance, loss = distance_and_loss(vectors, vectors)
    assert loss == distance == 0


def test_a_budget_ends_at_whichever_comes_first() -> None:
    assert Budget(100).share(25, 1e9) == 0.25
    assert Budget(100, seconds=10).share(25, 5) == 0.5
    assert Budget(100, seconds=10).share(200, 5) == 1


def test_rows_are_copied_or_mixed_from_the_nearest_english_ones() -> None:
    static = np.array([[1, 0], [0, 1], [0.9, 0.1]], dtype=np.float32)
    vocabulary = Vocabulary(load_tokenizer(), copied={0: 5, 1: 6}, english_words=[0, 1])
    minilm = torch.arange(7.0)[:, None].repeat(1, 2)
    rows = first_rows(vocabulary, static, minilm)
    assert rows[0, 0] == 5
    assert rows[1, 0] == 6
    assert 5 < rows[2, 0] < 5.1


def test_the_vocabulary_keeps_english_words_whole_and_knows_every_script(data: Path) -> None:
    vocabulary = train_vocabulary(read_sentences(data), load_tokenizer(), 300)
    assert vocabulary.tokenizer.encode("The president").tokens == ["[CLS]", "▁the", "▁president", "[SEP]"]
    for texts in TEXTS.values():
        assert all("[UNK]" not in vocabulary.tokenizer.encode(text).tokens for text in texts)


def test_questions_are_drawn_more_often(data: Path) -> None:
    pairs = read_sentences(data)
    tokenizer = train_vocabulary(pairs, load_tokenizer(), 300).tokenizer
    rows = {english: row for row, english in enumerate(ENGLISH)}
    examples = make_examples(pairs, rows, tokenizer, Weights({"de": 1, "ko": 1, "ru": 1}, {}))
    chances = dict(zip([pair.text for pair in pairs], examples.chances, strict=True))
    assert chances["Wo ist der Zug?"] == pytest.approx(1.6 * chances["Das Haus ist groß."])
    assert examples.chances.sum() == pytest.approx(1)


def test_the_whole_recipe_makes_a_model_that_loads(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body, "_DRAWN_AT_ONCE", 200)
    terms = tmp_path / "terms.tsv"
    terms.write_text("train\tZug\t기차\tпоезд\n", encoding="utf-8")
    monkeypatch.setattr(corpus, "TERMS", terms)
    packed = train(data, tmp_path / "work", RECIPE)
    folder = unpack(tmp_path / "unpacked", packed)
    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    assert model.encode("Где поезд?").shape == (384,)

    checkpoint = (tmp_path / "work/body.pt").stat().st_mtime_ns
    monkeypatch.setattr("encoder.train.train_static", None)  # would fail if it ran again
    assert train(data, tmp_path / "work", RECIPE) == packed
    assert (tmp_path / "work/body.pt").stat().st_mtime_ns >= checkpoint
    with pytest.raises(RecipeError, match="choose another --work"):
        train(data, tmp_path / "work", Recipe(pieces=301))

    further = Recipe(examples=64, start=checksum(packed), bfloat16=True)
    again = train(data, tmp_path / "further", further, start=packed)
    assert (again / "tokenizer.json").read_bytes() == (packed / "tokenizer.json").read_bytes()
    longer = SentenceTransformer(
        str(unpack(tmp_path / "unpacked", again)), device="cpu", local_files_only=True
    )
    moved = longer.encode("Где поезд?") @ model.encode("Где поезд?")
    assert 0.8 < moved < 0.99999, "trained on from where it stood"


def test_batches_are_the_same_for_the_same_seed(data: Path) -> None:
    pairs = read_sentences(data) * 20
    tokenizer = train_vocabulary(pairs, load_tokenizer(), 300).tokenizer
    rows = {english: row for row, english in enumerate(ENGLISH)}
    examples = make_examples(pairs, rows, tokenizer, Weights({"de": 1, "ko": 1, "ru": 1}, {}))
    one, other = (draw_batches(examples, np.random.default_rng(3), 640) for _ in range(2))
    assert [list(batch) for batch in one] == [list(batch) for batch in other]


def test_weights_that_are_not_there_are_named_without_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["train", "--start", str(tmp_path / "nowhere")])
    with pytest.raises(SystemExit, match="nowhere"):
        main()
