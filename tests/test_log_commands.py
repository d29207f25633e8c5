"""`python bot.py log ...`, driven through typer's own runner."""

import csv
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import create_autospec

import pytest
import typer
from fakes_querylog import SHA, OpenLog, answer, embed, entry, found_in, locked
from typer.testing import CliRunner

from console.index_commands import add_index_commands
from console.log_commands import make_log_app
from console.recording import recorded
from console.services import LogServices
from index.errors import IndexMissing
from index.operations import Operations
from locales import load
from querylog.log import QueryLog
from querylog.models import AuditEntry, Surface, Vote
from retrieval.evaluation.golden import GoldenQuestion
from retrieval.models import Answer, Question

pytest_plugins = ("fixtures_querylog",)

Run = Callable[..., SimpleNamespace]


def ask(question: Question, build: str | None) -> Answer:
    """The logged build answers as it did; the live one has learnt; "gone" cannot be made again."""
    if build == "gone":
        raise IndexMissing("build gone is not here")
    if build is None:
        return answer(question.text, numbers=(2,), build="b2")
    return answer(question.text, numbers=(1,))


@pytest.fixture
def run(open_sqlite: OpenLog) -> Run:
    app = make_log_app(LogServices(open_sqlite, embed, ask, load().of("ko")))

    def call(*arguments: str, status: int = 0) -> SimpleNamespace:
        done = CliRunner().invoke(app, arguments)
        assert done.exit_code == status, done.output
        parsed = json.loads(done.stdout) if "--json" in arguments and status == 0 and done.stdout else None
        return SimpleNamespace(out=done.stdout, err=done.stderr, json=parsed)

    return call


@pytest.fixture
def log(open_sqlite: OpenLog) -> QueryLog:
    return open_sqlite()


def test_an_empty_list_says_so_and_a_file_that_cannot_be_written_is_named(run: Run, tmp_path: Path) -> None:
    for command in (["recent"], ["search", "x"], ["audit"], ["unanswered"]):
        done = run(*command)
        assert (done.out, done.err) == ("", "nothing on record\n"), command
        assert run(*command, "--json").err == ""
    missing = tmp_path / "missing" / "log.csv"
    error = " ".join(run("export", "--output", str(missing), status=1).err.split())
    assert error == f"Error: {missing}: No such file or directory"


def test_a_file_that_a_full_disk_cannot_take_is_named(run: Run, log: QueryLog) -> None:
    log.record(entry("Wer?"))
    for command in (("export", "--output"), ("stats", "--picture")):
        error = " ".join(run(*command, "/dev/full", status=1).err.split())
        assert error == "Error: /dev/full: No space left on device"


def test_recent_and_search_show_every_guild_or_one(run: Run, log: QueryLog) -> None:
    for guild in (1, 2):
        log.record(entry(f"Wo war Gilde {guild}?", guild=guild))
    assert [query["guild"] for query in run("recent", "--json").json] == ["2", "1"]
    assert [query["guild"] for query in run("recent", "--guild", "1", "--json").json] == ["1"]
    assert [query["question"] for query in run("search", "gilde 2", "--json").json] == ["Wo war Gilde 2?"]
    shown, at = run("recent").out.splitlines()[0], log.recent("all")[0].asked_at
    assert shown.startswith(f"{at:%Y-%m-%d %H:%M} UTC  ")
    assert shown.endswith("Wo war Gilde 2?")
    assert run("recent", "--limit", "1", "--json").json[0]["guild"] == "2"


def test_the_operator_exports_and_deletes_a_member_who_cannot(run: Run, log: QueryLog) -> None:
    log.feedback(log.record(entry("Wo war Kim?", user=7)), 7, Vote.UP)
    log.record(entry("Wo war Putin?", user=8))
    kept = run("export-member", "7", "--json").json
    assert [query["question"] for query in kept["questions"]] == ["Wo war Kim?"]
    asked = run("delete-member", "7", status=1)
    assert "it takes --yes" in asked.err.replace("\n", " ")
    assert len(log.recent("all")) == 2
    assert "questions deleted: 1, votes: 1" in run("delete-member", "7", "--yes").out
    assert [query.question for query in log.recent("all")] == ["Wo war Putin?"]
    gone = run("delete-member", "7", "--yes", "--json").json
    assert (gone["questions"], gone["feedback"]) == (0, 0)


