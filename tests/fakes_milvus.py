"""An index whose rows a real Milvus holds: milvus-lite in this process, or its server in one of its own."""

import importlib.util
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fakes_index import Workshop

from index.milvus.client import Milvus
from index.milvus.engine import MilvusEngine
from index.milvus.held import Held

MISSING = [name for name in ("pymilvus", "milvus_lite") if importlib.util.find_spec(name) is None]
needs_milvus = pytest.mark.skipif(bool(MISSING), reason=f"make milvus: no {', '.join(MISSING)}")


class MilvusWorkshop(Workshop):
    """A workshop over Milvus; without a `url` over a file of its own."""

    def __init__(self, root: Path, url: str = "", *, keep: int = 5, deadline: float = 5.0) -> None:
        self.milvus = Milvus(url or str(root / "milvus.db"), "", deadline)
        self.engine = MilvusEngine(self.milvus, root / "var" / "index")
        super().__init__(root, keep=keep, engine=self.engine)

    def collection(self, build: str | None = None) -> str:
        """Where a build's rows are; the live one's by default."""
        return Held.load(self.store.folder(build or self.store.current_id() or "")).collection

    def collections(self) -> list[str]:
        return self.milvus.collections("gipfel_")

    def named(self) -> list[str]:
        """The collections that the alias of the live build names."""
        alias = f"{self.engine._prefix()}_live"
        return [name for name in self.collections() if alias in self.milvus.aliases(name)]

    def close(self) -> None:
        """Lets the connection go, and the file with it."""
        self.milvus.close()
        if self.milvus.url.endswith(".db"):
            from milvus_lite.server_manager import server_manager_instance

            server_manager_instance.release_server(self.milvus.url)


def filled(root: Path) -> Iterator[MilvusWorkshop]:
    """A workshop with two articles, one translated, the other with a row without a word."""
    workshop = MilvusWorkshop(root)
    workshop.write("kim", "Kim traf Putin. Sie sprachen lange.\n\nEs war kalt.")
    workshop.write("zug", "—\n\nDer Zug fuhr ab. Niemand winkte.")
    workshop.translate("kim", "en", {(1, 1): "Kim met Putin."})
    yield workshop
    workshop.close()


@contextmanager
def milvus_server(folder: Path) -> Iterator[int]:
    """milvus-lite as a server on loopback; its port."""
    from milvus_lite.adapter.grpc.server import start_server_in_thread

    server, database, port = start_server_in_thread(str(folder))
    try:
        yield port
    finally:
        server.stop(grace=0).wait()
        database.close()


@contextmanager
def milvus_process(folder: Path) -> Iterator[str]:
    """milvus-lite as a server in a process of its own, for several others; its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = [sys.executable, "-m", "milvus_lite", "server", "--data-dir", str(folder)]
    with subprocess.Popen([*program, "--host", "127.0.0.1", "--port", str(port)]) as process:
        try:
            ends = time.monotonic() + 60
            while socket.socket().connect_ex(("127.0.0.1", port)):
                assert process.poll() is None, "milvus-lite has ended"
                assert time.monotonic() < ends, "milvus-lite does not listen"
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
