"""The connection to Milvus: in time or not at all; what pymilvus raises becomes the index's own errors."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from typing import TYPE_CHECKING, TypeVar

from index.errors import EngineLost, EngineUnavailable

if TYPE_CHECKING:
    from pymilvus import MilvusClient

T = TypeVar("T")
WORK_SECONDS = 120.0
"""How long anything but a question may take: creating, writing, loading."""
_MISSING = 100  # Milvus' code for a collection that is not there
_WORKERS = 8


class Connection:
    """Made when first needed, and made anew after a failure. Thread-safe.

    Args:
        url: `http(s)://host:port`, or a file ending in `.db`, which one process at a time can use.
        token: `user:password` or an API key; empty for none.
        deadline: seconds that the engine may take over one batch of questions.
    """

    def __init__(self, url: str, token: str, deadline: float) -> None:
        self.url = url
        self.deadline = deadline
        self._token = token
        self._client: MilvusClient | None = None
        self._connecting = threading.Lock()
        self._workers = ThreadPoolExecutor(_WORKERS, "engine")
        self._closed = False

    def close(self) -> None:
        """Lets the connection go. No call is made any more, it is as if it were away; one that hangs is left to end."""
        self._closed = True
        self._workers.shutdown(wait=False, cancel_futures=True)
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _ask(self, call: Callable[[MilvusClient, float], T], seconds: float = WORK_SECONDS) -> T:
        """One call in a worker thread: pymilvus' own retries outlast the time it is given."""
        if self._closed:
            raise EngineUnavailable(f"{self.url} was let go")
        raised = _library()
        if self.url.endswith(".db"):
            self._start(raised)
        ends = time.monotonic() + seconds
        future = self._workers.submit(self._call, call, ends, raised)
        try:
            return future.result(seconds)
        except TookTooLong:
            future.cancel()  # what still waits for a worker must not be written later
            self._client = None
            raise EngineUnavailable(f"{self.url} does not answer within {seconds:.1f} s") from None

    def _call(
        self, call: Callable[[MilvusClient, float], T], ends: float, raised: tuple[type[Exception], ...]
    ) -> T:
        try:
            client = self._connected(max(0.001, ends - time.monotonic()))
            return call(client, max(0.001, ends - time.monotonic()))
        except raised as error:
            if getattr(error, "code", None) == _MISSING:
                raise EngineLost(f"{self.url}: {_short(error)}") from error
            self._client = None
            raise EngineUnavailable(f"{self.url}: {_short(error)}") from error

    def _start(self, raised: tuple[type[Exception], ...]) -> None:
        """Opens the file: that takes its time, and is no waiting for somebody else."""
        try:
            self._connected(WORK_SECONDS)
        except raised as error:
            raise EngineUnavailable(
                f"{self.url} cannot be opened; one process at a time can use it: {_short(error)}"
            ) from error

    def _connected(self, seconds: float) -> MilvusClient:
        from pymilvus import MilvusClient as Client

        with self._connecting:
            if self._client is None:
                self._client = Client(uri=self.url, token=self._token, timeout=seconds)
            return self._client


def _library() -> tuple[type[Exception], ...]:
    """Loads pymilvus, once, outside of any deadline; what it raises.

    Raises:
        EngineUnavailable: it is not installed.
    """
    try:
        from grpc import RpcError
        from pymilvus.exceptions import MilvusException
    except ImportError as error:
        raise EngineUnavailable(f"Milvus needs what `make milvus` installs: {error}") from error
    for noisy in ("pymilvus", "grpc._server", "milvus_lite"):  # they log what they raise, with tracebacks
        logging.getLogger(noisy).setLevel(logging.CRITICAL)
    return MilvusException, RpcError


def _short(error: Exception) -> str:
    """What a library raised, in one line."""
    code = getattr(error, "code", None)
    text = str(code() if callable(code) else getattr(error, "message", error))
    return text.splitlines()[0][:200] if text else type(error).__name__
