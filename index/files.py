"""Files that survive a power cut: written whole beside their place, flushed, then renamed into it."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
_ATTEMPTS = 5

TEMPORARY = ".tmp-"
"""How the name of everything unfinished begins; whatever a crash leaves under it may be swept away."""


def write_atomic(path: Path, data: bytes) -> None:
    """Replaces a file so that readers, and whoever comes after a crash, see the old content or the new.

    Raises:
        OSError: it cannot be written (read-only, full): the old content stands; or, where only the folder could not
            be flushed, the new one does, unless a power cut takes it back.
    """
    temporary = temporary_beside(path)
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    fsync_folder(path.parent)


def make_folder(path: Path) -> None:
    """Makes a folder and its parents, each flushed into the folder above."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for folder in missing:
        fsync_folder(folder.parent)


@contextmanager
def unfinished_folder(path: Path) -> Iterator[Path]:
    """A fresh folder beside `path`; whatever is not published from it is gone afterwards."""
    temporary = temporary_beside(path)
    temporary.mkdir()
    try:
        yield temporary
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def publish_folder(temporary: Path, path: Path) -> None:
    """Flushes a finished folder and everything in it, then gives it its name in one step."""
    for inner in sorted(temporary.rglob("*"), reverse=True):  # files before the folder that names them
        if inner.is_dir():
            fsync_folder(inner)
        else:
            with inner.open("rb") as opened:
                os.fsync(opened.fileno())
    fsync_folder(temporary)
    temporary.rename(path)
    fsync_folder(path.parent)


def remove_folder(path: Path) -> None:
    """Takes a folder's name away in one step, then its files: nobody ever sees half of it."""
    doomed = temporary_beside(path)
    path.rename(doomed)
    fsync_folder(path.parent)
    shutil.rmtree(doomed)


def remove_file(path: Path) -> None:
    """Removes a file for good; no error where it is gone already."""
    path.unlink(missing_ok=True)
    if path.parent.exists():
        fsync_folder(path.parent)


def sweep(folder: Path, *, of: str = "*", but: str = "") -> None:
    """Removes what crashes left behind; only for who holds the folder's lock.

    `of` and `but` are patterns of the names it was to get: where a folder has two locks, each sweeps its own.
    """
    for path in folder.glob(f"{TEMPORARY}*-{of}"):
        if but and path.match(f"*-{but}"):
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def temporary_beside(path: Path) -> Path:
    """A fresh name in the same folder, so that a rename stays within one file system."""
    return path.with_name(f"{TEMPORARY}{secrets.token_hex(4)}-{path.name}")


def fsync_folder(folder: Path) -> None:
    """Flushes a folder's names: a rename is only lasting after this."""
    if os.name == "nt":  # Windows opens no folders, and flushes names by itself
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def files_in(folder: Path) -> dict[str, Path]:
    """Every file under a folder, by its path in it, written with `/`."""
    return {
        path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if not path.is_dir()
    }


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def steadily(load: Callable[[], T]) -> T:
    """What `load` returns, past a fault of CPython.

    NumPy reads a file's head with `ast`, which in some 3.11 releases fails now and then with a `SystemError`
    when two threads use it at once (github.com/python/cpython/issues/106905).
    """
    for _ in range(_ATTEMPTS - 1):
        with suppress(SystemError):
            return load()
    return load()
