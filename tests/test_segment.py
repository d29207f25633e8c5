"""Sentence spans: the traps of each language, one line each; `‖` marks where a sentence ends and another begins."""

import json
from pathlib import Path

import pytest

from index.segment import MAX_SENTENCE, paragraph_sentences, sentence_spans

KOREAN = Path(__file__).parent.parent / "benchmarks" / "data" / "segmentation_ko.json"
SHARED = Path(__file__).parent.parent.parent / "shared" / "data" / "segmentation"

GERMAN = [
    "Sie kamen am Donnerstag in Wladiwostok zusammen.‖Beim Treffen ging es um Abrüstung.",
    "Das war 2019.‖Beim nächsten Mal reist er nach Moskau.",
    "Er fragte: Kommt Trump?‖Der Sprecher schwieg.",
    "Er trifft z.B. Putin und u.a. Trump, d.h. zwei Präsidenten.",
    "Er trifft z. B. Putin, u. a. Die Grünen und i. d. R. Minister.",
    "Die Seite www.Beispiel.De und https://kbs.co.kr/a.Der?b=C.Das helfen.‖ Mehr steht in Bericht.Pdf.",
    "Version 2.0.1 von Node.Js und System.Out.println kostet 3.50 Euro um 14.30 Uhr.‖ Mehr nicht.",
    "Schreiben Sie an Kim.Putin@Example.Com.‖ Danke.",
    "Die U.S.A. und die U.S. Navy sind da.‖ Danach kam die U.S.‖ Die Navy blieb.",
    "Am 26. April und am 3. Mai 2019 traf er ihn.‖ Der 1. Mai ist frei.",
    "Der frühe 3. Termin fiel aus, das Ergebnis lag bei über 200.‖ Präsident Kim blieb.",
    "Er hat (leider!) Recht und rief „ja!“ Kim zu, nahm 4 kg (8.8 lb.) Reis.",
    "Er fragte bzgl.Russland und bzgl. Moskau nach.",
    "Im 19. Jahrhundert und im frühen 20. Jahrhundert war das anders.",
    "Wilhelm II. kam.‖ Auf Wilhelm II. folgte niemand.‖ Ludwig XIV. König von Frankreich war alt.",
    "Die 2., 3. und 4. Sitzung fiel aus, der 5. Termin auch.",
    "Am 26.April kam er, am 3.Mai ging er.",
    "Der Zug kam um 17.30.‖ Danach war es still.",
    "Das Treffen war am 25. und 26.‖ Danach reiste er ab.",
    "Prof. Dr. Kim und Hr. Putin, geb. Müller, Nr. 5, Abb. 3, S. 12, Tel. 030, ca. 20 Mio. Euro.",
    "Er brachte Obst, Gemüse usw.‖ Danach aß er.‖ Es war 300 v. Chr. Cäsar lebte noch nicht.",
    "„Ich komme.“‖ Dann ging er.‖ »Gut.«‖ Sie lachte.‖ ‚Ja!‘‖ Er auch.‖ «Oui.»‖ Fertig.",
    "„Kommst du?“, fragte er.‖ „Ja!“ sagte sie und ging.",
    "Er sagte: „Das ist gut.‖ Wir sind froh.“‖ Danach schwieg er.",
    "Er nannte es „einen Erfolg“.‖ Danach schwieg er.",
    "Das Ergebnis (siehe S. 5) steht fest (leider!) und gilt.‖ (Es gilt ab heute.)‖ Mehr nicht.",
    "Er sagte [...] Putin sei da … Minister kamen.‖ Und dann...‖ Stille.",
    "Wirklich?!‖ Ja!!!‖ Gut.",
    "Toll! 🎉‖ Weiter so 😀 und noch mehr.‖ Ende 🇰🇷",
    "1. Dies ist ein Punkt.‖ 2. Dies ist noch einer.",
    "Ohne jedes Satzzeichen",
    "Er war da.‖\nSie auch.",
    "Kim und Putin trafen sich am\nDonnerstag in Wladiwostok und\nsprachen lange.‖ Danach aßen sie.",
    "Gipfel in Wladiwostok‖\n\nKim kam mit dem Zug.",
    "Gipfel in Wladiwostok‖\nKim kam am Mittwoch mit dem Zug nach Wladiwostok.",
    "# Gipfel‖\nKim kam.‖\n## Ende‖\nPutin ging.",
    "Themen:‖\n- Abrüstung‖\n- Handel und\n  Verkehr‖\n- Sanktionen",
    "• Eins‖\n• Zwei‖\n• drei",
    "1. Abrüstung‖\n2. Handel‖\n3. Verkehr",
    "Das Treffen fand statt am\n26. April in der Stadt.",
    "Es wurde vereinbart: Niemand hielt sich daran.",
    "Die Rate stieg auf 100 Gbit/s.‖ Das ist viel.",
    "Er wiegt 60 g.‖ Der Fisch ist 5 m lang und g. Der zählt nicht.",
    "Er las von Texten jener Zeiten.‖Cham-Könige schrieben sie für Node.Js-Leser.",
    "Los:‖\n```sh\nbot start.\n# Nie als root. Nein.\n\nbot stop!\n```‖\nDanach läuft er.",
    "Kunst\n~~~~~‖\nSie hängt im Haus.‖ Das ist alt.‖\n\nHilfe\n~~~~~‖\nEs gibt sie.",
    "Er ging.‖\n\n~~~‖\n\nSie kam.‖ Es war spät.‖\n\n~~~‖\n\nEnde.",
    "Los:‖\n~~~\nbot start. Nein.\n~~~‖\nDanach läuft er.",
    "Ohne Ende:\n```\nbot start.‖ Danach läuft er.",
    "Preise:‖\n| Was | Wie viel |\n|:---|---:|‖\n| Bus. Bahn. | 3 Euro. |‖\n| Rad | 0 |‖\nSo ist es.",
    "Preise:‖\n\nWas | Wie viel\n:-- | ---:‖\nBus. Bahn. | 3 Euro.‖\nRad | 0‖\nSo ist es.‖ Gut.",
    "§ 2 Pflichten des Mieters‖\na) die Miete zum Anfang eines jeden Monats zu zahlen und‖\nb) leise zu sein.",
    "1. Eins‖\n  - Zwei‖\n    - Drei‖\n2. Vier",
    "4. Kanäle‖\n\n5. Themen‖\n   - Kunst‖\n   - Hilfe\n     – auch hier –\n     und da‖\n6. Ende",
    "▶ Zeit: immer‖\n- Ort: hier‖\n- Preis: 0",
    "Höhe: 412 m\nGleise: 3\nBahnsteige: 2\nEröffnet: im Jahr 1889 vom König",
    (
        "Die breite Zeile steht am Anfang der ganzen Seite und hat ein Ende.‖\nSo steht in der\nspalte darunter nur\n"
        "ganz kleines und\nauch sonst nichts\nals worte aus dem\nalten haus der\nMauer am See."
    ),
    "Das Haus der\nTrinkwasserversorgung ist\nalt und schön.",
    "§ 3 Miete und Nebenkosten‖\n1. Die Miete beträgt im Monat 640 Euro für alle.‖\n2. Sie ist am 3. Werktag fällig.",
    "§ 2 Namen‖\n(1) Namen müssen für alle lesbar sein.‖\n(2) Andere nicht.",
    "1️⃣ Seid nett‖\n2️⃣ Keine Werbung‖\n✅ Erlaubt: Bilder‖\n❌ Verboten: Spiele",
    "Am 1. März schrieb Paul:‖\n> Liebe Karla,\n>‖\n> wer macht die\n> Musik?‖ Ich nicht‖\nDas macht Mei.",
    "> Ein Satz, der\nohne Zeichen weitergeht.",
    "Ihn weihte Th. Heuss ein.",
    "Das gilt seit 1990.‖ 1995 kam mehr dazu.",
    "## 1. Ergebnis der Wahl‖\n\n### 2.1. Einspruch‖\nEs gab keinen.",
    "**1. Seid freundlich.**‖ Keine Werbung.‖ _Nie!_‖ *Ende.*‖ Das war **neu.**‖ Es gilt.",
    "**2. Keine Werbung** – auch hier",
    "> 1. Zitiert wird auch.",
    "Das Haus (amtl. Haus am See; erb. 1890. Bauherr unbekannt) ist alt.[Anm. 1]‖ Es gibt[Anm. 2] ein neues.",
    "Viele (in Israel geb. Bürger; zus. Hälfte).‖Innerhalb der Stadt sind es mehr.‖ (Das gilt seit 1990.‖ Heute noch.)",
    "Schade :( Er ging.‖ Dann kam sie :) und blieb.",
    "Er kam (spät!‖ Alle warteten.‖ Dann ging er.",
]
ENGLISH = [
    "Mr. Kim met Gen. Smith, e.g. at 5 p.m. on Oct. 3.‖ The U.S. Army watched.",
    "He left at 5 p.m.‖ The talks went on.",
    'He said "it is done."‖ Then he left.',
    "“We agree,” he said.‖ “Do we?”‖ She did not.",
    "It was found.[citation needed]‖ Others doubt it.[3][4]‖ The end.",
    "Nicholas E. Golovin led it.‖ Plan B.‖ There was none.",
    "Larkspur Ltd, Tel. +49 30 12, tel. 5.",
    "Born to J. F. Riedl.[1]:12‖ Her mother taught.[3]:4–5‖ The end.",
    "It ended World War II.‖ Germany lost.",
    "Yahoo! Inc. paid 3.07.‖ There were more.",
    'It is Tuva (lit. "Land") by "Men" (fl. Cairo; trans. Smith? Jones!) in the [Jp. 1] south.‖ It is far.',
    "They're here.‖ 'Yes.'‖ It's done.",
    "Said by him.‖The summit went on.‖ Then...‖ Certainly!",
]
RUSSIAN = [
    "Встреча прошла 25 апреля 2019 г. во Владивостоке.‖ Ким Чен Ын приехал на поезде.",
    "Это было в 2019 г.‖ Затем он уехал.",
    "Он сказал: «Мы договорились.‖ Всё хорошо».‖ Она молчала.",
    "«Где мама?».‖ Никто не знал.",
    "«К чему ты готовишься? – спросила мама. – Завтра ведь выходной».",
    "Д. А. Медведев и В.В. Путин, т. е. двое, были там, см. рис. 5 и стр. 3.",
    "Длина моста 40 м.‖ Он узкий.",
    "Было ок. 200 человек, и др.‖ Они ушли.",
    "Цена 5 тыс. руб. за шт.‖ Это дорого.",
    "Путин уехал.‖Ким остался во Владивостоке.",
    "Он купил хлеб, молоко и т. д.‖ Потом ушёл.",
    "— Приедет? — спросил он.‖ Ответа не было.",
    "Ян (ум. 1621) жил там[прим. 1] (разг. «Море»), с женой[комм. 2].‖ Дж. Хопфилд писал о нём.",
]
OTHER = [
    ("ko", "조선(, ? ~ 기원전 108년)은 나라이다.[1]‖본래 국호는 조선(Land. 정식 명칭은 조선)이다.‖ 끝."),
    ("ja", "金正恩が来た。‖プーチンも来た。‖「はい。」と言った。"),
    ("fr", "« Oui. »‖ Il partit."),
    ("xx", "Ein Satz.‖ Noch einer."),
]


