"""`python bot.py` in this process: what it prints where, and its exit status."""

import errno
import hashlib
import json
import os
import shutil
from pathlib import Path

import pytest
import typer
from fakes_console import ISLAND, NOWHERE, WHERE, Desk
from fakes_retrieval import SEEDS, SUMMIT, summit

from console.output import failures
from index.errors import IndexCorrupt
from retrieval.models import Question

pytest_plugins = ("fixtures_console",)

PASSAGE = {
    "quote", "article", "title", "publisher", "date", "url", "sentences", "start", "end", "text_sha256",
    "citation", "score", "highlight", "context", "translation",
}  # fmt: skip
ANSWER = {
    "question", "language", "answered", "confidence", "passages", "closest", "refusal", "build", "encoder", "ms",
}  # fmt: skip


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with one article, and one file that is none."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "bread.txt").write_text(
        "Der Bäcker Franz Huber backt jede Nacht achtzig Brote.", encoding="utf-8"
    )
    (folder / "hollow.txt").write_text(" \n", encoding="utf-8")
    return folder


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_an_answer_is_a_quotation_with_its_source(desk: Desk) -> None:
    done = desk.run("ask", WHERE)
    assert f"[1] Putin und Kim trafen sich {ISLAND}" in done.stdout
    assert "KBS News · April 2019 · Satz 3 von 16" in done.stdout
    assert done.stderr.strip() == ""


def test_json_is_as_promised_and_every_quote_is_the_source(desk: Desk) -> None:
    found = desk.json("ask", WHERE)
    assert found.keys() == ANSWER
    assert found["ms"].keys() == {"embed", "search", "total"}
    assert (found["question"], found["language"], found["answered"]) == (WHERE, "de", True)
    assert 0 <= found["confidence"] <= 1
    assert found["closest"] == []
    for passage in found["passages"]:
        assert passage.keys() == PASSAGE
        assert passage["quote"] == summit().text[passage["start"] : passage["end"]]
        assert (passage["title"], passage["url"], passage["date"]) == (None, None, "2019-04")
    assert found["passages"][0]["sentences"] == [3, 3]


def test_refusing_to_answer_is_a_success(desk: Desk) -> None:
    found = desk.json("ask", NOWHERE)
    assert (found["answered"], found["refusal"], found["passages"]) == (False, "not_found", [])
    assert all(passage.keys() == PASSAGE for passage in found["closest"])
    shown = desk.run("ask", NOWHERE).stdout
    assert "nicht als Antwort" in shown


@pytest.mark.parametrize("question", ["", "?", "x", "🎉", "wo " * 4000, "どこで会いましたか", "\n"])
def test_a_strange_question_gets_a_helpful_reply(desk: Desk, question: str) -> None:
    assert desk.json("ask", question)["answered"] is False
    assert desk.run("ask", question).stdout.strip()


@pytest.mark.parametrize(
    ("language", "says"), [("de", "Sicherheit"), ("en", "onfidence"), ("ko", "확"), ("ru", "верен")]
)
def test_the_reply_speaks_the_language_that_is_asked_for(desk: Desk, language: str, says: str) -> None:
    assert says in desk.run("ask", WHERE, "--lang", language).stdout
    assert desk.json("ask", WHERE, "--lang", language)["language"] == language


def test_a_question_needs_no_quotes(desk: Desk) -> None:
    assert desk.json("ask", *WHERE.split(), "--lang", "en")["question"] == WHERE


def test_what_is_asked_in_the_terminal_is_on_record(desk: Desk) -> None:
    desk.run("ask", "Worum ging es beim Empfang?")
    log = desk.log()
    assert log.recent("all", 1)[0].question == "Worum ging es beim Empfang?"
    log.close()


def test_another_folder_is_asked_without_touching_the_live_index(desk: Desk, articles: Path) -> None:
    live = desk.json("sources")
    before = fingerprint(desk.folder / "var" / "index")
    log = desk.log()
    asked = len(log.recent("all", 10_000))
    found = desk.json("ask", "Wer backt jede Nacht achtzig Brote?", "--articles", str(articles), status=1)
    assert found["passages"][0]["article"] == "bread"
    assert (found["build"], found["passages"][0]["citation"]) == ("temporary", None)
    assert fingerprint(desk.folder / "var" / "index") == before
    assert desk.json("sources") == live
    assert len(log.recent("all", 10_000)) == asked
    log.close()


def test_a_refused_article_is_named_and_the_others_answer(desk: Desk, articles: Path) -> None:
    done = desk.run("ask", "Wer backt Brote?", "--articles", str(articles), status=1)
    assert "hollow.txt: empty: " in done.stderr
    assert "Franz Huber" in done.stdout
    (articles / "hollow.txt").unlink()
    assert desk.run("ask", "Wer backt Brote?", "--articles", str(articles)).stderr.strip() == ""


def test_a_folder_of_nothing_but_refused_articles_names_them(desk: Desk, articles: Path) -> None:
    (articles / "bread.txt").unlink()
    done = desk.run("ask", "Wer backt Brote?", "--articles", str(articles), "--json", status=1)
    assert done.stdout == ""
    assert "hollow.txt: empty: " in done.stderr


