"""Waiters get their turn in the order in which they came, and nobody who gave up blocks the next."""

import threading
import time

import pytest

from querylog.turns import Turns


def test_a_thread_that_takes_turn_after_turn_keeps_nobody_waiting() -> None:
    turns, ends = Turns(), time.monotonic() + 5
    begun, done = threading.Event(), threading.Event()

    def greedy() -> None:
        while not done.is_set() and time.monotonic() < ends:
            with turns.turn(1):
                begun.set()
                time.sleep(0.02)

    crew = threading.Thread(target=greedy)
    crew.start()
    begun.wait(5)
    try:
        for _ in range(20):
            with turns.turn(0.5):
                pass
    finally:
        done.set()
        crew.join()


def test_first_come_first_served() -> None:
    turns, served = Turns(), []

    def ask(number: int) -> None:
        with turns.turn(5):
            served.append(number)

    with turns.turn(0):
        crew = [threading.Thread(target=ask, args=(number,)) for number in range(5)]
        for waiting, thread in enumerate(crew, 1):
            thread.start()
            while len(turns._waiting) < waiting:
                time.sleep(0.001)
    for thread in crew:
        thread.join()
    assert served == [0, 1, 2, 3, 4]


def test_who_gave_up_or_failed_blocks_nobody() -> None:
    turns = Turns()
    with turns.turn(0), pytest.raises(TimeoutError), turns.turn(0.01):
        pass
    with pytest.raises(ValueError, match="failed"), turns.turn(0):
        raise ValueError("failed")
    with turns.turn(0):
        pass
