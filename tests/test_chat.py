"""The chat itself, on a made-up terminal."""

import codecs
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes_console import ISLAND, WHERE
from fakes_retrieval import answerer
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console

from console.chat import answer_lines, chat
from console.piped import lines_of
from index.errors import EngineUnavailable
from locales import load
from retrieval.models import Answer, Question

BOT = answerer()
LOCALES = load()


def talk(
    typed: str, history: Path, ask: Callable[[Question], Answer] = BOT.answer, language: str = "en"
) -> str:
    """What a chat prints while this is typed; it has to end by itself."""
    printed = io.StringIO()
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text(typed)
        chat(ask, Console(file=printed, width=120), LOCALES, LOCALES.of(language), history)
    return printed.getvalue()


@pytest.mark.parametrize("end", ["\x03", "\x04"])
def test_it_welcomes_answers_and_says_goodbye(end: str, tmp_path: Path) -> None:
    shown = talk(f"{WHERE}\r{end}", tmp_path / "history")
    welcome, rest = shown.split("\n", 1)
    assert "Gipfelbot" in welcome
    assert "DISCORD_TOKEN" in rest.split("\n")[0]
    assert ISLAND in rest
    assert shown.endswith("See you.\n")


def test_ctrl_c_while_an_answer_is_being_found_ends_it_too(tmp_path: Path) -> None:
    def interrupted(question: Question) -> Answer:
        raise KeyboardInterrupt

    assert talk(f"{WHERE}\r", tmp_path / "history", interrupted).endswith("See you.\n")


def test_an_empty_line_gets_a_hint_and_the_chat_goes_on(tmp_path: Path) -> None:
    shown = talk(f"\r{WHERE}\r\x04", tmp_path / "history")
    assert "There is no question yet" in shown
    assert ISLAND in shown
    assert "아직 질문이 없습니다" in talk("\r\x04", tmp_path / "history", language="ko")


def test_the_history_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    history = tmp_path / "var" / "history"
    talk(f"{WHERE}\r\x04", history)
    assert WHERE in history.read_text(encoding="utf-8")
    assert history.stat().st_mode & 0o077 == 0
    asked: list[str] = []

    def noting(question: Question) -> Answer:
        asked.append(question.text)
        return BOT.answer(question)

    talk("\x1b[A\r\x04", history, noting)
    assert asked == [WHERE]


def test_a_folder_that_cannot_be_written_costs_the_history_alone() -> None:
    assert ISLAND in talk(f"{WHERE}\r\x04", Path("/proc/nowhere/history"))


@pytest.mark.parametrize(
    "data",
    [
        "Wo war das?\r\nWann, in Сеуле?".encode(),
        "\ufeffWo war das?\r\nWann, in Сеуле?".encode(),
        "\ufeffWo war das?\r\nWann, in Сеуле?".encode("utf-16-le"),
        "\ufeffWo war das?\r\nWann, in Сеуле?".encode("utf-16-be"),
    ],
)
def test_a_byte_order_mark_tells_how_piped_questions_are_read(data: bytes) -> None:
    asked: list[str] = []

    def noting(question: Question) -> Answer:
        asked.append(question.text)
        return BOT.answer(question)

    piped = io.TextIOWrapper(io.BufferedReader(io.BytesIO(data)), encoding="utf-8")
    assert answer_lines(noting, lines_of(piped), Console(file=io.StringIO()), LOCALES)
    assert asked == ["Wo war das?", "Wann, in Сеуле?"]


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_a_line_in_another_encoding_is_named_and_not_asked(
    mark: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = io.StringIO()
    data = mark + "Wo?\n".encode("utf-16-le") + "Träfen sie sich?\n".encode("latin-1") + WHERE.encode()
    piped = io.TextIOWrapper(io.BufferedReader(io.BytesIO(data)), encoding="utf-8", errors="replace")
    assert not answer_lines(BOT.answer, lines_of(piped), Console(file=printed), LOCALES)
    told = " ".join(capsys.readouterr().err.split())
    assert told.count("Error: line ") == 2
    assert "line 2 is not in the encoding that it is read in: save the questions as UTF-8" in told
    assert printed.getvalue().count("> ") == 1
    assert f"> {WHERE}" in printed.getvalue()


def test_what_is_piped_in_cannot_steer_the_terminal() -> None:
    printed = io.StringIO()
    lines = ["\x1b[31mrot?\n", "a\x9b2Jb\n", "a\u202eb\n", "   \n", "\udcff?\n"]
    answer_lines(BOT.answer, lines, Console(file=printed, width=120), LOCALES)
    shown = printed.getvalue()
    assert not {"\x1b", "\x9b", "\u202e", "\udcff"} & set(shown)
    assert shown.count("> ") == 3, "what is no text is not asked"


def test_a_search_engine_that_is_away_is_said_and_the_chat_goes_on(tmp_path: Path) -> None:
    asked = []

    def away_once(question: Question) -> Answer:
        asked.append(question)
        if len(asked) == 1:
            raise EngineUnavailable("http://milvus:19530 does not answer within 2.0 s")
        return BOT.answer(question)

    shown = talk(f"{WHERE}\r{WHERE}\r\x04", tmp_path / "history", away_once)
    assert LOCALES.of("en").text("error-engine-away") in shown
    assert ISLAND in shown


def test_a_follow_up_is_read_with_the_question_before_it_and_says_so(tmp_path: Path) -> None:
    asked: list[Question] = []

    def noting(question: Question) -> Answer:
        asked.append(question)
        return BOT.answer(question)

    where, when = "Wo trafen sich Putin und Kim?", "Wann trafen sich Putin und Kim?"
    lines = (where, "Und wann?", "", "Und was gab es dort?", "Danke!", "Und warum?")
    shown = talk("".join(f"{line}\r" for line in lines) + "\x04", tmp_path / "history", noting)
    assert [one.earlier for one in asked] == [None, where, when, when, when, when]
    assert (shown.count(f"↪ {where}"), shown.count(f"↪ {when}")) == (1, 2)
    [(_, [first])] = BOT.read_many([asked[1]])
    assert first.text == when


def test_what_follows_a_greeting_follows_nothing_up(tmp_path: Path) -> None:
    shown = talk("Hallo\rUnd warum?\r\x04", tmp_path / "history", BOT.answer)
    assert "↪" not in shown


@pytest.mark.parametrize("typed", ["Kim " * 600, "1961?", "k"])
def test_what_is_no_question_is_nothing_to_follow_up(typed: str, tmp_path: Path) -> None:
    asked: list[Question] = []

    def noting(question: Question) -> Answer:
        asked.append(question)
        return BOT.answer(question)

    talk(f"{WHERE}\r{typed}\rUnd wann?\r\x04", tmp_path / "history", noting)
    assert asked[-1].earlier == WHERE


def test_what_is_piped_in_follows_nothing_up() -> None:
    asked: list[Question] = []

    def noting(question: Question) -> Answer:
        asked.append(question)
        return BOT.answer(question)

    answer_lines(noting, [WHERE, "Und wann?"], Console(file=io.StringIO()), LOCALES)
    assert [one.earlier for one in asked] == [None, None]
