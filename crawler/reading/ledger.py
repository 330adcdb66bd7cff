"""What each host was asked for, counted in memory and written down once in a while.

A kill -9 loses half a minute of counts, and nothing else: how long a tired host is to be left
alone is written down at once.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from http import HTTPStatus

from crawler.feeds.headers import asked
from crawler.items import Cause, NoAnswer, Page
from crawler.politeness.hush import TOO_MUCH, quiet_s
from crawler.reading.answers import status_text
from crawler.storage import Tx, hosts
from crawler.storage.hosts import Counts, HostNews, RobotsRow

EVERY_S = 30.0
# What is kept of a robots.txt to be shown and asked later; who writes more is read to here.
ROBOTS_BYTES = 64 * 1024


@dataclass(slots=True)
class _Host:
    last_at: datetime
    last_url: str = ""
    last_note: str = ""
    pause_s: float = 0.0
    days: dict[date, Counts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hush:
    """A host that is to be left alone."""

    host: str
    until: datetime
    why: str


class Ledger:
    """One a process; used in the loop, but for `write`."""

    def __init__(self, spread: Callable[[], float] = random.random) -> None:
        self._spread = spread
        self._hosts: dict[str, _Host] = {}
        self._tired: dict[str, int] = {}
        self._robots: dict[str, RobotsRow] = {}

    def note(
        self, name: str, answer: Page | NoAnswer, now: datetime, *, pause_s: float
    ) -> Hush | None:
        """A request to a host has ended; tells when the host wants to be left alone."""
        host, counts = self._of(name, now)
        host.last_at, host.last_url, host.pause_s = now, answer.url, pause_s
        if isinstance(answer, NoAnswer):
            refused = answer.cause in (Cause.REFUSED, Cause.UNTOLD)
            counts.refused += refused
            counts.requests += not refused
            counts.failures += not refused
            host.last_note = answer.reason
            return None
        counts.requests += 1
        counts.bytes += len(answer.body)
        host.last_note = status_text(answer.status)
        if answer.status == HTTPStatus.NOT_MODIFIED:
            counts.unchanged += 1
        elif answer.status >= 400:
            counts.failures += 1
        if answer.status in TOO_MUCH:
            counts.throttled += 1
            return self._tire(name, answer, now)
        self._tired.pop(name, None)
        return None

    def _tire(self, name: str, page: Page, now: datetime) -> Hush | None:
        times = self._tired[name] = self._tired.get(name, 0) + 1
        wish = asked(page.headers, now=now).retry_after_min
        wait_s = quiet_s(
            page.status,
            retry_after_s=None if wish is None else wish * 60,
            in_a_row=times,
            spread=self._spread(),
        )
        if wait_s is None:
            return None
        says = "with Retry-After" if wish else "without saying for how long"
        why = f"{status_text(page.status)} {says}, for {page.url}"
        return Hush(name, now + timedelta(seconds=wait_s), why)

    def note_robots(
        self,
        origin: str,
        status: int,
        body: bytes,
        now: datetime,
        *,
        host: str,
        pause_s: float,
    ) -> None:
        """What the robots.txt of scheme://host:port says; a request of its *host* like others."""
        if 300 <= status < 400:
            return  # where it leads to is what counts
        counts = self._asked(host, f"{origin}/robots.txt", status_text(status), now, pause_s)
        counts.bytes += len(body)
        counts.failures += status >= 500
        self._robots[origin] = RobotsRow(
            origin=origin,
            asked_at=now,
            status=status,
            note=status_text(status),
            body=body[:ROBOTS_BYTES],
        )

    def note_no_robots(
        self, origin: str, reason: str, now: datetime, *, host: str, pause_s: float
    ) -> None:
        """It was asked for, and there was no answer, for that *reason*."""
        self._asked(host, f"{origin}/robots.txt", reason, now, pause_s).failures += 1
        note = f"robots.txt could not be had: {reason}"
        self._robots[origin] = RobotsRow(
            origin=origin, asked_at=now, status=None, note=note, body=b""
        )

    def _asked(self, name: str, url: str, note: str, now: datetime, pause_s: float) -> Counts:
        """Count a request; the day's counts, for what came of it."""
        host, counts = self._of(name, now)
        host.last_at, host.last_url, host.last_note, host.pause_s = now, url, note, pause_s
        counts.requests += 1
        return counts

    def _of(self, name: str, now: datetime) -> tuple[_Host, Counts]:
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = _Host(now)
        counts = host.days.get(now.date())
        if counts is None:
            counts = host.days[now.date()] = Counts()
        return host, counts

    def take(self) -> tuple[list[HostNews], list[RobotsRow]]:
        """What is not written down yet; it counts as written down now."""
        taken = [
            HostNews(
                name=name,
                last_at=host.last_at,
                last_url=host.last_url,
                last_note=host.last_note,
                pause_s=host.pause_s,
                days=host.days,
            )
            for name, host in self._hosts.items()
        ]
        robots = list(self._robots.values())
        self._hosts, self._robots = {}, {}
        return taken, robots


def write(tx: Tx, news: Sequence[HostNews], robots: Sequence[RobotsRow]) -> None:
    """Put what was taken into the database."""
    hosts.record(tx, news)
    hosts.keep_robots(tx, robots)
