"""The main job without Discord: a chat in the terminal, or answers to piped lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from console.render import render_answer, visible, whole
from index.errors import EngineUnavailable
from locales import Locales
from retrieval.models import Answer, Question

if TYPE_CHECKING:
    from prompt_toolkit.history import FileHistory, InMemoryHistory

Ask = Callable[[Question], Answer]


def chat(ask: Ask, console: Console, locales: Locales, language: str, history: Path) -> None:
    """Reads questions until Ctrl-C or Ctrl-D; earlier ones come back with the arrow keys."""
    from prompt_toolkit import PromptSession

    session: PromptSession[str] = PromptSession(history=_history(history))
    console.print(Text(locales.text(language, "chat-welcome"), style="bold"))
    console.print(Text(locales.text(language, "chat-connect-discord"), style="dim"))
    try:
        while True:
            line = session.prompt("> ")
            try:
                # No word tells what language to reply in.
                reply = None if line.strip() else language
                answer = render_answer(ask(Question(whole(line), reply)), locales)
            except EngineUnavailable:  # it may be back with the next question
                answer = Text(locales.text(language, "error-engine-away"), style="bold")
            console.print(answer)
    except (EOFError, KeyboardInterrupt):  # the latter also while an answer is being found
        console.print(Text(locales.text(language, "chat-goodbye"), style="dim"))


def answer_lines(ask: Ask, lines: Iterable[str], console: Console, locales: Locales) -> None:
    """Answers each line that is not blank, in order; a byte order mark before the first one is no part of it."""
    for line in lines:
        question = whole(line.removeprefix("\ufeff").strip())
        if question:
            console.print(Text(f"> {visible(question)}", style="bold"))
            console.print(render_answer(ask(Question(question)), locales))


def _history(file: Path) -> FileHistory | InMemoryHistory:
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
    except OSError:
        # A read-only var/ costs the history, not the chat.
        return InMemoryHistory()
    return FileHistory(str(file))
