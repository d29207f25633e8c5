"""Markdown, web pages and PDFs: what becomes text, what becomes metadata, what is refused."""

import html
import io
import time

import pytest
from fakes_documents import ENGLISH, GERMAN, KOREAN, LIMIT, RUSSIAN, locked_pdf, pdf, web_page
from pypdf import PdfReader

from index.errors import ArticleRefused
from index.models import Article
from index.reading import Metadata, read_bytes
from index.reading.headline import headline
from index.reading.text import storable


def read(name: str, content: str | bytes, metadata: Metadata | None = None) -> Article:
    data = content.encode() if isinstance(content, str) else content
    return read_bytes(name, data, max_bytes=LIMIT, metadata=metadata)


def reason(name: str, content: str | bytes) -> str:
    with pytest.raises(ArticleRefused) as caught:
        read(name, content)
    assert caught.value.file == name
    return caught.value.reason


# Markdown


def test_front_matter_is_metadata_and_the_body_stays_as_it_is() -> None:
    article = read(
        "a.md",
        "---\r\ntitle: Gipfel\r\npublisher: KBS\r\ndate: 2019-04\r\nurl: https://example.org/a\r\n"
        "language: de-DE\r\nlicense: CC0\r\ntags: [a, b]\r\nlayout: post\r\n---\r\n"
        "\r\n\r\n# Kopf\r\n\r\n* *Punkt*  \r\n",
    )
    assert article.text == "\n\n# Kopf\n\n* *Punkt*  \n"
    assert (article.title, article.publisher, article.date) == ("Gipfel", "KBS", "2019-04")
    assert (article.url, article.language, article.licence) == ("https://example.org/a", "de", "CC0")
    assert article.extractor is None


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("date: 2019", "date", "2019"),
        ("date: 2019-04-25", "date", "2019-04-25"),
        ("date: 2019-04-25 10:00:00 +0900", "date", "2019-04-25"),
        ("language: no", "language", "no"),
        ("title: 1984", "title", "1984"),
        ("title: ~", "title", None),
        ("title:", "title", None),
    ],
)
def test_front_matter_values_are_what_people_mean_by_them(line: str, field: str, value: str | None) -> None:
    assert getattr(read("a.md", f"---\n{line}\n---\n{GERMAN}"), field) == value


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"# Der Gipfel\n\n{GERMAN}\n\n## Ende\n", "Der Gipfel"),
        (
            f"\n# **Der** [Gipfel](a.md) `snake_case` ##\n\n```\n# kein Titel\n```\n{GERMAN}",
            "Der Gipfel snake_case",
        ),
        (f"<!-- Nicht\nändern. -->\n\n# Der Gipfel\n\n{GERMAN}", "Der Gipfel"),
        (f"Der Gipfel\n==========\n\n{GERMAN}", "Der Gipfel"),
        (f"---\ntitle: T\n---\n# Der Gipfel\n\n{GERMAN}", "T"),
        (f"---\ndate: 2019\n---\n\n# Der Gipfel\n\n{GERMAN}", "Der Gipfel"),
        (f"# Erste Regel\n\n{GERMAN}\n\n# Zweite Regel\n\n{GERMAN}", None),
        (f"{GERMAN}\n\n# Der Gipfel\n", None),
        (f"## Der Gipfel\n\n{GERMAN}", None),
        (f"#gipfel\n\n{GERMAN}", None),
    ],
)
def test_the_heading_that_a_text_begins_with_is_its_title(text: str, title: str | None) -> None:
    assert read("a.md", text).title == title
    assert read("a.txt", text).title is None


def test_a_megabyte_of_comments_is_looked_through_in_linear_time() -> None:
    before = time.process_time()
    assert headline("<!---->" * 300_000 + "\n# Titel") == "Titel"
    assert time.process_time() - before < 4  # seconds; it takes a tenth of one


@pytest.mark.parametrize(
    "text",
    [
        f"{GERMAN}\n\n---\n\nZweiter Teil.\n",
        f"---\n{GERMAN}\n",
        f"---\n{GERMAN}\n---\nZweiter Teil.\n",
        f"\n---\ntitle: T\n---\n{GERMAN}",
    ],
    ids=["a break in the middle", "an open break", "two breaks", "not at the top"],
)
def test_a_thematic_break_is_no_front_matter(text: str) -> None:
    article = read("a.md", text)
    assert article.text == text
    assert article.title is None