def marked(text: str, language: str) -> str:
    """`text` with the mark after every sentence but the last."""
    spans = sentence_spans(text, language)
    for _, end in reversed(spans[:-1]):
        text = f"{text[:end]}‖{text[end:]}"
    return text


@pytest.mark.parametrize(
    ("language", "expected"),
    [("de", text) for text in GERMAN]
    + [("en", text) for text in ENGLISH]
    + [("ru", text) for text in RUSSIAN]
    + OTHER,
)
def test_a_trap(language: str, expected: str) -> None:
    assert marked(expected.replace("‖", ""), language) == expected


@pytest.mark.parametrize(
    "case", json.loads(KOREAN.read_text(encoding="utf-8")), ids=lambda case: case["note"]
)
def test_a_korean_case(case: dict) -> None:
    assert sentence_spans(case["text"], "ko") == [tuple(span) for span in case["spans"]]


@pytest.mark.parametrize("language", ["de", "en", "ru"])
def test_paragraph_breaks_are_found(language: str) -> None:
    file = SHARED / f"paragraph_breaks_{language}.json"
    if not file.exists():
        pytest.skip("the segmentation data lies beside the repository, and is not here")
    found = right = expected = 0
    for case in json.loads(file.read_text(encoding="utf-8")):
        text = case["text"]
        gold = {start + len(text[start:end].rstrip()) for start, end in case["spans"]} - {len(text.rstrip())}
        ours = {end for _, end in sentence_spans(text, language)} - {len(text.rstrip())}
        found, right, expected = found + len(ours), right + len(ours & gold), expected + len(gold)
    assert right / found >= 0.98
    assert right / expected >= 0.98


