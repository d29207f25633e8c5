"""An article's text is the file's own, code point for code point, whatever it is written in."""

import codecs
import hashlib
import random
import time

import pytest
from fakes_documents import ENGLISH, GERMAN, KOREAN, LIMIT, RUSSIAN
from hypothesis import example, given
from hypothesis import strategies as st

from index.errors import ArticleRefused
from index.reading import read_bytes
from index.reading.plausible import is_plausible

UGLY = (
    "Rus\u00adsland\u00a0und\u200b Korea\u2060: Wladi\u200dwostok. \ufeffMitten.\n\n\n\n\n \t\n"
    "A\u0308rger, Gro\u0308ße, \u1112\u1161\u11ab\u1100\u116e\u11a8 und e\u0301.\x0c"
    "\x85\u2028Neue Zeile \U0001f600.  \n"
)
PIECES = st.one_of(
    st.sampled_from(
        [
            "\n",
            "\r\n",
            "\r",
            "\n\n\n",
            "\u00ad",
            "\u00a0",
            "\u200b",
            "\ufeff",
            "o\u0308",
            "\u2028",
            "\x85",
            "\t",
            "😀",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Co"]), max_size=20),
)


def text_of(data: bytes, name: str = "a.txt") -> str:
    return read_bytes(name, data, max_bytes=LIMIT).text


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_ugly_text_survives(name: str) -> None:
    assert text_of(UGLY.encode(), name) == UGLY


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_become_one_character_and_offsets_count_that(end: str) -> None:
    text = text_of(f"Eins.{end}{end}Zwei 😀.{end}Drei.".encode())
    assert text == "Eins.\n\nZwei 😀.\nDrei."
    assert text[15:19] == "Drei"


@given(st.lists(PIECES, max_size=12).map("".join))
@example("\ufeffBOM in the text")
@example("\n\r\n\r")
def test_any_utf8_text_survives_with_its_hashes(ugly: str) -> None:
    text = f"Wort {ugly} Ende"
    data = text.encode()
    article = read_bytes("a.txt", data, max_bytes=LIMIT)
    assert article.text == text.replace("\r\n", "\n").replace("\r", "\n")
    assert article.source_sha256 == hashlib.sha256(data).hexdigest()
    assert article.text_sha256 == hashlib.sha256(article.text.encode()).hexdigest()


@given(st.lists(PIECES, max_size=12).map("".join))
def test_markdown_keeps_all_that_follows_its_front_matter(ugly: str) -> None:
    body = f"{ugly} Wort\n"
    assert text_of(f"---\ntitle: T\n---\n{body}".encode(), "a.md") == body.replace("\r\n", "\n").replace(
        "\r", "\n"
    )


@pytest.mark.parametrize("text", [GERMAN, RUSSIAN, KOREAN, UGLY], ids=["de", "ru", "ko", "ugly"])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
    ],
    ids=["utf-8", "utf-8-bom", "utf-16-le-bom", "utf-16-be-bom", "utf-16-le", "utf-16-be"],
)
def test_unicode_with_and_without_byte_order_mark(text: str, encoding: str, mark: bytes) -> None:
    assert text_of(mark + text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "cp1252"),
        ("„Größe“ – so heißt das, für 5 €.", "cp1252"),
        ("Müller", "cp1252"),
        ("It’s “fine”, he said — for now.", "cp1252"),
        (RUSSIAN, "cp1251"),
        ("«Россия» — это не ответ… Об этом говорится в указе №5, сообщает РИА.", "cp1251"),
        (RUSSIAN, "koi8_r"),
        (KOREAN, "cp949"),
        ("이번 달 DARPA는 AI 넥스트라 불리는 계획에 20억 달러를 투자한다고 NBC와 CNN이 보도했다.", "cp949"),
        ("똠방각하와 펲시맨은 확장 완성형에만 있는 글자를 쓴다.", "cp949"),
    ],
)
def test_an_encoding_without_a_mark_is_recognised(text: str, encoding: str) -> None:
    assert text_of(text.encode(encoding)) == text
    longer = f"{text}\r\n" * 200
    assert text_of(longer.encode(encoding)) == longer.replace("\r\n", "\n")


def test_an_article_about_charsets_is_not_believed() -> None:
    text = f"В заголовке стояло charset=koi8-r. {RUSSIAN}"
    assert text_of(text.encode("cp1251")) == text


