"""What a rehearsal brought, in numbers: by day, by topic and channel, by hour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from crawler.simulation.post import Told
from crawler.storage import Store
from crawler.storage.rehearsed import articles_by_day, looks_by_feed, waiting_alerts


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day by the clock of people."""

    day: date
    articles: int = 0
    copies: int = 0
    hits: int = 0
    messages: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """What one channel heard of one topic; a digest of several topics has a name of its own."""

    topic: str
    channel: str
    messages: int
    a_day: float
    most_in_a_day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLooks:
    """How often a feed was looked at."""

    feed: str
    looks: int
    a_day: float
    unchanged: int
    failures: int
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All numbers of a rehearsal."""

    first: date
    days: tuple[Day, ...]
    feeds: tuple[FeedLooks, ...]
    streams: tuple[Stream, ...]
    by_hour: tuple[int, ...]  # messages by the hour of the day, in the zone of people
    waiting: int  # alerts that were not told by the end: of quiet hours, digests
    silent: tuple[str, ...] = ()  # topics that no invented article was about
    median_wait_min: float | None = None  # from an article's appearance to our reading it
    zone: str = "UTC"
    requests: int = 0
    seconds: float = field(default=0.0, compare=False)  # that it took


def report(
    store: Store,
    told: Sequence[Told],
    *,
    began_at: datetime,
    days: int,
    zone: str,
    silent: tuple[str, ...],
    waits_s: Sequence[float],
    requests: int,
    seconds: float,
) -> Report:
    """The numbers, from the database as it is at the end and the messages that left."""
    here = ZoneInfo(zone)
    with store.reading() as tx:
        rows = articles_by_day(tx, here)
        looks = looks_by_feed(tx)
        waiting = waiting_alerts(tx)
    messages = Counter(one.at.astimezone(here).date() for one in told)
    first = began_at.astimezone(here).date()
    every = [first + timedelta(days=n) for n in range(days + 1)]
    found = [
        Day(
            day=day,
            articles=rows[day].articles,
            copies=rows[day].copies,
            hits=rows[day].hits,
            messages=messages[day],
        )
        if day in rows
        else Day(day=day, messages=messages[day])
        for day in every
    ]
    if not (found[-1].articles or found[-1].messages):
        found.pop()
    return Report(
        first=first,
        days=tuple(found),
        feeds=tuple(
            FeedLooks(
                feed=row.feed,
                looks=row.looks,
                a_day=round(row.looks / days, 1),
                unchanged=row.unchanged,
                failures=row.failures,
                entries=row.entries,
            )
            for row in looks
        ),
        streams=tuple(_streams(told, here, days)),
        by_hour=_by_hour(told, here),
        waiting=waiting,
        silent=silent,
        median_wait_min=_median(waits_s),
        zone=zone,
        requests=requests,
        seconds=round(seconds, 1),
    )


def _streams(told: Sequence[Told], here: ZoneInfo, days: int) -> Iterable[Stream]:
    pairs = Counter((one.topic, one.channel) for one in told)
    for (topic, channel), number in sorted(pairs.items()):
        its = Counter(
            one.at.astimezone(here).date()
            for one in told
            if (one.topic, one.channel) == (topic, channel)
        )
        yield Stream(
            topic=topic,
            channel=channel,
            messages=number,
            a_day=round(number / days, 2),
            most_in_a_day=max(its.values()),
        )


def _by_hour(told: Sequence[Told], here: ZoneInfo) -> tuple[int, ...]:
    hours = Counter(one.at.astimezone(here).hour for one in told)
    return tuple(hours[hour] for hour in range(24))


def _median(waits_s: Sequence[float]) -> float | None:
    if not waits_s:
        return None
    return round(sorted(waits_s)[len(waits_s) // 2] / 60, 1)