def test_a_sentence_without_end_is_bounded_at_its_best_place() -> None:
    text = "Das ist, wie man sagt, ein langer Satz ohne Ende und " * 200
    spans = sentence_spans(text, "de")
    assert "".join(text[start:end] for start, end in spans).replace(" ", "") == text.replace(" ", "")
    assert len(text) / MAX_SENTENCE <= len(spans) <= 2 * len(text) / MAX_SENTENCE + 1
    assert all(text[end - 1] == "," for _, end in spans[:-1])


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"{number:02}:15, Gleis 1 – Altenrode; täglich" for number in range(60)),
        "```\n" + "for all of them; do this, that\n\n" * 60 + "```",
    ],
    ids=["a timetable", "code"],
)
def test_lines_without_end_are_bounded_between_lines(text: str) -> None:
    spans = sentence_spans(text, "de")
    assert 1 < len(spans) <= 2 * len(text) / MAX_SENTENCE + 1
    assert all(text[end] == "\n" for _, end in spans[:-1])


@pytest.mark.parametrize("rest", ["weiter und\n", "Kim und Putin und\nTrump und Xi und\n"])
def test_a_wrapped_sentence_without_end_is_bounded_at_its_best_place_too(rest: str) -> None:
    spans = sentence_spans(text := f"so ging es weiter, immer\n{rest}" * 60, "de")
    assert len(spans) > 1
    assert all(text[end - 1] == "," for _, end in spans[:-1])


