"""The real server, what this project asks of it: dense search, an alias that is switched, deletes, a restart."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fakes_milvus import needs_milvus

WORKER = Path(__file__).with_name("worker_milvus.py")
ROOT = Path(__file__).parents[1]
APART = ("unshare", "--map-root-user", "--net")


def no_network_of_its_own() -> bool:
    if shutil.which("unshare") is None:
        return True
    return subprocess.run([*APART, "true"], capture_output=True, check=False).returncode != 0


@needs_milvus
@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(importlib.util.find_spec("milvus") is None, reason="make milvus-test: no milvus")
@pytest.mark.skipif(no_network_of_its_own(), reason="this user may not make a network namespace")
def test_the_real_server_finds_what_the_embedded_arm_finds_and_keeps_it_through_a_restart(
    tmp_path: Path,
) -> None:
    done = subprocess.run(
        [*APART, sys.executable, str(WORKER), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["counted"] == 2_000
    assert said["same_bits"]
    assert (said["agree"], said["through_first"], said["through_second"], said["first_still"]) == (
        20,
        20,
        20,
        20,
    )
    assert said["of_an_article"] == [1]
    assert said["alias"] == [["gipfel_live"], [], ["gipfel_live"], ["gipfel_live"]]
    assert said["left"] == [1_500, []]
    assert "127.0.0.1" in said["stopped"]
    assert said["after_restart"] == 20
    assert said["collections"] == ["gipfel_second"]
