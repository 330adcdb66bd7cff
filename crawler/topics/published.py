"""``published:`` -> a span of time: a day, a comparison, a range, or so long ago at most."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

_EARLIEST = datetime.min.replace(tzinfo=UTC)
_LATEST = datetime.max.replace(tzinfo=UTC)
_AGO = re.compile(r"(\d{1,4})([hdwmy])")
_HOURS = {"h": 1, "d": 24, "w": 7 * 24, "m": 30 * 24, "y": 365 * 24}
_COMPARED = re.compile(r"(>=|<=|>|<)(.+)")


def span(value: str, now: datetime | None = None) -> tuple[datetime, datetime]:
    """The first moment that *value* means, and the first after it that it does not.

        >=2026-02-01    <2026-02-01    2026-02-01    2026-01-01..2026-01-31    7d    24h

    Without *now*, a length of time (``7d``) means an empty span at the end of time. Raises
    ValueError for anything else.
    """
    if ago := _AGO.fullmatch(value):
        length = timedelta(hours=int(ago[1]) * _HOURS[ago[2]])
        return (_LATEST, _LATEST) if now is None else (now - length, _LATEST)
    if compared := _COMPARED.fullmatch(value):
        first, after = _stretch(compared[2])
        return {
            ">=": (first, _LATEST),
            ">": (after, _LATEST),
            "<=": (_EARLIEST, after),
            "<": (_EARLIEST, first),
        }[compared[1]]
    first_text, dots, last_text = value.partition("..")
    first, after = _stretch(first_text)
    return first, _stretch(last_text)[1] if dots else after


def _stretch(text: str) -> tuple[datetime, datetime]:
    """A day from midnight to midnight UTC, or the one second of a time."""
    try:
        day = datetime.combine(date.fromisoformat(text), time(), UTC)
    except ValueError:
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment, moment + timedelta(seconds=1)
    return day, day + timedelta(days=1)
