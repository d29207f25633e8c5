"""Citations as text, and what has become of them."""

from dataclasses import replace
from pathlib import Path

import pytest
from fakes_index import Workshop
from hypothesis import given
from hypothesis import strategies as st

from index.purge import purge
from retrieval.citation import format_citation, parse_citation, verify
from retrieval.errors import CitationInvalid
from retrieval.models import Citation

KIM = "Kim traf Putin. Sie sprachen lange. Es war kalt."
ids = st.text(min_size=1).filter(
    lambda text: text == text.strip() and "\n" not in text and text.isprintable()
)


@given(ids, st.integers(1, 99), st.integers(0, 9), st.integers(0, 9_999), st.integers(1, 999))
def test_a_citation_reads_back_whatever_the_article_is_called(
    article: str, first: int, more: int, start: int, length: int
) -> None:
    citation = Citation(
        article, (first, first + more), start, start + length, "ab" * 32, "000012-0123456789ab"
    )
    assert parse_citation(format_citation(citation)) == citation


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kim",
        f"kim:1-2@3-9#{'0' * 63}!000001-0123456789ab",
        f"kim:2-1@3-9#{'0' * 64}!000001-0123456789ab",
        f"kim:0-1@3-9#{'0' * 64}!000001-0123456789ab",
        f"kim:1-2@9-3#{'0' * 64}!000001-0123456789ab",
        f"kim:1-2@3-9#{'0' * 64}!latest",
        f":1-2@3-9#{'0' * 64}!000001-0123456789ab",
        f"kim:١-٢@3-9#{'0' * 64}!000001-0123456789ab",
        f"kim:1-{'9' * 2_000}@3-9#{'0' * 64}!000001-0123456789ab",
        f"kim:1-2@3-{'9' * 5_000}#{'0' * 64}!000001-0123456789ab",
        f"kim:1-2@3-9#{'0' * 64}!{'9' * 5_000}-0123456789ab",
    ],
)
def test_what_is_no_citation_is_refused(text: str) -> None:
    with pytest.raises(CitationInvalid):
        parse_citation(text)


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    workshop = Workshop(tmp_path, keep=0)
    workshop.write("kim", KIM)
    workshop.write("zug", "Der Zug fuhr ab.")
    workshop.reindex()
    return workshop


@pytest.fixture
def citation(workshop: Workshop) -> Citation:
    build = workshop.store.open(workshop.embedder)
    first, last = build.index.sentences_of("kim")[:2]
    sha = build.index.articles["kim"].text_sha256
    return Citation("kim", (1, 2), first.start, last.end, sha, build.id)


def test_a_citation_of_the_live_build_stands(workshop: Workshop, citation: Citation) -> None:
    verdict = verify(citation, workshop.store)
    assert (verdict.status, verdict.said, verdict.sentences_fit) == ("stands", True, True)
    assert verdict.quote == "Kim traf Putin. Sie sprachen lange."


def test_it_stands_still_when_its_build_is_gone(workshop: Workshop, citation: Citation) -> None:
    for day in range(4):
        workshop.write("zug", f"Der Zug fuhr ab, Tag {day}.")
        workshop.reindex()
    assert citation.build not in workshop.store.ids()
    assert verify(citation, workshop.store).status == "stands"


@pytest.mark.parametrize(
    ("text", "status"),
    [(f"Vorwort. {KIM}", "moved"), (KIM.replace("lange", "kurz"), "changed"), (None, "removed")],
)
def test_a_changed_or_removed_article(
    workshop: Workshop, citation: Citation, text: str | None, status: str
) -> None:
    if text is None:
        workshop.library.remove("kim")
    else:
        workshop.write("kim", text)
    workshop.reindex()
    verdict = verify(citation, workshop.store)
    assert (verdict.status, verdict.said) == (status, True)
    assert verdict.quote == "Kim traf Putin. Sie sprachen lange."


