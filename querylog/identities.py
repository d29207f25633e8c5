"""Users' names in this database: the secrets at hand against those that its rows were made with."""

from __future__ import annotations

import logging
import threading

import sqlalchemy as sa

from querylog import schema
from querylog.database import Database
from querylog.errors import SecretMismatch
from querylog.inserting import insert_once
from querylog.migrations import NEWEST
from querylog.models import now
from querylog.pseudonyms import Secrets
from querylog.schema import audit, feedback, pauses, queries
from querylog.spool import Event

logger = logging.getLogger(__name__)

_WITH_SECRET = (queries, feedback, pauses, audit)


class Identities:
    """The one database's secrets: noted there by fingerprint, so that no process goes on with others."""

    def __init__(self, database: Database, secrets: Secrets) -> None:
        self._database = database
        self._secrets = secrets
        self._lock = threading.Lock()
        self._ready = False

    def prepare(self) -> None:
        """Once the database is there: migrate it and compare secrets.

        Raises:
            DatabaseTooNew, SecretMismatch, SecretExposed: Going on would break a promise.
            LogUnavailable: It is not there yet.
        """
        with self._lock:
            if not self._ready:
                found = self._database.prepare()
                self._register()
                self._ready = True
                level = logging.DEBUG if found == NEWEST else logging.INFO
                logger.log(
                    level,
                    "query log %s was at schema version %d, is at %d",
                    self._database.url,
                    found,
                    NEWEST,
                )

    def names(self, user: int) -> list[str]:
        """Every name that the user's rows may carry, newest first.

        Raises:
            SecretMismatch: Another process rotated the secret, and the new one is not at hand.
        """
        self.prepare()
        self._register()
        return self._secrets.pseudonyms(user)

    def rotate(self) -> str:
        """Put a new secret in front; its fingerprint.

        Raises:
            SecretFixed: The secret comes from a setting.
        """
        self.prepare()
        new = self._secrets.rotate()
        self._register()
        return new.fingerprint

    def forget_unused(self, waiting: list[Event]) -> None:
        """Drop the older secrets whose last row is gone; `waiting` are the rows to come."""
        spooled = {event.get("secret") or event.get("row", {}).get("secret") for event in waiting}
        with self._database.write() as connection:
            older = {secret.fingerprint for secret in self._secrets.all()[1:]} - spooled
            unused = [fingerprint for fingerprint in older if not _is_used(connection, fingerprint)]
            connection.execute(sa.delete(schema.secrets).where(schema.secrets.c.fingerprint.in_(unused)))
        self._secrets.forget(unused)

    def _register(self) -> None:
        with self._database.write() as connection:
            known = set(connection.scalars(sa.select(schema.secrets.c.fingerprint)))
            missing = known - {secret.fingerprint for secret in self._secrets.existing()}
            if missing:
                listed = ", ".join(sorted(missing))
                raise SecretMismatch(
                    f"the query log was written with a secret that is not at hand ({listed}): give every process "
                    "that shares the database the same secret file or GIPFEL_QUERYLOG__SECRET; "
                    "without it members could neither export nor delete their rows"
                )
            current = self._secrets.current.fingerprint
            if current not in known:
                row = {"fingerprint": current, "made_at": schema.to_ms(now())}
                connection.execute(insert_once(connection.dialect.name, schema.secrets, "fingerprint"), row)


def _is_used(connection: sa.Connection, fingerprint: str) -> bool:
    return any(
        connection.scalar(sa.select(sa.exists().where(table.c.secret == fingerprint)))
        for table in _WITH_SECRET
    )
