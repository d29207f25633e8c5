"""An answer as an embed: what it says, and every limit at its very edge."""

from dataclasses import replace

import pytest
from fakes_discord import within_limits
from fakes_retrieval import answerer, article

import locales
from cogs import render_sources
from cogs.quoting import Marked
from cogs.render import answer_embed
from cogs.render_context import Place, context_message
from cogs.sources import article_page
from cogs.text import unescape, units
from index.models import TranslatedPart
from querylog.models import Cited
from retrieval.models import Answer, Citation, Context, Passage, Timing

LOCALES = locales.load()
TRANSLATE = "https://t.example/{source}/{target}?q={text}"
TEXT = "Davor war Ruhe. Putin und Kim trafen sich auf der Insel Russki. Danach reisten sie ab."
START = TEXT.index("Putin")
END = TEXT.index(" Danach")


def passage(quote: str = TEXT, key: tuple[int, int] = (START, END), **more: object) -> Passage:
    values: dict[str, object] = {
        "quote": quote,
        "citation": Citation("kbs", (3, 5), 0, len(quote), "0" * 64, "000001-abc"),
        "key": key,
        "score": 0.9,
        "language": "de",
        "sentence_count": 16,
        "publisher": "KBS News",
        "date": "2019-04",
    }
    return Passage(**(values | more))  # type: ignore[arg-type] # named as they are


def answer(*passages: Passage, question: str = "Wo?", language: str = "de", answered: bool = True) -> Answer:
    return Answer(
        question=question,
        language=language,
        answered=answered,
        confidence=0.92,
        passages=passages if answered else (),
        closest=() if answered else passages,
        build="000001-abc",
        encoder="e@1",
        ms=Timing(1, 1, 2),
        refusal=None if answered else "not_found",
    )


def test_an_answer_as_a_whole() -> None:
    embed = answer_embed(answer(passage(title="Der Gipfel", url="https://kbs.example/1")), LOCALES)
    assert embed.title == "Wo?"
    assert embed.description == (
        "> Davor war Ruhe. **Putin und Kim trafen sich auf der Insel Russki.** Danach reisten sie ab.\n"
        "-# **1** · Der Gipfel · KBS News · April 2019 · [Sätze 3–5 von 16]"
        "(https://kbs.example/1#:~:text=Putin%20und%20Kim%20trafen,auf%20der%20Insel%20Russki.)"
    )
    assert embed.footer.text == "Sicherheit: hoch (92 %) · Index 000001-abc"
    assert embed.author.name is None


def test_another_language_says_what_the_original_is_in() -> None:
    embed = answer_embed(answer(passage(), language="ko"), LOCALES)
    assert "원문 언어: 독일어" in (embed.description or "")


def test_what_is_not_known_is_left_out_and_the_article_is_named_all_the_same() -> None:
    embed = answer_embed(answer(passage(publisher=None, date=None)), LOCALES)
    assert (embed.description or "").endswith("-# **1** · kbs · Sätze 3–5 von 16")


def test_articles_that_nothing_else_tells_apart_are_named() -> None:
    minutes = [
        passage(
            citation=Citation(name, (1, 1), 0, len(TEXT), "0" * 64, "000001-abc"),
            title="Protokoll",
            date=date,
        )
        for name, date in (
            ("sitzung-1", None),
            ("sitzung-2", None),
            ("sitzung-2", None),
            ("sitzung-3", "2019"),
        )
    ]
    lines = (answer_embed(answer(*minutes[:2]), LOCALES).description or "").splitlines()
    assert lines[1].startswith("-# **1** · Protokoll · sitzung-1 · KBS News · ")
    assert lines[4].startswith("-# **2** · Protokoll · sitzung-2 · KBS News · ")
    assert "sitzung" not in (answer_embed(answer(*minutes[1:]), LOCALES).description or "")


def test_context_and_translation_are_no_part_of_the_quote() -> None:
    full = passage(
        context=Context("Zuvor sprachen sie lange.", (2, 2), 0, 25),
        translation=TranslatedPart("en", (3, 5), "They met on Russky *Island*.", "project", None),
    )
    lines = (answer_embed(answer(full, language="en"), LOCALES).description or "").split("\n")
    assert lines[0] == "-# Before it: Zuvor sprachen sie lange."
    assert lines[1].startswith("> Davor")
    assert lines[2] == "-# **1** · KBS News · April 2019 · sentences 3–5 of 16 · original in German"
    assert lines[3:] == [r"Translation (by this project): They met on Russky \*Island\*."]


@pytest.mark.parametrize(
    ("language", "origin", "says"),
    [
        ("de", "machine", "Übersetzung (maschinell): > Ja"),
        ("en", "publisher", "Translation (the publisher’s own edition): > Ja"),
        ("ko", "person", "번역(사람): > Ja"),
        ("ru", "project", "Перевод (выполнен проектом): > Ja"),
        ("de", "machine: MT *2*", "Übersetzung (maschinell: MT *2*): > Ja"),
        ("en", "Anna's [b]", "Translation (Anna's [b]): > Ja"),
    ],
)
def test_a_translation_names_its_origin_and_looks_like_no_quotation(
    language: str, origin: str, says: str
) -> None:
    one = passage(translation=TranslatedPart(language, (3, 5), "> Ja\n> nein", origin, None))
    line = (answer_embed(answer(one, language=language), LOCALES).description or "").split("\n")[-1]
    assert unescape(line) == says + " > nein"
    assert not line.startswith((">", '"', "“", "„"))


