"""All that a topic says about its alerts, and when one of them is told. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from crawler.measure.quiet import Quiet, quiet_of
from crawler.measure.rhythm import AT_ONCE, Rhythm, rhythm_of

HOUR = timedelta(hours=1)
# What of a told story is worth another message; which of them is a setting.
NEWS = ("outlets", "headline", "correction", "vanished", "numbers", "topic")
USUAL_NEWS = ("outlets", "correction", "vanished", "numbers", "topic")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """When an alert is told, and whether with others."""

    at: datetime
    gathered: bool = False  # in a digest that leaves at that time


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """When somebody is told, how often, and of what besides the first article of a story."""

    rhythm: Rhythm = AT_ONCE
    quiet: Quiet | None = None
    per_hour_max: int = 0  # messages that leave by themselves within an hour; 0 is no limit
    updates: tuple[str, ...] = USUAL_NEWS
    outlets_more: int = 5  # so many more independent outlets are news
    burst_min: int = 0  # a day that stands out is told from so many articles on; 0: never
    zone: str = "UTC"  # IANA name, of rhythm and quiet hours

    def turn(self, due: datetime, told: Callable[[], int]) -> Turn:
        """When an alert is told that is ready at *due*.

        *told* counts the messages that left, or will leave, by themselves in the hour before;
        it is asked only where there is a limit.
        """
        at = self._awake(self.rhythm.next_after(due, ZoneInfo(self.zone)))
        if at == due and self.per_hour_max and told() >= self.per_hour_max:
            at = self._awake(_next_hour(due))
        return Turn(at=at, gathered=at != due)

    def next_release(self, now: datetime) -> datetime:
        """When what is gathered at *now* leaves at the latest."""
        if self.rhythm.at_once:
            return self._awake(_next_hour(now) if self.per_hour_max else now)
        return self._awake(self.rhythm.next_after(now, ZoneInfo(self.zone)))

    def next_report(self, now: datetime) -> datetime | None:
        """When a digest leaves even if it has nothing to tell; None where none does."""
        if not self.rhythm.reports_nothing:
            return None
        return self._awake(self.rhythm.next_after(now, ZoneInfo(self.zone)))

    def _awake(self, at: datetime) -> datetime:
        ends = self.quiet.ends_after(at, ZoneInfo(self.zone)) if self.quiet else None
        return ends or at

    def text(self) -> str:
        """The measure as `measure_of` reads it: JSON of what differs from a plain one."""
        return json.dumps(
            {key: value for key, value in _pairs(self).items() if value != _PLAIN[key]},
            sort_keys=True,
        )


@lru_cache(maxsize=4096)
def measure_of(text: str) -> Measure:
    """The measure that is kept as *text*; ValueError when it is none."""
    held = _PLAIN | json.loads(text)
    return Measure(
        rhythm=rhythm_of(held["alert"]),
        quiet=quiet_of(held["quiet"]) if held["quiet"] else None,
        per_hour_max=held["per_hour_max"],
        updates=tuple(held["updates"]),
        outlets_more=held["outlets_more"],
        burst_min=held["burst_min"],
        zone=held["zone"],
    )


def _pairs(measure: Measure) -> dict[str, object]:
    return {
        "alert": measure.rhythm.text,
        "quiet": str(measure.quiet) if measure.quiet else None,
        "per_hour_max": measure.per_hour_max,
        "updates": list(measure.updates),
        "outlets_more": measure.outlets_more,
        "burst_min": measure.burst_min,
        "zone": measure.zone,
    }


_PLAIN = _pairs(Measure())


def _next_hour(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + HOUR
