"""What a person types for a point in time -> the time: ``7d``, ``2026-02-01 18:00``."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from crawler.errors import UsageError

_AGO = re.compile(r"(\d{1,5})\s*(min|h|d|w|m|y)")
_HOURS = {"min": 1 / 60, "h": 1, "d": 24, "w": 7 * 24, "m": 30 * 24, "y": 365 * 24}
_DAYS = {"today": 0, "yesterday": 1}


def moment(text: str, *, now: datetime, zone: str) -> datetime:
    """The time that is meant, aware; a day begins at midnight in *zone*. UsageError otherwise."""
    said = text.strip().lower()
    here = ZoneInfo(zone)
    try:
        return _read(said, now, here)
    except (ValueError, OverflowError):
        raise UsageError(
            f'"{text}" is no time; write 2026-02-01, "2026-02-01 18:00", today, 24h, 7d or 4w'
        ) from None


def _read(said: str, now: datetime, here: ZoneInfo) -> datetime:
    """ValueError where it is no time, OverflowError where it is before all calendars."""
    if ago := _AGO.fullmatch(said):
        return now - timedelta(hours=int(ago[1]) * _HOURS[ago[2]])
    if said in _DAYS:
        day = now.astimezone(here).date() - timedelta(days=_DAYS[said])
        return datetime(day.year, day.month, day.day, tzinfo=here).astimezone(UTC)
    read = datetime.fromisoformat(said.upper())
    return (read if read.tzinfo else read.replace(tzinfo=here)).astimezone(UTC)
