"""Commands that change the index, and articles that would steer a terminal if they were let."""

from pathlib import Path

import pytest
from fakes_console import WHERE, Desk, make_desk
from fakes_retrieval import SUMMIT, summit

from console.index_render import render_outcome
from index.changes import AnswerChange, CheckReport, Diff, Outcome

STEERING = {"\x1b", "\x07", "\x08", "\x9b", "\x9d", "\u202e", "\u2066"}
BREAD = "Der Bäcker Franz Huber backt jede Nacht achtzig Brote."


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return make_desk(tmp_path, monkeypatch)


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_a_reindex_says_what_it_did(desk: Desk) -> None:
    first = desk.json("reindex", "--dry-run")
    assert (first["published"], first["build"], first["diff"]["added"]) == (False, None, [SUMMIT])
    done = desk.json("reindex")
    assert done["published"] is True
    assert desk.json("builds")["live"] == done["build"]
    assert "nothing changed" in desk.run("reindex").stdout
    assert desk.json("ask", WHERE)["build"] == done["build"]


def test_a_refused_article_is_named_and_the_rest_is_published(desk: Desk) -> None:
    write(desk.seeds, "hollow.txt", "")
    done = desk.run("reindex", status=1)
    assert "hollow.txt: empty: " in done.stderr
    assert "is live" in done.stdout
    found = desk.json("reindex", status=1)
    assert [one["file"] for one in found["refused"]] == ["hollow.txt"]


def outcome_of(report: CheckReport, *doubts: str, published: bool = True) -> Outcome:
    return Outcome(
        "b1",
        published=published,
        diff=Diff((), (), (), 0, 6, 10, 4),
        report=report,
        doubts=doubts,
        refused=(),
        embedded=0,
        reused=1,
        seconds=1,
    )


def test_a_changed_answer_to_a_golden_question_reads_well() -> None:
    change = AnswerChange("a1", "Wo?", None, "Auf der Insel.")
    lines = str(render_outcome(outcome_of(CheckReport(1, 0.0, 1.0, (change,))))).splitlines()
    assert lines[-3:] == ["  a1: Wo?", "    - (not answered)", "    + Auf der Insel."]


def test_of_many_changed_answers_the_rest_is_counted() -> None:
    changes = tuple(AnswerChange(f"a{at}", "Wo?", None, "Dort.") for at in range(23))
    lines = str(render_outcome(outcome_of(CheckReport(23, 0.0, 1.0, changes)))).splitlines()
    assert (lines[-4], lines[-1]) == ("  a19: Wo?", "  and 3 more answers")


def test_what_needs_a_confirmation_is_said_with_how_much_would_go() -> None:
    asked = outcome_of(CheckReport(4, 0.8, 0.2, ()), "sentences", "recall", published=False)
    assert str(render_outcome(asked)).splitlines()[-2:] == [
        "needs a confirmation: it would drop 60% of the sentences",
        "needs a confirmation: it would lose 75% of the recall on the golden questions",
    ]


def test_sources_names_what_is_refused_long_after_the_index_was_made(desk: Desk) -> None:
    desk.run("reindex")
    write(desk.seeds, "hollow.txt", "")
    assert desk.run("ask", WHERE).stderr.strip() == ""
    shown = desk.run("sources", status=1)
    assert SUMMIT in shown.stdout
    assert "hollow.txt: empty: " in shown.stderr
    assert [one["file"] for one in desk.json("sources", status=1)["refused"]] == ["hollow.txt"]
    (desk.seeds / "hollow.txt").unlink()
    assert desk.run("sources").stderr.strip() == ""


def test_nothing_to_index_names_what_was_refused(desk: Desk) -> None:
    for file in desk.seeds.iterdir():
        file.unlink()
    write(desk.seeds, "hollow.txt", "")
    done = desk.run("reindex", "--json", status=1)
    assert done.stdout == ""
    assert "hollow.txt: empty: " in done.stderr


def test_articles_come_and_go_and_come_back(desk: Desk, tmp_path: Path) -> None:
    desk.run("reindex")
    bread = write(tmp_path, "bread.txt", BREAD)
    added = desk.json("add", str(bread))
    assert (added["added"], added["reindex"]["published"]) == (["bread"], True)
    assert desk.json("ask", "Wer backt jede Nacht Brote?")["passages"][0]["article"] == "bread"
    again = desk.json("add", str(bread), status=1)
    assert (again["added"], len(again["refused"])) == ([], 1)
    desk.run("remove", "bread")
    assert [one["id"] for one in desk.json("sources")["articles"]] == [SUMMIT]
    back = desk.json("rollback")
    assert back["build"] == added["reindex"]["build"]
    assert len(desk.json("sources")["articles"]) == 2
    assert "no article 'nobody': `python bot.py sources`" in desk.run("remove", "nobody", status=1).stderr


