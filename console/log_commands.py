"""`python bot.py log ...`: the operator's view of the query log, every guild's rows included."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from console import log_json
from console.output import failures, print_json, say
from console.render import visible
from index.errors import IndexCorrupt, IndexMismatch, IndexMissing
from locales import Locales, phrases
from querylog.errors import NotReplayable, QueryLogError
from querylog.log import QueryLog
from querylog.models import Query, Scope
from querylog.reader import today
from retrieval.models import Answer, Question

Json = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
Limit = Annotated[int, typer.Option(min=1, metavar="N", help="How many at most.")]
Guild = Annotated[
    int | None, typer.Option(metavar="ID", help="Only this guild's questions; default: everybody's.")
]
Day = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="UTC day; default: all that is kept."),
]


class Format(StrEnum):
    """What an export is written as."""

    csv = "csv"
    jsonl = "jsonl"


@dataclass(frozen=True, slots=True)
class LogServices:
    """Nothing here is opened before a command asks for it."""

    open_log: Callable[[], QueryLog]
    embed: Callable[[list[str]], NDArray[np.float32]]  # questions to vectors, shape (n, dim)
    ask: Callable[
        [Question, str | None], Answer
    ]  # on the build named, made anew if need be; None: the live one
    locales: Locales
    language: str  # of the words in a picture


def make_log_app(services: LogServices) -> typer.Typer:
    """The sub-commands of `log`. Exit status as of the whole command line."""
    app = typer.Typer(
        name="log",
        help="What was asked, what went unanswered, and upkeep.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    _add_lists(app, services)
    _add_unanswered(app, services)
    _add_stats(app, services)
    _add_export(app, services)
    _add_upkeep(app, services)
    _add_replay(app, services)
    _add_golden(app, services)
    return app


def _add_lists(app: typer.Typer, services: LogServices) -> None:
    @app.command(epilog="Example: python bot.py log recent --limit 5 --json")
    def recent(limit: Limit = 20, guild: Guild = None, as_json: Json = False) -> None:
        """The questions asked last, newest first."""
        with _opened(services) as log:
            _print_queries(log_json.queries(log.recent(_scope(guild), limit)), as_json)

    @app.command(epilog='Example: python bot.py log search "Wladiwostok"')
    def search(
        text: Annotated[str, typer.Argument(help="Part of a question, in any case.")],
        limit: Limit = 20,
        guild: Guild = None,
        as_json: Json = False,
    ) -> None:
        """Questions that contain a text, newest first."""
        with _opened(services) as log:
            _print_queries(log_json.queries(log.search(text, _scope(guild), limit)), as_json)

    @app.command(epilog="Example: python bot.py log audit")
    def audit(limit: Limit = 20, guild: Guild = None, as_json: Json = False) -> None:
        """What admins did, newest first."""
        with _opened(services) as log:
            found = log_json.actions(log.audit_trail(_scope(guild), limit))
            _print(found, as_json, ("{at}  {action}  {outcome}  {detail}".format_map(one) for one in found))


def _add_unanswered(app: typer.Typer, services: LogServices) -> None:
    @app.command(epilog="Example: python bot.py log unanswered --since 2026-11-01")
    def unanswered(since: Day = None, limit: Limit = 20, guild: Guild = None, as_json: Json = False) -> None:
        """List what to add next.

        Refused or down-voted questions, alike ones together, most asked first.
        """
        with _opened(services) as log:
            groups = log.unanswered(
                services.embed, _scope(guild), since=since.date() if since else None, limit=limit
            )
            found = log_json.groups(groups)
            _print(found, as_json, (line for group in found for line in log_json.group_lines(group)))


def _add_stats(app: typer.Typer, services: LogServices) -> None:
    @app.command(epilog="Example: python bot.py log stats --since 2026-11-01 --picture stats.png --dark")
    def stats(
        *,
        since: Day = None,
        until: Day = None,
        picture: Annotated[
            Path | None, typer.Option(dir_okay=False, help="Draw it into this PNG file.")
        ] = None,
        dark: Annotated[bool, typer.Option("--dark", help="Draw for a dark background.")] = False,
        guild: Guild = None,
        as_json: Json = False,
    ) -> None:
        """Count what was asked and how it was answered.

        Questions a day by outcome, latency, languages, feedback, most cited sentences.
        """
        with _opened(services) as log:
            first, last = _period(since, until)
            counted = log.stats(_scope(guild), first, last)
            if picture is not None:
                from querylog.picture import Labels, draw

                words = phrases.stats_labels(services.locales, services.language, len(counted.days))
                picture.write_bytes(draw(counted, Labels(**words), dark=dark))
            found = log_json.stats(counted)
            _print(found, as_json, log_json.stats_lines(found))


def _add_export(app: typer.Typer, services: LogServices) -> None:
    @app.command(epilog="Example: python bot.py log export --format csv --output log.csv")
    def export(
        *,
        output: Annotated[Path | None, typer.Option(dir_okay=False, help="Default: standard output.")] = None,
        file_format: Annotated[
            Format, typer.Option("--format", help="CSV is safe to open in a spreadsheet.")
        ] = Format.jsonl,
        since: Day = None,
        until: Day = None,
        guild: Guild = None,
        as_json: Annotated[bool, typer.Option("--json", help="The same as --format jsonl.")] = False,
    ) -> None:
        """Every question of a period, oldest first."""
        from querylog.export import write_csv, write_json_lines

        write = write_json_lines if as_json or file_format is Format.jsonl else write_csv
        with _opened(services) as log:
            first, last = _period(since, until)
            questions = log.export(_scope(guild), first, last)
            if output is None:
                write(questions, sys.stdout)
                return
            # The mark at the start is how a spreadsheet knows UTF-8; JSON must not have it.
            encoding = "utf-8-sig" if write is write_csv else "utf-8"
            with output.open("w", encoding=encoding, newline="") as file:
                count = write(questions, file)
            say(f"{count} questions")


def _add_upkeep(app: typer.Typer, services: LogServices) -> None:
    @app.command(epilog="Example: python bot.py log expire")
    def expire(as_json: Json = False) -> None:
        """Delete now what has been kept long enough.

        A running bot does so daily.
        """
        with _opened(services) as log:
            found = {"expired": log.expire()}
            _print(found, as_json, [f"{found['expired']} rows deleted"])

    @app.command("rotate-secret", epilog="Example: python bot.py log rotate-secret")
    def rotate_secret(as_json: Json = False) -> None:
        """Make new pseudonyms from now on.

        Members still find their older rows.
        """
        with _opened(services) as log:
            found = {"fingerprint": log.rotate_secret()}
            _print(found, as_json, [f"new secret {found['fingerprint']}"])


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

        with _opened(services) as log:
            query = log.get(record)
            if query is None:
                raise QueryLogError(f"no question {record} on record")
            question = log.question_of(query)
            answer = _asked_again(services, question, None if current else query)
            found = log_json.replay(query, answer, differences(query, answer))
            _print(found, as_json, log_json.replay_lines(found))
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
        with _opened(services) as log:
            for query in log.up_voted(_scope(guild), limit):
                try:
                    question = log.question_of(query)
                except NotReplayable as error:
                    say(f"left out: {error}")
                    continue
                print_json(golden_candidate(query, question.earlier))


def _period(since: datetime | None, until: datetime | None) -> tuple[date | None, date | None]:
    first, last = (moment.date() if moment else None for moment in (since, until))
    if first and first > (last or today()):
        raise typer.BadParameter(f"--since {first} is after {f'--until {last}' if last else 'today'}")
    return first, last


def _scope(guild: int | None) -> Scope:
    return "all" if guild is None else guild


@contextmanager
def _opened(services: LogServices) -> Iterator[QueryLog]:
    """The log, closed at the end."""
    with failures(), closing(services.open_log()) as log:
        yield log


def _print_queries(found: list[dict[str, object]], as_json: bool) -> None:
    _print(found, as_json, (log_json.query_line(query) for query in found))


def _print(found: object, as_json: bool, lines: Iterable[str]) -> None:
    if as_json:
        print_json(found)
        return
    shown = False
    for line in lines:
        typer.echo(visible(line))
        shown = True
    if not shown:
        say("nothing on record")
