"""Who asked, without saying who: HMAC-SHA256 of a Discord id under a secret that stays with the operator."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import stat
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from querylog.errors import TO_MEND, SecretExposed, SecretFixed, SecretUnusable
from querylog.lasting import flush_folder

_BYTES = 32


@dataclass(frozen=True, slots=True)
class Secret:
    """One secret; its fingerprint may stand in the database, the secret itself never does."""

    key: str = ""

    @property
    def fingerprint(self) -> str:
        """Names the secret without giving it away."""
        return hashlib.sha256(b"gipfelbot query log secret\0" + self.key.encode()).hexdigest()[:16]

    def pseudonym(self, user: int) -> str:
        """HMAC-SHA256 of the id's decimal digits, in hexadecimal."""
        return hmac.new(self.key.encode(), str(user).encode(), hashlib.sha256).hexdigest()

    def mark(self, text: str) -> str:
        """By which a text is recognised that is not kept, in hexadecimal; nobody without the secret can try texts."""
        return hmac.new(self.key.encode(), b"text\0" + text.encode(), hashlib.sha256).hexdigest()[:32]


class Secrets:
    """Every secret whose rows may still exist, newest first; made on first use, re-read on change."""

    def __init__(self, file: Path, fixed: Sequence[str] = ()) -> None:
        self._file = file
        self._fixed = tuple(Secret(key) for key in fixed)
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None  # inode and time of change of the file as last read
        self._secrets: tuple[Secret, ...] = ()

    def all(self) -> tuple[Secret, ...]:
        """The secrets, newest first: the first one names new rows, the others find old ones.

        Raises:
            SecretExposed: Others than the owner can read the file.
            SecretUnusable: It cannot be read or made.
        """
        if self._fixed:
            return self._fixed
        with self._lock:
            try:
                self._refresh()
            except (OSError, ValueError, KeyError, TypeError) as error:
                if not self._secrets:
                    why = (
                        f"{error.strerror}: {TO_MEND}"
                        if isinstance(error, OSError)
                        else f"{error!r}: put it back"
                    )
                    raise SecretUnusable(f"{self._file} cannot be used: {why}") from error
            return self._secrets

    def existing(self) -> tuple[Secret, ...]:
        """`all`, but none where none was made yet."""
        return self.all() if self._fixed or self._secrets or self._file.exists() else ()

    def _refresh(self) -> None:
        if not self._file.exists():
            # Lost while in use: a new one would tear members from their rows and pauses.
            if self._secrets:
                return
            self._create()
        status = self._file.stat()
        if (status.st_ino, status.st_mtime_ns) != self._seen:
            if os.name == "posix" and stat.S_IMODE(status.st_mode) & 0o077:
                raise SecretExposed(f"{self._file} is readable by others: chmod 600 {self._file}")
            keys = json.loads(self._file.read_text(encoding="ascii"))["secrets"]
            if not keys or not all(isinstance(key, str) and key for key in keys):
                raise ValueError("no secret in it")
            self._secrets = tuple(Secret(key) for key in keys)
            self._seen = (status.st_ino, status.st_mtime_ns)

    @property
    def current(self) -> Secret:
        """The secret that names new rows."""
        return self.all()[0]

    def pseudonyms(self, user: int) -> list[str]:
        """Every name that the user's rows may carry, newest first."""
        return [secret.pseudonym(user) for secret in self.all()]

    def rotate(self) -> Secret:
        """Put a new secret in front; the older ones still find their rows.

        Raises:
            SecretFixed: The secret comes from a setting.
        """
        self._refuse_if_fixed()
        new = Secret(secrets.token_hex(_BYTES))
        self._replace(lambda older: [new, *older])
        return new

    def forget(self, fingerprints: Iterable[str]) -> None:
        """Drop secrets whose last row is gone; one that comes from a setting stays there."""
        gone = set(fingerprints)
        if gone and not self._fixed:
            self._replace(lambda old: [secret for secret in old if secret.fingerprint not in gone])

    def _refuse_if_fixed(self) -> None:
        if self._fixed:
            raise SecretFixed(
                "the secret comes from GIPFEL_QUERYLOG__SECRET: put a new one in front of it, "
                "separated by a space, and restart every process"
            )

    def _create(self) -> None:
        """Several processes may start at once: the link succeeds for one, the others read its file."""
        fresh = self._beside([Secret(secrets.token_hex(_BYTES))])
        try:
            os.link(fresh, self._file)
        except (FileExistsError, FileNotFoundError):  # the latter: who came first has replaced it already
            pass
        finally:
            fresh.unlink(missing_ok=True)
        flush_folder(self._file.parent)

    def _replace(self, change: Callable[[Sequence[Secret]], Sequence[Secret]]) -> None:
        with FileLock(f"{self._file}.lock", mode=0o600):
            kept = change(self.all())
            for left in self._file.parent.glob(f"{self._file.name}.[0-9]*.{'[0-9a-f]' * 8}"):
                left.unlink(missing_ok=True)  # a killed process's: it would outlive the secrets in it
            self._beside(kept).replace(self._file)
            flush_folder(self._file.parent)  # before a row names a secret that a power cut could take

    def _beside(self, kept: Sequence[Secret]) -> Path:
        """A complete, synced, owner-only file next to the real one."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._file.with_name(f"{self._file.name}.{os.getpid()}.{secrets.token_hex(4)}")
        try:
            with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                json.dump({"secrets": [secret.key for secret in kept]}, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            fresh.unlink(missing_ok=True)
            raise
        return fresh
