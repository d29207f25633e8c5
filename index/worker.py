"""A reindex in a process of its own, so that answering keeps its interpreter and its core."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import FrameType

from index.changes import Outcome
from index.errors import IndexRoomError, ReindexDied
from index.models import Progress, no_progress
from index.reindex import Reindexer
from index.threads import one_thread

_POLL = 0.1  # seconds between two looks whether to cancel
_NICENESS = 10  # questions first, but a busy machine must not starve a build for ever


@dataclass(frozen=True, slots=True)
class Job:
    """A reindex to be run elsewhere; all of it crosses the process border."""

    make: Callable[[], Reindexer]  # called there: a function of some module, or a partial, with plain values
    who: str
    dry_run: bool = False
    confirmed: bool = False
    without: str | None = None


def run_apart(
    job: Job, *, progress: Progress = no_progress, cancelled: Callable[[], bool] = lambda: False
) -> Outcome:
    """Runs a job in a fresh process of low priority and waits for it.

    Args:
        job: what to run.
        progress: told here of each step there.
        cancelled: asked several times a second; True ends the process at its next step.

    Raises:
        ReindexDied: the process was killed or could not start.
        IndexRoomError: whatever `Reindexer.run` raises.
    """
    context = multiprocessing.get_context("spawn")  # a fork would copy locks that other threads hold
    ours, theirs = context.Pipe()
    process = context.Process(target=_child, args=(job, theirs), daemon=True)
    with theirs:
        try:
            process.start()
        except OSError as error:
            ours.close()
            raise ReindexDied(f"the process that was to build could not start: {error}") from error
    try:
        return _follow(ours, progress, cancelled)
    except (EOFError, ConnectionResetError):  # the latter where a word to it was not read yet
        process.join()
        raise ReindexDied(f"the process that built ended with status {process.exitcode}") from None
    finally:
        ours.close()  # a process that is still there takes this for a cancel
        process.join()


def _follow(child: Connection, progress: Progress, cancelled: Callable[[], bool]) -> Outcome:
    asked = False
    while True:
        if not asked and cancelled():
            asked = True
            with suppress(OSError):
                child.send("cancel")
        if not child.poll(_POLL):
            continue
        match child.recv():
            case Outcome() as outcome:
                return outcome
            case BaseException() as error:
                raise error
            case (str(phase), int(done), int(total)):
                progress(phase, done, total)


def _child(job: Job, parent: Connection) -> None:
    _step_back()
    answer: Outcome | IndexRoomError
    try:
        answer = job.make().run(
            who=job.who,
            dry_run=job.dry_run,
            confirmed=job.confirmed,
            without=job.without,
            progress=lambda phase, done, total: parent.send((phase, done, total)),
            cancelled=parent.poll,  # a word from the parent, or its end
        )
    except IndexRoomError as error:
        answer = error
    with suppress(OSError):  # the parent is gone, and with it whoever wanted this
        parent.send(answer)


def _step_back() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    signal.signal(signal.SIGTERM, _end)
    os.environ["OMP_NUM_THREADS"] = "1"  # for the encoder and torch: one core is left to the questions
    one_thread()  # for FAISS and NumPy, which are imported already
    if hasattr(os, "nice"):
        os.nice(_NICENESS)


def _end(number: int, frame: FrameType | None) -> None:
    """Ends the process as an exception, so that what was set aside goes back; nothing interrupts that."""
    del frame
    signal.signal(number, signal.SIG_IGN)
    sys.exit(128 + number)
