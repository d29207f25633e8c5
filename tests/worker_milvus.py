"""Run as `unshare --map-root-user --net python tests/worker_milvus.py FOLDER`: the real server, seen by loopback alone.

The server of the package `milvus` listens on every address, so it gets a network of its own. Prints one JSON object.
"""

import fcntl
import json
import socket
import struct
import sys
import time

import numpy as np

from index.errors import EngineLost, EngineUnavailable
from index.milvus.client import VECTOR, Milvus, Row
from index.search.dense import DenseArm

ROWS, DIM, QUESTIONS, LIMIT = 2_000, 64, 20, 10
_GET_FLAGS, _SET_FLAGS, _UP = 0x8913, 0x8914, 1


def loopback_up() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        name = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16sh14x", fcntl.ioctl(any_socket, _GET_FLAGS, name))[1]
        fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sh14x", b"lo", flags | _UP))


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def fill(milvus: Milvus, name: str, vectors: np.ndarray) -> None:
    milvus.create(name, vectors.shape[1], worded=False)
    milvus.insert(name, [Row(row, vector, {}, f"a{row % 4}") for row, vector in enumerate(vectors)])
    milvus.finish(name)


def agree(milvus: Milvus, name: str, vectors: np.ndarray, questions: np.ndarray) -> int:
    """How many questions get the rows that the embedded arm finds, in its order."""
    found = milvus.search(name, VECTOR, questions, LIMIT, seconds=10)
    arm = DenseArm(vectors)
    expected = [arm.nearest(question, LIMIT) for question in questions]
    return sum(np.array_equal(rows, exact) for (rows, _), exact in zip(found, expected, strict=True))


def until_back(milvus: Milvus, name: str, seconds: float = 90.0) -> float:
    began = time.monotonic()
    while True:
        try:
            milvus.load(name, seconds=2.0)
            milvus.rows(name, [0], [VECTOR], seconds=2.0)
            return time.monotonic() - began
        except (EngineUnavailable, EngineLost):
            if time.monotonic() - began > seconds:
                raise
            time.sleep(0.5)


def main(folder: str) -> dict[str, object]:
    loopback_up()
    from milvus import MilvusServer

    server = MilvusServer()
    server.set_base_dir(folder)
    server.start()
    said: dict[str, object] = {}
    try:
        milvus = Milvus(f"http://127.0.0.1:{server.listen_port}", "", 2.0)
        chance = np.random.default_rng(8)
        first, second = (unit(chance.standard_normal((ROWS, DIM))) for _ in range(2))
        questions = unit(chance.standard_normal((QUESTIONS, DIM)))
        fill(milvus, "gipfel_first", first)
        fill(milvus, "gipfel_second", second)
        said["counted"] = milvus.count("gipfel_first")
        said["agree"] = agree(milvus, "gipfel_first", first, questions)
        rows = milvus.rows("gipfel_first", range(ROWS), [VECTOR])
        said["same_bits"] = all(np.array_equal(np.float32(rows[row].vector), first[row]) for row in rows)
        said["of_an_article"] = sorted({row % 4 for row in milvus.ids_of("gipfel_first", "a1")})
        milvus.point("gipfel_live", "gipfel_first", moved=False)
        said["alias"] = [milvus.aliases("gipfel_first")]
        said["through_first"] = agree(milvus, "gipfel_live", first, questions)
        milvus.point("gipfel_live", "gipfel_second", moved=True)
        said["alias"] += [milvus.aliases("gipfel_first"), milvus.aliases("gipfel_second")]
        said["through_second"] = agree(milvus, "gipfel_live", second, questions)
        said["first_still"] = agree(milvus, "gipfel_first", first, questions)
        milvus.delete("gipfel_first", milvus.ids_of("gipfel_first", "a2"))
        said["left"] = [milvus.count("gipfel_first"), milvus.ids_of("gipfel_first", "a2")]
        server.stop()
        try:
            milvus.rows("gipfel_second", [0], [VECTOR], seconds=2.0)
        except EngineUnavailable as error:
            said["stopped"] = str(error)
        server.config.resolve = lambda: None  # it would take other ports while the old ones linger
        server.start()
        said["back_after"] = until_back(milvus, "gipfel_second")
        said["after_restart"] = agree(milvus, "gipfel_second", second, questions)
        said["alias"] += [milvus.aliases("gipfel_second")]
        milvus.drop("gipfel_first")
        said["collections"] = milvus.collections("gipfel_")
        milvus.close()
    finally:
        server.stop()
    return said


if __name__ == "__main__":
    print("\n" + json.dumps(main(sys.argv[1])))  # noqa: T201 - what the test reads
