"""A web server that behaves as a test tells it, on one port of loopback for each.

with Origin({"/feed": rss(page), "/page": Reply(404)}) as origin:
    origin.url("/feed")
    origin.asked("/page")   # how often
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

ITEM = """<item><title>{title}</title><link>{url}</link><guid>{url}</guid>
<description>{summary}</description></item>"""
RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Paper</title>
<link>http://127.0.0.1/</link><description>News</description>{items}</channel></rss>"""
PAGE = """<!DOCTYPE html><html lang="en"><head><title>{title}</title></head><body><article>
<h1>{title}</h1>{paragraphs}</article></body></html>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is sent for a path."""

    status: int = 200
    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    wait_s: float = 0.0  # before the first byte
    raw: bytes | None = None  # in place of any answer of HTTP; then the connection is closed
    stalls: bool = False  # after half of the body, until the server ends


Answers = Reply | Callable[["Origin"], Reply]


class Origin:
    """Serves *paths*; what it does not have is a 404. A path may be given later."""

    def __init__(self, paths: Mapping[str, Answers] | None = None, *, port: int = 0) -> None:
        self.paths = dict(paths or {})
        self.log: list[tuple[str, dict[str, str]]] = []
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._visitor())
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]  # they may leave
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True, name="origin"
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def asked(self, path: str) -> int:
        """How often for this path."""
        return sum(one == path for one, _ in list(self.log))

    def feed(self, *paths: str, summary: str = "") -> Reply:
        """A feed that announces these pages."""
        items = "".join(
            ITEM.format(title=title_of(path), url=self.url(path), summary=summary) for path in paths
        )
        return Reply(body=RSS.format(items=items).encode(), kind="application/rss+xml")

    def _visitor(self) -> type[BaseHTTPRequestHandler]:
        origin = self

        class Visitor(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                if origin._ended.is_set():
                    self.close_connection = True  # one that was kept open does not outlive us
                    return
                headers = {name.lower(): value for name, value in self.headers.items()}
                with origin._lock:
                    origin.log.append((self.path, headers))
                    origin._at_once += 1
                    origin.most_at_once = max(origin.most_at_once, origin._at_once)
                try:
                    origin._answer(self)
                except (ConnectionError, TimeoutError):
                    self.close_connection = True
                finally:
                    with origin._lock:
                        origin._at_once -= 1

            def log_message(self, *_: Any) -> None:
                """Tests say what went wrong themselves."""

        return Visitor

    def _answer(self, visitor: BaseHTTPRequestHandler) -> None:
        found = self.paths.get(visitor.path, Reply(status=404, body=b"nothing here"))
        reply = found if isinstance(found, Reply) else found(self)
        if reply.wait_s:
            self._ended.wait(reply.wait_s)
        if reply.raw is not None:
            visitor.wfile.write(reply.raw)
            visitor.close_connection = True
            return
        visitor.send_response(reply.status)
        visitor.send_header("Content-Type", reply.kind)
        for name, value in reply.headers.items():
            visitor.send_header(name, value)
        if "Content-Length" not in reply.headers:
            visitor.send_header("Content-Length", str(len(reply.body)))
        visitor.end_headers()
        if reply.stalls:
            visitor.wfile.write(reply.body[: len(reply.body) // 2])
            visitor.wfile.flush()
            self._ended.wait(60)
        visitor.wfile.write(reply.body)


def title_of(path: str) -> str:
    """The headline of the page at *path*."""
    return f"Report {path.strip('/').replace('/', ' ')} from the harbour"


def page(path: str, *, about: str = "harbour") -> Reply:
    """An article of its own, unlike those of other paths."""
    word = path.strip("/").replace("/", "")
    paragraphs = "".join(
        f"<p>The {about} office said on day {number} that the {word} of quarter {number} was "
        f"{word}{number} longer than the {word} counted in {about}{number}{word}, and that nobody "
        f"had expected {word}s of this length so early in the year number {number} of {word}.</p>"
        for number in range(1, 9)
    )
    return Reply(body=PAGE.format(title=title_of(path), paragraphs=paragraphs).encode())


def wait_until(claim: Callable[[], object], *, seconds: float = 30.0) -> None:
    """Until *claim* holds."""
    end = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < end, "still not so"
        time.sleep(0.02)
