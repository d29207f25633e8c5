"""The index on the command line: each command once for people and once with `--json`."""

import json
import os
from pathlib import Path

import pytest
import typer
from fakes_faults import files_up_to
from fakes_index import Workshop, sidecar
from typer.testing import CliRunner, Result

from console.index_commands import add_index_commands
from console.translation_commands import make_translations_app
from index.errors import ReindexBusy, StoreUnwritable
from index.lock import ReindexLock
from index.reading import read_bytes
from querylog.log import QueryLog
from retrieval.citation import format_citation
from retrieval.models import Citation

KIM = "Kim traf Putin in Wladiwostok. Sie sprachen lange miteinander. Es war ein kalter Tag."


class Terminal:
    """The commands over one workshop."""

    def __init__(self, root: Path) -> None:
        self.workshop = Workshop(root)
        self.workshop.write("kim", KIM)
        self.operations = self.workshop.operations
        self.app = typer.Typer()
        add_index_commands(self.app, self.operations, lambda: QueryLog.open(root / "var"))
        self.app.add_typer(make_translations_app(self.operations))

    def __call__(self, *arguments: str) -> Result:
        return CliRunner().invoke(self.app, arguments)

    def json(self, *arguments: str, status: int = 0) -> dict:
        done = self(*arguments, "--json")
        assert done.exit_code == status, done.output
        return json.loads(done.stdout)


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


def test_reindex_publishes_and_a_dry_run_does_not(terminal: Terminal) -> None:
    dry = terminal.json("reindex", "--dry-run")
    assert (dry["published"], dry["build"]) == (False, None)
    assert dry["diff"]["added"] == ["kim"]
    done = terminal.json("reindex")
    assert done["published"]
    assert done["build"] == terminal.workshop.store.current_id()
    assert "nothing changed" in terminal("reindex").stdout


def test_a_reindex_of_another_process_can_be_cancelled(terminal: Terminal) -> None:
    nothing = terminal("reindex", "--cancel")
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    with ReindexLock(terminal.workshop.store.root).held("Anna") as theirs:
        assert terminal.json("reindex", "--cancel")["cancelled"]["who"] == "Anna"
        assert theirs.cancelled()
        assert "asked to end: Anna, since " in terminal("reindex", "--cancel").stdout


def test_a_doubtful_reindex_needs_yes_where_nobody_can_be_asked(terminal: Terminal) -> None:
    before = terminal.json("reindex")["build"]
    terminal.workshop.write("kim", "Weg.")
    held_back = terminal("reindex", "--json")
    assert held_back.exit_code == 1
    assert json.loads(held_back.stdout)["doubts"] == ["sentences"]
    assert "--yes" in held_back.stderr
    assert terminal.workshop.store.current_id() == before
    assert terminal.json("reindex", "--yes")["published"]


def test_add_and_remove_publish_at_once(terminal: Terminal, tmp_path: Path) -> None:
    terminal.json("reindex")
    file = tmp_path / "Zug 1.txt"
    file.write_text("Der Zug fuhr pünktlich ab. Niemand winkte ihm hinterher.", encoding="utf-8")
    added = terminal.json("add", str(file))
    assert added["added"] == ["Zug-1"]
    assert added["reindex"]["published"]
    again = terminal.json("add", str(file), status=1)
    assert [error["reason"] for error in again["refused"]] == ["duplicate_id"]
    assert again["reindex"] is None
    assert terminal.json("remove", "Zug-1")["reindex"]["diff"]["removed"] == ["Zug-1"]
    assert terminal("remove", "Zug-1").exit_code == 1


