"""Every sentence in every language: none missing, none unused, none that takes other values elsewhere."""

import ast as python
from pathlib import Path

import pytest
from fluent.syntax import ast, visitor

import locales
from locales import phrases
from locales.catalogue import FOLDER, parse
from locales.formats import day

ROOT = Path(__file__).parent.parent
SPEAKING = [
    ROOT / "bot.py",
    *(file for room in ("cogs", "console", "locales") for file in (ROOT / room).rglob("*.py")),
]


class Variables(visitor.Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - the visitor's own scheme
        self.names.add(node.id.name)


def messages(resource: ast.Resource) -> dict[str, set[str]]:
    found = {}
    for entry in resource.body:
        if isinstance(entry, ast.Message):
            variables = Variables()
            variables.visit(entry)
            found[entry.id.name] = variables.names
    return found


def spoken(files: list[Path]) -> set[str]:
    """Every string constant of the code that talks to users: a key is written out where it is used."""
    return {
        node.value
        for file in files
        if file.exists()
        for node in python.walk(python.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, python.Constant) and isinstance(node.value, str)
    }


def calls(files: list[Path]) -> list[tuple[str, set[str]]]:
    """Each `.text("key", name=...)` with key and names written out: the key and the names of its values."""
    return [
        (node.args[0].value, {keyword.arg for keyword in node.keywords})
        for file in files
        if file.exists()
        for node in python.walk(python.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, python.Call)
        and isinstance(node.func, python.Attribute)
        and node.func.attr == "text"
        and node.args
        and isinstance(node.args[0], python.Constant)
        and all(keyword.arg for keyword in node.keywords)
    ]


ENGLISH = messages(parse(FOLDER / "en.ftl"))


@pytest.mark.parametrize("language", locales.LANGUAGES)
def test_each_language_says_the_same_with_the_same_values(language: str) -> None:
    assert messages(parse(FOLDER / f"{language}.ftl")) == ENGLISH


def test_no_sentence_is_unused() -> None:
    assert not ENGLISH.keys() - spoken(SPEAKING)


def test_each_call_names_a_sentence_and_exactly_its_values() -> None:
    wrong = [(key, names) for key, names in calls(SPEAKING) if ENGLISH.get(key) != names]
    assert calls(SPEAKING)
    assert not wrong


def test_there_is_a_file_for_each_language_and_no_other() -> None:
    assert sorted(file.stem for file in FOLDER.glob("*.ftl")) == list(locales.LANGUAGES)


def test_each_table_of_keys_names_sentences() -> None:
    assert {*phrases.REFUSALS.values(), *phrases.CLOSEST.values()} <= ENGLISH.keys()


def folder_with(tmp_path: Path, german: str) -> Path:
    for language in locales.LANGUAGES:
        (tmp_path / f"{language}.ftl").write_text("hello = Hello { $name }\n", encoding="utf-8")
    (tmp_path / "de.ftl").write_text(german, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("german", "says"),
    [
        ("hello = Hallo { $name\n", r"de\.ftl:1"),
        ("hello = a\nhello = b\n", "twice"),
        ("\n\nwas ist das\n", r"de\.ftl:3"),
    ],
)
def test_a_broken_file_is_refused_by_name_and_line(tmp_path: Path, german: str, says: str) -> None:
    with pytest.raises(locales.LocaleFileInvalid, match=says):
        locales.load(folder_with(tmp_path, german))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(locales.LocaleFileInvalid, match=r"de\.ftl"):
        locales.load(tmp_path)


def test_values_stand_as_they_are(tmp_path: Path) -> None:
    loaded = locales.load(folder_with(tmp_path, "hello = Hallo { $name }!\n"))
    assert loaded.of("de").text("hello", name="*{ $name }*") == "Hallo *{ $name }*!"
    assert loaded.of("fr").text("hello", name="Kim") == "Hello Kim"
    assert loaded.of("de").text("hello", name="Kim " * 1_000) == f"Hallo {'Kim ' * 1_000}!"


def test_a_missing_value_or_key_is_an_error(tmp_path: Path) -> None:
    loaded = locales.load(folder_with(tmp_path, "hello = Hallo { $name }!\n"))
    with pytest.raises(locales.MessageInvalid, match="hello"):
        loaded.of("de").text("hello")
    with pytest.raises(locales.MessageInvalid, match="bye"):
        loaded.of("de").text("bye")


@pytest.mark.parametrize(
    ("tag", "language"),
    [("de", "de"), ("en-GB", "en"), ("ko", "ko"), ("ru_RU", "ru"), ("fr", "en"), (None, "en"), ("", "en")],
)
def test_the_nearest_language_is_taken(tag: str | None, language: str) -> None:
    assert locales.language_of(tag) == language
    assert locales.known_language(tag) == (None if tag in {"fr", None, ""} else language)


@pytest.mark.parametrize(
    ("probability", "says"),
    [
        (0.5, "low (50%)"),
        (0.6499, "low (65%)"),
        (0.65, "medium (65%)"),
        (0.85, "high (85%)"),
        (1.0, "high (99%)"),
    ],
)
def test_confidence_in_words(probability: float, says: str) -> None:
    assert phrases.confidence(locales.load().of("en"), probability) == f"Confidence: {says}"


@pytest.mark.parametrize(
    ("iso", "says"),
    [
        ("2019-04-25", "25. April 2019"),
        ("2019-04", "April 2019"),
        ("2019", "2019"),
        ("Frühjahr", "Frühjahr"),
        ("2019-13", "2019-13"),
    ],
)
def test_a_date_is_written_no_more_exactly_than_it_is_known(iso: str, says: str) -> None:
    assert day("de", iso) == says


def test_sentences_and_languages_are_named() -> None:
    loaded = locales.load()
    assert phrases.sentences(loaded.of("de"), 4, 4, 16) == "Satz 4 von 16"
    assert phrases.sentences(loaded.of("de"), 4, 6, 16) == "Sätze 4–6 von 16"
    assert phrases.original(loaded.of("ko"), "de") == "원문 언어: 독일어"
    assert phrases.original(loaded.of("en"), "xx") == "original in xx"


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [
        ("de", "1 Frage, 1 Bewertung.", "21 Fragen, 2 Bewertungen."),
        ("en", "1 question, 1 vote.", "21 questions, 2 votes."),
        ("ko", "질문 1건, 평가 1건.", "질문 21건, 평가 2건."),
        ("ru", "1 вопрос, 1 оценка.", "21 вопрос, 2 оценки."),
    ],
)
def test_what_is_counted_agrees_with_its_number(language: str, one: str, many: str) -> None:
    loaded = locales.load()
    assert loaded.of(language).text("privacy-deleted", queries=1, feedback=1).endswith(one)
    assert loaded.of(language).text("privacy-deleted", queries=21, feedback=2).endswith(many)


def test_a_single_sentence_is_no_range_in_any_language() -> None:
    loaded = locales.load()
    for language in locales.LANGUAGES:
        place = {"article": "kbs", "build": "b", "first": 4}
        single = loaded.of(language).text("verify-place", count=1, last=4, **place)
        assert (single.count("4"), "–" in single, "~" in single) == (1, False, False)
        # 21 is "one" to Russian plurals, yet no single sentence.
        assert "24" in loaded.of(language).text("verify-place", count=21, last=24, **place)


def test_what_is_not_known_says_so() -> None:
    known = phrases.facts(locales.load().of("en"), title=None, publisher="KBS News", published=None)
    assert known == [("Source", "title unknown"), ("Publisher", "KBS News"), ("Date", "date unknown")]