@pytest.mark.parametrize(("covered", "says"), [((4, 4), "sentence 4"), ((4, 6), "sentences 4–6")])
def test_a_translation_of_other_sentences_than_the_quote_s_names_them(
    covered: tuple[int, int], says: str
) -> None:
    one = passage(translation=TranslatedPart("en", covered, "Yes.", "project", None))
    shown = answer_embed(answer(one, language="en"), LOCALES).description or ""
    assert shown.endswith(f"\nTranslation (by this project, {says}): Yes.")


def test_a_long_translation_ends_with_a_word() -> None:
    one = passage(translation=TranslatedPart("en", (3, 5), "zwölf " * 500, "project", None))
    shown = answer_embed(answer(one, one, one, language="en"), LOCALES).description or ""
    assert shown.count(": zwölf zwölf") == 3
    assert shown.endswith(" zwölf…")


def test_a_foreign_quote_without_a_translation_can_be_translated_by_a_click() -> None:
    shown = answer_embed(answer(passage(), language="ko"), LOCALES, translate=TRANSLATE).description or ""
    assert shown.endswith(
        "원문 언어: 독일어 · [번역하기](https://t.example/de/ko?q=Davor%20war%20Ruhe.%20Putin%20und%20Kim%20trafen"
        "%20sich%20auf%20der%20Insel%20Russki.%20Danach%20reisten%20sie%20ab.)"
    )


@pytest.mark.parametrize(
    ("language", "translate", "translation"),
    [
        ("de", TRANSLATE, None),
        ("en", "", None),
        ("en", TRANSLATE, TranslatedPart("en", (3, 5), "Yes.", "project", None)),
    ],
    ids=["the reader's language", "turned off", "translated"],
)
def test_no_link_where_none_is_needed_or_wanted(
    language: str,
    translate: str,
    translation: TranslatedPart | None,
) -> None:
    one = passage(translation=translation)
    shown = answer_embed(answer(one, language=language), LOCALES, translate=translate).description or ""
    assert "](" not in shown


def test_words_that_answer_are_bold_and_nothing_else_is() -> None:
    where = TEXT.index("Insel Russki")
    embed = answer_embed(answer(passage(highlight=((where, where + 12),))), LOCALES)
    quote = (embed.description or "").split("\n-#")[0]
    assert "auf der **Insel Russki**." in quote
    assert quote.count("**") == 2


def test_a_refusal_calls_the_closest_no_answer_and_names_no_confidence() -> None:
    embed = answer_embed(answer(passage(), answered=False), LOCALES)
    lines = (embed.description or "").split("\n\n")
    assert lines[:2] == [
        "Dazu finde ich in meinen Quellen keine Antwort.",
        "**Die nächstliegenden Sätze – nicht als Antwort gemeint**",
    ]
    shown = "> Davor war Ruhe. Putin und Kim trafen sich auf der Insel Russki. Danach reisten sie ab."
    assert lines[2].split("\n")[0] == shown, "nothing stands out as an answer does"
    assert embed.footer.text == "Index 000001-abc"


def test_a_refusal_with_nothing_close_says_only_that() -> None:
    assert (
        answer_embed(answer(answered=False), LOCALES).description
        == "Dazu finde ich in meinen Quellen keine Antwort."
    )


@pytest.mark.parametrize("question", ["", " \n", "\u200b"])
def test_no_title_is_better_than_an_empty_one(question: str) -> None:
    assert answer_embed(answer(passage(), question=question), LOCALES).title is None


def test_a_title_fills_its_limit_and_not_one_unit_more() -> None:
    exact = "x" * 256
    assert answer_embed(answer(passage(), question=exact), LOCALES).title == exact
    longer = answer_embed(answer(passage(), question=exact + "y"), LOCALES).title or ""
    assert units(longer) == 256
    assert longer.endswith("…")
    wide = answer_embed(answer(passage(), question="👍" * 200), LOCALES).title or ""
    assert units(wide) == 255  # 127 emoji of two units and "…"; half an emoji is none


def test_the_earlier_question_stands_above_within_its_limit() -> None:
    embed = answer_embed(answer(passage()), LOCALES, earlier="y" * 300)
    assert units(embed.author.name or "") == 256
    assert (embed.author.name or "").startswith("↪ yyy")


