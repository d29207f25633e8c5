"""Translations on Discord beside a checked citation, a paragraph and a whole article."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fakes_discord import within_limits
from fakes_index import HashEmbedder
from fakes_retrieval import article

import locales
from cogs.quoting import Marked
from cogs.render_context import Place, context_message, places_of
from cogs.render_sources import article_embed, article_pages
from cogs.render_verdict import verdict_embed
from index.models import TranslatedPart
from index.sentence_index import SentenceIndex
from index.sentences import split_article
from querylog.models import Cited, Query, Surface
from retrieval.citation import Verdict
from retrieval.models import Citation, Timing

LOCALES = locales.load()


def place(text: str) -> Place:
    cited = Cited("kbs", (1, 1), 0, len(text), (0, len(text)), "0" * 64, text)
    return Place(cited, Marked(text, (0, len(text))), "kbs:1-1@0-9#00!000001-abc")


def part(text: str, language: str, first: int, last: int) -> TranslatedPart:
    return TranslatedPart(language, (first, last), text, "project", "2026-11")


def checked(*parts: TranslatedPart, quote: str = "Ja. Nein.") -> Verdict:
    citation = Citation("kbs", (1, 2), 0, len(quote), "0" * 64, "000001-0123456789ab")
    return Verdict(citation, "stands", quote, said=True, sentences_fit=True, translations=parts)


def test_a_check_shows_what_the_quotation_says_in_the_reader_s_language() -> None:
    verdict = checked(part("Yes.", "en", 1, 1), part("No. Never.", "en", 2, 3), part("Да.", "ru", 1, 2))
    blocks = (verdict_embed(verdict, LOCALES.of("en")).description or "").split("\n\n")
    assert blocks[1] == "> **Ja. Nein.**"
    assert blocks[3:] == [
        "Translation (by this project, sentence 1): Yes.",
        "Translation (by this project, sentences 2–3): No. Never.",
    ]
    assert verdict_embed(verdict, LOCALES.of("ru")).description.endswith("Перевод (выполнен проектом): Да.")  # type: ignore[union-attr] # it has one


@pytest.mark.parametrize("filler", ["wort ", "*_~ ", "👍🏽 "])
def test_a_check_of_many_translated_sentences_fits(filler: str) -> None:
    parts = [part(filler * 500, "en", number, number) for number in range(1, 50)]
    embed = verdict_embed(checked(*parts, quote=filler * 2_000), LOCALES.of("en"))
    assert within_limits(embed)
    assert (embed.description or "").count("Translation (") == 2
    assert (embed.description or "").endswith("\n\n…")


def test_a_check_of_an_index_in_memory_says_that_and_not_that_it_never_held_the_article() -> None:
    verdict = replace(checked(), status="unpublished", quote=None, said=False, sentences_fit=False)
    blocks = (verdict_embed(verdict, LOCALES.of("en")).description or "").split("\n\n")
    assert [block.split(" ")[0] for block in blocks] == ["⚠️", "Article:"]
    assert "in memory" in blocks[0]


def test_a_source_is_shown_with_its_translation() -> None:
    known = article("kbs", "Kim kam. Putin kam. Sie gingen.")
    known = replace(known, translations=(part("They came.", "en", 1, 2), part("Ушли.", "ru", 3, 3)))
    pages = article_pages(known, split_article(known), LOCALES.of("en"))
    assert pages == [
        (
            "**1** Kim kam.\n**2** Putin kam.\n-# Translation (by this project, sentences 1–2): They came.\n"
            "**3** Sie gingen."
        )
    ]
    embed = article_embed(
        known, article_pages(known, split_article(known), LOCALES.of("ru")), 0, LOCALES.of("ru")
    )
    assert (embed.description or "").endswith("**3** Sie gingen.\n-# Перевод (выполнен проектом): Ушли.")


def test_context_says_what_the_paragraph_says_in_the_reader_s_language() -> None:
    parts = (part("Yes.", "en", 1, 1), part("No.", "en", 2, 3), part("Да.", "ru", 1, 1))
    shown, _ = context_message([replace(place("Ja. Nein."), translations=parts)], LOCALES.of("en"))
    assert (shown.description or "").endswith("\nTranslation (by this project, sentences 1–3): Yes. No.")
    plain, _ = context_message([replace(place("Ja. Nein."), translations=parts)], LOCALES.of("ko"))
    assert (plain.description or "").endswith("!000001-abc`")


@pytest.mark.parametrize("filler", ["wort ", "*_~ ", "👍🏽 "])
def test_long_context_with_long_translations_fits_and_comes_as_a_file(filler: str) -> None:
    citation = "x" * 100 + ":100-110@10000-20000#" + "0" * 64 + "!000001-0123456789ab"
    one = replace(place(filler * 900), citation=citation, translations=(part(filler * 900, "ru", 1, 1),))
    embed, file = context_message([one] * 3, LOCALES.of("ru"))
    assert within_limits(embed)
    assert file is not None


@pytest.mark.parametrize("name", ["x" * 251, "x`" * 125])
def test_a_context_of_articles_with_the_longest_names_fits(name: str) -> None:
    citation = name + ":100-110@10000-20000#" + "0" * 64 + "!000001-0123456789ab"
    one = place("wort " * 900)
    one = replace(one, citation=citation, cited=replace(one.cited, article=name))
    for translations in ((), (part("word " * 900, "en", 1, 1),)):
        embed, file = context_message([replace(one, translations=translations)] * 3, LOCALES.of("en"))
        assert within_limits(embed)
        assert file is not None


def asked(cited: Cited) -> Query:
    return Query(
        id=1,
        asked_at=datetime(2026, 11, 2, tzinfo=UTC),
        surface=Surface.SLASH,
        guild=None,
        channel=None,
        user=None,
        locale="en",
        language="en",
        question="Who came?",
        follows=None,
        earlier=None,
        answered=True,
        refusal=None,
        confidence=0.9,
        build="000001-0123456789ab",
        encoder="e@1",
        ms=Timing(1, 1, 2),
        citations=(cited,),
    )


def test_the_places_of_an_answer_have_the_translations_of_their_paragraph() -> None:
    text = "Davor. Noch davor.\n\nKim kam. Putin kam.\n\nDanach."
    known = article("kbs", text)
    parts = tuple(part(str(number), "en", number, number) for number in range(1, 6))
    index = SentenceIndex.build([replace(known, translations=parts)], HashEmbedder())
    start, end = text.index("Kim"), text.index("Kim") + len("Kim kam.")
    cited = Cited("kbs", (3, 3), start, end, (start, end), known.text_sha256, "Kim kam.")
    found = places_of(asked(cited), {known.text_sha256: text}.get, index)
    assert found[0].paragraph is not None
    assert found[0].paragraph.text.strip() == "Kim kam. Putin kam."
    assert [one.text for one in found[0].translations] == ["3", "4"]
    book = "Davor. " * 50_000 + text[start:end] + " Danach." * 50_000
    in_it = replace(cited, start=350_000, end=350_000 + end - start, key=(350_000, 350_000 + end - start))
    [around] = places_of(asked(in_it), {known.text_sha256: book}.get, index)
    assert around.paragraph is not None
    assert around.paragraph.text == book[345_000 : 355_000 + end - start], "no book without blank lines"
    changed = SentenceIndex.build([article("kbs", text + " Neu.")], HashEmbedder())
    assert places_of(asked(cited), {known.text_sha256: text}.get, changed)[0].translations == ()
