"""The error tree of the query log: catch `QueryLogError` for all of it."""

from __future__ import annotations

TO_MEND = (
    "make room, run this as the bot's user, make the folder theirs (chown), or name another one (GIPFEL_VAR)"
)
"""What to do where a file in `var/` cannot be written."""
TO_RESTORE = "stop the bot, and put the file back or make a new one as docs/query-log.md says"
"""What to do where the database's file is damaged."""


class QueryLogError(Exception):
    """Root of every error that `querylog/` raises on purpose."""


class LogUnavailable(QueryLogError):
    """The database cannot be reached, is locked, or has no room: try again later."""


class LogRejected(QueryLogError):
    """The database took the statement and refused its values; trying again will not help."""


class ClockDoubted(QueryLogError):
    """The clock may be far ahead, and nothing expires by it unasked."""


class DatabaseTooNew(QueryLogError):
    """A newer version of the bot wrote this database; nothing in it is touched."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(
            f"the query log has schema version {found}, this bot knows up to {known}: update the bot, "
            "or give it another database (GIPFEL_QUERYLOG__URL)"
        )


class DriverMissing(QueryLogError):
    """The database in the URL needs a Python package that is not installed."""


class SecretMismatch(QueryLogError):
    """The secret at hand is not the one that made the rows: their members could not find them again."""


class SecretExposed(QueryLogError):
    """Others than the owner can read the secret file."""


class SecretUnusable(QueryLogError):
    """The secret file cannot be read or made."""


class SecretFixed(QueryLogError):
    """The secret comes from a setting, so the bot cannot rotate it itself."""


class UnknownRecord(QueryLogError):
    """No question with this id is on record (any more), or not in this guild."""


class SpoolUnavailable(QueryLogError):
    """The spool file cannot be written or read."""


class NotReplayable(QueryLogError):
    """A question cannot be asked again word for word: a text that it needs is not kept."""
