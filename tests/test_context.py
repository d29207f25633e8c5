"""A quote that begins with a reference brings the sentence before it along, marked as such."""

import pytest
from fakes_retrieval import answerer, article, summit
from rich.console import Console

import locales
from cogs.render import answer_embed
from cogs.text import unescape
from console.as_json import answer_json
from console.render import render_answer
from index.reading import read_bytes
from index.sentences import split_article
from retrieval.answer.context import context_of, needs_context
from retrieval.answer.headings import last_with
from retrieval.models import Question

LEANING = [
    "Danach verhandelten die Delegationen beider Länder.",
    "Dahinter wird die Absicht Kims vermutet.",
    "Er reiste am Freitag ab.",
    "Kim betonte dabei seinen Willen.",
    "Diesem Ziel dient die Reise.",
    "Auf diesem Wege könnte man zu Garantien gelangen, sagte er.",
    "Auf dem Wege der Gespräche könnte man zu Garantien gelangen, sagte er.",
    "He left on Friday.",
    "This was their first meeting.",
    "Then the delegations met.",
    "그는 금요일에 떠났다.",
    "이후 양국 대표단이 협상했다.",
    "Он уехал в пятницу.",
    "Затем переговоры вели делегации.",
    "При этом стороны обсудили торговлю.",
    "Betrieben wird sie von der Stadt.",
    "Jeder von ihnen bietet 96 Sitzplätze.",
    "Kim traf ihn am Freitag.",
    "Von ihr aus sieht man die Alpen.",
    "Seitdem trägt das Land die Kosten.",
    "Eine Bergfahrt dauerte damals 74 Minuten.",
    "Most of them left on Friday.",
    "Охота в нём запрещена.",
    "Здесь живут лоси.",
    "이때 17명이 목숨을 잃었다.",
    "이곳에서는 낚시가 금지되어 있다.",
    "이 길은 2012년에 개통되었다.",
    "1911년에는 노벨 화학상을 받았다.",
    "바르샤바에서 태어났다.",
    "임진란이라고도 부른다.",
    "또 다른 말로는 무염시태라고 한다.",
    "2. Sie dauert einen Tag.",
    "KIM: Sie dauert einen Tag.",
    "Both left on Friday.",
    "Both delegations left on Friday and met again.",
]
STANDING_ALONE = [
    "Kim ließ seine Absicht erkennen.",
    "Die Delegationen verhandelten.",
    "Kim sagte, er komme am Freitag.",
    "Kim traf sich, weil er reden wollte, mit Putin.",
    "Kim und seine Delegation reisten ab.",
    "Kim zog in ihr Haus ein.",
    "Путин сказал, что он приедет.",
    "Kim said they would meet.",
    "Es regnet sehr oft.",
    "Füllen Sie den Tank mit Wasser.",
    "Bitte lassen Sie Ihr Gerät abkühlen.",
    "Präsident Putin unterstrich, dass es keine Alternative gebe.",
    "Kim and Putin met on Russky island.",
    "Both Kim and Putin (on his first visit) met there.",
    "Both the old bridge and the new one are closed.",
    "The fact that Kim came is known.",
    "김정은과 푸틴은 루스키섬에서 만났다.",
    "라듐의 발견",
    "주민규가 득점왕이 되었다.",
    "Путин и Ким встретились на острове Русский.",
]


@pytest.mark.parametrize("sentence", LEANING)
def test_a_reference_at_the_beginning_needs_context(sentence: str) -> None:
    assert needs_context(sentence)


@pytest.mark.parametrize("sentence", STANDING_ALONE)
def test_a_sentence_that_names_what_it_says_needs_none(sentence: str) -> None:
    assert not needs_context(sentence)


RULES = """\
# Regeln

## Fassung 2, 1. Mai 2024

### Kanäle

Es gibt drei. Dazu gehören:

- Kunst
- Hilfe
  - Werkzeuge

### Strafen

1. Mahnung:

   ```
   /warn NAME
   ```

2. Sperre. Sie dauert einen Tag.

| Was | Strafe |
|---|---|
| Werbung | Mahnung |
| Hass | Sperre |

- Ende
"""


