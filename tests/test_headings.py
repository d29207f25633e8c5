"""A heading is quoted with what it stands over; lines that only look like one stay alone."""

import pytest
from fakes_retrieval import answerer, article, ranked

from index.reading import read_bytes
from index.sentences import split_article
from retrieval.answer.headings import last_with
from retrieval.answer.passages import make_passages
from retrieval.models import Question

RAILWAY = """\
Die Bergbahn

Die Bergbahn verbindet Altenrode mit dem Gipfel. Sie ist sieben Kilometer lang.

Betrieb

Unfälle

Am 3. August entgleiste oberhalb von Mühlental ein Zug.
"""


@pytest.mark.parametrize(
    ("text", "last"),
    [
        (RAILWAY, {1: 2, 2: 2, 3: 3, 4: 6, 5: 6, 6: 6}),
        ("# Bridge\n\n## Tolls ##\n\nA toll was charged.", {1: 3, 2: 3}),
        ("## Tolls\nA toll was charged until the year 2010, and in both directions at that.", {1: 2}),
        ("| Preis | Jahr |\n|---|---|\n| Physik | 1903 |\n| Chemie | 1911 |\n\nEnde.", {1: 3, 2: 2, 3: 3}),
        ("## Preise\n\n| Preis | Jahr |\n|---|---|\n| Physik | 1903 |\n| Chemie | 1911 |", {1: 4, 3: 3}),
        ("# Satzung des Rudervereins e. V.\n\n## Beitrag:\n\nEr ist hoch. Sehr.", {1: 3, 2: 3, 3: 3}),
        ("## Was kostet es?\n\nEs kostet nichts. Gar nichts.\n\nNie.", {1: 3, 2: 2}),
        ("**Geschichte**\n\nDer Bau begann.", {1: 2}),
        ("Geschichte\n==========\n\nDer Bau begann.", {1: 2}),
        ("역사\n\n댐 건설은 1961년에 제안되었다.", {1: 2}),
        ("Der Bau begann.\n\nEr dauerte drei Jahre.", {1: 1, 2: 2}),
        ("Es gibt drei Arten:\n\nRot, Blau und Grün sind es.", {1: 1}),
        ("- Äpfel\n- Birnen\n\nBeides ist Obst.", {1: 1, 2: 2}),
        ("Umsatz 2019\n\nUmsatz 2020\n\nUmsatz 2021\n\nUmsatz 2022", {1: 1, 4: 4}),
        ("Eins\n\nZwei\n\nDrei\n\nVier\n\nFünf ist eine Zahl.", {1: 1, 2: 5}),
        ("Ein Satz ohne Punkt " * 6 + "\n\nEin zweiter.", {1: 1}),
        ("| Cup | 1 |\n\n| League | 2 |\n\nSupporters\n\n- They sing.", {1: 1, 2: 2, 3: 4}),
        ("Why the Hoops? Because of their shirts. They are green.", {1: 2, 2: 2}),
        ("Wie hoch ist er?\n\nEr beträgt zwölf Euro.", {1: 2}),
        ("Es blieb offen. Wer zahlt?\n\nDer Bau begann später.", {1: 1, 2: 2}),
        ("Wer? Wie? Was? Warum?", {1: 1, 2: 2, 4: 4}),
        ("„Es ist gut. Wir machen weiter“, sagte Kim. Er ging.", {1: 2, 2: 2, 3: 3}),
        ("“It is good. We go on,” he said. He left.", {1: 2, 2: 2}),
        ("„Es ist gut. Wir gehen. Wir kommen. Wir sehen. Wir siegen“, sagte er.", {1: 1, 2: 2, 5: 5}),
        ("„Es ist gut.\n\nDann ging er.", {1: 1}),
        ("## Bedarf\n\n- Python\n- Redis\n  - Valkey\n- Platz\n\nDas ist alles.", {1: 5, 2: 2, 5: 5}),
        ("## Bedarf\n\n" + "- Noch ein Ding\n" * 20, {1: 9}),
        ("## Bedarf\n\n- Python\n\n- Redis\n\n- Platz\n\nDas ist alles.", {1: 4, 2: 2}),
        ("## Bedarf\n\n" + f"- {'Noch ein Ding ' * 20}\n" * 4, {1: 3}),
        ("Es ist bereit. So geht es:\n\n1. Öffnen.\n2. Schließen.\n\nFertig.", {1: 1, 2: 4, 3: 3}),
        ("2. Die Umgebung:\n\n   ```sh\n   python -m venv .venv\n   ```\n\nFertig.", {1: 2}),
        ("Die Preise:\n\n| Was | Wie viel |\n|---|---|\n| Bus | 3 |", {1: 3}),
        (
            f"# Bahn\n\n{'[![CI](https://e.org/a.svg)](https://e.org) ' * 4}![Bild](b.png)\n\nSie fährt.",
            {1: 3, 2: 3},
        ),
        ("❓ Fragen\n\n✅ Erlaubt: Bilder\n❌ Verboten: Spiele\n\nDas gilt.", {1: 2, 2: 2, 3: 3}),
        ("**В: Есть ли магазин?**\nО: Да. Он в Казани. Там тихо.", {1: 4, 2: 3, 3: 3}),
        (
            "<details>\n<summary>Was kostet es?</summary>\n\nNichts ist zu zahlen.\n\n</details>\n\nEnde.",
            {1: 2, 3: 4},
        ),
        ("(2) Er bekommt Schlüssel:\na) zwei für das Haus,\nb) einen für den Keller.", {1: 3, 2: 2}),
        ("Kim sagte:\n\nEs ist gut.", {1: 1}),
        ("Results. Most of them lived. Conclusions. They recover. They grow.", {1: 2, 2: 2, 3: 4, 4: 4}),
        ("Himbeeren.\nÄpfel.\nBirnen gibt es nicht.", {1: 1, 2: 2}),
        ("Ist das erlaubt?\n\nNein. Nur Kim darf das. Putin auch.", {1: 4, 2: 3, 3: 3}),
        ("Ist das erlaubt?\n\nNein.\nNur Kim darf das.", {1: 3, 2: 3}),
        (
            "KIM: Das war im Mai. Sie gingen. Warum?\n\nPUTIN: Es regnete. Oft.\n\nEnde.",
            {1: 1, 2: 5, 3: 5, 4: 4},
        ),
        ("KIM: Gut.\nKIM: Sie gingen. Warum?\nPUTIN: Ja. Es regnete. Oft.\nKIM: Gut.", {2: 6, 3: 6, 5: 5}),
        ("Was gilt?\n\nEins. Zwei ist zwei. Drei ist drei. Vier ist vier.", {1: 4, 2: 3}),
        (f"Was gilt?\n\nDas gilt. {'Und das auch ' * 30}. Und das.", {1: 2}),
        ("Was gilt?\n\nEs gilt Regel 1. Und wann? Immer.", {1: 2}),
        ("KIM: Gut.\nPUTIN: Warum?\nKIM: Es regnete.", {1: 1, 2: 3}),
        ("Kim kam. Warum?\n\nDas ist neu.", {1: 1}),
        ("KIM: Guten Tag. Wie viele?\n\nPUTIN: Acht. Oder neun.\n\nKIM: Gut.", {2: 4, 3: 4, 4: 4}),
        (
            "*Stand: Mai*\n\n(Beifall)\n\n**Keine Werbung** auch hier\n\nSo ist es.",
            {1: 1, 2: 2, 3: 3},
        ),
    ],
)
def test_of_a_heading_the_first_sentence_below_comes_along(text: str, last: dict[int, int]) -> None:
    read = read_bytes("a.md", text.encode(), max_bytes=10_000)
    sentences = split_article(read)
    assert {number: last_with(read, sentences, number) for number in last} == last