def test_what_waits_is_deleted_too_and_bytes_that_are_left_are_told_with_what_to_do(
    run: Run, log: QueryLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("querylog.database._PATIENCE_S", 0.05)
    log.record(entry("Wo war Kim?", user=7))
    with locked(tmp_path):
        log.record(entry("Und wann?", user=7))
    with closing(sqlite3.connect(tmp_path / "log.sqlite3", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM queries").fetchone()
        done = run("delete-member", "7", "--yes")
    assert "questions deleted: 2" in done.out
    assert "by `log expire`" in done.err.replace("\n", " ")
    assert found_in(tmp_path, "Wo war Kim?")
    run("expire")
    assert found_in(tmp_path, "Wo war Kim?") == []


def test_what_a_member_typed_cannot_steer_the_terminal(run: Run, log: QueryLog) -> None:
    log.record(entry("rot \x1b[31m"))
    assert "\x1b" not in run("recent").out


def test_a_question_of_several_lines_is_one_in_a_list(run: Run, log: QueryLog) -> None:
    log.record(entry("Wer?\n2026-12-01 12:45 UTC  1  answered\u2028Wo?"))
    [line] = run("recent").out.splitlines()
    assert line.endswith("Wer? 2026-12-01 12:45 UTC  1  answered Wo?")


def test_unanswered_names_the_closest_sentence(run: Run, log: QueryLog) -> None:
    for text in ("Was isst Kim?", "was isst kim"):
        log.record(entry(text, answered=False, numbers=(2,)))
    found = run("unanswered", "--json").json
    assert found[0]["count"] == 2
    assert found[0]["closest"]["sentences"] == [2, 2]
    assert "Sie sprachen über Sanktionen." in run("unanswered").out


def test_stats_count_and_draw(run: Run, log: QueryLog, tmp_path: Path) -> None:
    record = log.record(entry())
    log.record(entry(answered=False))
    log.record(entry("Danke!", answered=False, numbers=(), refusal="thanks"))
    log.feedback(record, 1, Vote.UP)
    found = run("stats", "--json").json
    assert (found["answered"], found["refused"], found["up"], len(found["days"])) == (1, 1, 1, 90)
    run("stats", "--picture", str(tmp_path / "stats.png"), "--dark")
    assert (tmp_path / "stats.png").read_bytes().startswith(b"\x89PNG")
    assert found["small_talk"] == found["days"][-1]["small_talk"] == 1
    assert "answered 1, refused 1, small talk 1," in run("stats").out


def test_a_period_without_a_question_has_no_latency_and_one_without_a_day_is_refused(
    run: Run, tmp_path: Path
) -> None:
    assert run("stats").out == "answered 0, refused 0, small talk 0, 👍 0, 👎 0\n"
    backwards = ("--since", "2026-11-10", "--until", "2026-11-01")
    assert "--since 2026-11-10 is after" in run("stats", *backwards, status=2).err
    assert "is after" in run("stats", *backwards, "--picture", str(tmp_path / "no.png"), status=2).err
    assert "is after" in run("export", *backwards, status=2).err
    assert "is after" in run("export", "--since", "2999-01-01", status=2).err
    assert not (tmp_path / "no.png").exists()


def test_export_writes_json_lines_or_safe_csv(run: Run, log: QueryLog, tmp_path: Path) -> None:
    log.record(entry("=1+1"))
    assert json.loads(run("export").out)["question"] == "=1+1"
    file = tmp_path / "log.csv"
    assert "questions written: 1" in run("export", "--format", "csv", "--output", str(file)).err
    with file.open(encoding="utf-8-sig", newline="") as opened:
        assert next(csv.DictReader(opened))["question"] == "'=1+1"
    assert run("export", "--until", "2020-01-01").out == ""


@pytest.mark.parametrize("file_format", ["csv", "jsonl"])
def test_an_export_steers_no_terminal(
    run: Run, log: QueryLog, monkeypatch: pytest.MonkeyPatch, file_format: str
) -> None:
    log.record(entry("Wo\x1b[2J \x9b war\u202e das?"))
    monkeypatch.setattr("typer.testing._NamedTextIOWrapper.isatty", lambda _: True)
    shown = run("export", "--format", file_format).out
    assert "war" in shown
    assert not set("\x1b\x9b\u202e\r") & set(shown)


def test_expire_rotate_and_audit(run: Run, log: QueryLog) -> None:
    log.audit(AuditEntry(action="reindex", outcome="ok"))
    assert run("expire", "--json").json == {"expired": 0}
    assert len(run("rotate-secret", "--json").json["fingerprint"]) == 16
    assert [one["action"] for one in run("audit", "--json").json] == ["reindex"]


def test_replay_gives_the_same_answer_on_the_same_build(run: Run, log: QueryLog) -> None:
    record = log.record(entry())
    assert run("replay", str(record), "--json").json["same"] is True
    assert "the same answer" in run("replay", str(record)).out


def test_replay_on_the_live_build_says_what_changed(run: Run, log: QueryLog) -> None:
    record = log.record(entry())
    found = run("replay", str(record), "--current", "--json").json
    assert {one["what"] for one in found["differences"]} == {"build", "passage 1"}


def test_an_answer_that_is_not_the_same_on_its_own_build_is_a_failure(run: Run, log: QueryLog) -> None:
    record = log.record(entry(numbers=(1, 2)))
    assert "passages: then 2, now 1" in run("replay", str(record), status=1).out


@pytest.mark.parametrize("command", [("recent", "--limit"), ("recent", "--guild"), ("golden", "--limit")])
def test_a_number_that_no_database_takes_is_said_in_words(run: Run, command: tuple[str, ...]) -> None:
    assert "Error: a number is larger than the database takes" in run(*command, str(2**63), status=1).err


def test_replay_says_when_it_is_no_longer_possible(run: Run, log: QueryLog) -> None:
    assert "no question 5" in run("replay", "5", status=1).err
    assert f"no question {2**63}" in run("replay", str(2**63), status=1).err
    log.pause_user(7)
    assert "not kept" in run("replay", str(log.record(entry(user=7))), status=1).err
    deleted = log.record(entry("Wo?", user=8))
    follow_up = log.record(entry("Und wann?", user=9, follows=deleted, earlier="Wo?"))
    run("replay", str(follow_up))
    log.delete_user(8)
    assert "follows up" in run("replay", str(follow_up), status=1).err


def test_a_build_that_is_gone_for_good_is_said_with_the_way_out(run: Run, log: QueryLog) -> None:
    asked = entry()
    record = log.record(replace(asked, answer=replace(asked.answer, build="gone")))
    told = run("replay", str(record), status=1).err.replace("\n", " ")
    assert "can no longer be asked on its build" in told
    assert "build gone is not here" in told
    assert "--current" in told
    assert "gone" in run("replay", str(record), "--current").out


def test_golden_prints_liked_answers_for_review(run: Run, log: QueryLog) -> None:
    record = log.record(entry("Wo?"))
    log.feedback(record, 1, Vote.UP)
    log.record(entry("Wann?"))
    found = [json.loads(line) for line in run("golden").out.splitlines()]
    assert [one["question"] for one in found] == ["Wo?"]
    assert found[0]["expect"] == ["Kim und Putin trafen sich in Wladiwostok."]


def test_golden_prints_what_a_follow_up_was_read_together_with(run: Run, log: QueryLog) -> None:
    first = log.record(entry("Wo traf Kim Putin?", user=8))
    follow_up = log.record(entry("Und wann?", follows=first, earlier="Wo traf Kim Putin?"))
    log.feedback(follow_up, 1, Vote.UP)
    found = json.loads(run("golden").out)
    assert (found["question"], found["earlier"]) == ("Und wann?", "Wo traf Kim Putin?")
    assert GoldenQuestion.model_validate(found | {"split": None}).earlier == "Wo traf Kim Putin?"
    log.delete_user(8)
    done = run("golden")
    assert (done.out, "not kept" in done.err) == ("", True)


def test_a_question_in_the_terminal_is_on_record_before_its_answer_is_shown(
    log: QueryLog, open_sqlite: OpenLog
) -> None:
    with recorded(lambda question: answer(question.text), open_sqlite) as put:
        shown = put(Question("Wo?"))
        found = log.recent("all")[0]
    assert (found.surface, found.user, found.question) == (Surface.CONSOLE, None, shown.question)


def test_a_follow_up_in_the_terminal_is_replayed_with_what_it_followed(
    log: QueryLog, open_sqlite: OpenLog
) -> None:
    asked: list[Question] = []

    def noting(question: Question) -> Answer:
        asked.append(question)
        refusal = {"  ": "empty", "Kim Kim": "too_long"}.get(question.text)
        return answer(question.text, answered=refusal is None, refusal=refusal)

    with recorded(noting, open_sqlite) as put:
        put(Question("Wo war das Treffen?"))
        put(Question("  ", earlier="Wo war das Treffen?"))
        put(Question("Kim Kim", earlier="Wo war das Treffen?"))
        put(Question("Und was gab es da?", earlier="Wo war das Treffen?"))
    last, _, _, first = log.recent("all")
    assert last.follows == first.id
    assert log.earlier_question(last.follows) == asked[-1].earlier


def test_what_is_asked_of_a_temporary_index_is_not_on_record(log: QueryLog) -> None:
    with recorded(lambda question: answer(question.text), None) as put:
        put(Question("Wo?"))
    assert log.recent("all") == []


def test_purging_a_text_reaches_the_log(log: QueryLog, open_sqlite: OpenLog) -> None:
    log.record(entry())
    operations = create_autospec(Operations, instance=True)
    operations.purge.return_value = SimpleNamespace(text_sha256=SHA, builds=(), live=None)
    app = typer.Typer()
    add_index_commands(app, operations, open_sqlite)
    assert CliRunner().invoke(app, ["purge", SHA, "--yes"]).exit_code == 0
    assert log.recent("all")[0].citations[0].quote == ""
