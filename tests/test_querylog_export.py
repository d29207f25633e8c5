"""The log as a file: JSON lines are exact, CSV runs nothing in a spreadsheet."""

import csv
import io
import json
import time

import pytest
from fakes_querylog import OpenLog, entry

from querylog import export
from querylog.models import Vote

pytest_plugins = ("fixtures_querylog",)

FORMULAS = ("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "'=1", '"=1')


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_begins_a_formula(text: str) -> None:
    assert str(export.safe_cell(text)).lstrip(" \t\r\n'\"")[:1] not in tuple("=+-@＝＋－＠") or "'" in str(
        export.safe_cell(text)
    )
    assert export.safe_cell(text) != text


def test_a_cell_stays_safe_where_another_separator_splits_it() -> None:
    for separator in (";", ",", "|", "\t", "\n"):
        assert export.safe_cell(f"ja{separator}=1+1") == f"ja{separator}'=1+1"


@pytest.mark.parametrize(
    "text", ["Wo trafen sie sich?", "a-b", "1 + 1 = 2", "50% mehr", "", "김정은", "e@mail"]
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert export.safe_cell(text) == text


def test_a_cell_of_blank_lines_is_made_safe_in_linear_time() -> None:
    blank = "\n" * 40_000
    started = time.process_time()
    assert export.safe_cell(f"a{blank}b") == f"a{blank}b"
    assert time.process_time() - started < 2  # seconds; looking on from each line took 16


def test_csv_has_every_question_with_votes_and_places(open_sqlite: OpenLog) -> None:
    log = open_sqlite()
    record = log.record(entry('=HYPERLINK("http://x")', numbers=(1, 3)))
    log.feedback(record, 1, Vote.DOWN, "+49 Anruf\nzwei Zeilen")
    log.record(entry("nein", answered=False, numbers=(2,), guild=None))
    file = io.StringIO(newline="")
    assert export.write_csv(log.export("all"), file) == 2
    file.seek(0)
    first, second = csv.DictReader(file)
    assert first["question"].startswith("'=HYPERLINK")
    assert first["comments"] == "'+49 Anruf\nzwei Zeilen"
    assert (first["up"], first["down"]) == ("0", "1")
    assert (first["guild"], second["guild"]) == ("1", "")
    assert (first["citations"], second["closest"]) == ("kbs#1-1 kbs#3-3", "kbs#2-2")


def test_json_lines_are_exact_and_keep_long_ids_whole(open_sqlite: OpenLog) -> None:
    log = open_sqlite()
    record = log.record(entry("=1+1", guild=2**53 + 1))
    file = io.StringIO()
    assert export.write_json_lines(log.export("all"), file) == 1
    found = json.loads(file.getvalue())
    assert found["question"] == "=1+1"
    assert (found["id"], found["guild"]) == (str(record), str(2**53 + 1))
    assert found["citations"][0]["sentences"] == [1, 1]
    assert found["ms"] == {"embed": 3.0, "search": 1.0, "total": 5.0}
