"""`python bot.py` as people start it, with the encoder that ships: few starts, because each loads it."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pexpect
import pytest
from fakes_console import ISLAND, NOWHERE, WHERE

from querylog.log import QueryLog

ROOT = Path(__file__).parent.parent
PROMPT = r"\x1b\[\?2004h"  # pasting is switched on whenever it waits for a line
UP, CTRL_C, CTRL_D = "\x1b[A", "\x03", "\x04"
# The same bot with an encoder that costs nothing, for what does not depend on the answer.
LIGHT = """
import sys
sys.path[:0] = [{root!r}, {tests!r}]
import bot
from fakes_index import HashEmbedder
bot.open_default = lambda _: HashEmbedder("all-MiniLM-L6-v2@hash", dim=256)
bot.main()
"""
# The same bot, which ends with status 99 as soon as anything asks for the network.
OFFLINE = """
import os, sys
sys.path.insert(0, {root!r})
sys.addaudithook(lambda event, _: os._exit(99) if event in ("socket.connect", "socket.getaddrinfo") else None)
import bot
bot.main()
"""


@dataclass(frozen=True)
class Home:
    """A fresh clone's `var/`, in another place."""

    var: Path

    def env(self, **more: str) -> dict[str, str]:
        # An empty token stands for none, whatever `.env` of the checkout says.
        own = {
            "GIPFEL_VAR": str(self.var),
            "DISCORD_TOKEN": "",
            "LC_ALL": "C.UTF-8",
            "PROMPT_TOOLKIT_NO_CPR": "1",
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIPFEL_")}
        return kept | own | {"TERM": "xterm", "COLUMNS": "120"} | more

    def start(self, *arguments: str, stdin: int = subprocess.PIPE, **env: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "bot.py", *arguments],
            cwd=ROOT,
            env=self.env(**env),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def terminal(self, *command: str, **env: str) -> "pexpect.spawn[str]":
        return pexpect.spawn(
            sys.executable,
            list(command),
            cwd=ROOT,
            env=self.env(**env),
            encoding="utf-8",
            timeout=60,
            dimensions=(40, 120),
            # As in a terminal: what a job in the background starts ignores Ctrl-C.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        )


def outcome(process: subprocess.Popen[str], sent: str | None = None) -> tuple[int, str, str]:
    out, err = process.communicate(sent, timeout=200)
    return process.returncode, out, err


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Started once on nothing, which builds the index and asks nothing."""
    made = Home(tmp_path_factory.mktemp("home") / "var")
    status, out, err = outcome(made.start(stdin=subprocess.DEVNULL))
    assert (status, out) == (0, ""), err
    assert "Traceback" not in err
    assert (made.var / "index").is_dir()
    return made


def test_piped_questions_are_answered_line_by_line(home: Home) -> None:
    status, out, err = outcome(home.start(), f"{WHERE}\n\n{NOWHERE}\n")
    assert status == 0, err
    assert out.index(f"> {WHERE}") < out.index(ISLAND) < out.index(f"> {NOWHERE}")
    assert "nicht als Antwort" in out[out.index(NOWHERE) :]
    assert "\x1b" not in out
    assert "Traceback" not in err


def test_a_refused_file_is_named_once_and_no_library_speaks_of_it(home: Home, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Kim und Putin trafen sich auf der Insel Russki.", encoding="utf-8")
    (tmp_path / "cut.pdf").write_bytes(b"%PDF-1.4\nbroken")
    (tmp_path / "bare.html").write_bytes(b"<html><body><nav>Home</nav></body></html>")
    status, out, err = outcome(home.start("ask", WHERE, "--articles", str(tmp_path)))
    assert (status, "Russki" in out) == (1, True)
    assert [line.split(":")[0] for line in err.splitlines()] == ["bare.html", "cut.pdf"]


def test_the_answer_is_the_same_in_every_process_and_on_any_number_of_threads(home: Home) -> None:
    processes = [
        home.start("ask", WHERE, "--json", OMP_NUM_THREADS=threads, PYTHONHASHSEED=seed)
        for threads, seed in (("1", "1"), ("2", "7"))
    ]
    found = []
    for process in processes:
        status, out, err = outcome(process, "")
        assert status == 0, err
        found.append(json.loads(out))
        assert out.count("\n") == 1
        assert found[-1].pop("ms").keys() == {"embed", "search", "total"}
    assert found[0] == found[1]
    assert found[0]["answered"]
    assert ISLAND in found[0]["passages"][0]["quote"]


def test_from_a_fresh_clone_to_an_answer_it_asks_nothing_of_the_network(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OFFLINE.format(root=str(ROOT)), "ask", WHERE]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=Home(tmp_path / "var").env(),
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    assert ISLAND in done.stdout


def test_the_chat_answers_remembers_and_ends_with_ctrl_d(home: Home) -> None:
    chat = home.terminal("bot.py")
    chat.expect("Gipfelbot")
    chat.expect("DISCORD_TOKEN")
    chat.expect(PROMPT)
    chat.send(f"{WHERE}\r")
    chat.expect(ISLAND)
    chat.expect("KBS News")
    chat.expect("Satz 3 von 16")
    chat.expect(PROMPT)
    chat.send(f"{UP}\r")
    chat.expect(ISLAND)
    chat.expect(PROMPT)
    chat.send(CTRL_D)
    chat.expect("See you")
    chat.expect(pexpect.EOF)
    chat.close()
    assert (chat.exitstatus, chat.signalstatus) == (0, None)
    log = QueryLog.open(home.var)
    assert [one.question for one in log.recent("all", 2)] == [WHERE, WHERE]
    log.close()


def test_a_later_chat_knows_the_questions_of_an_earlier_one_and_ends_with_ctrl_c(
    home: Home, tmp_path: Path
) -> None:
    var = tmp_path / "var"
    var.mkdir()
    (var / "chat_history").write_text(f"\n# 2026-11-24 12:00:00\n+{WHERE}\n", encoding="utf-8")
    chat = Home(var).terminal("-c", LIGHT.format(root=str(ROOT), tests=str(ROOT / "tests")))
    chat.expect(PROMPT)
    chat.send(f"{UP}\r")
    chat.expect(ISLAND)
    chat.expect(PROMPT)
    chat.send("half a question")
    chat.send(CTRL_C)
    chat.expect("See you")
    chat.expect(pexpect.EOF)
    chat.close()
    assert (chat.exitstatus, chat.signalstatus) == (0, None)
    assert "Traceback" not in (chat.before or "")


@pytest.mark.parametrize("module", ["locale", "pydantic"])  # the first, and one that takes its time
def test_ctrl_c_while_it_is_still_importing_ends_it_without_a_traceback(tmp_path: Path, module: str) -> None:
    slow = tmp_path / f"{module}.py"
    slow.write_text("import time\nprint('importing', flush=True)\ntime.sleep(60)\n", encoding="utf-8")
    start = Home(tmp_path / "var").terminal("bot.py", PYTHONPATH=str(tmp_path))
    start.expect("importing")
    start.send(CTRL_C)
    start.expect(pexpect.EOF)
    start.close()
    assert start.signalstatus == signal.SIGINT  # a shell says 130
    assert "Traceback" not in (start.before or "")


@pytest.mark.parametrize("arguments", [("ask", WHERE), ("ask", WHERE, "--json"), ()])
def test_without_any_stream_it_answers_into_the_void(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    light = LIGHT.format(root=str(ROOT), tests=str(ROOT / "tests"))
    closed = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", sys.executable, "-c", light, *arguments]
    assert subprocess.run(closed, env=Home(tmp_path / "var").env(), check=False).returncode == 0
    if arguments:
        log = QueryLog.open(tmp_path / "var")
        assert [one.question for one in log.recent("all")] == [WHERE]
        log.close()
