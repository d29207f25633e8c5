"""The articles to index: shipped, added, removed; whatever a stranger called the file."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ArticleRefused, ArticleUnknown, StoreUnwritable
from index.library import Library, safe_name
from index.reading import Metadata

TEXT = "Kim traf Putin in Wladiwostok. Sie sprachen lange über den Frieden und das Wetter.\n"
OTHER = "Der Zug fuhr pünktlich in den Bahnhof ein, und niemand winkte ihm zu.\n"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "summit.txt").write_text(TEXT, encoding="utf-8")
    return Library(seeds, tmp_path / "var" / "articles", max_bytes=10_000)


def ids(library: Library) -> list[str]:
    return [article.id for article in library.read().articles]


def test_what_is_added_is_indexed_beside_what_shipped(library: Library) -> None:
    assert ids(library) == ["summit"]
    article = library.add("Zug.txt", OTHER.encode(), Metadata(title="Der Zug", language="de"))
    holdings = library.read()
    assert [found.id for found in holdings.articles] == ["Zug", "summit"]
    assert holdings.articles[0] == article
    assert article.title == "Der Zug"
    assert article.text == OTHER
    assert holdings.shipped == {"summit"}


def test_a_file_that_cannot_be_read_keeps_no_other_from_being_added(library: Library) -> None:
    for folder in (library.seeds, library.added):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{folder.name}-gone.txt").symlink_to(folder / "nowhere.txt")
        (folder / f"{folder.name}-loop.txt").symlink_to(f"{folder.name}-loop.txt")
    library.add("zug.txt", OTHER.encode())
    assert ids(library) == ["summit", "zug"]
    with pytest.raises(ArticleRefused, match="already there as zug"):
        library.add("bahn.txt", OTHER.encode())


def test_what_lay_beside_a_file_that_is_gone_describes_no_later_one(library: Library) -> None:
    library.add("zug.txt", OTHER.encode(), Metadata(title="Der Zug", publisher="Bahn"))
    (library.added / "zug.txt").unlink()
    library.add("zug.txt", TEXT.replace("Kim", "Sie").encode())
    (added,) = (article for article in library.read().articles if article.id == "zug")
    assert (added.title, added.publisher) == (None, None)


def test_removing_an_added_article_removes_its_files(library: Library) -> None:
    library.add("zug.txt", OTHER.encode(), Metadata(title="Der Zug"))
    library.remove("zug")
    assert ids(library) == ["summit"]
    assert [path.name for path in library.added.iterdir() if path.name[0] != "."] == []


def test_removing_a_shipped_article_writes_its_id_down_and_leaves_the_file(library: Library) -> None:
    library.remove("summit")
    assert ids(library) == []
    assert (library.added / "removed").read_text(encoding="utf-8") == "summit\n"
    assert (library.seeds / "summit.txt").read_text(encoding="utf-8") == TEXT
    with pytest.raises(ArticleUnknown, match="summit"):
        library.remove("summit")


def test_a_removed_shipped_article_may_be_replaced_by_an_added_one(library: Library) -> None:
    library.remove("summit")
    library.add("summit.txt", OTHER.encode())
    (article,) = library.read().articles
    assert article.text == OTHER
    assert library.read().shipped == frozenset()
    library.remove("summit")
    assert ids(library) == []


def test_an_added_article_stands_in_for_a_shipped_one_of_its_id(library: Library) -> None:
    library.added.mkdir(parents=True)
    (library.added / "summit.txt").write_text(OTHER, encoding="utf-8")
    holdings = library.read()
    assert [article.text for article in holdings.articles] == [OTHER]
    assert holdings.shipped == frozenset()


def test_what_is_live_but_has_no_file_any_more_can_be_removed(library: Library) -> None:
    with pytest.raises(ArticleUnknown):
        library.remove("lost")
    library.remove("lost", live={"lost"})
    assert library.removed() == {"lost"}


@pytest.mark.parametrize(
    ("name", "data", "reason", "names"),
    [
        ("copy.txt", TEXT.encode(), "duplicate", "summit"),
        ("copy.txt", OTHER.encode("utf-16"), "duplicate", "train"),
        ("summit.txt", OTHER.encode(), "duplicate_id", "summit"),
        ("SUMMIT.md", OTHER.encode(), "duplicate_id", "summit"),
        ("empty.txt", b" \n", "empty", ""),
        ("large.txt", OTHER.encode() * 1_000, "too_large", "10000"),
        ("program.exe", OTHER.encode(), "unsupported_type", ".txt"),
        ("README.md", OTHER.encode(), "not_an_article", ""),
        ("questions.jsonl", b"{}", "not_an_article", ""),
    ],
)
def test_what_cannot_be_added_is_refused_with_a_reason(
    library: Library, name: str, data: bytes, reason: str, names: str
) -> None:
    text = library.add("zug.txt", OTHER.encode())
    library.remove("zug")
    with pytest.raises(ArticleRefused) as caught:
        library.add(name, data, indexed={text.text_sha256: "train"} if b"\0" in data else None)
    assert caught.value.reason == reason
    assert names in caught.value.remedy
    assert ids(library) == ["summit"]


def test_a_list_of_removed_articles_that_cannot_be_read_is_named(library: Library) -> None:
    library.remove("summit")
    (library.added / "removed").write_bytes("Gespräch\nsummit\n".encode("cp1252"))
    with pytest.raises(ArticleRefused, match="removed: encoding_unknown"):
        library.read()


def test_to_add_a_file_reads_no_other_that_is_not_as_long(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed = []
    monkeypatch.setattr("index.library.sha256_of", lambda path: hashed.append(path.name) or "another")
    library.add("zug.txt", TEXT.encode().replace(b"e", b"a"))
    library.add("bahn.txt", OTHER.encode() * 2)
    assert hashed == ["summit.txt"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("summit 2019.TXT", "summit-2019.txt"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\Artikel.md", "Artikel.md"),
        (".hidden.txt", "hidden.txt"),
        ("김정은.txt", "김정은.txt"),
        ("a:b!c#d@e.pdf", "a-b-c-d-e.pdf"),
        ("-rf.txt", "rf.txt"),
        ("...", "article.txt"),
        ("no suffix", "no-suffix.txt"),
    ],
)
def test_safe_names(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text(max_size=300))
def test_no_name_leaves_the_folder_or_hides(name: str) -> None:
    safe = safe_name(name)
    assert Path(safe).name == safe
    assert safe[0] not in ".-"
    assert len(safe.encode()) < 200
    assert "/" not in safe
    assert "\0" not in safe


def test_a_strangers_name_is_stored_inside_the_folder(library: Library) -> None:
    library.add("../../evil name.txt", OTHER.encode())
    assert (library.added / "evil-name.txt").read_bytes() == OTHER.encode()


def test_a_refused_shipped_file_that_was_removed_is_not_named_again(library: Library) -> None:
    (library.seeds / "broken.txt").write_bytes(b"")
    assert [error.reason for error in library.read().refused] == ["empty"]
    library.remove("broken")
    assert library.read().refused == ()


def test_a_purged_text_is_not_indexed_again(library: Library) -> None:
    (article,) = library.read().articles
    holdings = library.read(frozenset({article.text_sha256}))
    assert holdings.articles == ()
    assert [error.reason for error in holdings.refused] == ["purged"]


def test_missing_folders_hold_nothing(tmp_path: Path) -> None:
    library = Library(tmp_path / "none", tmp_path / "neither", max_bytes=10)
    assert library.read().articles == ()
    with pytest.raises(ArticleUnknown):
        library.remove("x")


def test_a_folder_that_cannot_be_made_is_an_error_of_the_room(library: Library) -> None:
    library.added.parent.parent.joinpath("var").write_text("a file stands in the way", encoding="utf-8")
    with pytest.raises(StoreUnwritable):
        library.add("zug.txt", OTHER.encode())