@pytest.mark.parametrize("written", [1, 2, 3])
def test_it_stands_when_an_older_bot_made_its_build(
    workshop: Workshop, citation: Citation, written: int
) -> None:
    store = workshop.store
    older = store.manifest(citation.build).model_copy(update={"format": written}).sealed()
    (store.folder(citation.build) / "manifest.json").write_bytes(older.to_bytes())
    workshop.write("zug", "Der Zug kam an.")
    workshop.reindex()
    assert verify(citation, store).status == "stands"
    workshop.write("zug", "Der Zug fuhr weiter.")
    workshop.reindex()
    workshop.write("zug", "Der Zug blieb stehen.")
    workshop.reindex()
    assert citation.build not in store.ids()
    assert verify(citation, store).status == "stands"


def test_a_purged_text_is_said_to_be_purged(workshop: Workshop, citation: Citation) -> None:
    purge(citation.text_sha256, workshop.library, workshop.store, workshop.reindexer, who="test")
    verdict = verify(citation, workshop.store)
    assert (verdict.status, verdict.quote) == ("purged", None)


@pytest.mark.parametrize(
    "change",
    [
        {"text_sha256": "0" * 64},
        {"build": "000099-0123456789ab"},
        {"article": "zug"},
        {"end": 10_000},
    ],
    ids=str,
)
def test_a_made_up_citation_is_unknown(
    workshop: Workshop, citation: Citation, change: dict[str, object]
) -> None:
    assert verify(replace(citation, **change), workshop.store).status == "unknown"


def test_of_a_build_in_memory_it_says_that_nothing_is_kept_of_it(
    workshop: Workshop, citation: Citation
) -> None:
    made = replace(citation, build="000000-0123456789ab")
    verdict = verify(made, workshop.store)
    assert (verdict.status, verdict.sentences_fit) == ("stands", True), "its article is live by now"
    assert verify(replace(made, text_sha256="ab" * 32), workshop.store).status == "unpublished"
    workshop.write("kim", "Kim blieb zu Hause.")
    workshop.reindex()
    assert verify(made, workshop.store).status == "unpublished"
    purge(citation.text_sha256, workshop.library, workshop.store, workshop.reindexer, who="test")
    assert verify(made, workshop.store).status == "purged"


@pytest.mark.parametrize(
    "change", [{"sentences": (1, 3)}, {"start": 1}, {"end": 9}, {"sentences": (9, 9)}], ids=str
)
def test_numbers_that_name_another_span_are_noticed(
    workshop: Workshop, citation: Citation, change: dict[str, object]
) -> None:
    verdict = verify(replace(citation, **change), workshop.store)
    assert not verdict.sentences_fit
    assert verdict.quote == KIM[verdict.citation.start : verdict.citation.end]


def test_a_check_brings_the_translations_of_the_cited_sentences(workshop: Workshop) -> None:
    workshop.write("kim", f"{KIM} Am Abend fuhren sie ab.")
    workshop.translate("kim", "en", {(1, 2): "1", (3, 4): "3"})
    workshop.reindex()
    build = workshop.store.open(workshop.embedder)
    second, third = build.index.sentences_of("kim")[1:3]
    sha = build.index.articles["kim"].text_sha256
    both = Citation("kim", (2, 3), second.start, third.end, sha, build.id)
    assert [part.text for part in verify(both, workshop.store).translations] == ["1", "3"]
    one = replace(both, sentences=(3, 3), start=third.start)
    assert [part.text for part in verify(one, workshop.store).translations] == ["3"]
    wrong_numbers = replace(both, sentences=(3, 3))
    assert verify(wrong_numbers, workshop.store).translations == ()


def test_a_translation_that_was_mended_since_the_cited_build_is_shown_as_it_is_now(
    workshop: Workshop,
) -> None:
    workshop.translate("kim", "en", {(1, 1): "Kim met Putn."})
    build = workshop.reindex()
    first = workshop.opened().sentences_of("kim")[0]
    sha = workshop.opened().articles["kim"].text_sha256
    cited = Citation("kim", (1, 1), first.start, first.end, sha, build)
    workshop.translate("kim", "en", {(1, 1): "Kim met Putin."})
    workshop.reindex()
    assert [part.text for part in verify(cited, workshop.store).translations] == ["Kim met Putin."]
    workshop.write("kim", f"Vorwort. {KIM}")
    workshop.reindex()
    assert [part.text for part in verify(cited, workshop.store).translations] == ["Kim met Putn."]