@pytest.mark.parametrize(
    "header",
    [
        "title: [",
        "date: 25. April 2019",
        "title: [a, b]",
        "url: javascript:alert(1)",
        "x: &a [*a",
        'title: "\\UFFFFFFFF"',
        'title: "\\U00110000"',
        "[" * 5_000,
        "- a\n" * 20_000,
    ],
)
def test_broken_front_matter_is_refused(header: str) -> None:
    assert reason("a.md", f"---\n{header}\n---\n{GERMAN}") == "metadata_invalid"


def test_a_colon_in_a_title_is_told_with_its_line_and_what_to_do() -> None:
    with pytest.raises(ArticleRefused) as caught:
        read("a.md", f"---\ndate: 2019\ntitle: Gipfel: Das Treffen\n---\n{GERMAN}")
    assert "front matter: line 3: " in caught.value.remedy
    assert "quotation marks" in caught.value.remedy


def test_front_matter_may_be_toml_between_plus_signs() -> None:
    article = read(
        "a.md", f"+++\ntitle = 'Gipfel'\ndate = 2019-04-25T10:00:00Z\ntags = ['a']\n+++\n\n# Kopf\n\n{GERMAN}"
    )
    assert (article.title, article.date) == ("Gipfel", "2019-04-25")
    assert article.text == f"\n# Kopf\n\n{GERMAN}"
    assert read("a.md", f"+++\n{GERMAN}").text == f"+++\n{GERMAN}"
    assert reason("a.md", f"+++\ntitle: Gipfel\n+++\n{GERMAN}") == "metadata_invalid"


def test_an_address_on_its_own_site_is_no_address() -> None:
    assert read("a.md", f"---\nurl: /gipfel/\ntitle: T\n---\n{GERMAN}").url is None


def test_front_matter_without_a_body_is_empty() -> None:
    assert reason("a.md", "---\ntitle: T\n---\n\n") == "empty"


# Web pages


def test_only_the_main_text_of_a_page_is_read_paragraph_by_paragraph() -> None:
    article = read("a.html", web_page(GERMAN, "Kim ließ seine Absicht erkennen, mit Russland vorzugehen."))
    assert article.text == f"{GERMAN}\n\nKim ließ seine Absicht erkennen, mit Russland vorzugehen."
    assert article.extractor is not None
    assert article.extractor.startswith("trafilatura ")
    assert article.language == "de"


def test_a_line_break_in_a_page_ends_no_paragraph_and_two_do() -> None:
    page = web_page(
        "Danach verhandelten die Delegationen<br>beider Länder<BR clear='all'/>über den Handel.",
        "Das ging lange.<br>\n<br />Am Abend<br>&nbsp;<br>gab es einen Empfang. <br>",
    )
    assert read("a.html", page).text == (
        "Danach verhandelten die Delegationen\nbeider Länder\nüber den Handel.\n\n"
        "Das ging lange.\n\nAm Abend\n\ngab es einen Empfang."
    )


def test_a_list_and_a_table_of_a_page_are_lines_of_one_paragraph() -> None:
    page = web_page(GERMAN).replace(
        "</article>",
        "<ul><li>Länge: 420 Meter</li><li>Kosten:<br>71 Millionen</li></ul><p>So ist es.</p>"
        "<table><tr><th>Jahr</th><th>Ort</th></tr><tr><td>2019</td><td>Insel<br>Russki</td></tr></table></article>",
    )
    assert read("a.html", page).text.split("\n\n")[1:] == [
        "- Länge: 420 Meter\n- Kosten:\n71 Millionen",
        "So ist es.",
        "| Jahr | Ort |\n|---|---|\n| 2019 | Insel Russki |",
    ]


def test_what_steers_an_encyclopedias_page_is_left_out() -> None:
    page = web_page(GERMAN).replace(
        "</article>",
        "<div id='toc' class='toc'><h2>Inhalt</h2><ul><li><a href='#a'>Leben</a></li></ul></div>"
        "<h2>Leben<span class='mw-editsection'>[<a href='/e'>Bearbeiten</a>]</span></h2>"
        "<p>Kim kam<sup class='noprint'>[<a href='/b'>Beleg?</a>]</sup> mit dem Zug nach Wladiwostok.</p>"
        "<div role='navigation'><p>Staatsgäste in Wladiwostok</p></div>"
        "<div id='catlinks'><p>Kategorie: Gipfel in Wladiwostok</p></div></article>",
    )
    assert read("a.html", page).text == f"{GERMAN}\n\nLeben\n\nKim kam mit dem Zug nach Wladiwostok."


