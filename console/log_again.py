"""Logged questions put again: `replay`, and liked answers as candidates for golden questions."""

from __future__ import annotations

from typing import Annotated

import typer

from console import log_json
from console.log_opening import Guild, Limit, opened, print_found, scope
from console.options import Json
from console.output import print_json, say
from console.services import LogServices
from index.errors import IndexCorrupt, IndexMismatch, IndexMissing
from querylog.errors import NotReplayable, UnknownRecord
from querylog.models import Query
from retrieval.models import Answer, Question


def add_again_commands(app: typer.Typer, services: LogServices) -> None:
    """Registers replay and golden."""
    _add_replay(app, services)
    _add_golden(app, services)


def _add_replay(app: typer.Typer, services: LogServices) -> None:
    @app.command(epilog="Example: python bot.py log replay 4611686018427387904 --current")
    def replay(
        record: Annotated[
            int, typer.Argument(metavar="ID", help="A question's id, as `log recent` shows it.")
        ],
        current: Annotated[
            bool, typer.Option("--current", help="Ask the live build: what has changed?")
        ] = False,
        as_json: Json = False,
    ) -> None:
        """Ask a logged question again.

        On the build that answered it the answer must be the same.
        """
        from querylog.replay import differences

        with opened(services) as log:
            query = log.get(record)
            if query is None:
                raise UnknownRecord(f"no question {record} on record")
            question = log.question_of(query)
            answer = _asked_again(services, question, None if current else query)
            found = log_json.replay(query, answer, differences(query, answer))
            print_found(found, as_json, log_json.replay_lines(found))
        if found["differences"] and not current:
            raise typer.Exit(1)


def _asked_again(services: LogServices, question: Question, logged: Query | None) -> Answer:
    """The answer on the logged one's build, or on the live one.

    Raises:
        NotReplayable: that build is not here and cannot be made again.
    """
    if logged is None:
        return services.ask(question, None)
    try:
        return services.ask(question, logged.build)
    except (IndexMissing, IndexMismatch, IndexCorrupt) as error:
        raise NotReplayable(
            f"question {logged.id} can no longer be asked on its build: {error}; --current asks the live one"
        ) from error


def _add_golden(app: typer.Typer, services: LogServices) -> None:
    @app.command(epilog="Example: python bot.py log golden > candidates.jsonl")
    def golden(
        limit: Limit = 100,
        guild: Guild = None,
        as_json: Annotated[bool, typer.Option("--json", help="JSON lines, as without it.")] = False,
    ) -> None:
        """Print liked answers as golden questions.

        They are candidates, for a person to review; nothing is written.
        """
        from querylog.replay import golden_candidate

        del as_json
        with opened(services) as log:
            for query in log.up_voted(scope(guild), limit):
                try:
                    question = log.question_of(query)
                except NotReplayable as error:
                    say(f"left out: {error}")
                    continue
                print_json(golden_candidate(query, question.earlier))
