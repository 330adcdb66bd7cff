"""Servers on loopback, a port for each case, that misbehave as their case says.

A case's answer to a path is a `Behaviour`: it is given the visit and does with the connection
whatever it likes. `World` keeps a record of every visit.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

Behaviour = Callable[["Visit"], Awaitable[None]]
# A server that nobody may reach listens at every address of this machine; this is one of them.
CANARY = "127.0.0.2"
TLS = b"\x16"  # the first byte of its greeting


@dataclass
class Visit:
    """One request, and the connection that it came on."""

    path: str
    head: str  # the request as it came
    number: int  # how often this path was asked for, this time included
    base: str  # the host's own address, without a slash at the end
    canary_port: int  # of a server that nobody may reach
    writer: asyncio.StreamWriter
    ended: asyncio.Event  # of the world
    began: float = field(default_factory=time.monotonic)
    left: float | None = None  # when the connection was over

    @property
    def headers(self) -> dict[str, str]:
        """Names in small letters."""
        lines = (line.partition(":") for line in self.head.splitlines()[1:])
        return {name.strip().lower(): value.strip() for name, _, value in lines if name}

    async def send(self, data: bytes) -> None:
        """Write and wait until it is on its way."""
        self.writer.write(data)
        await self.writer.drain()

    async def hold(self) -> None:
        """Keep the connection until the other side leaves or the world ends."""
        while not self.ended.is_set() and not self.writer.transport.is_closing():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.ended.wait(), 0.05)

    def reset(self) -> None:
        """RST in place of an end."""
        linger = struct.pack("ii", 1, 0)
        self.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.writer.transport.abort()

    def filled(self, text: bytes) -> bytes:
        """*text* with the names of this host and of the canary written out."""
        return filled(text.decode("latin-1"), self.base, self.canary_port).encode("latin-1")


def filled(text: str, base: str, canary_port: int) -> str:
    """*text* with {base}, {port}, {canary} and {cport} written out."""
    names = {"base": base, "port": base.rpartition(":")[2], "cport": str(canary_port)}
    for name, value in {**names, "canary": f"{CANARY}:{canary_port}"}.items():
        text = text.replace("{" + name + "}", value)
    return text


def answer(
    body: bytes | str = b"", *, status: int | str = 200, kind: str = "text/html", **headers: str
) -> Behaviour:
    """A proper answer; names of headers with underscores for hyphens, values may hold {base}."""
    said = body.encode() if isinstance(body, str) else body

    async def act(visit: Visit) -> None:
        content = visit.filled(said) if len(said) < 200_000 else said
        lines = [f"HTTP/1.1 {status if isinstance(status, str) else f'{status} Status'}"]
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        standard = {"Content-Type": kind, "Content-Length": str(len(content))}
        for name, value in {**standard, "Connection": "close", **named}.items():
            lines += [f"{name}: {value}"] if value else []
        head = visit.filled("\r\n".join([*lines, "", ""]).encode("latin-1"))
        await visit.send(head + content)

    return act


def feed(*paths: str, more: str = "", **headers: str) -> Behaviour:
    """A good feed that announces these pages; *more* stands in the channel."""
    return answer(rss(*paths, more=more), kind="application/rss+xml", **headers)


def rss(*paths: str, more: str = "", extra: str = "") -> str:
    """RSS with an item for each page; *extra* stands in each item."""
    items = "".join(
        f"<item><title>Report of {path.strip('/')}</title><link>{path}</link>{extra}"
        f"<description>What is told of {path.strip('/')} in a summary.</description></item>"
        for path in paths
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Paper</title>'
        f"<link>/</link><description>News</description>{more}{items}</channel></rss>"
    )


def raw(*pieces: bytes) -> Behaviour:
    """These bytes in place of any answer of HTTP; then the connection is closed."""

    async def act(visit: Visit) -> None:
        for piece in pieces:
            await visit.send(visit.filled(piece) if len(piece) < 200_000 else piece)

    return act


def stalls_after(data: bytes) -> Behaviour:
    """These bytes, and then nothing for as long as the other side waits."""

    async def act(visit: Visit) -> None:
        await visit.send(data)
        await visit.hold()

    return act


def drips(head: bytes, body: bytes, *, every_s: float = 0.05) -> Behaviour:
    """The head at once, the body byte by byte."""

    async def act(visit: Visit) -> None:
        await visit.send(head)
        for byte in body:
            if visit.ended.is_set() or visit.writer.transport.is_closing():
                return
            await visit.send(bytes([byte]))
            await asyncio.sleep(every_s)

    return act


def floods(head: bytes, piece: bytes) -> Behaviour:
    """The piece again and again, until the other side has enough."""

    async def act(visit: Visit) -> None:
        await visit.send(head)
        while not visit.ended.is_set() and not visit.writer.transport.is_closing():
            await visit.send(piece)
            await asyncio.sleep(0)

    return act


def resets_after(data: bytes) -> Behaviour:
    """These bytes, then RST."""

    async def act(visit: Visit) -> None:
        if data:
            await visit.send(data)
        visit.reset()

    return act


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """The first at the first visit, and so on; the last stays."""

    async def act(visit: Visit) -> None:
        await behaviours[min(visit.number, len(behaviours)) - 1](visit)

    return act


@dataclass
class Host:
    """What one port of the world answers."""

    paths: Mapping[str, Behaviour]
    other: Behaviour  # for paths that are not named
    tls: ssl.SSLContext | None = None
    port: int = 0
    visits: list[Visit] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    def asked(self, path: str) -> int:
        """How often this path was asked for."""
        return sum(visit.path == path for visit in self.visits)


class World:
    """All hosts, served by one thread until the end of the block."""

    def __init__(self, hosts: Iterable[Host]) -> None:
        self.hosts = list(hosts)
        self.canary = Host({}, answer("the secret of the canary"))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True, name="hostile world")
        self._up = threading.Event()
        self._ended: asyncio.Event

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._up.wait(30)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._live())
        self._loop.close()

    async def _live(self) -> None:
        self._ended = asyncio.Event()
        servers = []
        everywhere = (
            socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
            if socket.has_dualstack_ipv6()
            else socket.create_server(("0.0.0.0", 0))
        )
        self.canary.port = everywhere.getsockname()[1]
        servers.append(await asyncio.start_server(self._door(self.canary), sock=everywhere))
        for host in self.hosts:
            server = await asyncio.start_server(
                self._door(host), "127.0.0.1", 0, ssl=host.tls, limit=64 * 1024
            )
            host.port = server.sockets[0].getsockname()[1]
            servers.append(server)
        self._up.set()
        await self._ended.wait()
        for server in servers:
            server.close()
        await asyncio.sleep(0.2)  # what is under way sees the end
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _door(self, host: Host) -> Callable[[Any, asyncio.StreamWriter], Awaitable[None]]:
        async def enter(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, OSError):
                head = await reader.readexactly(1)
                if head == TLS:
                    await raw(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")(
                        Visit("", "", 1, "", 0, writer, self._ended)
                    )
                else:
                    head += await reader.readuntil(b"\r\n\r\n")
                    await self._serve(host, head.decode("latin-1"), writer)
            with contextlib.suppress(ConnectionError, OSError):
                writer.close()

        return enter

    async def _serve(self, host: Host, head: str, writer: asyncio.StreamWriter) -> None:
        path = head.split(" ", 2)[1]
        scheme = "https" if host.tls else "http"
        visit = Visit(
            path=path,
            head=head,
            number=host.asked(path) + 1,
            base=f"{scheme}://127.0.0.1:{host.port}",
            canary_port=self.canary.port,
            writer=writer,
            ended=self._ended,
        )
        host.visits.append(visit)
        host.at_once += 1
        host.most_at_once = max(host.most_at_once, host.at_once)
        try:
            await host.paths.get(path, host.other)(visit)
        finally:
            host.at_once -= 1
            visit.left = time.monotonic()
