"""A topic's hits -> its days, each with its numbers, and whether it stands out. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from crawler.items import Topic
from crawler.measure.measure import measure_of
from crawler.storage.daily import Tally
from crawler.topics.volume import DAYS_BEFORE, FLOOR, Burst, burst

_NOTHING = Tally(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of a topic."""

    day: date
    articles: int
    stories: int
    burst: Burst | None  # why it stands out from the days before


def history(
    tallies: Mapping[date, Tally], *, began: date, first: date, last: date, floor: int = FLOOR
) -> tuple[Day, ...]:
    """Every day from *first* to *last*, oldest first, also those without a hit.

    What is usual is told by up to DAYS_BEFORE days before each, so *tallies* should reach so far
    back (`counted_from`). Days before the topic *began*, or before its first hit where that is
    older, are no days without hits: they are left out.
    """
    days = _days(max(min([began, *tallies]), counted_from(first)), last)
    found = [tallies.get(day, _NOTHING) for day in days]
    counts = [one.articles for one in found]
    return tuple(
        Day(
            day=day,
            articles=counts[n],
            stories=found[n].stories,
            burst=burst(counts[n], counts[max(n - DAYS_BEFORE, 0) : n], floor=floor),
        )
        for n, day in enumerate(days)
        if day >= first
    )


def counted_from(first: date) -> date:
    """The day from which on counts are needed to judge *first* and what follows."""
    return first - timedelta(days=DAYS_BEFORE)


def floor_of(topic: Topic) -> int:
    """The fewest articles of a day that stands out: the topic's own measure, or the usual one."""
    return measure_of(topic.measure).burst_min or FLOOR


def midnight(day: date, zone: tzinfo = UTC) -> datetime:
    """When *day* begins in *zone*."""
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
