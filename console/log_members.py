"""What the operator does for a member who cannot use `/privacy`: `export-member` and `delete-member`."""

from __future__ import annotations

from typing import Annotated

import typer

from console.log_opening import opened
from console.options import Json
from console.output import confirm, print_json, say
from console.services import LogServices

Member = Annotated[int, typer.Argument(metavar="ID", help="The member's Discord id, as they give it.")]


def add_member_commands(app: typer.Typer, services: LogServices) -> None:
    """Registers export-member and delete-member."""
    _add_export(app, services)
    _add_delete(app, services)


def _add_export(app: typer.Typer, services: LogServices) -> None:
    @app.command("export-member", epilog="Example: python bot.py log export-member 80351110224678912")
    def export_member(
        member: Member,
        as_json: Annotated[bool, typer.Option("--json", help="JSON, as without it.")] = False,
    ) -> None:
        """Print all that is kept of a member.

        The same as their own /privacy export, for who cannot use that.
        """
        del as_json
        with opened(services) as log:
            print_json(log.export_user(member))


def _add_delete(app: typer.Typer, services: LogServices) -> None:
    @app.command("delete-member", epilog="Example: python bot.py log delete-member 80351110224678912 --yes")
    def delete_member(
        member: Member,
        yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
        as_json: Json = False,
    ) -> None:
        """Delete a member's questions, votes and comments.

        The same as their own /privacy delete, for who cannot use that.
        """
        with opened(services) as log:
            if not yes and not confirm("Delete all questions, votes and comments of this member?"):
                raise typer.Exit(1)
            gone = log.delete_user(member)
            questions = gone.queries + gone.spooled
            if as_json:
                print_json(
                    {"questions": questions, "feedback": gone.feedback, "overwritten": gone.overwritten}
                )
            else:
                typer.echo(f"questions deleted: {questions}, votes: {gone.feedback}")
            if not gone.overwritten:
                say(
                    "Somebody was reading, so their last bytes are still on the disk: they are overwritten by "
                    "`log expire`, or by the running bot within a day"
                )