def test_a_word_without_end_is_bounded_between_letters() -> None:
    text = "a\u0301" * 5000
    spans = sentence_spans(text, "de")
    assert [start for start, _ in spans[1:]] == [end for _, end in spans[:-1]]
    assert all(end - start <= MAX_SENTENCE and text[start] == "a" for start, end in spans)


def test_lines_of_an_unwrapped_text_are_paragraphs() -> None:
    long = "Kim und Putin sprachen über die Abrüstung und den Handel zwischen ihren Ländern. " * 4
    text = f"Gipfel\n{long}\n{long}"
    assert [len(spans) for spans in paragraph_sentences(text, "de")] == [1, 4, 4]


def test_blank_lines_of_every_kind_part_paragraphs() -> None:
    for gap in ("\n\n", "\r\n\r\n", "\n \t\n", "\n\u00a0\n", "\u2029\u2029", "\n\n\n\n\n"):
        assert len(paragraph_sentences(f"Eins{gap}Zwei", "de")) == 2, repr(gap)


def test_an_invisible_character_on_a_blank_line_belongs_to_the_sentence_before() -> None:
    text = "Eins.\n\u200b\nZwei."
    assert [text[start:end] for start, end in sentence_spans(text, "de")] == ["Eins.\n\u200b", "Zwei."]
    assert sentence_spans("\ufeff\n\nEins.", "de") == [(0, 8)]
    assert sentence_spans("\u200b", "de") == [(0, 1)]


def test_nothing_has_no_sentences() -> None:
    assert sentence_spans("", "de") == sentence_spans(" \n\t\u00a0\n", "de") == []