@pytest.mark.parametrize(
    "data", [b"Wort\0" + GERMAN.encode(), b"\x1b[1m\x07\x08 Wort " * 9, "\ue000 Wort ".encode() * 9]
)
def test_utf8_that_is_no_text_is_binary(data: bytes) -> None:
    with pytest.raises(ArticleRefused) as caught:
        text_of(data)
    assert caught.value.reason == "binary"


def test_damaged_utf8_is_refused_not_guessed_at() -> None:
    with pytest.raises(ArticleRefused) as caught:
        text_of(GERMAN.encode()[:-1] + b"\xc3")
    assert caught.value.reason == "encoding_unknown"
    assert "UTF-8" in caught.value.remedy


JAPANESE = "大臣たちは東京で会った。彼らは石油と道路について話した。その後、客は家に帰った。"
CHINESE = "部长们在北京会面。他们谈到了石油和道路。之后客人们回家了。"
MACINTOSH = (
    "Развивая эту теорию, он изложил её в книге, которая вышла в столице, и в статье, известная часть "
    "которой была давно забыта, так что никто о ней уже не помнил."
)
GREEK = "Οι υπουργοί συναντήθηκαν στην Αθήνα. Μίλησαν για το πετρέλαιο και τους δρόμους."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "cp850"),
        (GERMAN, "mac_roman"),
        (RUSSIAN, "iso8859_5"),
        (RUSSIAN, "mac_cyrillic"),
        (GREEK, "cp1253"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
    ],
)
def test_an_encoding_that_nobody_planned_for_is_refused_not_read_as_another(text: str, encoding: str) -> None:
    for repeated in (text, f"{text}\n" * 20):
        with pytest.raises(ArticleRefused) as caught:
            text_of(repeated.encode(encoding))
        assert caught.value.reason == "encoding_unknown"


def test_units_brands_and_foreign_names_are_plausible() -> None:
    russian = (
        "Мощность станции — 3,15 ГВт, давление — 20 МПа, так сообщила пресс-служба ЕвроХима в понедельник.\n"
    )
    german = "Der „Kölner“ GmbH-Chef O’Neill grüßte fröhlich: „Schöne Grüße!“ Es kostet 5 € je m², sagte McDönér.\n"
    assert text_of(russian.encode("cp1251")) == russian
    assert text_of(german.encode("cp1252")) == german


@pytest.mark.parametrize(
    "text",
    [
        "The leaders met on the island. It´s known that they talked, but they don´t say what was agreed.\n",
        "Wie geht´s? So fragte der Gastgeber am Bahnhof, und der Gast antwortete: Danke, mir geht´s gut.\n",
        "The mean of the sample was x±y for the whole of the year, as the report said.\n",
        "Die SPÖler trafen sich am Donnerstag in Wien und redeten bis in den Abend.\n",
        "Sie kamen auf den letzten Drücker. DIE GRÖßE der Halle war allen bekannt.\n",
        "Im Becken sind 30 m³ Wasser, also 30.000 Liter, und in dem anderen 20 m³.\n",
        "L’été dernier, les élèves sont allés à l’île d’Oléron, où la mer était déchaînée.\n",
    ],
    ids=["acute", "acute-de", "plus-minus", "abbreviation", "capital-sharp-s", "cubic", "french"],
)
def test_what_is_written_seldom_is_no_sign_of_another_encoding(text: str) -> None:
    for repeated in (text, text * 20):
        assert text_of(repeated.encode("cp1252")) == repeated


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Die Delegation reiste am Morgen für drei Tage nach Wladiwostok.", "cp850"),
        ("Der Gast wurde von den Kindern mit Brot und Salz begrüßt, dann fuhr er zurück.", "mac_roman"),
        ("Das Treffen sollte erst im Mai sein und wurde in den März gelegt.", "cp437"),
        ("To było krótkie spotkanie.", "cp1250"),
        ("Für", "cp850"),
        (MACINTOSH, "mac_cyrillic"),
        ("Spotkanie było krótkie.", "iso8859_2"),
    ],
)
def test_a_short_text_of_another_encoding_is_refused_for_one_misread_word(text: str, encoding: str) -> None:
    for repeated in (text, f"{text}\n" * 20):
        with pytest.raises(ArticleRefused) as caught:
            text_of(repeated.encode(encoding))
        assert caught.value.reason == "encoding_unknown"