def test_of_an_item_what_announces_its_list_comes_along_and_of_a_row_the_tables_head() -> None:
    read = read_bytes("regeln.md", RULES.encode(), max_bytes=10_000)
    sentences = split_article(read)
    found = {read.quote(one): context_of(read, sentences, one.number) for one in sentences}
    shown = {quote.partition("\n")[0]: context and context.quote for quote, context in found.items()}
    head = "| Was | Strafe |"
    assert {quote: context for quote, context in shown.items() if context} == {
        "Dazu gehören:": "Es gibt drei.",
        "- Kunst": "Dazu gehören:",
        "- Hilfe": "Dazu gehören:",
        "- Werkzeuge": "Dazu gehören:",
        "1. Mahnung:": "### Strafen",
        "2. Sperre.": "### Strafen",
        "Sie dauert einen Tag.": "2. Sperre.",
        "| Werbung | Mahnung |": head,
        "| Hass | Sperre |": head,
    }


def test_a_table_without_edges_is_one_too() -> None:
    read = article("preise", "Die Preise:\n\nWas | Preis\n--- | ---\nBus | 3\nRad | 0\n\nBus | 4")
    sentences = split_article(read)
    context = context_of(read, sentences, 3)
    assert context is not None
    assert context.quote == "Was | Preis"
    assert read.text[context.start : context.end] == context.quote
    assert [last_with(read, sentences, number) for number in (1, 2, 3, 4)] == [4, 4, 3, 4]
    assert context_of(read, sentences, 5) is None


def test_a_sentence_that_begins_with_a_day_is_no_item_of_a_list() -> None:
    text = b"Kim kam mit dem Zug.\n\n13. Juli 2019 war er schon da. Putin auch."
    read = read_bytes("zug.txt", text, max_bytes=100)
    context = context_of(read, split_article(read), 2)
    assert context is not None
    assert context.quote == "Kim kam mit dem Zug."


def test_over_a_list_two_headings_are_shown_where_they_stand_together() -> None:
    read = read_bytes(
        "neu.md", b"# Log\n\nAll.\n\n## 2.3 - 2024-01-09\n\n### Gone\n\n- Python 3.8", max_bytes=100
    )
    context = context_of(read, split_article(read), 5)
    assert context is not None
    assert (context.quote, context.sentences) == ("## 2.3 - 2024-01-09\n\n### Gone", (3, 4))
    assert read.text[context.start : context.end] == context.quote


def test_over_a_list_no_third_heading_is_shown() -> None:
    read = read_bytes(
        "neu.md", b"# Log\n\nAll.\n\n# News\n\n## 2.3\n\n### Gone\n\n- Python 3.8", max_bytes=100
    )
    context = context_of(read, split_article(read), 6)
    assert context is not None
    assert context.quote == "## 2.3\n\n### Gone"


def test_in_the_article_four_sentences_lean() -> None:
    source = summit()
    sentences = split_article(source)
    assert [one.number for one in sentences if context_of(source, sentences, one.number)] == [4, 5, 11, 13]


CHRONICLE = """\
Die Brücke

Die Brücke verbindet zwei Ufer. Am 3. Mai 1902 wurde sie eröffnet. Warum aus Holz? Stahl war teuer.

Verfall

Seit dem 1. Oktober 1950 trug sie keine Züge. Der Abriss begann.
"""


@pytest.mark.parametrize(
    ("number", "before"), [(2, None), (3, 2), (4, None), (5, 4), (6, None), (7, 5), (8, None)]
)
def test_a_date_hides_no_reference_nor_a_heading_what_stands_before_it(
    number: int, before: int | None
) -> None:
    source = article("chronik", CHRONICLE)
    context = context_of(source, split_article(source), number)
    assert (context and context.sentences[0]) == before


@pytest.mark.parametrize(
    "sentence", ["Edward is 6'2\", and strong.", 'Zay<ref name="a" /> ruled until 1860.']
)
def test_inches_and_attributes_close_no_quotation(sentence: str) -> None:
    source = article("mass", f"The family left for good. {sentence} That was all.")
    assert context_of(source, split_article(source), 2) is None
    assert last_with(source, split_article(source), 2) == 2


