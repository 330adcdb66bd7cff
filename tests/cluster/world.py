"""Many hosts on loopback, in a process of their own: every address of 127.0.0.0/8 is one.

Each answers after a real delay and writes down, by its own clock, when each request came and when
it was answered: only servers can tell whether two machines were polite together.

    with World(folder, hosts=40, feeds=40, items=3, answer_s=0.05).serving() as world:
        world.feeds()      # name: address
        world.announced()  # addresses of articles that feeds have named so far
        world.log()        # requests, in the order of their coming
"""

from __future__ import annotations

import asyncio
import json
import random
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from ipaddress import ip_network
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

LOOPBACK = "127.0.0.0/8"
REFUSED_MOST = 2  # times that a tired host refuses the same address
ENDS = ("lan", "mir", "sok", "tev")
WORDS = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in ENDS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the world is like; the same plan gives the same world."""

    port: int
    net: str = LOOPBACK  # where the hosts' addresses are
    hosts: int
    feeds: int
    items: int  # of each feed, from its first answer on
    answer_s: float = 0.0
    grows_s: float = 0.0  # each feed has one item more after so long; 0: it stays
    grows_most: int = 0
    elsewhere: int = 0  # every so manieth item stands on the next host
    moved: int = 0  # the link to every so manieth item leads by a redirect to a host further on
    slow_hosts: int = 0  # of the hosts so many want a Crawl-delay
    crawl_delay_s: float = 0.0
    tired_every: int = 0  # every so manieth request to a tired host is answered with 429
    tired_hosts: int = 0
    retry_after_s: int = 0
    still: bool = False  # whoever has seen a feed once has seen all of it

    def host(self, number: int) -> str:
        """The address of a host."""
        block, place = divmod(number % self.hosts, 250)
        return str(ip_network(self.net)[(block + 1) * 256 + place + 1])

    def feed_url(self, number: int) -> str:
        """The address of a feed."""
        return f"http://{self.host(number)}:{self.port}/feed/{number}"

    def item_url(self, feed: int, item: int) -> str:
        """The address of an article, where it is in the end."""
        away = self.elsewhere and item % self.elsewhere == self.elsewhere - 1
        further = 3 if self.is_moved(item) else 0
        return f"http://{self.host(feed + bool(away) + further)}:{self.port}/a/{feed}/{item}"

    def link(self, feed: int, item: int) -> str:
        """What the feed says."""
        if self.is_moved(item):
            return f"http://{self.host(feed)}:{self.port}/moved/{feed}/{item}"
        return self.item_url(feed, item)

    def is_moved(self, item: int) -> bool:
        """Whether the feed's link to it is a redirect."""
        return bool(self.moved) and item % self.moved == 0

    def n_items(self, elapsed_s: float) -> int:
        """How many items a feed has so long after the world began."""
        grown = int(elapsed_s / self.grows_s) if self.grows_s else 0
        return self.items + min(grown, self.grows_most)

    def pause_s(self, host: str, usual_s: float) -> float:
        """The least time between two requests that a host bears."""
        slow = {self.host(number) for number in range(self.slow_hosts)}
        return max(usual_s, self.crawl_delay_s) if host in slow else usual_s


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as its server saw it: seconds of one clock."""

    came: float
    answered: float  # as far as it was
    host: str
    path: str
    status: int


class World:
    """The plan, the process that serves it, and what that process wrote down."""

    def __init__(self, folder: Path, **plan: Any) -> None:
        self.folder, self.began = folder, 0.0
        self.plan = Plan(port=_free_port(), **plan)
        self._log = folder / "world.log"

    @contextmanager
    def serving(self) -> Iterator[World]:
        """The world, until the block ends."""
        command = [sys.executable, "-m", "tests.cluster.world", json.dumps(asdict(self.plan)),
                   str(self._log)]  # fmt: skip
        with Popen(command, stdout=PIPE) as process:
            assert process.stdout is not None
            self.began = float(process.stdout.readline())
            try:
                yield self
            finally:
                process.terminate()

    def feeds(self) -> dict[str, str]:
        """Addresses by name."""
        return {f"Paper {n}": self.plan.feed_url(n) for n in range(self.plan.feeds)}

    def announced(self, elapsed_s: float = 1e9) -> set[str]:
        """Addresses of all articles that feeds have named by then."""
        items = range(self.plan.n_items(elapsed_s))
        return {self.plan.item_url(n, item) for n in range(self.plan.feeds) for item in items}

    def log(self) -> list[Asked]:
        """All requests so far, in the order of their coming."""
        lines = self._log.read_text("utf-8").splitlines(keepends=True)
        rows = (line.split() for line in lines if line.endswith("\n"))
        found = (Asked(float(r[0]), float(r[1]), r[2], r[3], int(r[4])) for r in rows)
        return sorted(found, key=lambda one: one.came)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def closest(asked: list[Asked], plan: Plan, usual_s: float) -> list[tuple[float, Asked]]:
    """Requests that came sooner after the answer before them than their host bears, by how much.

    A robots.txt is not counted: it is asked for once, and what it allows follows at once.
    """
    last: dict[str, float] = {}
    found = []
    for one in asked:
        if one.path == "/robots.txt":
            continue
        before = last.get(one.host)
        least = plan.pause_s(one.host, usual_s)
        if before is not None and one.came < before + least:
            found.append((before + least - one.came, one))
        last[one.host] = max(one.answered, before or 0.0)
    return found


def page(feed: int, item: int) -> bytes:
    """An article unlike any other."""
    chance = random.Random(f"{feed}/{item}")
    title = f"Report {feed} {item} of {' '.join(chance.choices(WORDS, k=5))}"
    body = "".join(
        f"<p>{' '.join(chance.choices(WORDS, k=60)).capitalize()}.</p>" for _ in range(4)
    )
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title}</title></head><body><article>'
        f"<h1>{title}</h1>{body}</article></body></html>"
    ).encode()


def feed(plan: Plan, number: int, n_items: int) -> bytes:
    """RSS with so many items."""
    items = "".join(
        f"<item><title>Report {number} {item}</title><link>{plan.link(number, item)}</link>"
        f"<guid>{number}-{item}</guid></item>"
        for item in reversed(range(n_items))
    )
    return (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Paper</title>'
        f"<link>{plan.feed_url(number)}</link><description>News</description>{items}"
        "</channel></rss>"
    ).encode()


class _Server:
    def __init__(self, plan: Plan, log: Path) -> None:
        self.plan, self.began = plan, time.monotonic()
        self.log = log.open("a", buffering=1, encoding="utf-8")
        self.slow = {plan.host(number) for number in range(plan.slow_hosts)}
        self.tired = {plan.host(plan.hosts - 1 - number) for number in range(plan.tired_hosts)}
        self.times: dict[str, int] = {}
        self.refused: dict[tuple[str, str], int] = {}

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                came = time.monotonic()
                text = head.decode("latin-1").lower()
                path = head.split(b" ", 2)[1].decode("latin-1")
                if self.plan.answer_s and path != "/robots.txt":
                    await asyncio.sleep(self.plan.answer_s)
                status, answer = self.answer(host, path, text)
                # Before it is sent: the pause of who asked begins later than this.
                self.log.write(f"{came:.6f} {time.monotonic():.6f} {host} {path} {status}\n")
                writer.write(answer)
                await writer.drain()
                if "connection: close" in text:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def answer(self, host: str, path: str, head: str) -> tuple[int, bytes]:
        if path == "/robots.txt":
            if host not in self.slow:
                return 404, _http(404, b"", "text/plain")
            wish = f"User-agent: *\nCrawl-delay: {self.plan.crawl_delay_s:g}\n"
            return 200, _http(200, wish.encode(), "text/plain")
        if host in self.tired:
            self.times[host] = self.times.get(host, 0) + 1
            # The third time in a row the words of the feed would have to do.
            refused = self.refused.get((host, path), 0)
            if self.times[host] % self.plan.tired_every == 0 and refused < REFUSED_MOST:
                self.refused[host, path] = refused + 1
                more = f"Retry-After: {self.plan.retry_after_s}\r\n"
                return 429, _http(429, b"", "text/plain", more)
        parts = path.strip("/").split("/")
        if parts[0] == "feed":
            return self.feed(int(parts[1]), head)
        if parts[0] == "moved":
            to = self.plan.item_url(int(parts[1]), int(parts[2]))
            return 302, _http(302, b"", "text/plain", f"Location: {to}\r\n")
        return 200, _http(200, page(int(parts[1]), int(parts[2])), "text/html; charset=utf-8")

    def feed(self, number: int, head: str) -> tuple[int, bytes]:
        n_items = self.plan.n_items(time.monotonic() - self.began)
        etag = '"still"' if self.plan.still else f'"{n_items}"'
        if f"if-none-match: {etag}" in head:
            return 304, f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode()
        body = feed(self.plan, number, n_items)
        return 200, _http(200, body, "application/rss+xml", f"ETag: {etag}\r\n")


def _http(status: int, body: bytes, kind: str, more: str = "") -> bytes:
    head = f"HTTP/1.1 {status} Said\r\nContent-Type: {kind}\r\n{more}"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def _serve(plan: Plan, log: Path) -> None:
    world = _Server(plan, log)
    server = await asyncio.start_server(world.talk, "0.0.0.0", plan.port, backlog=2048)
    print(world.began, flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(Plan(**json.loads(sys.argv[1])), Path(sys.argv[2])))
