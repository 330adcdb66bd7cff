"""The world on loopback: each outlet on its own port of 127.0.0.1, and a log of who asked what.

    with DemoServer(build_world()) as server:
        urllib.request.urlopen(server.world.feed_url("bundesfunk"))
        server.requests  # every request so far

The addresses are the same from run to run. HTTP/1.1 with keep-alive, conditional GET and gzip.
"""

from __future__ import annotations

import asyncio
import errno
import gzip
import hashlib
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, formatdate, parsedate_to_datetime
from types import TracebackType
from typing import Self

from crawler.demo.outlets import Outlet
from crawler.demo.world import BASE_PORT, Answer, World
from crawler.errors import UsageError

ADDRESS = "127.0.0.1"
IDLE_S = 30.0  # a connection that asks nothing for so long is closed
MAX_HEAD_BYTES = 32 * 1024
START_S = 10.0  # opening nine ports takes milliseconds; longer means that something hangs
GZIP_FROM_BYTES = 256
REASONS = {200: "OK", 304: "Not Modified", 400: "Bad Request", 403: "Forbidden", 404: "Not Found"}
REASONS |= {405: "Method Not Allowed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request and what it got."""

    elapsed_s: float  # since the world began
    outlet: str
    method: str
    target: str  # path and query
    status: int
    sent_bytes: int  # of the body, as it went over the wire
    headers: Mapping[str, str] = field(repr=False)  # names in lower case

    @property
    def user_agent(self) -> str | None:
        return self.headers.get("user-agent")

    @property
    def if_none_match(self) -> str | None:
        return self.headers.get("if-none-match")

    @property
    def if_modified_since(self) -> str | None:
        return self.headers.get("if-modified-since")


class DemoServer:
    """Serves *world* from a thread of its own, between ``with`` and its end.

    *base_port* 0 takes whatever ports are free, for tests that run side by side; ``world`` then
    knows them. *clock* tells seconds; the world begins at ``started_at_s`` of it, which is the
    moment of the start unless an earlier run is to be continued.
    """

    def __init__(
        self,
        world: World,
        base_port: int = BASE_PORT,
        *,
        clock: Callable[[], float] = time.monotonic,
        started_at_s: float | None = None,
    ) -> None:
        self.world = world
        self.base_port = base_port
        self._clock = clock
        self._started_at_s = started_at_s
        self._log: list[Request] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="demo world", daemon=True)
        self._ready = threading.Event()
        self._failure: Exception | None = None
        self._stop: asyncio.Event | None = None

    @property
    def elapsed_s(self) -> float:
        """Seconds since the world began."""
        return self._clock() - (self._started_at_s or 0.0)

    @property
    def requests(self) -> tuple[Request, ...]:
        """Every request so far, in the order in which they were answered."""
        return tuple(self._log)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Open all ports, or none; raises UsageError that names the port in the way."""
        if self._started_at_s is None:
            self._started_at_s = self._clock()
        self._thread.start()
        if not self._ready.wait(START_S):
            raise UsageError(f"The demo world did not open its ports within {START_S:.0f} s.")
        if self._failure is not None:
            self._thread.join()
            raise self._failure

    def stop(self) -> None:
        """Close everything and wait for the thread; a second call does nothing."""
        if self._stop is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
        if self._thread.ident is not None:
            self._thread.join()
        elif not self._loop.is_closed():
            self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        servers: list[asyncio.Server] = []
        try:
            for number, outlet in enumerate(self.world.outlets, start=1):
                servers.append(await self._open(outlet, number))
        except UsageError as error:
            self._failure = error
            self._stop.set()
        else:
            self.world = self.world.at([server.sockets[0].getsockname()[1] for server in servers])
        self._ready.set()
        await self._stop.wait()
        await self._close(servers)

    async def _open(self, outlet: Outlet, number: int) -> asyncio.Server:
        port = self.base_port + number if self.base_port else 0

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await self._converse(outlet, reader, writer)

        try:
            return await asyncio.start_server(serve, ADDRESS, port, limit=MAX_HEAD_BYTES)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            last = self.base_port + len(self.world.outlets)
            raise UsageError(
                f"Port {port} of {ADDRESS} is taken (wanted for “{outlet.name}”). Stop the program "
                f"that listens there, perhaps another demo, or give a base port with the "
                f"{len(self.world.outlets)} ports after it free; tried {self.base_port + 1}-{last}."
            ) from error

    async def _close(self, servers: list[asyncio.Server]) -> None:
        """Take no more visitors, then end the conversations; each closes its connection."""
        for server in servers:
            for listening in server.sockets:
                self._loop.remove_reader(listening.fileno())
        # A visitor let in at this instant needs a few turns of the loop to become a conversation.
        # Closing the server before that loses the connection (an assertion in asyncio, 3.11).
        for _ in range(5):
            await asyncio.sleep(0)
        for server in servers:
            server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _converse(
        self, outlet: Outlet, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            # A visitor may leave at any moment; that is their right and no error of ours.
            with suppress(ConnectionError, TimeoutError, asyncio.IncompleteReadError):
                while await self._exchange(outlet, reader, writer):
                    pass
        except asyncio.LimitOverrunError:
            writer.write(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
        finally:
            writer.close()
            with suppress(ConnectionError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _exchange(
        self, outlet: Outlet, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """One request and its answer; False when the connection ends with it."""
        async with asyncio.timeout(IDLE_S):
            head = await reader.readuntil(b"\r\n\r\n")
        method, target, headers = _read_head(head)
        with suppress(ValueError):
            await reader.readexactly(int(headers.get("content-length", "0")))
        keeps = headers.get("connection", "").lower() != "close"
        elapsed_s = self.elapsed_s
        if method in ("GET", "HEAD"):
            answer = self.world.answer(outlet.key, target, elapsed_s)
        else:
            answer = Answer(405, "text/plain", b"Only GET and HEAD are answered here.\n")
        status, lines, body = _reply(outlet, answer, headers)
        lines.append(f"Connection: {'keep-alive' if keeps else 'close'}")
        lines.append(f"Content-Length: {len(body)}")
        top = f"HTTP/1.1 {status} {REASONS.get(status, '')}\r\n" + "\r\n".join(lines) + "\r\n\r\n"
        sent = b"" if method == "HEAD" or status == 304 else body
        self._log.append(
            Request(
                elapsed_s=elapsed_s,
                outlet=outlet.key,
                method=method,
                target=target,
                status=status,
                sent_bytes=len(sent),
                headers=headers,
            )
        )
        writer.write(top.encode("latin-1") + sent)
        await writer.drain()
        return keeps


def _read_head(head: bytes) -> tuple[str, str, dict[str, str]]:
    """Method, target and headers; what cannot be read becomes an empty method."""
    first, *rest = head.decode("latin-1").split("\r\n")
    method, _, left = first.partition(" ")
    target = left.rpartition(" ")[0]
    headers = {}
    for line in rest:
        name, colon, value = line.partition(":")
        if colon:
            headers[name.strip().lower()] = value.strip()
    return method.upper(), target or "/", headers


def _reply(
    outlet: Outlet, answer: Answer, asked: Mapping[str, str]
) -> tuple[int, list[str], bytes]:
    """Status, header lines and body, after validators and compression."""
    lines = [
        f"Date: {formatdate(usegmt=True)}",
        "Server: demo",
        "Cache-Control: no-cache",
        "Vary: Accept-Encoding",
    ]
    etag, changed = _validators(outlet, answer)
    lines += [f"ETag: {etag}"] if etag else []
    lines += [f"Last-Modified: {format_datetime(changed, usegmt=True)}"] if changed else []
    if answer.status == 200 and _is_unchanged(etag, changed, asked):
        return 304, lines, b""
    lines.append(f"Content-Type: {answer.content_type}")
    body = answer.body
    if len(body) >= GZIP_FROM_BYTES and "gzip" in asked.get("accept-encoding", ""):
        body = gzip.compress(body, compresslevel=5, mtime=0)
        lines.append("Content-Encoding: gzip")
    return answer.status, lines, body


def _validators(outlet: Outlet, answer: Answer) -> tuple[str, datetime | None]:
    if answer.changed_at is None:
        return "", None
    digest = hashlib.blake2b(answer.body, digest_size=8).hexdigest()
    etag = f'W/"{digest}"' if outlet.weak_etag else f'"{digest}"'
    return (
        etag if "etag" in outlet.validators else "",
        answer.changed_at if "last-modified" in outlet.validators else None,
    )


def _is_unchanged(etag: str, changed: datetime | None, asked: Mapping[str, str]) -> bool:
    """RFC 9110, 13.2.2: If-None-Match decides alone where it was sent and can be answered."""
    wanted = asked.get("if-none-match")
    if wanted is not None and etag:
        bare = etag.removeprefix("W/")
        return wanted.strip() == "*" or bare in {
            part.strip().removeprefix("W/") for part in wanted.split(",")
        }
    since = asked.get("if-modified-since")
    if wanted is not None or since is None or changed is None:
        return False
    try:
        moment = parsedate_to_datetime(since)
    except ValueError:
        return False
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return changed <= aware