def test_what_is_known_of_an_article_comes_along_from_beside_it(terminal: Terminal, tmp_path: Path) -> None:
    for name in ("Zug 1", "boot"):
        (tmp_path / f"{name}.txt").write_text(f"{name} fuhr ab. Niemand winkte.", encoding="utf-8")
        (tmp_path / f"{name}.meta.toml").write_text(f'title = "Über {name}"\n', encoding="utf-8")
    given = (tmp_path / "Zug 1.txt", tmp_path / "boot.txt", tmp_path / "boot.meta.toml")
    assert terminal.json("add", *map(str, given))["added"] == ["Zug-1", "boot"]
    live = terminal.operations.store.live()
    assert {entry.title for entry in live.articles} == {None, "Über Zug 1", "Über boot"}
    (tmp_path / "neu.txt").write_text("Neues. Noch mehr.", encoding="utf-8")
    (tmp_path / "neu.meta.toml").write_text('date = "gestern"\n', encoding="utf-8")
    refused = terminal.json("add", str(tmp_path / "neu.txt"), status=1)["refused"]
    assert [(one["file"], one["reason"]) for one in refused] == [("neu.meta.toml", "metadata_invalid")]


def test_no_more_of_a_file_is_read_than_an_article_may_have_and_of_a_pipe_nothing(
    terminal: Terminal, tmp_path: Path
) -> None:
    with (tmp_path / "film.txt").open("wb") as file:
        file.truncate(1 << 40)
    os.mkfifo(tmp_path / "pipe.txt")
    found = terminal.json("add", str(tmp_path / "film.txt"), str(tmp_path / "pipe.txt"), status=1)
    assert [one["reason"] for one in found["refused"]] == ["too_large", "unreadable"]


def test_a_removal_that_nobody_confirms_takes_nothing_out_and_can_be_repeated(
    terminal: Terminal, tmp_path: Path
) -> None:
    file = tmp_path / "zug.txt"
    file.write_text("".join(f"Der Zug Nummer {at} fuhr ab. " for at in range(20)), encoding="utf-8")
    terminal.json("add", str(file))
    stored = terminal.workshop.library.added / "zug.txt"
    held_back = terminal("remove", "zug")
    assert held_back.exit_code == 1
    assert "this was not done: it takes --yes" in held_back.stderr.replace("\n", " ")
    live = terminal.workshop.store.current_id()
    assert held_back.stdout == f"zug stays\nnothing published; live: {live}\n", (
        "the rest stands on standard error"
    )
    assert held_back.stderr.startswith(f"nothing published; live: {live}\nsentences: ")
    assert "removed: zug" in held_back.stderr
    assert terminal.json("remove", "zug", status=1)["removed"] is None
    assert "zug" in {entry.id for entry in terminal.operations.store.live().articles}
    assert stored.read_bytes() == file.read_bytes()
    assert terminal("reindex").exit_code == 0, "nothing is left to confirm"
    assert stored.read_bytes() == file.read_bytes()
    assert terminal.json("remove", "zug", "--yes")["reindex"]["diff"]["removed"] == ["zug"]
    assert not stored.exists()
    assert terminal("remove", "zug").exit_code == 1, "now it is gone"