@pytest.mark.parametrize("filler", ["wort ", "*_~ ", "👍🏽 ", "Слово ", "단어 ", "x"])
@pytest.mark.parametrize("answered", [True, False])
@pytest.mark.parametrize("language", locales.LANGUAGES)
@pytest.mark.parametrize("translated", [True, False])
def test_the_longest_answers_fit(filler: str, answered: bool, language: str, translated: bool) -> None:  # noqa: FBT001 - a table
    long = filler * 2_000
    one = passage(
        quote=long,
        key=(0, len(long)),
        title=long,
        publisher=long,
        date=long,
        url="https://kbs.example/" + "ж" * 60,
        highlight=((0, 9), (20, 30)),
        context=Context(long, (1, 1), 0, 9),
        translation=TranslatedPart(language, (1, 1), long, long, None) if translated else None,
        language="ja",
        citation=Citation(long, (100_000, 100_001), 0, len(long), "0" * 64, "000001-abc"),
    )
    embed = answer_embed(
        answer(one, one, one, question=long, language=language, answered=answered),
        LOCALES,
        earlier=long,
        translate=TRANSLATE,
    )
    assert within_limits(embed)
    assert (embed.description or "").count("\n> ") + (embed.description or "").startswith("> ") >= 3


def test_of_a_question_that_was_found_its_answer_is_shown_as_far_as_it_fits() -> None:
    asked = "### 주말에 공원에 개를 데려가도 되나요, 아니면 집에 두어야 하나요?"
    found = passage(
        f"{asked}\n\n{'네, 목줄을 매면 됩니다. ' * 30}",
        (0, len(asked)),
        title="공원 " * 30,
        publisher="공원 " * 30,
        url="https://kbs.example/" + "x" * 480,
        language="ko",
    )
    embed = answer_embed(answer(found, found, found), LOCALES, translate=TRANSLATE)
    assert within_limits(embed)
    assert (embed.description or "").count("하나요?**\n> 네, 목줄을 매면 됩니다.") == 3


def test_of_a_sentence_that_was_found_amid_others_it_alone_is_shown_where_all_do_not_fit() -> None:
    before, asked = "Davor stand etwas. " * 90, "Hunde sind an der Leine erlaubt."
    key = (len(before), len(before) + len(asked))
    amid = passage(f"{before}{asked}{' Danach stand etwas.' * 90}", key)
    embed = answer_embed(answer(amid, amid, amid), LOCALES, translate=TRANSLATE)
    assert within_limits(embed)
    assert (embed.description or "").count(f"> … **{asked}** …\n") == 3


def test_the_limits_here_can_fail() -> None:
    embed = answer_embed(answer(passage()), LOCALES)
    embed.description = "x" * 4_097
    assert not within_limits(embed)


def place(text: str) -> Place:
    cited = Cited("kbs", (1, 1), 0, len(text), (0, len(text)), "0" * 64, text)
    return Place(cited, Marked(text, (0, len(text))), "kbs:1-1@0-9#00!000001-abc")


def test_context_that_fits_needs_no_file() -> None:
    embed, file = context_message([place("Ein Satz.")], LOCALES.of("de"))
    assert file is None
    assert (embed.description or "").startswith("> **Ein Satz.**\n-# **1** · kbs\n`kbs:1-1")


def test_context_that_was_shortened_comes_whole_as_a_file() -> None:
    for words in (900, 4_000):
        text = "wort " * words
        for key in ((0, len(text)), (0, len("wort"))):
            one = replace(place(text), paragraph=Marked(text, key))
            embed, file = context_message([one] * 3, LOCALES.of("de"))
            assert within_limits(embed)
            assert file is not None
            assert file.fp.read().decode().count("wort") == 3 * words
    _, file = context_message([place("🎉 " * 400)], LOCALES.of("de"))
    assert file is not None, "800 characters, but 1,200 units"


def test_a_context_that_is_shortened_still_shows_what_stands_around_the_sentence() -> None:
    text = f"{'Davor. ' * 300}Kim kam.{' Danach.' * 300}"
    key = (text.index("Kim"), text.index(" Danach"))
    embed, _ = context_message([replace(place(text), paragraph=Marked(text, key))], LOCALES.of("de"))
    assert "Davor. **Kim kam.** Danach." in (embed.description or "")


def test_a_text_that_is_gone_is_said_to_be() -> None:
    embed, _ = context_message([replace(place("x"), paragraph=None)], LOCALES.of("en"))
    assert "no longer kept" in unescape(embed.description or "")


@pytest.mark.parametrize(("length", "fit"), [(811, 5), (812, 4)])
def test_a_page_of_an_article_is_as_full_as_it_can_be(length: int, fit: int) -> None:
    full = article("voll", "\n\n".join("x" * (length - 1) + "." for _ in range(6)))
    page = article_page(answerer(full), full, 0, LOCALES.of("de"))
    assert within_limits(page.embed)
    assert (page.embed.description or "").count("\n\n") == fit - 1


def test_the_pages_of_a_book_are_laid_out_in_linear_work(monkeypatch: pytest.MonkeyPatch) -> None:
    book = article(
        "buch", " ".join(f"Satz {number} sagt etwas über Kim und Putin." for number in range(3_000))
    )
    measured, real = [], render_sources.units

    def counted(text: str) -> int:
        measured.append(len(text))
        return real(text)

    monkeypatch.setattr(render_sources, "units", counted)
    page = article_page(answerer(book), book, 7, LOCALES.of("de"))
    assert (page.number, page.last) == (7, 36)
    assert within_limits(page.embed)
    assert sum(measured) < 2 * len(book.text)
