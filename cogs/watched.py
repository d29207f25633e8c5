"""How far a long piece of work is, between the thread that does it and the event loop that shows it."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """How far it is."""

    phase: str
    done: int
    total: int
    began: float  # when the phase began, on the monotonic clock, in seconds


class Watched:
    """Told of each step by the worker; read, and asked to cancel, from the event loop."""

    def __init__(self) -> None:
        self.step: Step | None = None
        self._cancel = threading.Event()

    def __call__(self, phase: str, done: int, total: int) -> None:
        """As `index.models.Progress`."""
        before = self.step
        began = before.began if before and before.phase == phase else time.monotonic()
        self.step = Step(phase, done, total, began)

    def cancel(self) -> None:
        """Ask the work to end at its next step."""
        self._cancel.set()

    def cancelled(self) -> bool:
        """Whether it was asked to."""
        return self._cancel.is_set()
