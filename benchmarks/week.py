"""A week of polling 500 feeds under a virtual clock: is every server's wish kept?

    python -m benchmarks.week [feeds] [days]

The pace, the agenda and the rules for tired hosts are those of the service; servers with headers
of all kinds, the network and the clock are made up. What a server asked for is computed here once
more from what it sent, apart from the code that obeys it. Exit code 1 when a promise is broken.
"""

from __future__ import annotations

import heapq
import random
import sys
import time
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from crawler.feeds.headers import asked
from crawler.feeds.pace import Look, Pace, next_look
from crawler.items import Feed, Outcome
from crawler.politeness.agenda import Agenda, Kind, Task
from crawler.politeness.hush import quiet_s
from crawler.reading.feeds import is_unconditional

START = datetime(2026, 2, 2, tzinfo=UTC)  # a Monday
PAUSE_S = 5.0
WISH_MOST_S = 86_400.0
WINDOW = 30  # items that a feed shows


@dataclass(slots=True)
class Server:
    """A host: how long it wants between two requests, and what it saw."""

    name: str
    crawl_delay_s: float | None
    throttles: float  # the share of requests that it answers with 429
    retry_after_s: int | None
    ended_at: float = -1e9
    quiet_until: float = 0.0
    throttled_in_a_row: int = 0

    @property
    def delay_s(self) -> float:
        return max(PAUSE_S, self.crawl_delay_s or 0.0)


@dataclass(slots=True)
class Publisher:
    """A feed as its publisher runs it."""

    server: Server
    every_s: float  # between two items, on the average
    validators: bool
    headers: dict[str, str]
    ttl_min: float | None
    skip_hours: frozenset[int]
    published: list[float] = field(default_factory=list)
    seen: int = 0  # items that we know
    looked: bool = False
    not_before: float = 0.0  # by what it asked for itself


@dataclass(slots=True)
class Week:
    """What came of it."""

    polls: int = 0
    articles: int = 0
    throttled: int = 0
    unchanged: int = 0  # polls of feeds with validators that had not changed
    not_modified: int = 0  # of these, answered 304
    too_close: int = 0  # requests sooner after the last than the host wants
    too_early: int = 0  # polls sooner than the feed's headers allow
    while_quiet: int = 0  # requests to a host that wanted to be left alone
    delays_s: list[float] = field(default_factory=list)  # from an item to its look

    @property
    def share(self) -> float:
        return self.not_modified / max(self.unchanged, 1)


class World:
    """The virtual clock, and everything on it."""

    def __init__(self, feeds: int, days: float, seed: int) -> None:
        self.random = random.Random(seed)
        self.end_s = days * 86_400
        self.week = Week()
        self.agenda = Agenda(pause_s=PAUSE_S)
        self.publishers = make(feeds, self.end_s, self.random)
        self.feeds = [
            Feed(id=n, url=f"http://{p.server.name}/{n}", name=str(n))
            for n, p in enumerate(self.publishers)
        ]
        self.servers = {p.server.name: p.server for p in self.publishers}
        self._events: list[tuple[float, int, Callable[..., None], tuple[Any, ...]]] = []
        self._turn = 0
        self._wake_at = 0.0

    def live(self) -> Week:
        """To the end of the week."""
        for feed in self.feeds:
            self._at(self.random.random() * 1800, self._due, feed.id)
        while self._events and self._events[0][0] < self.end_s:
            now, _, happen, arguments = heapq.heappop(self._events)
            happen(now, *arguments)
            self._hand_out(now)
        return self.week

    def _at(self, moment: float, happen: Callable[..., None], *arguments: Any) -> None:
        self._turn += 1
        heapq.heappush(self._events, (moment, self._turn, happen, arguments))

    def _due(self, _now: float, number: int) -> None:
        host = self.publishers[number].server.name
        self.agenda.add(Task(Kind.FEED, number, host))

    def _wake(self, _now: float) -> None:
        """Only so that `_hand_out` runs."""

    def _hand_out(self, now: float) -> None:
        while (task := self.agenda.take(now)) is not None:
            self._request(now, task)
        wait = self.agenda.wait_s(now)
        if wait and not now < self._wake_at <= now + wait:
            self._wake_at = now + wait
            self._at(self._wake_at, self._wake)

    def _request(self, now: float, task: Task) -> None:
        server, week = self.servers[task.host], self.week
        week.too_close += now < server.ended_at + server.delay_s - 1e-6
        week.while_quiet += now < server.quiet_until - 1e-6
        if task.kind is Kind.FEED:
            week.too_early += now < self.publishers[task.id].not_before - 1e-6
        self._at(now + 0.1 + self.random.random() * 2, self._answer, task)

    def _answer(self, now: float, task: Task) -> None:
        server = self.servers[task.host]
        server.ended_at = now
        self.agenda.release(task, now, pause_s=server.crawl_delay_s)
        if self.random.random() < server.throttles:
            self._throttled(now, server)
            if task.kind is Kind.FEED:
                self._look(now, task.id, 429)
            return
        server.throttled_in_a_row = 0
        if task.kind is Kind.FEED:
            self._look(now, task.id, 200)
        else:
            self.week.articles += 1

    def _throttled(self, now: float, server: Server) -> None:
        self.week.throttled += 1
        server.throttled_in_a_row += 1
        wait = quiet_s(
            429,
            retry_after_s=server.retry_after_s,
            in_a_row=server.throttled_in_a_row,
            spread=self.random.random(),
        )
        assert wait is not None
        self.agenda.hush(server.name, now + wait)
        server.quiet_until = now + min(server.retry_after_s or 0, WISH_MOST_S)

    def _look(self, now: float, number: int, status: int) -> None:
        publisher, feed, week = self.publishers[number], self.feeds[number], self.week
        moment = START + timedelta(seconds=now)
        week.polls += 1
        look = self._shown(publisher, feed, now, moment, status)
        plan = next_look(feed, look, now=moment, spread=self.random.random(), pace=Pace())
        full = look.outcome in (Outcome.NEW, Outcome.KNOWN)
        self.feeds[number] = replace(
            feed,
            interval_min=plan.interval_min,
            trouble=plan.trouble,
            last_full_at=moment if full else feed.last_full_at,
            first_looked_at=feed.first_looked_at or moment,
        )
        publisher.not_before = now + wish_s(publisher, status)
        if status == 429 and publisher.server.retry_after_s:
            publisher.not_before = max(publisher.not_before, publisher.server.quiet_until)
        self._at((plan.at - START).total_seconds(), self._due, number)

    def _shown(
        self, publisher: Publisher, feed: Feed, now: float, moment: datetime, status: int
    ) -> Look:
        """What the publisher answers, and what of it is new to us."""
        headers = dict(publisher.headers)
        if status == 429:
            if publisher.server.retry_after_s:
                headers["Retry-After"] = str(publisher.server.retry_after_s)
            return Look(outcome=Outcome.TEMPORARY, asked=asked(headers, now=moment))
        wishes = asked(headers, now=moment)
        out = bisect_right(publisher.published, now)
        new = out - publisher.seen
        common: Any = {
            "asked": wishes, "ttl_min": publisher.ttl_min, "skip_hours": publisher.skip_hours,
        }  # fmt: skip
        if publisher.looked and not new and publisher.validators:
            self.week.unchanged += 1
            if not is_unconditional(feed, moment):
                self.week.not_modified += 1
                return Look(outcome=Outcome.UNCHANGED, **common)
        if publisher.looked:
            self.week.delays_s += [now - at for at in publisher.published[publisher.seen : out]]
        for item in range(publisher.seen, min(out, publisher.seen + WINDOW)):
            self.agenda.add(Task(Kind.ARTICLE, feed.id * 1_000_000 + item, publisher.server.name))
        publisher.seen, publisher.looked = out, True
        shown = min(out, WINDOW)
        outcome = Outcome.NEW if new else Outcome.KNOWN
        return Look(outcome=outcome, n_entries=shown, n_new=min(new, shown), **common)


