"""A quick news site on loopback, in a process of its own, so that its CPU is not ours.

Many ports stand for many hosts. Each feed has 30 items and strong validators; each page has some
70 kB, of which 3 kB are text that no other page has.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import PIPE, Popen

ITEMS = 30
STILL = '"still"'
WORDS = [f"w{n:x}ord" for n in range(20_000)]


def feed(host: int, number: int, port: int) -> bytes:
    """RSS 2.0 with thirty items."""
    items = "".join(
        f"<item><title>{_words(f't{host}-{number}-{n}', 8)}</title>"
        f"<link>http://127.0.0.1:{port}/a/{number}/{n}.html</link>"
        f"<guid>{host}-{number}-{n}</guid>"
        f"<pubDate>Thu, 05 Feb 2026 {n % 24:02}:00:00 GMT</pubDate>"
        f"<description>{_words(f'd{host}-{number}-{n}', 30)}</description></item>"
        for n in range(ITEMS)
    )
    return (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Site</title>'
        f"<link>http://127.0.0.1:{port}/</link>{items}</channel></rss>"
    ).encode()


def page(key: str) -> bytes:
    """An article in the midst of navigation, scripts and teasers."""
    title, body = (
        _words(f"t{key}", 8),
        "".join(f"<p>{_words(f'{key}/{n}', 70).capitalize()}.</p>" for n in range(8)),
    )
    teasers = "".join(
        f'<li class="teaser"><a href="/a/0/{n}.html"><img src="/{n}.jpg" alt=""><h3>More {n}</h3>'
        f'<span class="date">today</span></a></li>'
        for n in range(150)
    )
    script = f"<script>var settings = {{{'x' * 30_000}: 1}};</script>"
    return (
        f"<!DOCTYPE html><html lang=en><head><title>{title}</title>"
        f'<meta property="article:published_time" content="2026-02-05T10:00:00Z">{script}</head>'
        f"<body><nav>{teasers[:8000]}</nav><main><article><h1>{title}</h1>{body}</article></main>"
        f"<aside><ul>{teasers}</ul></aside><footer>All rights reserved</footer></body></html>"
    ).encode()


def _words(seed: str, count: int) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=count))


class Site:
    """What the ports answer; counts requests."""

    def __init__(self, base: int) -> None:
        self.base, self.count, self.not_modified = base, 0, 0
        self._cache: dict[tuple[int, str], bytes] = {}

    def answer(self, port: int, path: str, etag: str) -> bytes:
        """A whole HTTP answer."""
        if path == "/count":
            return _http(f"{self.count} {self.not_modified}".encode(), "text/plain")
        if path == "/robots.txt":
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        self.count += 1
        if path.startswith("/still"):
            # For a hundred thousand feeds of which nobody reads a body.
            if etag == STILL:
                self.not_modified += 1
                return f"HTTP/1.1 304 Not Modified\r\nETag: {STILL}\r\n\r\n".encode()
            return _http(b"<rss/>", "application/rss+xml", f"ETag: {STILL}\r\n")
        body = self._body(port, path)
        tag = f'"{hashlib.md5(body).hexdigest()}"'
        if etag == tag:
            self.not_modified += 1
            return f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode()
        kind = "application/rss+xml" if path.startswith("/feed") else "text/html; charset=utf-8"
        return _http(body, kind, f"ETag: {tag}\r\n")

    def _body(self, port: int, path: str) -> bytes:
        key = (port, path)
        if path.startswith("/feed"):
            if key not in self._cache:
                number = int(path.removeprefix("/feed").removesuffix(".xml"))
                self._cache[key] = feed(port - self.base, number, port)
            return self._cache[key]
        return page(f"{port}{path}")


def _http(body: bytes, kind: str, more: str = "") -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{more}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def serve(base: int, ports: int) -> None:
    """Until killed."""
    site = Site(base)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        port = writer.get_extra_info("sockname")[1]
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.decode("latin-1").split("\r\n")
                headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
                low = {name.lower(): value for name, value in headers.items()}
                writer.write(
                    site.answer(port, lines[0].split(" ")[1], low.get("if-none-match", ""))
                )
                await writer.drain()
                if low.get("connection") == "close":
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    servers = [await asyncio.start_server(talk, "127.0.0.1", base + n) for n in range(ports)]
    print("ready", flush=True)
    await asyncio.gather(*(server.serve_forever() for server in servers))


@contextmanager
def running(base: int, ports: int) -> Iterator[None]:
    """The site in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.site", str(base), str(ports)]
    with Popen(command, stdout=PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield
        finally:
            process.kill()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