def test_a_removal_that_somebody_confirms_takes_out_the_article_and_no_more(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "zug.txt"
    file.write_text("".join(f"Der Zug Nummer {at} fuhr ab. " for at in range(20)), encoding="utf-8")
    terminal.json("add", str(file))
    asked: list[str] = []
    monkeypatch.setattr("console.editing_commands.confirm", lambda question: not asked.append(question))
    assert terminal("remove", "zug").exit_code == 0
    assert asked == ["Publish it all the same?"]
    assert [entry.id for entry in terminal.operations.store.live().articles] == ["kim"]


def test_a_removal_without_a_reindex_waits_for_the_next_one(terminal: Terminal, tmp_path: Path) -> None:
    terminal.json("reindex")
    file = tmp_path / "zug.txt"
    file.write_text("Der Zug fuhr pünktlich ab. Niemand winkte ihm hinterher.", encoding="utf-8")
    terminal.json("add", str(file))
    assert terminal.json("remove", "zug", "--no-reindex") == {"removed": "zug", "reindex": None}
    assert terminal.json("reindex")["diff"]["removed"] == ["zug"]
    assert not list(terminal.workshop.library.added.rglob("zug*"))


def test_what_was_added_while_another_reindex_runs_is_not_passed_off_as_failed(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.json("reindex")
    file = tmp_path / "zug.txt"
    file.write_text("Der Zug fuhr pünktlich ab. Niemand winkte ihm hinterher.", encoding="utf-8")
    with ReindexLock(terminal.workshop.store.root).held("Anna"):
        busy = terminal("add", str(file))
    assert busy.exit_code == 1
    told = busy.stderr.replace("\n", " ")
    assert "added, but not published" in told
    assert "already running: Anna" in told
    assert terminal.json("reindex")["diff"]["added"] == ["zug"]


def test_rollback_and_builds(terminal: Terminal) -> None:
    first = terminal.json("reindex")["build"]
    terminal.workshop.write("kim", f"{KIM} Und noch ein Satz.")
    second = terminal.json("reindex")["build"]
    assert terminal.json("rollback") == {"build": first, "before": second}
    listed = terminal.json("builds")
    assert [build["id"] for build in listed["builds"]] == [second, first]
    assert listed["live"] == first
    assert "the next reindex publishes them again" in terminal("rollback", second).stderr.replace("\n", " ")
    assert terminal.json("rollback")["build"] == first
    assert first in terminal("builds").stdout
    assert terminal("rollback").exit_code == 1, "there is none before the first"
    there = terminal("rollback", second).stdout
    assert there.replace("\n", " ") == f"build {second} is live (4 sentences); before: {first} "


def test_a_rollback_waits_for_a_reindex_that_would_undo_it(terminal: Terminal) -> None:
    terminal.json("reindex")
    terminal.workshop.write("kim", f"{KIM} Und noch ein Satz.")
    live = terminal.json("reindex")["build"]
    with ReindexLock(terminal.workshop.store.root).held("Anna"):
        done = terminal("rollback")
    assert (done.exit_code, "already running: Anna" in done.stderr.replace("\n", " ")) == (1, True)
    assert terminal.workshop.store.current_id() == live


def test_a_build_that_nobody_can_return_to_is_marked_and_told_with_what_to_do(terminal: Terminal) -> None:
    workshop = terminal.workshop
    old = terminal.json("reindex")["build"]
    terminal.workshop.write("kim", f"{KIM} Und noch ein Satz.")
    live = terminal.json("reindex")["build"]
    workshop.embedder.name = "other@2"
    told = terminal("rollback").stderr.replace("\n", " ")
    assert f"{old}: encoder hash@1, this bot has other@2; `python bot.py builds` lists" in told
    assert workshop.store.current_id() == live, "from the older one nobody could answer"
    manifest = workshop.store.manifest(old).model_copy(update={"format": 5}).sealed()
    (workshop.store.folder(old) / "manifest.json").write_bytes(manifest.to_bytes())
    told = terminal("rollback", old).stderr.replace("\n", " ")
    assert "format 5 is older than this bot" in told
    assert "put their files back and reindex" in told
    assert [(build["id"], build["loadable"]) for build in terminal.json("builds")["builds"]] == [
        (live, True), (old, False),
    ]  # fmt: skip
    assert f"x  {old}" in terminal("builds").stdout
    assert "x of another version of the bot" in terminal("builds").stdout


@pytest.mark.parametrize("error", [ReindexBusy(None), StoreUnwritable("full"), KeyboardInterrupt()])
def test_a_purge_that_was_begun_and_not_finished_says_so(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("index.operations.purge", stopped)
    done = terminal("purge", "0" * 64, "--yes")
    assert done.exit_code != 0
    assert "the same command once more goes on with it" in done.stderr.replace("\n", " ")
    monkeypatch.undo()
    assert "Not everything is erased" not in terminal("purge", "0" * 64, "--yes").stderr


def test_verify_and_purge(terminal: Terminal) -> None:
    build = terminal.json("reindex")["build"]
    article = terminal.workshop.store.open(terminal.workshop.embedder).index
    sentence = article.sentences_of("kim")[0]
    sha = article.articles["kim"].text_sha256
    citation = format_citation(Citation("kim", (1, 1), sentence.start, sentence.end, sha, build))
    verdict = terminal.json("verify", citation)
    assert (verdict["status"], verdict["sentences_fit"]) == ("stands", True)
    assert verdict["quote"] in terminal("verify", citation).stdout
    assert terminal("verify", "nonsense").exit_code == 2
    assert terminal("purge", sha).exit_code == 1, "nobody said yes"
    assert terminal.json("verify", citation)["status"] == "stands"
    assert terminal.json("purge", sha, "--yes")["live"] is None
    assert terminal.json("verify", citation)["status"] == "purged"
    again = terminal("purge", sha, "--yes").stdout
    assert again == f"erased {sha}; builds that went: none; live now: none\n"


def test_failures_are_one_sentence(terminal: Terminal) -> None:
    for arguments, says in (
        (["remove", "nobody"], "`python bot.py sources` lists them"),
        (["rollback", "000009-0123456789ab"], "`python bot.py builds` lists those that are"),
        (["purge", "0" * 64, "--yes"], "no article has, or had, a text with SHA-256 0000"),
    ):
        done = terminal(*arguments)
        assert done.exit_code == 1
        assert done.stderr.startswith("Error: ")
        assert says in done.stderr.replace("\n", " ")
        assert "Traceback" not in done.output


def test_a_translation_is_added_after_the_article_that_comes_with_it(
    terminal: Terminal, tmp_path: Path
) -> None:
    article = tmp_path / "mond.txt"
    article.write_text("Der Mond ist rund.", encoding="utf-8")
    translation = tmp_path / "mond.en.translation.toml"
    read = read_bytes(article.name, article.read_bytes(), max_bytes=1_000)
    translation.write_text(sidecar(read, {(1, 1): "The moon is round."}), encoding="utf-8")
    found = terminal.json("add", str(translation), str(article))
    assert (found["added"], found["refused"]) == (["mond", "mond"], [])
    assert found["reindex"]["diff"]["translations"] == ["mond.en"]


def test_the_status_of_translations(terminal: Terminal) -> None:
    assert terminal.json("translations", "status") == {
        "translations": [],
        "untranslated": ["kim"],
        "refused": [],
    }
    terminal.workshop.translate("kim", "en", {(1, 2): "Kim met Putin in Vladivostok. They talked."})
    terminal.workshop.write("kim", KIM.replace("kalter", "warmer"))
    found = terminal.json("translations", "status")["translations"]
    assert found == [
        {
            "article": "kim",
            "language": "en",
            "sentences": 3,
            "missing": [3],
            "stale": [],
            "origin": "project",
            "date": "2026-11",
            "covered": 2,
        }
    ]
    assert "2 of 3" in terminal("translations", "status").stdout
    (terminal.workshop.seeds / "kim.ko.translation.toml").write_text("broken", encoding="utf-8")
    broken = terminal("translations", "status")
    assert broken.exit_code == 1
    assert "kim.ko.translation.toml: translation_invalid" in broken.stderr.replace("\n", " ")


def test_a_template_is_printed_or_written(terminal: Terminal, tmp_path: Path) -> None:
    printed = terminal("translations", "template", "kim", "--lang", "ko")
    found = terminal.json("translations", "template", "kim", "--lang", "ko", "--out", str(tmp_path))
    assert found == {"file": "kim.ko.translation.toml", "text": printed.stdout}
    assert (tmp_path / found["file"]).read_text(encoding="utf-8") == found["text"]
    assert "# Sie sprachen lange miteinander." in found["text"]
    for wrong in (("lost", "ko"), ("kim", "de")):
        done = terminal("translations", "template", wrong[0], "--lang", wrong[1])
        assert (done.exit_code, done.stdout) == (1, "")


def test_a_full_disk_costs_no_translation_that_is_there(terminal: Terminal) -> None:
    terminal.workshop.translate("kim", "en", {(1, 1): "Kim met Putin in Vladivostok."})
    file = terminal.workshop.seeds / "kim.en.translation.toml"
    before = file.read_bytes()
    with files_up_to(50):
        done = terminal("translations", "template", "kim", "--lang", "en", "--out", str(file.parent))
    assert (done.exit_code, str(file) in done.stderr.replace("\n", "")) == (1, True)
    assert file.read_bytes() == before