def wish_s(publisher: Publisher, status: int) -> float:
    """How long the publisher wants to be left alone after an answer, by its own words."""
    wishes = [0.0, (publisher.ttl_min or 0) * 60 if status == 200 else 0.0]
    control = publisher.headers.get("Cache-Control", "")
    if control.startswith("max-age="):
        wishes.append(float(control.removeprefix("max-age=")))
    return min(max(wishes), WISH_MOST_S)


def make(feeds: int, end_s: float, chance: random.Random) -> list[Publisher]:
    """Publishers of all kinds; a third of the feeds share a few large hosts."""
    servers = [
        Server(
            name=f"host{n}.example",
            crawl_delay_s=chance.choice([None, None, None, None, 2, 10, 30, 60]),
            throttles=chance.choice([0, 0, 0, 0, 0, 0, 0, 0.002, 0.02]),
            retry_after_s=chance.choice([None, 30, 600, 7200]),
        )
        for n in range(max(feeds * 2 // 3, 1))
    ]
    found = []
    for number in range(feeds):
        server = servers[number % 5] if number % 3 == 0 else servers[number % len(servers)]
        every = 60 * chance.choice([10, 30, 60, 60, 120, 240, 480, 1440, 4320, 20_000])
        publisher = Publisher(
            server=server,
            every_s=every,
            validators=chance.random() < 0.85,
            headers=chance.choice(HEADERS),
            ttl_min=chance.choice([None, None, None, None, 15, 60, 240, 5000]),
            skip_hours=chance.choice([frozenset()] * 6 + [frozenset(range(6))]),
        )
        at = chance.random() * every
        while at < end_s:
            publisher.published.append(at)
            # News is made by day: the nights are four times as quiet.
            slow = 4 if (at // 3600) % 24 < 6 else 1
            at += chance.expovariate(1 / every) * slow
        found.append(publisher)
    return found


HEADERS: list[dict[str, str]] = [
    {},
    {},
    {},
    {"Cache-Control": "no-cache"},
    {"Cache-Control": "max-age=60"},
    {"Cache-Control": "max-age=900"},
    {"Cache-Control": "max-age=3600"},
    {"Cache-Control": "max-age=21600"},
    {"Cache-Control": "max-age=31536000"},
]


def main() -> int:
    """Print what the servers saw; 1 when a promise was broken."""
    feeds = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    days = float(sys.argv[2]) if len(sys.argv) > 2 else 7
    began = time.process_time()
    week = World(feeds, days, seed=7).live()
    took = time.process_time() - began
    delays = sorted(week.delays_s) or [0.0]
    print(
        f"{feeds} feeds, {days:g} days: {week.polls} polls, {week.articles} articles, {took:.1f} s"
    )
    print(f"429 answers                                    {week.throttled}")
    print(f"requests closer than the host's delay          {week.too_close}")
    print(f"requests while the host wanted to be left alone {week.while_quiet}")
    print(f"polls sooner than the feed's headers allow     {week.too_early}")
    print(f"304 among polls of unchanged feeds             {week.share:.1%}")
    print(f"from an item to its look, median               {delays[len(delays) // 2] / 60:.0f} min")
    broken = week.too_close + week.too_early + week.while_quiet
    return int(bool(broken) or week.share <= 0.95)


if __name__ == "__main__":
    sys.exit(main())