def test_a_citation_is_verified_and_a_text_erased(desk: Desk, tmp_path: Path) -> None:
    desk.run("reindex")
    found = desk.json("ask", WHERE)["passages"][0]
    build = desk.json("sources")["build"]
    citation = found["citation"]
    assert citation == f"{SUMMIT}:3-3@{found['start']}-{found['end']}#{found['text_sha256']}!{build}"
    assert desk.json("verify", citation)["status"] == "stands"
    assert "`ask --json`" in desk.run("verify", SUMMIT, status=2).stderr
    shown = desk.run("verify", citation).stdout
    assert found["quote"] in shown
    assert f"article {SUMMIT}, sentence 3, build {build}" in shown
    assert "`python bot.py builds`" in desk.run("rollback", "nosuch", status=1).stderr
    bread = write(tmp_path, "bread.txt", BREAD)
    desk.run("add", str(bread))
    sha = next(one["text_sha256"] for one in desk.json("sources")["articles"] if one["id"] == "bread")
    assert "--yes" in desk.run("purge", sha, status=1).stderr
    assert desk.json("purge", sha, "--yes")["text_sha256"] == sha
    assert [one["id"] for one in desk.json("sources")["articles"]] == [SUMMIT]


def test_a_slip_in_the_golden_questions_costs_a_reindex_and_no_answer(desk: Desk) -> None:
    write(desk.seeds, "questions.jsonl", "{")
    live = desk.json("reindex")["build"]
    write(desk.seeds, "bread.txt", BREAD)
    assert "questions.jsonl, line 1: " in desk.run("reindex", status=1).stderr
    assert desk.json("ask", WHERE)["build"] == live


def test_a_reindex_that_drops_too_much_asks_first(desk: Desk) -> None:
    live = desk.json("reindex")["build"]
    for file in desk.seeds.iterdir():
        file.unlink()
    write(desk.seeds, f"{SUMMIT}.txt", BREAD)
    done = desk.run("reindex", status=1)
    assert "drop 100% of the sentences" in done.stderr
    assert desk.json("builds")["live"] == live
    assert desk.json("reindex", "--yes")["published"] is True


def test_an_article_cannot_steer_the_terminal(desk: Desk, tmp_path: Path) -> None:
    evil = "Der rote\u202e Bäcker backt\u2066 jede Nacht achtzig Brote."
    write(desk.seeds, "evil.txt", evil)
    write(
        desk.seeds,
        "evil.meta.toml",
        'title = "rot \\u001b[31m \\u009b2J"\npublisher = "\\u001b]0;x\\u0007"\n',
    )
    write(desk.seeds, "tin\x1b[31m.txt", "")
    write(desk.seeds, "\x1b[1mbold.txt", BREAD)
    commands = [
        ["reindex"],
        ["ask", "Welcher Bäcker backt achtzig Brote?"],
        ["sources"],
        ["builds"],
        ["add", str(write(tmp_path, "\x1b[1mnew.txt", "Der Regen fiel den ganzen Tag."))],
        ["remove", "evil", "--yes"],
        ["log", "recent"],
    ]
    for command in commands:
        for arguments in (command, [*command, "--json"]):
            if arguments[0] in {"add", "remove"} and "--json" in arguments:
                continue
            done = desk.run(*arguments, status=_status(desk, arguments))
            assert not STEERING & set(done.stdout), arguments
            assert not STEERING & set(done.stderr), arguments


def test_a_quote_of_several_lines_cannot_pass_for_what_stands_below_it(desk: Desk) -> None:
    write(
        desk.seeds,
        "evil.txt",
        "Der Bäcker Franz Huber backt jede Nacht\nSicherheit: hoch (99 %) achtzig Brote.",
    )
    desk.run("reindex")
    out = desk.run("ask", "Welcher Bäcker backt achtzig Brote?").stdout
    assert "backt jede Nacht\n    Sicherheit: hoch (99 %) achtzig Brote.\n    " in out


def _status(desk: Desk, arguments: list[str]) -> int:
    """A reindex and `sources` name the refused file each time; everything else has nothing to complain of."""
    return 1 if arguments[0] in {"reindex", "add", "remove", "sources"} else 0


def test_a_name_is_printed_as_it_is_spelt(desk: Desk) -> None:
    write(desk.seeds, "100:ok:.txt", BREAD)
    assert "100:ok:.txt: unsafe_name: " in desk.run("reindex", status=1).stderr


def test_json_says_what_the_article_says_all_the_same(desk: Desk) -> None:
    write(desk.seeds, "evil.txt", "Der rote\u202e Bäcker backt jede Nacht achtzig Brote.")
    found = desk.json("ask", "Welcher Bäcker backt jede Nacht achtzig Brote?")
    assert "rote\u202e" in found["passages"][0]["quote"]


def test_the_article_that_ships_is_what_is_quoted(desk: Desk) -> None:
    assert desk.json("sources")["articles"][0]["text_sha256"] == summit().text_sha256
