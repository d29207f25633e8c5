"""The main job without Discord: a chat in the terminal, or answers to piped lines."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from console.output import say
from console.piped import is_text
from console.recording import Ask
from console.render import render_answer, visible
from index.errors import EngineUnavailable
from index.reading.text import storable
from locales import Catalogue, Locales
from retrieval.models import Question
from retrieval.question.followups import NO_QUESTION, taken_along, topic_after
from retrieval.question.small_talk import AIMS

if TYPE_CHECKING:
    from prompt_toolkit.history import FileHistory, InMemoryHistory

_NO_TOPIC = AIMS | NO_QUESTION  # refusals of what is about nothing


def chat(ask: Ask, console: Console, locales: Locales, catalogue: Catalogue, history: Path) -> None:
    """Reads questions until Ctrl-C or Ctrl-D; earlier ones come back with the arrow keys.

    Each may follow up the one before it: "Und wann?". `catalogue` is for what the chat itself says.
    """
    from prompt_toolkit import PromptSession

    session: PromptSession[str] = PromptSession(history=_history(history))
    topic: str | None = None  # what a follow-up is read together with
    console.print(Text(catalogue.text("chat-welcome"), style="bold"))
    console.print(Text(catalogue.text("chat-connect-discord"), style="dim"))
    try:
        while True:
            text = storable(session.prompt("> "))
            # No word tells what language to reply in.
            question = Question(text, None if text.strip() else catalogue.language, topic)
            try:
                answer = ask(question)
            except EngineUnavailable:  # it may be back with the next question
                console.print(Text(catalogue.text("error-engine-away"), style="bold"))
                continue
            if (earlier := taken_along(topic, text)) and answer.refusal not in _NO_TOPIC:
                console.print(Text(f"↪ {visible(earlier)}", style="dim"))
            console.print(render_answer(answer, locales))
            if answer.refusal not in NO_QUESTION:
                topic = topic_after(topic, text) if topic else text
    except (EOFError, KeyboardInterrupt):  # the latter also while an answer is being found
        console.print(Text(catalogue.text("chat-goodbye"), style="dim"))


def answer_lines(ask: Ask, lines: Iterable[str], console: Console, locales: Locales) -> bool:
    """Answers each line that is not blank, in order; whether every line could be read. One that could not is named."""
    readable = True
    for number, line in enumerate(lines, start=1):
        question = storable(line.strip())
        if not is_text(question):
            say(
                f"Error: line {number} is not in the encoding that it is read in: save the questions as UTF-8"
            )
            readable = False
        elif question:
            console.print(Text(f"> {visible(question)}", style="bold"))
            console.print(render_answer(ask(Question(question)), locales))
    return readable


def _history(file: Path) -> FileHistory | InMemoryHistory:
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
    except OSError:
        # A read-only var/ costs the history, not the chat.
        return InMemoryHistory()
    return FileHistory(str(file))
