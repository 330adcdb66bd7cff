"""A proxy on loopback that opens tunnels, always to the one server behind it."""

from __future__ import annotations

import socket
import threading
from typing import Self


class Tunnel:
    """*behind* is the port where every tunnel leads, whatever was asked for."""

    def __init__(self, behind: int) -> None:
        self.behind = behind
        self.asked: list[str] = []
        self._door = socket.create_server(("127.0.0.1", 0))

    @property
    def url(self) -> str:
        return f"http://me:pa55word@127.0.0.1:{self._door.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._open, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._door.close()

    def _open(self) -> None:
        try:
            link, _ = self._door.accept()
        except OSError:
            return
        with link, socket.create_connection(("127.0.0.1", self.behind)) as server:
            head = b""
            while b"\r\n\r\n" not in head:
                head += link.recv(4096)
            self.asked.append(head.decode())
            link.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=_pour, args=(server, link), daemon=True)
            back.start()
            _pour(link, server)
            back.join()


def _pour(source: socket.socket, target: socket.socket) -> None:
    try:
        while piece := source.recv(65536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # one of the two went away
