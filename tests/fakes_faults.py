"""File operations made to fail, or to kill the process, at a chosen count: every library's, not only ours."""

import errno
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "shutil.rmtree", "os.fsync"}
FREEING = {"os.remove", "os.rmdir", "shutil.rmtree"}

_on_operation: Callable[[str, str], None] | None = None
_installed = False


def _hook(event: str, args: tuple[object, ...]) -> None:
    if _on_operation is None:
        return
    writes = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if writes or event in CHANGES:
        _on_operation(event, str(args[0]))


@contextmanager
def watched(root: Path, on_operation: Callable[[str, str], None]) -> Iterator[None]:
    """Tells of every operation that changes files under `root`, before it happens; raising stops it.

    Python's audit events see what any library does; only fsync has none and is wrapped.
    """
    global _on_operation, _installed  # noqa: PLW0603 - an audit hook can never be taken out again
    if not _installed:
        sys.addaudithook(_hook)
        _installed = True
    fsync = os.fsync

    def audited(descriptor: int) -> None:
        if _on_operation is not None:
            _on_operation("os.fsync", str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        fsync(descriptor)

    def inside(event: str, path: str) -> None:
        if path.startswith(str(root)):
            on_operation(event, path)

    os.fsync, _on_operation = audited, inside
    try:
        yield
    finally:
        os.fsync, _on_operation = fsync, None


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """No file grows beyond so many bytes: a write fails as on a full disk, after it has begun."""
    before, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, most))


class Fault:
    """Lets `after` operations through; then the disk is full, once or for good."""

    def __init__(self, after: int, *, for_good: bool = False) -> None:
        self.left = after
        self.for_good = for_good
        self.struck = False

    def __call__(self, event: str, path: str) -> None:
        self.left -= 1
        if self.left == -1 or (self.left < 0 and self.for_good and event not in FREEING):
            self.struck = True
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)


class Death:
    """Lets `after` operations through, then kills its own process."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self, event: str, path: str) -> None:
        del event, path
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
