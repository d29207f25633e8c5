"""How the database is connected to: SQLite, a file of this machine, or PostgreSQL."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from querylog.errors import LogUnavailable

# NORMAL does not wait for the disk at each commit: a killed process loses nothing, a power cut may take the
# last seconds of the log (never its consistency), and an answer does not wait for a platter. Deletions do
# wait: `overwrite` ends with a checkpoint, which syncs whatever the mode.
SYNCHRONOUS = "NORMAL"
# Copying the log into the file is upkeep: `checkpoint` does it each minute, an answer only where nobody else did.
_CHECKPOINT_PAGES = 16_000


def sqlite_engine(url: sa.URL, lock_timeout_ms: int, synchronous: str) -> sa.Engine:
    """Of a file, with a write-ahead log; `BEGIN` is for the caller to say."""
    engine = sa.create_engine(
        url, connect_args={"timeout": lock_timeout_ms / 1000}, pool_size=8, max_overflow=24, pool_timeout=5
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:  # noqa: ANN401 - whichever DBAPI connection
        # The driver's own BEGIN comes too late for reads, and is never IMMEDIATE.
        connection.isolation_level = None
        for setting in (
            "journal_mode = WAL",
            f"synchronous = {synchronous}",
            "secure_delete = ON",
            "foreign_keys = ON",
            "cache_size = -65536",
            f"wal_autocheckpoint = {_CHECKPOINT_PAGES}",
        ):
            connection.execute(f"PRAGMA {setting}")
        # SQLite's own lower() knows ASCII alone; searching has to find "Путин" for "путин".
        connection.create_function("lower", 1, lambda text: text and text.lower(), deterministic=True)

    return engine


def postgresql_engine(url: sa.URL, lock_timeout_ms: int) -> sa.Engine:
    """Of a server; one that is away is given up on after some seconds."""
    return sa.create_engine(
        url,
        connect_args={
            "connect_timeout": 2,
            "tcp_user_timeout": 5_000,
            "options": f"-c lock_timeout={lock_timeout_ms:d} -c timezone=UTC",
        },
        pool_size=8,
        max_overflow=24,
        pool_timeout=5,
        pool_pre_ping=True,
    )


def identity_of(file: Path) -> tuple[int, int] | None:
    """Tells a file from another one of its name; None where there is none."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def create_for_owner_only(file: Path) -> None:
    """SQLite gives its -wal and -shm files the permissions of the main one."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise LogUnavailable(f"{file}: {error.strerror}") from error