def test_a_heading_is_no_answer_by_itself() -> None:
    [passage, *others] = (
        answerer(article("bahn", RAILWAY), threshold=0.1).answer(Question("Unfälle?")).passages
    )
    assert passage.quote == "Unfälle\n\nAm 3. August entgleiste oberhalb von Mühlental ein Zug."
    assert passage.citation.sentences == (5, 6)
    assert passage.key == (passage.citation.start, passage.citation.start + len("Unfälle"))
    assert not any("Mühlental" in other.quote for other in others)


def test_two_lists_are_quoted_though_they_share_an_item_but_not_though_they_share_all() -> None:
    text = "# Bedarf\n\n## Der Server\n\n- Python\n- Redis\n\n## Der Client\n\n- Python\n- Platz\n"

    def quoted(text: str) -> list[tuple[int, int]]:
        bot = answerer(article("bedarf", text))
        ranking = ranked(bot, Question("Der Client, der Server?"))
        items_last = sorted(ranking, key=lambda one: one.hit.text.startswith("-"))
        return sorted(one.citation.sentences for one in make_passages(items_last, bot.index, "1", 3, "de"))

    assert quoted(text) == [(2, 4), (5, 7)]
    assert len(quoted(text.replace("Platz", "Redis"))) == 1


def test_a_title_does_not_answer_what_is_asked_about_its_subject() -> None:
    asked = Question("Die Bergbahn?")
    ranking = ranked(answerer(article("bahn", RAILWAY)), asked)
    assert ranking[0].hit.sentence.number == 2
    assert 1 not in [one.hit.sentence.number for one in ranking]
    ranking = ranked(answerer(article("striche", "Die Bahn.\n\n|---|---|\n\nDie Bergbahn.")), asked)
    assert [one.hit.text for one in ranking] == ["Die Bergbahn.", "Die Bahn."]
    ranking = ranked(answerer(article("nur", "Die Bergbahn")), asked)
    assert [one.hit.text for one in ranking] == ["Die Bergbahn"]


