"""What the invented servers answer: an address and the moment in, a page or silence out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import urlsplit

from crawler.demo.pieces import Piece
from crawler.items import Cause, NoAnswer, Page
from crawler.politeness.robots import Rules, rules_of
from crawler.simulation.scene import Outage, Scene

AGENT = "Wirewatch"
ANSWERS_S = 0.2  # a server takes so long
GIVES_UP_S = 30.0  # and so long one that does not answer


@dataclass(frozen=True)
class Network:
    """All servers of a scene."""

    scene: Scene

    def delay_s(self, url: str, elapsed_s: float) -> float:
        """How long the answer takes."""
        outage = self._outage(self._outlet_of(url), elapsed_s)
        return GIVES_UP_S if outage and not outage.status else ANSWERS_S

    def crawl_delay_s(self, url: str) -> float | None:
        """What robots.txt asks for between two requests."""
        key = self._outlet_of(url)
        return self._rules[key].delay_s(AGENT) if key else None

    def answer(self, url: str, asked: Mapping[str, str], at: datetime) -> Page | NoAnswer:
        """What comes back now; *asked* are the headers of the request, in small letters."""
        elapsed_s = (at - self.scene.began_at).total_seconds()
        key = self._outlet_of(url)
        if key is None:
            return NoAnswer(url=url, cause=Cause.NOWHERE, reason="no such host", at=at)
        if not self._rules[key].allow(url, AGENT):
            return NoAnswer(url=url, cause=Cause.REFUSED, reason="robots.txt forbids it", at=at)
        outage = self._outage(key, elapsed_s)
        if outage is not None:
            return _fault(url, outage, at)
        if url in self.scene.feeds:
            return self._feed(url, key, asked, at, elapsed_s)
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        answer = self.scene.world.answer(key, target, elapsed_s)
        headers = {"content-type": answer.content_type}
        return Page(
            url=url,
            status=answer.status,
            body=answer.body,
            content_type=answer.content_type,
            fetched_at=at,
            headers=headers,
        )

    def piece_of(self, url: str) -> Piece | None:
        """The piece whose page this is, as it first appeared."""
        return self._first_at.get(url)

    def _feed(
        self, url: str, key: str, asked: Mapping[str, str], at: datetime, elapsed_s: float
    ) -> Page:
        world = self.scene.world
        newest = world.current(key, elapsed_s)[: world.feed_length]
        stamp = "|".join(f"{piece.key}@{piece.appears_s}" for piece in newest)
        etag = f'"{hashlib.blake2b(stamp.encode(), digest_size=8).hexdigest()}"'
        headers = {"etag": etag, "content-type": world.outlet(key).feed_type}
        if asked.get("if-none-match") == etag:
            return Page(url=url, status=304, body=b"", fetched_at=at, headers=headers)
        return Page(
            url=url,
            status=200,
            body=world.feed(key, elapsed_s),
            content_type=headers["content-type"],
            fetched_at=at,
            headers=headers,
        )

    def _outage(self, key: str | None, elapsed_s: float) -> Outage | None:
        for outage in self.scene.outages:
            if outage.outlet == key and outage.from_s <= elapsed_s < outage.to_s:
                return outage
        return None

    def _outlet_of(self, url: str) -> str | None:
        """Whose address it is; several outlets may share a host, each with paths of its own."""
        if url in self.scene.feeds:
            return self.scene.feeds[url]
        parts = urlsplit(url)
        its = self._of_host.get(f"{parts.scheme}://{parts.netloc}", {})
        return its.get(parts.path.split("/")[1] if "/" in parts.path else "") or its.get("")

    @cached_property
    def _first_at(self) -> dict[str, Piece]:
        world = self.scene.world
        return {world.link_url(one): one for one in world.pieces if not one.revision}

    @cached_property
    def _of_host(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for outlet in self.scene.world.outlets:
            home = self.scene.world.home_url(outlet.key)
            number = outlet.page_path.split("/")[1]
            its = found.setdefault(home, {})
            its[number if number.isdigit() else ""] = outlet.key
        return found

    @cached_property
    def _rules(self) -> dict[str, Rules]:
        return {
            outlet.key: rules_of(200, outlet.robots.encode(), now=0.0, cache_s=1e12)
            for outlet in self.scene.world.outlets
        }


def _fault(url: str, outage: Outage, at: datetime) -> Page | NoAnswer:
    if outage.status:
        return Page(url=url, status=outage.status, body=b"", fetched_at=at)
    return NoAnswer(url=url, cause=Cause.UNREACHABLE, reason="no answer in time", at=at)
