"""Sidecars, their keys and their mistakes; the head line and what it says."""

from datetime import date

import pytest
from fakes_documents import GERMAN, LIMIT
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ArticleRefused
from index.reading import Metadata, metadata_spans, parse_sidecar, read_bytes

WORDS = st.text(max_size=40)


def problem(toml: str | bytes) -> str:
    with pytest.raises(ArticleRefused) as caught:
        parse_sidecar("a.meta.toml", toml.encode() if isinstance(toml, str) else toml)
    assert (caught.value.file, caught.value.reason) == ("a.meta.toml", "metadata_invalid")
    return caught.value.remedy


def test_a_sidecar_says_all_that_a_file_cannot() -> None:
    toml = (
        '\ufefftitle = "Gipfel\\n in  Wladiwostok"\npublisher = "KBS"\ndate = 2019-04-25\n'
        'url = "https://example.org/ä"\nlanguage = "de"\nlicence = ""\n'
    )
    assert parse_sidecar("a.meta.toml", toml.encode()) == Metadata(
        title="Gipfel in Wladiwostok",
        publisher="KBS",
        date="2019-04-25",
        url="https://example.org/ä",
        language="de",
    )


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ('"2019-04-25"', "2019-04-25"),
        ('"2019-04"', "2019-04"),
        ('"2019"', "2019"),
        ("2019", "2019"),
        ("2019-04-25", "2019-04-25"),
        ("2019-04-25T10:00:00Z", "2019-04-25"),
        ('"2019-04-25T10:00:00+02:00"', "2019-04-25"),
        ('"2019-04-25 10:00"', "2019-04-25"),
        ('"2020-02-29"', "2020-02-29"),
    ],
)
def test_a_date_is_a_day_a_month_or_a_year(value: str, read: str) -> None:
    assert parse_sidecar("a.meta.toml", f"date = {value}".encode()).date == read


@pytest.mark.parametrize(
    "value",
    [
        '"2019-13"',
        '"2019-02-29"',
        '"0000"',
        '"25.04.2019"',
        '"April 2019"',
        '"19-04"',
        '"2019-4"',
        "true",
        "19",
        "[2019]",
    ],
)
def test_another_date_is_refused(value: str) -> None:
    assert "date" in problem(f"date = {value}")


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        ("titel = 'T'", "titel"),
        ("title = 5", "title"),
        (f"title = '{'x' * 501}'", "title"),
        ("language = 'deutsch'", "language"),
        ("url = 'javascript:alert(1)'", "url"),
        ("url = 'https://'", "url"),
        ("url = 'https://[::1'", "url"),
        ("url = 'https://a.org/x y'", "url"),
        ("url = 'https://a:b:c/'", "url"),
        ("url = 'https://a.org:99999/'", "url"),
        ("[title]\na = 1", "title"),
        ("date = 2019-04", "TOML"),
        ("title = ", "TOML"),
        (f"date = {'9' * 5_000}", "TOML"),
        ("a = " + "[" * 5_000, "TOML"),
        ("title = 'Größe'".encode("cp1252"), "UTF-8"),
    ],
)
def test_a_mistake_in_a_sidecar_is_named(toml: str | bytes, named: str) -> None:
    assert named in problem(toml)


def test_a_mistake_is_said_in_the_words_of_whoever_made_it() -> None:
    assert "(date: must be a day, a month or a year:" in problem('date = "gestern"')
    assert "(titel: there is no such key)" in problem('titel = "Gipfel"')


@given(st.binary(max_size=80) | st.text(max_size=80).map(lambda text: f"title = {text}".encode()))
def test_no_sidecar_ends_in_another_error(data: bytes) -> None:
    try:
        parse_sidecar("a.meta.toml", data)
    except ArticleRefused as refused:
        str(refused).encode()


@given(WORDS, WORDS, st.dates(), st.sampled_from(["de", "ko", None]))
def test_metadata_written_as_a_sidecar_reads_back_the_same(
    title: str, licence: str, day: date, language: str | None
) -> None:
    metadata = Metadata(title=title, licence=licence, date=day.isoformat(), language=language)
    assert parse_sidecar("a.meta.toml", metadata.as_toml().encode()) == metadata


@pytest.mark.parametrize(
    ("line", "publisher", "day"),
    [
        (" date 2019-04 ⓒKBS News", "KBS News", "2019-04"),
        ("date 2019-04-25 ⓒ KBS News / Photo : Yonhap News", "KBS News", "2019-04-25"),
        ("\u200bDate: 2019.4.25 10:30\tⒸ KBS World Radio/Photo:AP ", "KBS World Radio", "2019-04-25"),
        ("date 2019 © Новости", "Новости", "2019"),
        ("date 2019-13-45 ⓒ뉴스", "뉴스", None),
        ("date ⓒKBS News", "KBS News", None),
        ("date 2019-04 ⓒ", None, "2019-04"),
    ],
)
def test_a_head_line_is_metadata_and_nothing_else_is(
    line: str, publisher: str | None, day: str | None
) -> None:
    text = f"{line}\n\n{GERMAN}\n"
    article = read_bytes("a.txt", text.encode(), max_bytes=LIMIT)
    assert article.text == text
    assert metadata_spans(text) == [(0, len(line))]
    assert (article.publisher, article.date) == (publisher, day)
    assert (article.title, article.url) == (None, None)


def test_a_head_line_is_found_below_a_headline_and_more_than_once() -> None:
    first, second = "date 2019-04 ⓒKBS News", " date 2020-01 ⓒYonhap / Photo : ⓒAP"
    text = f"Überschrift 😀\n{first}\n{GERMAN}\n\n{second}"
    assert [text[start:end] for start, end in metadata_spans(text)] == [first, second]
    article = read_bytes("a.txt", text.encode(), max_bytes=LIMIT)
    assert (article.publisher, article.date) == ("KBS News", "2019-04")


@pytest.mark.parametrize(
    "line",
    [
        "Date night was a success © Reuters",
        "dated 2019-04 ⓒKBS News",
        "The date 2019-04 ⓒKBS News",
        "date 2019-04 KBS News",
        f"date 2019-04 ⓒKBS News {GERMAN} {GERMAN}",
        "© 2019 KBS",
        "",
    ],
)
def test_another_line_is_a_sentence(line: str) -> None:
    assert metadata_spans(f"{line}\n{GERMAN}") == []
    assert read_bytes("a.txt", f"{line}\n{GERMAN}".encode(), max_bytes=LIMIT).publisher is None


@given(st.text(st.sampled_from("date 2019-04ⓒ©/\n:K ")))
def test_spans_are_whole_lines_in_order(text: str) -> None:
    last = -1
    for start, end in metadata_spans(text):
        assert last < start < end
        assert start == 0 or text[start - 1] == "\n"
        assert end == len(text) or text[end] == "\n"
        assert "\n" not in text[start:end]
        last = end


@pytest.mark.parametrize("unit", ["©", "date © ", "date 1 ⓒ/", " ", "date 2019 "])
def test_a_line_of_megabytes_is_no_head_line(unit: str) -> None:
    assert metadata_spans(unit * (2_000_000 // len(unit))) == []
