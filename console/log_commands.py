"""`python bot.py log ...`: the operator's view of the query log, every guild's rows included."""

from __future__ import annotations

import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from console import log_json
from console.log_again import add_again_commands
from console.log_members import add_member_commands
from console.log_opening import Guild, Limit, opened, print_found, scope
from console.options import Json
from console.output import Shown, say, writing
from console.services import LogServices
from locales import phrases
from querylog.reader import today

Day = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="UTC day; default: all that is kept."),
]
Until = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="UTC day; default: today.")
]


class Format(StrEnum):
    """What an export is written as."""

    csv = "csv"
    jsonl = "jsonl"


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
    add_again_commands(app, services)
    add_member_commands(app, services)
    return app


def _add_lists(app: typer.Typer, services: LogServices) -> None:
    @app.command(epilog="Example: python bot.py log recent --limit 5 --json")
    def recent(limit: Limit = 20, guild: Guild = None, as_json: Json = False) -> None:
        """The questions asked last, newest first."""
        with opened(services) as log:
            _print_queries(log_json.queries(log.recent(scope(guild), limit)), as_json)

    @app.command(epilog='Example: python bot.py log search "Wladiwostok"')
    def search(
        text: Annotated[str, typer.Argument(help="Part of a question, in any case.")],
        limit: Limit = 20,
        guild: Guild = None,
        as_json: Json = False,
    ) -> None:
        """Questions that contain a text, newest first."""
        with opened(services) as log:
            _print_queries(log_json.queries(log.search(text, scope(guild), limit)), as_json)

    @app.command(epilog="Example: python bot.py log audit")
    def audit(limit: Limit = 20, guild: Guild = None, as_json: Json = False) -> None:
        """What admins did, newest first."""
        with opened(services) as log:
            found = log_json.actions(log.audit_trail(scope(guild), limit))
            print_found(
                found, as_json, ("{at}  {action}  {outcome}  {detail}".format_map(one) for one in found)
            )


def _add_unanswered(app: typer.Typer, services: LogServices) -> None:
    @app.command(epilog="Example: python bot.py log unanswered --since 2026-11-01")
    def unanswered(since: Day = None, limit: Limit = 20, guild: Guild = None, as_json: Json = False) -> None:
        """List what to add next.

        Refused or down-voted questions, alike ones together, most asked first.
        """
        with opened(services) as log:
            groups = log.unanswered(
                services.embed, scope(guild), since=since.date() if since else None, limit=limit
            )
            found = log_json.groups(groups)
            print_found(found, as_json, (line for group in found for line in log_json.group_lines(group)))


def _add_stats(app: typer.Typer, services: LogServices) -> None:
    @app.command(epilog="Example: python bot.py log stats --since 2026-11-01 --picture stats.png --dark")
    def stats(
        *,
        since: Day = None,
        until: Until = None,
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
        with opened(services) as log:
            first, last = _period(since, until)
            counted = log.stats(scope(guild), first, last)
            if picture is not None:
                from querylog.picture import Labels, draw

                words = phrases.stats_labels(services.catalogue, len(counted.days))
                with writing(picture):
                    picture.write_bytes(draw(counted, Labels(**words), dark=dark))
            found = log_json.stats(counted)
            print_found(found, as_json, log_json.stats_lines(found))


def _add_export(app: typer.Typer, services: LogServices) -> None:
    @app.command(epilog="Example: python bot.py log export --format csv --output log.csv")
    def export(
        *,
        output: Annotated[Path | None, typer.Option(dir_okay=False, help="Default: standard output.")] = None,
        file_format: Annotated[
            Format, typer.Option("--format", help="CSV is safe to open in a spreadsheet.")
        ] = Format.jsonl,
        since: Day = None,
        until: Until = None,
        guild: Guild = None,
        as_json: Annotated[bool, typer.Option("--json", help="The same as --format jsonl.")] = False,
    ) -> None:
        """Every question of a period, oldest first."""
        from querylog.export import write_csv, write_json_lines

        write = write_json_lines if as_json or file_format is Format.jsonl else write_csv
        with opened(services) as log:
            first, last = _period(since, until)
            questions = log.export(scope(guild), first, last)
            if output is None:
                write(questions, Shown() if sys.stdout.isatty() else sys.stdout)
                return
            # The mark at the start is how a spreadsheet knows UTF-8; JSON must not have it.
            encoding = "utf-8-sig" if write is write_csv else "utf-8"
            with writing(output), output.open("w", encoding=encoding, newline="") as file:
                count = write(questions, file)
            say(f"questions written: {count}")


def _add_upkeep(app: typer.Typer, services: LogServices) -> None:
    @app.command(epilog="Example: python bot.py log expire")
    def expire(as_json: Json = False) -> None:
        """Delete now what has been kept long enough.

        A running bot does so daily.
        """
        with opened(services) as log:
            found = {"expired": log.expire()}
            print_found(found, as_json, [f"rows deleted: {found['expired']}"])

    @app.command("rotate-secret", epilog="Example: python bot.py log rotate-secret")
    def rotate_secret(as_json: Json = False) -> None:
        """Make new pseudonyms from now on.

        Members still find their older rows.
        """
        with opened(services) as log:
            found = {"fingerprint": log.rotate_secret()}
            print_found(found, as_json, [f"new secret {found['fingerprint']}"])


def _period(since: datetime | None, until: datetime | None) -> tuple[date | None, date | None]:
    first, last = (moment.date() if moment else None for moment in (since, until))
    if first and first > (last or today()):
        raise typer.BadParameter(f"--since {first} is after {f'--until {last}' if last else 'today'}")
    return first, last


def _print_queries(found: list[dict[str, object]], as_json: bool) -> None:
    print_found(found, as_json, (log_json.query_line(query) for query in found))