@pytest.mark.parametrize("end", ["</pre>", ""])
def test_the_lines_of_code_in_a_page_stay_together(end: str) -> None:
    page = web_page(GERMAN).replace(
        "</article>", f"<pre><code>bot start\nbot stop\n</code>{end}<p>Das ist alles.</p></article>"
    )
    code = "bot start\nbot stop\n\nDas ist alles." if end else "bot start"
    assert read("a.html", page).text.startswith(f"{GERMAN}\n\n{code}")


def test_a_title_has_one_line_and_a_head_line_may_end_in_a_break() -> None:
    page = web_page("date 2019-04 ⓒKBS News<br>" + GERMAN).replace(
        "<article>", "<article><h1>Der<br>Gipfel</h1>"
    )
    article = read("a.html", page)
    assert (article.title, article.publisher, article.date) == ("Der Gipfel", "KBS News", "2019-04")
    assert article.text == f"Der\nGipfel\n\ndate 2019-04 ⓒKBS News\n{GERMAN}"


def test_a_line_break_in_what_a_page_says_of_itself_is_a_space() -> None:
    head = "<meta property='og:title' content='Der<br>Gipfel'><meta property='og:site_name' content='KBS<br>World'>"
    page = web_page(GERMAN, "<a rel='license' href='https://example.org/l'>Nur<br>für Leser</a>", head=head)
    article = read("a.html", page)
    assert (article.title, article.publisher, article.licence) == ("Der Gipfel", "KBS World", "Nur für Leser")


@pytest.mark.parametrize("sign", ["\u23ce\u23ce", "\u23ce0\u240d", "&#9166;0&#x240D;"])
def test_no_sign_in_a_page_is_taken_for_a_line_break(sign: str) -> None:
    page = web_page(f"Die Taste heißt {sign} und steht rechts,<br>wo die Zeile endet. {GERMAN}")
    shown = html.unescape(sign)
    assert read("a.html", page).text == (
        f"Die Taste heißt {shown} und steht rechts,\nwo die Zeile endet. {GERMAN}"
    )


def test_a_page_says_who_published_it() -> None:
    head = (
        "<title>Gipfel | KBS World</title><meta property='og:title' content='Gipfel'>"
        "<meta property='og:site_name' content='KBS World'><link rel='canonical' href='https://example.org/g'>"
        "<meta property='article:published_time' content='2019-04-25T10:00:00+09:00'>"
    )
    article = read("a.htm", web_page(GERMAN, head=head))
    assert (article.title, article.publisher, article.date) == ("Gipfel", "KBS World", "2019-04-25")
    assert article.url == "https://example.org/g"


def test_a_date_in_the_text_is_not_the_pages_date() -> None:
    article = read("a.html", web_page(f"Am 3. Mai 2018 war es so weit. {GERMAN}", "Copyright 2017"))
    assert article.date is None
    assert article.url is None


def test_a_head_line_counts_in_a_page_too() -> None:
    article = read("a.html", web_page("date 2019-04 ⓒKBS News / Photo : Yonhap", GERMAN))
    assert (article.publisher, article.date) == ("KBS News", "2019-04")


@pytest.mark.parametrize(
    ("text", "label", "encoding"),
    [
        (GERMAN, "iso-8859-1", "cp1252"),
        (RUSSIAN, "windows-1251", "cp1251"),
        (RUSSIAN, "KOI8-R", "koi8_r"),
        (KOREAN, "euc-kr", "cp949"),
        (GERMAN, "", "cp1252"),
        (KOREAN, "iso-8859-1", "utf-8"),
        (KOREAN, "utf-8", "utf-16"),
    ],
)
def test_a_page_names_its_encoding_unless_the_bytes_know_better(text: str, label: str, encoding: str) -> None:
    head = f"<meta charset='{label}'>" if label else ""
    assert read("a.html", web_page(text, head=head).encode(encoding)).text == text


def test_a_declared_encoding_decides_where_the_bytes_alone_would_mislead() -> None:
    text = f"{ENGLISH} Ж"
    page = web_page(text, head="<meta http-equiv=content-type content='text/html; charset=windows-1251'>")
    assert read("a.html", page.encode("cp1251")).text == text
    assert read("a.html", web_page(text).encode("cp1251")).text != text


def test_a_page_with_an_xml_declaration() -> None:
    page = f"<?xml version='1.0' encoding='windows-1252'?>\n{web_page(GERMAN)}"
    assert read("a.xhtml", page.encode("cp1252")).text == GERMAN


