"""A TCP proxy that can be told to fail as networks and servers do."""

import contextlib
import socket
import threading
import time


class Proxy:
    """Listens on loopback and passes everything on, until `mode` says otherwise.

    `pass`; `refuse`: nobody listens; `stall`: connections stand, and nothing passes; `slow`: everything passes after
    `delay` seconds; what stands when the mode is set to `refuse` is cut.
    """

    def __init__(self, port: int, *, delay: float = 0.6) -> None:
        self._target = port
        self._delay = delay
        self._mode = "pass"
        self._open: list[socket.socket] = []
        self._listener = self._listen(0)
        self.port = self._listener.getsockname()[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def mode(self) -> str:
        return self._mode

    @mode.setter
    def mode(self, mode: str) -> None:
        before, self._mode = self._mode, mode
        if mode == "refuse" != before:
            _end(self._listener)
            for one in self._open:
                _end(one)
        elif before == "refuse":
            self._listener = self._listen(self.port)

    def close(self) -> None:
        self.mode = "refuse"

    def _listen(self, port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                here, _ = listener.accept()
                there = socket.create_connection(("127.0.0.1", self._target))
                self._open += [here, there]
                for pair in ((here, there), (there, here)):
                    threading.Thread(target=self._pass_on, args=pair, daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                if self._mode == "slow":
                    time.sleep(self._delay)
                while self._mode == "stall":
                    time.sleep(0.02)
                target.sendall(data)
        _end(source)
        _end(target)


def _end(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
