"""Large web pages and PDFs are parsed in a process of their own, whose end costs one file and nothing else."""

import json
import subprocess
import sys

import pytest
from fakes_documents import GERMAN, pdf, web_page

from index.errors import ArticleRefused
from index.models import Article
from index.reading import apart, read_bytes

LARGE = web_page(*(f"Absatz {number}. {GERMAN}" for number in range(5_000)), head="<title>Gipfel</title>")


def read(name: str, page: str | bytes) -> Article:
    data = page if isinstance(page, bytes) else page.encode()
    return read_bytes(name, data, max_bytes=20_000_000)


def test_it_makes_the_same_of_a_page_as_here(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(LARGE) > apart._SMALL
    there = read("a.html", LARGE)
    monkeypatch.setattr(apart, "_SMALL", len(LARGE) * 2)
    assert there == read("a.html", LARGE)
    assert (there.title, there.text.count("Absatz")) == ("Gipfel", 5_000)


def test_it_makes_the_same_of_a_pdf_as_here(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf(GERMAN)
    here = read("a.pdf", data)
    monkeypatch.setattr(apart, "_SMALL", 0)
    assert read("a.pdf", data) == here


@pytest.mark.parametrize(
    ("name", "page", "reason"),
    [("a.html", "<html><body></body></html>", "no_text"), ("a.pdf", "%PDF-1.4 broken", "damaged")],
)
def test_its_refusals_arrive_as_they_are(
    name: str, page: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ArticleRefused) as here:
        read(name, page)
    monkeypatch.setattr(apart, "_SMALL", 0)
    with pytest.raises(ArticleRefused) as there:
        read(name, page)
    assert (there.value.args, there.value.reason) == (here.value.args, reason)


def test_a_page_that_runs_away_is_ended_and_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 2)
    attributes = " ".join(f"a{number}=1" for number in range(200_000))  # libxml2 compares each with each
    with pytest.raises(ArticleRefused, match=r"a\.html: too_complex: it took over 2 s.*as \.txt") as caught:
        read("a.html", web_page(GERMAN, f"<b {attributes}>x</b>"))
    assert isinstance(caught.value.__cause__, json.JSONDecodeError), "the system ended it, not our patience"


def test_what_is_parsed_there_has_bounds_of_time_and_memory() -> None:
    limits = "[resource.getrlimit(one)[1] for one in (resource.RLIMIT_CPU, resource.RLIMIT_AS)]"
    told = f"(str({limits}), apart.Metadata(), '')"
    code = f"import resource; from index.reading import apart; apart._read = lambda *_: {told}; apart.main()"
    command = [sys.executable, "-c", code, "web_page", "a.html", "7"]
    done = subprocess.run(command, cwd=apart._ROOT, input=b"", capture_output=True, check=True)
    assert json.loads(done.stdout)["text"] == f"[7, {2 * 2**30}]"


@pytest.mark.parametrize("reason", ["no_text", "damaged"])
def test_a_parser_that_swallows_its_lack_of_memory_is_not_believed(reason: str) -> None:
    def said(megabytes: int) -> str:
        code = (
            "from index.reading import apart\n"
            "def fight(parser, file, data):\n"
            f"    bytes({megabytes} * 2**20)\n"
            f"    raise apart.refusal(file, {reason!r}, problem='MemoryError')\n"
            "apart._read = fight; apart.main()"
        )
        command = [sys.executable, "-c", code, "web_page", "a.html", "7"]
        done = subprocess.run(command, cwd=apart._ROOT, input=b"", capture_output=True, check=True)
        return done.stdout.decode()

    assert reason in said(megabytes=1)
    assert said(megabytes=1_200) == "", "no answer is told as too_complex"


def test_an_interpreter_that_is_gone_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart.sys, "executable", "/nowhere/python")
    with pytest.raises(ArticleRefused, match="unreadable"):
        read("a.html", LARGE)