@pytest.mark.parametrize("control", ["&#11;", "&#x0B;", "&#12;", "&#x1b", "&#xFFFF;"])
def test_a_control_character_that_a_page_spells_out_parts_words_and_costs_nothing(control: str) -> None:
    assert read("a.html", web_page(GERMAN, f"Kim kam{control}mit dem Zug.")).text.endswith(
        "Kim kam mit dem Zug."
    )


def test_a_character_of_5000_digits_is_none_and_costs_no_other_article() -> None:
    page = web_page(GERMAN, f"Kim kam &#{'9' * 5_000}; mit dem Zug.")
    assert read("a.html", page).text.endswith("Kim kam \ufffd mit dem Zug.")


@pytest.mark.parametrize("page", ["<html></html>", "<!-- nichts -->", "<script>var a = 'Wort';</script>"])
def test_a_page_without_text(page: str) -> None:
    assert reason("a.html", page) == "no_text"


def test_a_page_of_a_hundred_thousand_open_tags_is_survived() -> None:
    try:
        text = read("a.html", "<div>" * 15_000 + GERMAN).text
    except ArticleRefused as refused:
        text = refused.reason
    assert text in {GERMAN, "no_text", "damaged"}


# PDFs


def test_a_pdf_is_read_page_by_page() -> None:
    article = read("a.pdf", pdf("Die Gespräche dauerten bis 17 Uhr (Ortszeit)", "und endeten ohne Ergebnis."))
    assert article.text == "Die Gespräche dauerten bis 17 Uhr (Ortszeit)\nund endeten ohne Ergebnis."
    assert article.title is None
    assert article.extractor is not None
    assert article.extractor.startswith("pypdf ")


def test_a_pdf_without_text_says_what_to_do() -> None:
    with pytest.raises(ArticleRefused) as caught:
        read("scan.pdf", pdf("", ""))
    assert caught.value.reason == "no_text"
    assert "ocrmypdf" in caught.value.remedy


def test_a_pdf_under_a_password_is_refused_and_one_that_anybody_may_open_is_read() -> None:
    assert reason("a.pdf", locked_pdf("Geheim", "x")) == "encrypted"
    assert read("a.pdf", locked_pdf("Offen", "")).text == "Offen"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", pdf("Wort")[:200], b"Das ist kein PDF.", pdf()])
def test_a_damaged_pdf_is_refused(data: bytes) -> None:
    assert reason("a.pdf", data) in {"damaged", "no_text"}


def test_a_pdf_whose_pages_unpack_to_more_than_fits_is_refused_before_they_are_all_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pages = ["Ein Satz mit Wort."] * 10
    size = sum(len(page.get_contents().get_data()) for page in PdfReader(io.BytesIO(pdf(*pages))).pages)
    monkeypatch.setattr("index.reading.pdf._MOST_UNPACKED", size)
    assert read("a.pdf", pdf(*pages)).text == "\n".join(pages)
    monkeypatch.setattr("index.reading.pdf._MOST_UNPACKED", size - 1)
    with pytest.raises(ArticleRefused) as caught:
        read("a.pdf", pdf(*pages))
    assert caught.value.reason == "damaged"
    assert f"over {size - 1} bytes" in caught.value.remedy


def test_a_pdf_cut_anywhere_is_read_or_refused() -> None:
    whole = pdf("Ein Satz mit Wort.", "Noch ein Satz.")
    for end in range(1, len(whole), 7):
        try:
            text = read("a.pdf", whole[:end]).text
        except ArticleRefused:
            continue
        assert "Satz" in text


def test_a_pdf_is_read_without_its_running_heads() -> None:
    lines = [("Bericht Seite 1", "Der See ist"), ("Bericht Seite 2", "tief.")]
    assert read("a.pdf", pdf(*("\n".join(page) for page in lines))).text == "Der See ist\ntief."


# Whatever an extractor returns


def test_an_extractors_text_can_be_stored() -> None:
    text = storable("a\0b\ud800c\ud83d\ude00\r\nd\re\u00ad")
    assert text == "a\ufffdb\ufffdc😀\nd\ne\u00ad"
    text.encode()


# What wins


def test_a_sidecar_wins_over_front_matter_and_that_over_the_head_line() -> None:
    text = f"---\npublisher: B\ndate: 2020\n---\ndate 2019-04 ⓒC\n\n{GERMAN}"
    assert (read("a.md", text).publisher, read("a.md", text).date) == ("B", "2020")
    article = read("a.md", text, Metadata(publisher="A", language="ru"))
    assert (article.publisher, article.date, article.language) == ("A", "2020", "ru")
