"""A date as feeds write it, in some thirty shapes -> aware, UTC. See tests/feeds/test_dates.py."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

_LONGEST = 120
EARLIEST = datetime(1985, 1, 1, tzinfo=UTC)  # before that there was no web: 1970 and 0001 mean none

# Three letters, accents off, tell a month in all of these languages, but for June and July (French)
# and for what is spelt out.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan jän ene gen янв січ sty", "feb fév fev feb лют фев lut", "mar mär mrz maa мар бер",
            "apr avr abr kwi апр кві", "may mai mag mei maj мая май тра",
            "jun juin giu июн чер cze", "jul juil lug июл лип lip",
            "aug aoû aou ago авг сер sie", "sep set сен вер wrz",
            "oct okt ott out окт жов paź", "nov ноя лис lis", "dec dez déc dic дек гру gru",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

# Hours east of Greenwich. RFC 822 and what newsrooms write; IST is India's, BST Britain's.
_ZONES = {
    "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1, "IST": 5.5,
    "CET": 1, "MEZ": 1, "MET": 1, "CEST": 2, "MESZ": 2, "MEST": 2, "SAST": 2, "EET": 2, "EEST": 3,
    "MSK": 3, "TRT": 3, "PKT": 5, "ICT": 7, "WIB": 7, "HKT": 8, "SGT": 8, "PHT": 8, "AWST": 8,
    "JST": 9, "KST": 9, "ACST": 9.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
    "AST": -4, "ADT": -3, "EST": -5, "EDT": -4, "ET": -5, "CST": -6, "CDT": -5, "CT": -6,
    "MST": -7, "MDT": -6, "MT": -7, "PST": -8, "PDT": -7, "PT": -8, "BRT": -3, "ART": -3,
}  # fmt: skip

_FARTHEST_MIN = 14 * 60  # Kiribati

_NUMBER = re.compile(r"\d{9,10}|\d{13}")
_TIME = re.compile(
    r"(?<!\d)(\d{1,2})\s?[:h]\s?(\d{1,2})(?:\s?:\s?(\d{1,2}))?(?:[.,]\d+)?(?!\d)"
    r"\s*(am|pm|a\.m\.|p\.m\.|오전|오후|上午|下午)?",
    re.I,
)
_BEFORE_NOON = re.compile(r"오전|上午")
_AFTER_NOON = re.compile(r"오후|下午")
_OFFSET = re.compile(r"(?:GMT|UTC)?\s*([+\-\u2212])(\d{2}):?(\d{2})?(?=$|[\s()\[])")
_SMALL_OFFSET = re.compile(r"(?:GMT|UTC)([+-])(\d{1,2})(?!\d)")
_NAMED = re.compile(r"(?<![A-Za-z])([A-Z]{1,5})(?![A-Za-z])")
_PLACE = re.compile(r"[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(?!\d)")
_DAY_NAME_YEAR = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er)?[\s.,-]*(?:de\s+)?([^\W\d_]{3,12})\.?[\s,.-]*(?:de\s+)?(\d{4}|\d{2})(?![\d:])"
)
_NAME_DAY_YEAR = re.compile(r"([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_NAME_DAY = re.compile(r"([^\W\d_]{3,12})\.?\s+(\d{1,2})(?!\d|:)")
_LONE_YEAR = re.compile(r"(?<![\d:+-])(\d{4})(?![\d:])")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})\s?([./-])\s?(\d{1,2})\s?[./-]\s?(\d{4}|\d{2})(?![\d:])")
_YEAR_MONTH = re.compile(r"(\d{4})(?:-(\d{2}))?")


def read_date(text: str, *, zone: tzinfo = UTC) -> datetime | None:
    """The moment that *text* names, in UTC, or None; *zone* is for a text that names none.

    A date without a time is its midnight. Years before 1985 mean that the date was not known.
    """
    text = text.strip()[:_LONGEST]
    if not text:
        return None
    try:
        moment: datetime | None = _iso(text, zone) or _number(text) or _spelt(text, zone)
        if moment is None:
            return None
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment >= EARLIEST else None


def _iso(text: str, zone: tzinfo) -> datetime | None:
    if not text[:4].isdigit() or text.isdigit():
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _number(text: str) -> datetime | None:
    """Seconds or milliseconds since 1970."""
    if not _NUMBER.fullmatch(text):
        return None
    return datetime.fromtimestamp(int(text[:10]), UTC)


class _Clock(NamedTuple):
    hour: int = 0
    minute: int = 0
    second: int = 0


def _spelt(text: str, zone: tzinfo) -> datetime | None:
    clock, rest, american = _clock(text)
    day: datetime | None
    if compact := _COMPACT.search(rest):
        day = _day(compact[1], compact[2], compact[3])
        if compact[4]:
            clock = _Clock(int(compact[4]), int(compact[5]), int(compact[6] or 0))
    else:
        day = _calendar_day(rest, american=american)
    if day is None:
        return None
    # 24:00 and a leap second belong to the next day and minute.
    span = timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)
    if span > timedelta(days=1, minutes=1):
        return None
    return (day + span).replace(tzinfo=_zone(text, rest, zone))


def _clock(text: str) -> tuple[_Clock, str, bool]:
    """The time of day, the text without it, and whether it is written as Americans do."""
    found = _TIME.search(text)
    if not found:
        return _Clock(), text, False
    hour, half = int(found[1]), (found[4] or "").lower()
    if half.startswith("p") or _AFTER_NOON.search(text):
        hour = hour % 12 + 12
    elif half.startswith("a") or _BEFORE_NOON.search(text):
        hour %= 12
    clock = _Clock(hour, int(found[2]), int(found[3] or 0))
    return clock, text[: found.start()] + "  " + text[found.end() :], half[:1] in {"a", "p"}


def _calendar_day(text: str, *, american: bool) -> datetime | None:
    if found := _YEAR_FIRST.search(text):
        return _day(found[1], found[2], found[3])
    for found in _DAY_NAME_YEAR.finditer(text):
        if month := _month(found[2]):
            return _day(_century(found[3]), month, found[1])
    for found in _NAME_DAY_YEAR.finditer(text):
        if month := _month(found[1]):
            return _day(found[3], month, found[2])
    if found := _NUMBERS.search(text):
        return _by_numbers(found, american=american)
    return _month_and_distant_year(text) or _year_or_month(text)


def _month(name: str) -> int | None:
    name = name.lower()
    return _MONTHS.get(name[:4]) or _MONTHS.get(name[:3])


def _by_numbers(found: re.Match[str], *, american: bool) -> datetime:
    """05.02.2026 is the fifth everywhere; 5/2 is, unless it says 9 pm or cannot be."""
    day, month = int(found[1]), int(found[3])
    if month > 12 or (found[2] == "/" and american and day <= 12):
        day, month = month, day
    return _day(_century(found[4]), month, day)


def _month_and_distant_year(text: str) -> datetime | None:
    """As the commands `date` and `asctime` write: Thu Feb  5 21:02:00 CET 2026."""
    year = _LONE_YEAR.search(text)
    for found in _NAME_DAY.finditer(text):
        if (month := _month(found[1])) and year:
            return _day(year[1], month, found[2])
    return None


def _year_or_month(text: str) -> datetime | None:
    found = _YEAR_MONTH.fullmatch(text.strip())
    return _day(found[1], found[2] or 1, 1) if found else None


def _day(year: str | int, month: str | int, day: str | int) -> datetime:
    return datetime(int(year), int(month), int(day))  # noqa: DTZ001 the zone is added by the caller


def _century(year: str) -> int:
    """RFC 2822, 4.3: 00-49 are 2000-2049, 50-99 are 1950-1999."""
    number = int(year)
    return number if len(year) == 4 else number + (2000 if number < 50 else 1900)


def _zone(text: str, rest: str, default: tzinfo) -> tzinfo:
    """An offset stands after the time; *rest* is the text without the time."""
    after = text[found.end() :] if (found := _TIME.search(text)) else ""
    if offset := _OFFSET.search(after) or _SMALL_OFFSET.search(after):
        minutes = int(offset[2]) * 60 + int((offset[3] if offset.re is _OFFSET else "") or 0)
        if minutes > _FARTHEST_MIN:
            return default  # "+3000" was seen: better half a day wrong than no date
        return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))
    if place := _PLACE.search(text):
        try:
            return ZoneInfo(place[0])
        except (KeyError, ValueError, OSError):
            return default
    for name in _NAMED.finditer(rest):
        if name[1] in _ZONES:
            return timezone(timedelta(hours=_ZONES[name[1]]))
    return default
