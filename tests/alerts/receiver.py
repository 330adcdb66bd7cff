"""A real HTTP server on loopback that takes webhooks, or refuses them in every way it can."""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


@dataclass(frozen=True)
class Taken:
    """A request as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def key(self) -> str:
        return self.headers["idempotency-key"]


Way = Callable[["Answering"], None]


class Answering(BaseHTTPRequestHandler):
    """Answers as the receiver's next way says."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        way = self.server.take(Taken(self.path, headers, body))
        way(self)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


class Receiver(ThreadingHTTPServer):
    """Keeps what it was sent; *ways* are how it answers, one after the other, then 200."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, *ways: Way, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.taken: list[Taken] = []
        self.ways = list(ways)
        self.connections = 0
        self.released = threading.Event()
        self._lock = threading.Lock()
        self._tls = tls

    @property
    def url(self) -> str:
        scheme = "https" if self._tls else "http"
        return f"{scheme}://127.0.0.1:{self.server_port}/hooks/T0KEN-in-the-path?s=also-secret"

    def take(self, taken: Taken) -> Way:
        with self._lock:
            self.taken.append(taken)
            return self.ways.pop(0) if self.ways else ok

    def get_request(self) -> Any:
        link, address = super().get_request()
        self.connections += 1
        if self._tls:
            link = self._tls.wrap_socket(link, server_side=True, do_handshake_on_connect=False)
        return link, address

    def handle_error(self, *_: Any) -> None:
        pass  # clients that go away are part of the tests

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        self.shutdown()
        self.server_close()


def ok(one: Answering) -> None:
    one.answer(200, b"thank you")


def ok_and_close(one: Answering) -> None:
    """Closes the connection without having said that it would."""
    ok(one)
    one.close_connection = True


def status(number: int, body: bytes = b"", **headers: str) -> Way:
    return lambda one: one.answer(number, body, **headers)


def hang(one: Answering) -> None:
    """Says nothing until the receiver ends."""
    one.server.released.wait(30)
    one.close_connection = True


def reset(one: Answering) -> None:
    """Breaks the connection in place of an answer."""
    linger = struct.pack("ii", 1, 0)
    one.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    one.close_connection = True
    one.rfile.close()
    one.wfile.close()
    one.connection.close()


def accept_and_break(one: Answering) -> None:
    """A status, the promise of a body, and the end."""
    one.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of")
    one.wfile.flush()
    one.close_connection = True


def drip(began: bytes) -> Way:
    """An answer that never ends, a byte at a time after its beginning."""

    def way(one: Answering) -> None:
        one.wfile.write(began)
        while not one.server.released.wait(0.05):
            one.wfile.write(b"x")
            one.wfile.flush()
        one.close_connection = True

    return way