@pytest.mark.parametrize(
    ("silent", "speaking"),
    [
        ("![Die Bergbahn im Winter](bahn.png)", "![Bild](bahn.png) Die Bergbahn im Winter"),
        ("<!-- Die Bergbahn im Winter -->", "Die Bergbahn <b>im Winter</b>"),
        ("<bergbahn im='winter'/>", "<https://bergbahn.example/im-winter>"),
        ("[bergbahn]: https://bergbahn.example/im-winter", "[^1]: Die Bergbahn im Winter"),
        ('[bergbahn]: im/winter.md "Die Bergbahn im Winter"', "[Kim]: Die Bergbahn im Winter"),
    ],
)
def test_what_says_nothing_is_no_answer(silent: str, speaking: str) -> None:
    bot = answerer(article("bahn", f"Die Bergbahn fährt.\n\n{silent}\n\n{speaking}\n\nNie."))
    ranking = ranked(bot, Question("Die Bergbahn im Winter?"))
    found = [one.hit.text for one in ranking]
    assert silent not in found
    assert speaking in found


def test_a_comment_of_several_sentences_and_paragraphs_is_no_answer() -> None:
    comment = "<!-- Die Bahn fährt. Die Bahn steht.\n\nDie Bahn kommt. -->"
    bot = answerer(article("bahn", f"Die Bahn.\n\n{comment}\n\nDie Bahn <!-- hält. -->"))
    ranking = ranked(bot, Question("Die Bahn?"))
    assert [one.hit.text for one in ranking] == ["Die Bahn.", "Die Bahn <!-- hält. -->"]
    source = article("bahn", f"## Die Bahn\n\n{comment}\n\nDie Bahn hält.")
    assert last_with(source, split_article(source), 1) == 1


@pytest.mark.parametrize("note", ["Die Bergbahn fährt um neun", "Bergbahn um neun\n\nBergbahn um zehn"])
def test_a_note_without_a_full_stop_is_no_title(note: str) -> None:
    bot = answerer(article("bahn", RAILWAY), article("notiz", note))
    ranking = ranked(bot, Question("Bergbahn um neun?"))
    assert (ranking[0].hit.article.id, ranking[0].hit.sentence.number) == ("notiz", 1)


@pytest.mark.parametrize(
    ("order", "quoted"), [([6, 5], [(6, 6)]), ([5, 6], [(5, 6)]), ([4, 5, 2], [(4, 6), (2, 2)])]
)
def test_a_heading_adds_nothing_to_what_is_below_it(order: list[int], quoted: list[tuple[int, int]]) -> None:
    bot = answerer(article("bahn", RAILWAY))
    ranking = ranked(bot, Question("Bergbahn Betrieb Unfälle Mühlental Gipfel"))
    found = {one.hit.sentence.number: one for one in ranking}
    passages = make_passages([found[number] for number in order], bot.index, bot.build, 3, "de")
    assert [passage.citation.sentences for passage in passages] == quoted


def test_an_overview_begins_below_the_title() -> None:
    [lead] = answerer(article("bahn", RAILWAY)).answer(Question("Worum geht es?")).closest
    assert lead.citation.sentences == (1, 3)
    assert lead.quote.endswith("Sie ist sieben Kilometer lang.")
