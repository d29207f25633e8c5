"""SIGKILL at any moment of a reindex: afterwards the old build or the new one is live, whole, and answers."""

import multiprocessing
import os
import random
import time
from pathlib import Path

import numpy as np
import pytest
from fakes_faults import Death, watched
from fakes_index import Workshop

from index.sentence_index import SentenceIndex

KILLS = 200
ROOT = Path(__file__).parent.parent
SERVER = multiprocessing.get_context(
    "forkserver"
)  # forks from a process that has imported all, but runs no threads
SERVER.set_forkserver_preload(["fakes_faults", "fakes_index", "index.recovery"])

# The server inherits no import path from here, and would silently import nothing.
os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "tests")])


def write(workshop: Workshop, version: int) -> None:
    workshop.write("kim", f"Kim traf Putin zum {version}. Mal. Sie sprachen {version} Stunden lang.")
    workshop.write("news", f"Es ist Tag {version}. Nichts geschah.")


def reindex(root: Path) -> None:
    Workshop(root, keep=1).reindex()


def reindex_and_die(root: Path, after: int) -> None:
    with watched(root, Death(after)):
        reindex(root)


def oracle(workshop: Workshop) -> SentenceIndex:
    return SentenceIndex.build(workshop.library.read().articles, workshop.embedder)


def check(workshop: Workshop, *allowed: SentenceIndex) -> SentenceIndex:
    """The live build opens, and says and scores just what one of the allowed ones does."""
    opened = workshop.opened()
    same = [index for index in allowed if dict(index.articles) == dict(opened.articles)]
    assert len(same) == 1, "neither the old nor the new"
    assert opened.sentences == same[0].sentences
    np.testing.assert_array_equal(opened.vectors, same[0].vectors)
    questions = ["Kim Putin", "Tag", "Stunden"]
    assert opened.search(questions, limit=3) == same[0].search(questions, limit=3)
    return same[0]


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_killed_at_any_of_200_random_moments(tmp_path: Path) -> None:
    chance = random.Random(2019)  # noqa: S311 - repeatable, not secret
    workshop = Workshop(tmp_path, keep=1)
    write(workshop, 0)
    began = time.monotonic()
    run(reindex, tmp_path)
    seconds = time.monotonic() - began
    old, outcomes = oracle(workshop), []
    for version in range(1, KILLS + 1):
        write(workshop, version)
        new = oracle(workshop)
        process = SERVER.Process(target=reindex, args=(tmp_path,))
        process.start()
        process.join(chance.uniform(0.2, 1.1) * seconds)
        process.kill()
        process.join()
        found = check(workshop, old, new)
        outcomes.append(found is new)
        old = found
    assert 0 < sum(outcomes) < KILLS, "kills came only before or only after the publishing"
    run(reindex, tmp_path)
    check(workshop, oracle(workshop))
    assert not list((workshop.store.root / "builds").glob(".tmp-*"))


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_killed_before_each_file_operation(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path, keep=1)
    write(workshop, 0)
    run(reindex, tmp_path)
    old, seen = oracle(workshop), set()
    for after in range(1_000):
        write(workshop, after + 1)
        new = oracle(workshop)
        code = run(reindex_and_die, tmp_path, after)
        found = check(workshop, old, new)
        seen.add(found is new)
        old = found
        if code == 0:
            break
    assert after > 20
    assert seen == {False, True}


def run(target: object, *args: object) -> int | None:
    process = SERVER.Process(target=target, args=args)
    process.start()
    process.join()
    return process.exitcode
