"""Files of an article that was taken out: a kill at any moment leaves nothing without what belongs to it."""

from pathlib import Path

import pytest
from fakes_faults import watched

from index.set_aside import SetAside

FILES = ["zug.en.translation.toml", "zug.html", "zug.meta.toml"]
ARTICLE = "zug.html"


@pytest.fixture
def added(tmp_path: Path) -> Path:
    """The admins' folder, an article of it set aside."""
    for name in FILES:
        (tmp_path / name).write_text(name, encoding="utf-8")
    SetAside(tmp_path).put("zug", [tmp_path / name for name in FILES])
    assert [path.name for path in tmp_path.iterdir()] == [".removed"]
    return tmp_path


def test_what_is_put_back_lies_where_it_was(added: Path) -> None:
    SetAside(added).put_back("zug")
    assert sorted(path.name for path in added.glob("*.*") if path.is_file()) == FILES
    assert SetAside(added).ids() == frozenset()


def test_what_has_taken_a_place_meanwhile_stays(added: Path) -> None:
    (added / ARTICLE).write_text("another", encoding="utf-8")
    SetAside(added).put_back("zug")
    assert (added / ARTICLE).read_text(encoding="utf-8") == "another"
    assert SetAside(added).ids() == frozenset()


@pytest.mark.parametrize(("undone", "event"), [(True, "os.rename"), (False, "os.remove")])
def test_the_article_itself_moves_or_goes_last(
    added: Path,
    undone: bool,  # noqa: FBT001 - pytest names it
    event: str,
) -> None:
    aside, order = SetAside(added), list[str]()
    with watched(added, lambda what, path: order.append(Path(path).name) if what == event else None):
        (aside.put_back if undone else aside.delete)("zug")
    assert [name for name in order if name in FILES] == [name for name in FILES if name != ARTICLE] + [
        ARTICLE
    ]
