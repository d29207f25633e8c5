"""A build that is long gone answers again, from its kept texts."""

from pathlib import Path

import pytest
from fakes_index import HashEmbedder, Workshop

from index.errors import IndexMismatch, IndexMissing
from index.remake import open_or_remake


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    workshop = Workshop(tmp_path, keep=0)
    workshop.write("kim", "Kim traf Putin in Wladiwostok. Sie sprachen lange.")
    return workshop


def test_a_build_whose_vectors_are_gone_is_made_again_and_finds_the_same(workshop: Workshop) -> None:
    first = workshop.reindex()
    before = workshop.store.open(workshop.embedder, first).index.search(["Putin"], limit=3)
    workshop.reindex()
    workshop.grow(3)
    with pytest.raises(IndexMissing):
        workshop.store.open(workshop.embedder, first)
    remade = open_or_remake(workshop.store, workshop.embedder, first)
    assert remade.search(["Putin"], limit=3) == before
    assert workshop.store.current_id() != first, "nothing is published by looking"


def test_a_build_that_is_there_is_opened(workshop: Workshop) -> None:
    build = workshop.reindex()
    workshop.embedder.asked.clear()
    assert open_or_remake(workshop.store, workshop.embedder, build).articles.keys() == {"kim"}
    assert workshop.embedder.asked == []


def test_another_encoder_cannot_make_it_again(workshop: Workshop) -> None:
    first = workshop.reindex()
    workshop.grow(3)
    with pytest.raises(IndexMismatch, match=r"hash@1.*hash@2"):
        open_or_remake(workshop.store, HashEmbedder("hash@2"), first)


def test_other_sentence_rules_cannot_make_it_again(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = workshop.reindex()
    workshop.grow(3)
    monkeypatch.setattr("index.remake.RULES_VERSION", "other rules")
    with pytest.raises(IndexMismatch, match=r"sentence rules .* and other rules"):
        open_or_remake(workshop.store, workshop.embedder, first)


def test_a_build_that_never_was_is_missing(workshop: Workshop) -> None:
    with pytest.raises(IndexMissing):
        open_or_remake(workshop.store, workshop.embedder, "000009-0123456789ab")
