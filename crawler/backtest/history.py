"""A topic's hits -> its days, each with its numbers, and whether it stands out. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from crawler.storage.backtests import Sighting
from crawler.topics.volume import DAYS_BEFORE, FLOOR, Burst, burst


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of a topic."""

    day: date
    articles: int
    stories: int
    burst: Burst | None  # why it stands out from the days before


def history(
    sightings: Iterable[Sighting],
    *,
    began: date,
    first: date,
    last: date,
    zone: tzinfo = UTC,
    floor: int = FLOOR,
) -> tuple[Day, ...]:
    """Every day from *first* to *last* (in *zone*), oldest first, also those without a hit.

    What is usual is told by up to DAYS_BEFORE days before each, so *sightings* should reach so far
    back. Days before the topic *began*, or before its first hit where that is older, are no days
    without hits: they are left out.
    """
    articles: defaultdict[date, int] = defaultdict(int)
    stories: defaultdict[date, set[int]] = defaultdict(set)
    for one in sightings:
        day = one.seen_at.astimezone(zone).date()
        articles[day] += 1
        stories[day].add(one.story_id)
    days = _days(max(min([began, *articles]), first - timedelta(days=DAYS_BEFORE)), last)
    counts = [articles.get(day, 0) for day in days]
    return tuple(
        Day(
            day=day,
            articles=counts[n],
            stories=len(stories.get(day, ())),
            burst=burst(counts[n], counts[max(n - DAYS_BEFORE, 0) : n], floor=floor),
        )
        for n, day in enumerate(days)
        if day >= first
    )


def midnight(day: date, zone: tzinfo = UTC) -> datetime:
    """When *day* begins in *zone*."""
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
