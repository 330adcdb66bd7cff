"""Quiet hours: "22:00-07:00" -> until when nothing is sent. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

_SPAN = re.compile(r"\s*(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})\s*")


@dataclass(frozen=True, slots=True)
class Quiet:
    """From a time of the day to another, over midnight if the second is the earlier one."""

    start: time
    end: time

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"

    def ends_after(self, moment: datetime, zone: tzinfo) -> datetime | None:
        """When the quiet that *moment* falls in is over, in UTC; None when it is not quiet."""
        local = moment.astimezone(zone)
        if not self._holds(local.time()):
            return None
        end = datetime.combine(local.date(), self.end, zone)
        if end.time() <= local.time():
            end = datetime.combine(local.date() + timedelta(days=1), self.end, zone)
        # Through UTC: an end that the clocks leave out is the moment right after the gap.
        return end.astimezone(UTC)

    def _holds(self, now: time) -> bool:
        if self.start < self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end


def quiet_of(text: str) -> Quiet:
    """What *text* means. Raises ValueError."""
    found = _SPAN.fullmatch(text)
    times = [int(number) for number in found.groups()] if found else [99] * 4
    if max(times[0::2]) > 23 or max(times[1::2]) > 59:
        raise ValueError('must be two times of the day such as "22:00-07:00"')
    span = Quiet(time(times[0], times[1]), time(times[2], times[3]))
    if span.start == span.end:
        raise ValueError("must be two different times: it would never be over")
    return span