def test_an_empty_folder_says_what_to_put_there(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    done = desk.run("ask", WHERE, "--articles", str(tmp_path / "bare"), status=1)
    assert "bare: no article in it: put a .txt, .md, .html or .pdf there" in done.stderr


def test_sources_lists_every_article_with_what_is_known(desk: Desk) -> None:
    found = desk.json("sources")
    assert found.keys() == {"build", "articles", "refused"}
    assert found["refused"] == []
    [article] = found["articles"]
    assert (article["id"], article["title"], article["sentences"]) == (SUMMIT, None, 16)
    heading, row = desk.run("sources").stdout.splitlines()
    assert heading.split() == ["article", "title", "publisher", "date", "language", "sentences"]
    assert row.split() == [SUMMIT, "-", "KBS", "News", "2019-04", "de", "16"]


def test_piped_lines_are_answered_one_by_one(desk: Desk) -> None:
    shown = desk.run(stdin=f"{WHERE}\n\n  \n{NOWHERE}\n").stdout
    assert shown.count("> ") == 2
    assert shown.index(ISLAND) < shown.index(NOWHERE)
    assert desk.run(stdin="").stdout == ""


def test_bytes_that_are_no_text_cost_their_line_and_no_more(desk: Desk) -> None:
    done = desk.run(stdin=b"Wo tr\xe4fen sich Putin und Kim?\n\xff\n" + WHERE.encode(), status=1)
    assert [line.split(" is ")[0] for line in done.stderr.splitlines()] == ["Error: line 1", "Error: line 2"]
    assert done.stdout.count("> ") == 1
    assert f"> {WHERE}" in done.stdout
    explained = desk.json("ask", "Wo tr\udce4fen sie sich?", "--explain")
    assert explained["question"] == "Wo tr\ufffdfen sie sich?"
    assert len(explained["explain"]["considered"]) == 1, (
        "a question mark in a word would make two questions of it"
    )


def test_an_expected_failure_is_one_sentence(desk: Desk) -> None:
    def fail(*arguments: object) -> None:
        raise IndexCorrupt("build 7 is damaged: reindex")

    broken = Desk(desk.folder, desk.services.__class__(**_parts(desk) | {"open_live": fail}))
    for command in (["ask", WHERE], ["ask", WHERE, "--json"], ["sources", "--json"], []):
        done = broken.run(*command, status=1)
        assert (done.stdout, done.stderr.splitlines()) == ("", ["Error: build 7 is damaged: reindex"])


def _parts(desk: Desk) -> dict[str, object]:
    return {name: getattr(desk.services, name) for name in desk.services.__dataclass_fields__}


@pytest.mark.parametrize("status", [0, 3])
def test_with_a_token_the_main_job_is_discord(desk: Desk, status: int) -> None:
    on_discord = Desk(desk.folder, desk.services.__class__(**_parts(desk) | {"run_discord": lambda: status}))
    assert on_discord.run(status=status).stdout == ""


@pytest.mark.parametrize(
    "command",
    [
        ["answer"],
        ["ask"],
        ["ask", WHERE, "--lang", "fr"],
        ["ask", WHERE, "--articles", "no/such/folder"],
        ["ask", WHERE, "--articles", __file__],
        ["eval"],
        ["eval", "no-such-file.jsonl"],
        ["eval", str(SEEDS / "questions.jsonl"), "--split", "all"],
        ["sources", "--verbose"],
        ["verify", "no citation"],
        ["log"],
    ],
)
def test_wrong_usage_has_its_own_status(desk: Desk, command: list[str]) -> None:
    done = desk.run(*command, status=2)
    assert "Traceback" not in done.output


@pytest.mark.parametrize("command", [["ask", WHERE, "--lang", "fr"], ["log", "export", "--format", "xml"]])
def test_a_wrong_choice_is_answered_with_the_right_ones(desk: Desk, command: list[str]) -> None:
    told = desk.run(*command, status=2).stderr
    assert f": '{command[-1]}' is not one of '" in told


EVAL = {
    "questions", "recall@1", "recall@3", "recall@10", "mrr@10", "answered", "answered_right", "refused",
    "auroc", "precision", "brier", "quotes_exact", "ms",
}  # fmt: skip


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    lines = [
        {"id": "1", "lang": "de", "question": WHERE, "expect": [ISLAND], "split": "check"},
        {"id": "2", "lang": "de", "question": NOWHERE, "unanswerable": True, "split": "tune"},
        {"id": "3", "lang": "ko", "question": "김정은은?", "expect": ["unter vier Augen"], "split": "tune"},
    ]
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return file


def test_eval_prints_a_row_a_language(desk: Desk, questions: Path) -> None:
    heads, *rows = desk.run("eval", str(questions)).stdout.splitlines()
    assert "R@1" in heads
    assert [row.split()[0] for row in rows] == ["de", "ko", "overall"]
    assert rows[1].split()[8] == "-"  # nothing unanswerable was asked in Korean


def test_eval_json_is_as_promised(desk: Desk, questions: Path) -> None:
    found = desk.json("eval", str(questions))
    assert found.keys() == {"languages", "overall", "build", "encoder", "threshold"}
    for figures in (found["overall"], *found["languages"].values()):
        assert figures.keys() == EVAL
        assert figures["ms"].keys() == {"p50", "p95", "p99"}
        assert figures["quotes_exact"] == 1.0
    german, korean = found["languages"]["de"], found["languages"]["ko"]
    assert (german["questions"], german["recall@1"], german["refused"], german["auroc"]) == (2, 1.0, 1.0, 1.0)
    assert (korean["refused"], korean["auroc"], korean["answered_right"]) == (None, None, None)


def test_eval_asks_one_split_and_another_folder(desk: Desk, questions: Path, articles: Path) -> None:
    assert desk.json("eval", str(questions), "--split", "check")["overall"]["questions"] == 1
    found = desk.json("eval", str(questions), "--articles", str(articles), status=1)
    assert (found["build"], found["overall"]["recall@1"]) == ("temporary", 0.0)


def test_eval_warns_of_questions_that_can_never_be_right(desk: Desk, questions: Path) -> None:
    assert desk.run("eval", str(questions)).stderr.strip() == ""
    line = {"id": "4", "lang": "en", "question": "Where?", "expect": ["on the isle", "auf der Insel Rusky"]}
    both = {
        "id": "5",
        "lang": "en",
        "question": "Where?",
        "expect": ["Handelsfragen im Zentrum. Putin und Kim"],
    }
    with questions.open("a", encoding="utf-8") as file:
        file.write(f"\n{json.dumps(line)}\n{json.dumps(both)}")
    warning = " ".join(desk.run("eval", str(questions)).stderr.split())
    assert "the `expect` of 4 (en), 5 (en): that can never be right." in warning
    assert desk.json("eval", str(questions))["overall"]["questions"] == 5


def test_eval_asks_with_and_without_translations(desk: Desk, questions: Path) -> None:
    line = {"id": "1", "lang": "ko", "question": "루스키섬에서 만났다", "expect": [ISLAND], "split": "tune"}
    questions.write_text(json.dumps(line), encoding="utf-8")
    assert desk.json("eval", str(questions))["overall"]["recall@1"] == 1.0
    assert desk.json("eval", str(questions), "--no-translations")["overall"]["recall@1"] == 0.0


def test_eval_asks_with_and_without_names(desk: Desk, questions: Path, tmp_path: Path) -> None:
    named = tmp_path / "named"
    shutil.copytree(desk.seeds, named)
    table = '[island]\nde = "Insel Russki"\nko = "루스키섬"\n[rom]\nde = "Rom"\n'
    (named / "names.toml").write_text(table, encoding="utf-8")
    line = {"id": "1", "lang": "ko", "question": "루스키섬에서?", "expect": [ISLAND], "split": "tune"}
    questions.write_text(json.dumps(line), encoding="utf-8")
    originals = ["eval", str(questions), "--no-translations", "--articles", str(named)]
    assert desk.json(*originals, status=1)["overall"]["recall@1"] == 1.0
    assert desk.json(*originals, "--no-names", status=1)["overall"]["recall@1"] == 0.0
    told = desk.run(*originals, status=1).stderr.replace("\n", " ")
    assert "names.toml [rom]: names_invalid" in told


def test_eval_writes_its_page(desk: Desk, questions: Path, tmp_path: Path) -> None:
    done = desk.run("eval", str(questions), "--json", "--report", str(tmp_path / "report"))
    assert json.loads(done.stdout)["overall"]["questions"] == 3
    page = (tmp_path / "report" / "index.html").read_text(encoding="utf-8")
    assert str(tmp_path / "report" / "index.html") in done.stderr.replace("\n", "")
    assert page.count("<svg") == 2


def test_a_page_that_cannot_be_written_is_a_failure_in_one_sentence(desk: Desk, questions: Path) -> None:
    done = desk.run("eval", str(questions), "--report", "/proc/nowhere/report", status=1)
    assert "Error: " in done.stderr
    assert "/proc/nowhere" in done.stderr


def test_a_full_disk_behind_standard_output_is_named_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit), failures():
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert capsys.readouterr().err == "Error: No space left on device\n"


def test_a_wrong_line_of_a_question_file_is_named(desk: Desk, questions: Path) -> None:
    questions.write_text(questions.read_text(encoding="utf-8") + "\n{}", encoding="utf-8")
    assert "questions.jsonl, line 4: " in desk.run("eval", str(questions), status=1).stderr


def test_the_answer_does_not_change_from_run_to_run(desk: Desk) -> None:
    assert len({json.dumps(desk.json("ask", WHERE) | {"ms": 0}) for _ in range(3)}) == 1
    with_earlier = desk.services.open_live(lambda phase, done, total: None).answerer  # noqa: ARG005 - unwatched
    assert with_earlier.answer(Question(WHERE)).passages[0].quote in desk.run("ask", WHERE).stdout
