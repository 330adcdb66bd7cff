"""When stories turned up -> how many messages a week that would be, for each way of alerting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum

WEEK = timedelta(weeks=1)
# A younger archive is taken for a day old: nobody can tell a week from its first minutes.
LEAST = timedelta(days=1)


class Way(StrEnum):
    """When somebody is told."""

    AT_ONCE = "at once"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"


# There are no more hours, days or weeks than these in one week, however short the sample.
_MOST = {Way.HOURLY: 168.0, Way.DAILY: 7.0, Way.WEEKLY: 1.0}


@dataclass(frozen=True, slots=True)
class Forecast:
    """Messages to one channel: so many in the sample, so many a week."""

    way: Way
    messages: int
    a_week: float


def forecasts(
    stories: Iterable[datetime], *, length: timedelta, zone: tzinfo = UTC
) -> tuple[Forecast, ...]:
    """For stories that turned up at these times, within *length*.

    At once is a message for each story; the others are one for each hour, day or week (of *zone*,
    from Monday) in which some story turned up.
    """
    times = [time.astimezone(zone) for time in stories]
    counts = {
        Way.AT_ONCE: len(times),
        Way.HOURLY: len({(time.date(), time.hour, time.utcoffset()) for time in times}),
        Way.DAILY: len({time.date() for time in times}),
        Way.WEEKLY: len({time.isocalendar()[:2] for time in times}),
    }
    return tuple(
        Forecast(way, n, min(a_week(n, length), _MOST.get(way, float("inf"))))
        for way, n in counts.items()
    )


def a_week(number: int, length: timedelta) -> float:
    """*number* within *length*, a week."""
    return number * (WEEK / max(length, LEAST))