def test_the_end_of_a_quotation_brings_its_beginning() -> None:
    source = article("rede", "„Es ist gut. Wir machen weiter“, sagte Kim. „Gut“, sagte Putin.")
    sentences = split_article(source)
    assert [one.number for one in sentences if context_of(source, sentences, one.number)] == [2]


def test_a_title_tells_who_is_meant() -> None:
    source = article("meitner", "Lise Meitner\n\nSie wurde 1878 geboren.")
    context = context_of(source, split_article(source), 2)
    assert context is not None
    assert context.quote == "Lise Meitner"


def test_the_sentence_before_comes_along_verbatim_and_outside_the_evidence() -> None:
    answer = answerer().answer(Question("Danach verhandelten die Delegationen beider Länder?"))
    passage = answer.passages[0]
    assert passage.citation.sentences == (5, 5)
    context = passage.context
    assert context is not None
    assert context.sentences == (4, 4)
    assert context.quote == summit().text[context.start : context.end]
    assert context.quote.startswith("Zuerst führten die beiden")
    assert context.end <= passage.citation.start
    listed = answer_json(answer)["passages"]
    assert isinstance(listed, list)
    assert listed[0]["context"] == {
        "quote": context.quote,
        "sentences": (4, 4),
        "start": context.start,
        "end": context.end,
    }


def test_the_first_sentence_has_nothing_before_it() -> None:
    answer = answerer(article("er", "Er reiste am Freitag ab.")).answer(Question("Reiste er am Freitag ab?"))
    assert answer.passages[0].context is None


@pytest.mark.parametrize(
    ("language", "label"),
    [("de", "Davor:"), ("en", "Before it:"), ("ko", "바로 앞:"), ("ru", "Перед этим:")],
)
def test_the_terminal_marks_it_in_four_languages(language: str, label: str) -> None:
    question = Question("Danach verhandelten die Delegationen beider Länder?", language=language)
    console = Console(width=200)
    with console.capture() as shown:
        console.print(render_answer(answerer().answer(question), locales.load()))
    lines = shown.get().splitlines()
    at = next(at for at, line in enumerate(lines) if label in line)
    assert "Zuerst führten die beiden Staatschefs" in lines[at]
    assert lines[at + 1].startswith("[1] Danach verhandelten")


def test_the_terminal_shows_headings_over_a_list_in_one_line() -> None:
    read = article("log", "## 2.3\n\n### Gone\n\n- Python 3.8 is gone\n- Redis 6 is gone")
    console = Console(width=200)
    with console.capture() as shown:
        console.print(render_answer(answerer(read).answer(Question("Is Redis 6 gone?")), locales.load()))
    assert "Before it: 2.3 › Gone\n[1] - Redis 6 is gone" in shown.get()


def test_discord_shows_them_so_too() -> None:
    read = article("log", "## C#\n\n### Gone ###\n\n- Python 3.8 is gone\n- Redis 6 is gone")
    embed = answer_embed(answerer(read).answer(Question("Is Redis 6 gone?")), locales.load())
    assert "-# Before it: C# › Gone\n> " in unescape(embed.description or "")


def test_a_terminal_wraps_an_answer_to_the_right_of_its_number_and_a_pipe_does_not() -> None:
    shown = render_answer(
        answerer().answer(Question("Trafen sich Putin und Kim auf der Insel Russki?")), locales.load()
    )
    narrow, piped = Console(width=50), Console(width=50, soft_wrap=True)
    with narrow.capture() as wrapped:
        narrow.print(shown)
    lines = wrapped.get().split("\n\n")[0].splitlines()
    assert lines[0].startswith("[1] Putin und Kim")
    assert len(lines) > 4
    assert all(line.startswith("    ") and len(line) <= 50 and line == line.rstrip() for line in lines[1:])
    with piped.capture() as whole:
        piped.print(shown)
    assert whole.get().splitlines()[0].endswith("der staatlichen Fernöstlichen Universität.")
    words = [" ".join(text.get().split()) for text in (wrapped, whole)]
    assert words[0] == words[1]