def test_russian_from_a_macintosh_is_no_koi8_either() -> None:
    text = "Король Пётр Третий жил в городе, который стоит на реке Волге, а потом в Москве."
    assert is_plausible(text)
    assert not is_plausible(text.encode("mac_cyrillic").decode("koi8_r"))


def test_a_run_of_syllables_without_end_is_judged_in_linear_time() -> None:
    started = time.process_time()
    assert not is_plausible("가나" * 50_000)
    assert time.process_time() - started < 5  # seconds; looking on from each syllable took 80


def test_korean_with_particles_after_latin_names_is_korean() -> None:
    text = (
        "Google은 다음 달에 새로운 휴대 전화를 공개한다고 밝혔다. Samsung은 이에 대해 아무런 의견도 내지 않았다. "
        "Reuters가 전한 바에 따르면 Huawei와의 협력은 올해 안에 끝난다.\n"
    )
    for repeated in (text, text * 20):
        assert text_of(repeated.encode("cp949")) == repeated


def test_a_korean_sentence_in_an_english_text_is_korean() -> None:
    english = "The two leaders met on the island on Thursday and talked about the weapons of the North. " * 4
    text = f"{english}한국 영화 감독이다.\n"
    assert text_of(text.encode("cp949")) == text


def test_text_that_no_known_encoding_fits_is_refused() -> None:
    with pytest.raises(ArticleRefused) as caught:
        text_of("日本語のテキストです。これは記事です。".encode("shift_jis"))
    assert caught.value.reason == "encoding_unknown"


@pytest.mark.parametrize("suffix", ["txt", "md", "html", "pdf"])
def test_random_bytes_are_refused_and_nothing_else(suffix: str) -> None:
    source = random.Random(2019)  # noqa: S311 - the same bytes in every run
    names = set()
    for size in [1, 2, 3, 10, 50, 200, 1_000, 5_000] * 10:
        data = source.randbytes(size)
        if suffix == "pdf":
            data = b"%PDF-1.7\n" + data
        try:
            article = read_bytes(f"a.{suffix}", data, max_bytes=LIMIT)
        except ArticleRefused as refused:
            names.add(refused.file)
        else:
            assert size <= 50, "this much noise must not pass for text"
            article.text.encode()
    assert names == {f"a.{suffix}"}


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.html", "a.pdf"]))
def test_no_bytes_end_in_another_error(data: bytes, name: str) -> None:
    try:
        article = read_bytes(name, data, max_bytes=LIMIT)
    except ArticleRefused:
        return
    assert article.text.encode().decode() == article.text
    assert "\0" not in article.text


@pytest.mark.parametrize(
    ("text", "language"), [(GERMAN, "de"), (RUSSIAN, "ru"), (KOREAN, "ko"), (ENGLISH, "en")]
)
def test_the_language_is_detected(text: str, language: str) -> None:
    assert read_bytes("a.txt", text.encode(), max_bytes=LIMIT).language == language


def test_a_neighbouring_language_is_not_taken_for_ours() -> None:
    french = "Les deux chefs d'État se sont rencontrés jeudi sur l'île Rousski pour parler du désarmement."
    assert read_bytes("a.txt", french.encode(), max_bytes=LIMIT).language == "fr"


def test_names_in_brackets_do_not_make_an_article_foreign() -> None:
    names = (
        "(German: die russische Insel vor der Stadt [diː ˈʁʊsɪʃə ˈɪnzl̩]; Low German: de russische Insel bi de Stadt; "
        "Swiss German: d’ russisch Insle vor de Stadt)"
    )
    text = (
        f"Russky Island {names}, also called the Island of the University {names}, lies in the Far East. "
        "It was closed to foreigners for long, and a university has stood there for seven years now, by a bridge."
    )
    assert read_bytes("a.txt", text.encode(), max_bytes=LIMIT).language == "en"
    assert read_bytes("a.txt", names.encode(), max_bytes=LIMIT).language == "de"


def test_the_language_of_numbers_is_undetermined() -> None:
    assert read_bytes("a.txt", b"12 345", max_bytes=LIMIT).language == "und"
