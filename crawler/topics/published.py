"""``published:`` -> a span of time: a day, a month, a year, a comparison, a range, so long ago."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

_EARLIEST = datetime.min.replace(tzinfo=UTC)
_LATEST = datetime.max.replace(tzinfo=UTC)
_AGO = re.compile(r"(\d{1,4})([hdwmy])")
_HOURS = {"h": 1, "d": 24, "w": 7 * 24, "m": 30 * 24, "y": 365 * 24}
_COMPARED = re.compile(r"(>=|<=|>|<)(.+)")
_MONTH = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)

# What people type instead: 1.2.2026, 2026/2/1, 7 days.
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)")
_WORDED = re.compile(r"(\d{1,4}) ?(hour|day|week|month|year|stunde|tag|woche|monat|jahr)\w{0,2}")
_UNITS = {"stunde": "h", "tag": "d", "jahr": "y"}  # the others by their first letter


def span(value: str, now: datetime | None = None) -> tuple[datetime, datetime]:
    """The first moment that *value* means, and the first after it that it does not.

        >=2026-02-01    <2026-02-01    2026-02-01    2026-01-01..2026-01-31    7d    24h
        >=2026-02       2026-02        2026          2026-01..2026-02          2026-02..

    Without *now*, a length of time (``7d``) means an empty span at the end of time. Raises
    ValueError for anything else, and for a range that ends before it begins.
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
    if not dots:
        return _stretch(value)
    if not first_text + last_text:
        raise ValueError("a range without beginning and end")
    first = _stretch(first_text)[0] if first_text else _EARLIEST
    after = _stretch(last_text)[1] if last_text else _LATEST
    if after <= first:
        raise ValueError("a range that ends before it begins")
    return first, after


def meant(value: str) -> str | None:
    """What somebody may have meant who typed *value*, which ``span`` does not take."""
    first, dots, last = value.partition("..")
    tries = [f"{last}..{first}"] if dots else []
    if worded := _WORDED.fullmatch(value):
        tries.append(worded[1] + _UNITS.get(worded[2], worded[2][0]))
    tries.append(_YEAR_FIRST.sub(_iso, _DAY_FIRST.sub(r"\3-\2-\1", value)))
    return next(filter(_is_readable, tries), None)


def _stretch(text: str) -> tuple[datetime, datetime]:
    """A year, a month or a day from midnight to midnight UTC, or the one second of a time."""
    if whole := _MONTH.fullmatch(text):
        year, month = int(whole[1]), int(whole[2] or 1)
        first = datetime(year, month, 1, tzinfo=UTC)
        months = year * 12 + month - 1 + (1 if whole[2] else 12)
        return first, datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC)
    try:
        day = datetime.combine(date.fromisoformat(text), time(), UTC)
    except ValueError:
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment, moment + timedelta(seconds=1)
    return day, day + timedelta(days=1)


def _iso(match: re.Match[str]) -> str:
    return "-".join([match[1], *(part.zfill(2) for part in match.groups()[1:] if part)])


def _is_readable(value: str) -> bool:
    try:
        span(value)
    except (ValueError, OverflowError):
        return False
    return True
