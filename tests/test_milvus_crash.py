"""SIGKILL before each call of a reindex to Milvus: the old build answers or the new one, and nothing is left over."""

import multiprocessing
import os
import signal
from functools import partial
from pathlib import Path

import pytest
from fakes_milvus import MilvusWorkshop, milvus_process, needs_milvus

from index.milvus.client import Milvus
from index.milvus.engine import GRACE_SECONDS
from index.milvus.held import Held
from index.operations import Operations
from index.reindex import Reindexer
from index.sentence_index import SentenceIndex

ROOT = Path(__file__).parents[1]
SERVER = multiprocessing.get_context("forkserver")  # has imported all but gRPC, which does not outlive a fork
SERVER.set_forkserver_preload(["fakes_milvus", "index.milvus.engine"])


def reindex_and_die(root: Path, url: str, after: int) -> None:
    real, left = Milvus._ask, after

    def dying(milvus: Milvus, *call: object) -> object:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(milvus, *call)

    Milvus._ask = dying
    workshop = MilvusWorkshop(root, url, keep=0)
    # Else what was retired piles up, and each reindex makes more calls than the one before.
    workshop.engine._now = lambda now=workshop.engine._now: now() + GRACE_SECONDS
    workshop.reindex()


@needs_milvus
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_killed_before_each_call_to_the_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [
        str(ROOT),
        str(ROOT / "tests"),
        os.environ.get("PYTHONPATH", ""),
    ]  # the fork server inherits no other
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))
    with milvus_process(tmp_path / "server") as url:
        workshop = MilvusWorkshop(tmp_path, url, keep=0)
        workshop.write("kim", "Kim traf Putin zum 0. Mal.")
        workshop.reindex()
        old = SentenceIndex.build(workshop.library.read().articles, workshop.embedder)
        seen = set()
        for after in range(100):
            workshop.write("kim", f"Kim traf Putin zum {after + 1}. Mal. Sie sprachen {after + 1} Stunden.")
            new = SentenceIndex.build(workshop.library.read().articles, workshop.embedder)
            process = SERVER.Process(target=reindex_and_die, args=(tmp_path, url, after))
            process.start()
            process.join()
            live = workshop.opened()
            [found] = [index for index in (old, new) if dict(index.articles) == dict(live.articles)]
            assert live.search(["Kim", "Stunden"], limit=3) == found.search(["Kim", "Stunden"], limit=3)
            seen.add(found is new)
            old = found
            if process.exitcode == 0:
                break
        assert after > 8
        assert seen == {False, True}
        workshop.engine._now = lambda now=workshop.engine._now: now() + GRACE_SECONDS
        workshop.store.tidy()
        needed = {Held.load(workshop.store.folder(build)).collection for build in workshop.store.ids()}
        assert set(workshop.milvus.collections("gipfel_")) == needed
        workshop.close()


def make(root: Path, url: str) -> Reindexer:
    return MilvusWorkshop(root, url).reindexer


@needs_milvus
@pytest.mark.slow
def test_a_reindex_in_a_process_of_its_own_is_answered_from_here(tmp_path: Path) -> None:
    with milvus_process(tmp_path / "server") as url:
        workshop = MilvusWorkshop(tmp_path, url)
        workshop.write("kim", "Kim traf Putin.")
        operations = Operations(
            workshop.library, workshop.store, partial(make, tmp_path, url), lambda: "hash@1"
        )
        build = operations.reindex(who="test").build
        assert workshop.store.open(workshop.embedder).id == build
        workshop.close()
