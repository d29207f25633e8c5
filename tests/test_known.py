"""An unchanged file is neither parsed nor split again, and everything that could change the outcome is noticed."""

from pathlib import Path

import pytest
from fakes_index import Workshop

from index import known
from index.files import files_in
from index.reading import folder, sources

META = 'title = "Titel"\n'


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Files that were read into articles."""
    names: list[str] = []
    to_article = folder.to_article

    def noted(name: str, *rest: object, **options: object) -> object:
        names.append(name)
        return to_article(name, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(folder, "to_article", noted)
    return names


@pytest.fixture
def workshop(tmp_path: Path, parsed: list[str]) -> Workshop:
    workshop = Workshop(tmp_path)
    workshop.write("a", "Kim traf Putin. Sie sprachen lange.")
    workshop.write("b", "Der Zug fuhr ab. Niemand winkte.")
    workshop.reindex()
    parsed.clear()
    return workshop


def same_as_from_nothing(workshop: Workshop, tmp_path: Path) -> None:
    """The live build holds, but for its number and time, the bytes that a first build of these files has."""
    fresh = Workshop(tmp_path)
    fresh.store = type(fresh.store)(tmp_path / "fresh", keep=0)
    fresh.reindexer._store = fresh.store
    fresh.reindex()
    folders = [store.folder(str(store.current_id())) for store in (workshop.store, fresh.store)]
    mine, new = (
        {name: path.read_bytes() for name, path in files_in(where).items() if name != "manifest.json"}
        for where in folders
    )
    assert mine == new


def test_only_the_changed_file_is_parsed_and_split(
    workshop: Workshop, parsed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    split = []
    whole = known.split_article
    monkeypatch.setattr(known, "split_article", lambda article: split.append(article.id) or whole(article))
    workshop.write("b", "Der Zug fuhr ab. Alle winkten.")
    workshop.reindex()
    assert (parsed, split) == (["b.txt"], ["b"])
    same_as_from_nothing(workshop, tmp_path)


def test_a_sidecar_that_comes_changes_or_goes_is_noticed(
    workshop: Workshop, parsed: list[str], tmp_path: Path
) -> None:
    sidecar = workshop.seeds / "a.meta.toml"
    for content in (META, META.replace("Titel", "Anders"), None):
        sidecar.unlink() if content is None else sidecar.write_text(content)
        parsed.clear()
        workshop.reindex()
        assert parsed == ["a.txt"]
        same_as_from_nothing(workshop, tmp_path)


def test_a_translation_that_comes_or_goes_is_noticed_though_its_article_is_known(
    workshop: Workshop, parsed: list[str]
) -> None:
    sidecar = workshop.translate("a", "en", {(1, 1): "Kim met Putin."})
    workshop.reindex()
    assert [part.text for part in workshop.opened().articles["a"].translations] == ["Kim met Putin."]
    sidecar.unlink()
    workshop.reindex()
    assert workshop.opened().articles["a"].translations == ()
    assert parsed == []


def test_a_file_that_takes_anothers_name_is_parsed(workshop: Workshop, parsed: list[str]) -> None:
    (workshop.seeds / "a.txt").rename(workshop.seeds / "c.txt")
    workshop.reindex()
    assert parsed == ["c.txt"]


def test_other_code_or_another_library_reads_everything_anew(
    workshop: Workshop, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "_tools", lambda: "another version")
    workshop.reindexer.run(who="test")
    assert parsed == ["a.txt", "b.txt"]


@pytest.mark.parametrize("name", ["sources.json", "articles.json", "sentences.npy", "manifest.json"])
def test_of_a_damaged_build_nothing_is_taken_over(workshop: Workshop, parsed: list[str], name: str) -> None:
    path = workshop.store.folder(str(workshop.store.current_id())) / name
    path.write_bytes(path.read_bytes()[:-2])
    workshop.reindex()
    assert parsed == ["a.txt", "b.txt"]
    assert workshop.store.open(workshop.embedder)
