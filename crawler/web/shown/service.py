"""The service itself: whether it lives, how much it does, how long news take, what is wrong."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version

import crawler
from crawler.config import Config
from crawler.measure.spread import Spread, spread
from crawler.storage import Store, Tx, beats, gauges, processes, sites, topics, troubles
from crawler.storage.beats import Beat, Run
from crawler.storage.gauges import Delivery, LooksOfDay, Sight, Totals
from crawler.storage.processes import Process
from crawler.storage.sites import SiteChange
from crawler.storage.space import size_bytes

HOURS = 48  # of the chart
DAYS = 14
SIGHTS, MESSAGES = 1000, 500
TROUBLES = 20
# A sign of life comes every 15 seconds; four missed ones are no accident.
ALIVE = timedelta(seconds=60)
LIBRARIES = ("Scrapy", "SQLAlchemy", "APScheduler", "feedparser", "FastAPI")


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """From step to step; None where nothing is known."""

    to_sight: Spread | None  # from publication, of the articles of a day
    to_match: Spread | None  # from first sight, of the last messages, as the next ones
    to_delivery: Spread | None  # from the match
    in_all: Spread | None  # from publication


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicInTrouble:
    """A topic that is not followed as it was meant."""

    id: int
    name: str
    reason: str
    articles: int  # on so many it was given up; 0 when it is not followed at all


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """All of it."""

    state: str  # alive, stalled, silent, never
    beat: Beat | None
    last_run: Run | None  # where nothing runs
    processes: tuple[Process, ...]  # of a service on many machines
    totals: Totals
    hours: tuple[tuple[datetime, int], ...]  # articles by hour, the oldest first
    days: tuple[LooksOfDay, ...]
    latency: Latency
    topics_in_trouble: tuple[TopicInTrouble, ...]
    sites_in_trouble: tuple[SiteChange, ...]

    @property
    def articles_a_day(self) -> int:
        """Of the last 24 hours."""
        return sum(number for _, number in self.hours[-24:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """Where everything is kept."""

    place: str  # without a password
    kind: str  # "SQLite 3.45"
    size_bytes: int


def service(tx: Tx, config: Config, now: datetime, totals: Totals | None = None) -> Service:
    """How it is at *now*; *totals* as they were counted before, if they were."""
    beat = beats.last(tx)
    seen = gauges.sights(tx, now - timedelta(days=1), limit=SIGHTS)
    return Service(
        state=_state(beat, config, now),
        beat=beat,
        last_run=None if beat else beats.last_run(tx),
        processes=tuple(processes.listing(tx)),
        totals=totals or gauges.totals(tx, now),
        hours=tuple(_by_hour(tx, now)),
        days=tuple(_each_day(tx, now.date())),
        latency=_latency(seen, gauges.deliveries(tx, limit=MESSAGES)),
        topics_in_trouble=tuple(_troubles(tx)),
        sites_in_trouble=tuple(sites.in_trouble(tx)[:TROUBLES]),
    )


def database(store: Store, totals: Totals) -> Database:
    """Where it is and how large."""
    size = totals.server_bytes or size_bytes(store)
    return Database(place=store.place, kind=store.version, size_bytes=size)


def versions() -> tuple[tuple[str, str], ...]:
    """What runs here, by name."""
    found = [("Wirewatch", crawler.__version__), ("Python", platform.python_version())]
    for name in LIBRARIES:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            continue
    return tuple(found)


def is_alive(one: Process | Beat | None, now: datetime) -> bool:
    """Whether its last sign of life is fresh."""
    return one is not None and now - one.beat_at < ALIVE


def _state(beat: Beat | None, config: Config, now: datetime) -> str:
    if beat is None:
        return "never"
    if not is_alive(beat, now):
        return "silent"
    stalled = beat.is_stalled(now, timedelta(minutes=config.heartbeat.stalled_min))
    return "stalled" if stalled else "alive"


def _by_hour(tx: Tx, now: datetime) -> Iterable[tuple[datetime, int]]:
    last = now.replace(minute=0, second=0, microsecond=0)
    counted = gauges.arrivals_by_hour(tx, last - timedelta(hours=HOURS - 1))
    for back in range(HOURS - 1, -1, -1):
        hour = last - timedelta(hours=back)
        yield hour, counted.get(hour, 0)


def _each_day(tx: Tx, last: date) -> Iterable[LooksOfDay]:
    """Every day, also those on which nobody looked."""
    first = last - timedelta(days=DAYS - 1)
    held = {one.day: one for one in gauges.looks_of_days(tx, first)}
    nothing = dict.fromkeys(("looks", "unchanged", "failures", "entries", "bytes"), 0)
    for n in range(DAYS):
        day = first + timedelta(days=n)
        yield held.get(day) or LooksOfDay(day=day, **nothing)


def _latency(seen: Sequence[Sight], told: Sequence[Delivery]) -> Latency:
    return Latency(
        to_sight=spread(one.first_seen_at - one.published_at for one in seen if one.published_at),
        to_match=spread(one.matched_at - one.first_seen_at for one in told),
        to_delivery=spread(one.sent_at - one.matched_at for one in told),
        in_all=spread(one.sent_at - one.published_at for one in told if one.published_at),
    )


def _troubles(tx: Tx) -> Iterable[TopicInTrouble]:
    held = troubles.held(tx)
    if not held:
        return
    names = {one.id: one.name for one in topics.active(tx, list(held)[:TROUBLES])}
    for id_, one in held.items():
        if id_ in names:
            yield TopicInTrouble(id=id_, name=names[id_], reason=one.reason, articles=one.articles)
