"""Dates, in feeds, headers, pages and datelines: a moment in UTC or none."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from crawler.extraction import dates as printed
from crawler.extraction.datelines import is_dateline, read_line
from crawler.feeds.dates import read_date
from crawler.feeds.headers import http_date
from tests.fuzz.target import Target

_PIECES = st.sampled_from(
    [
        *("Thu", "Donnerstag", "jeudi", ",", " ", "5", "05", "32", "0", "2026", "26", "0000"),
        *("9999", "Feb", "Februar", "février", "Mai", "2", "-", "/", ".", "T", "t", "21:02"),
        *("24:00", "25:61", ":59", ".123456789", "Z", "+0100", "+01:00", "-9999", "+24:00"),
        *("GMT", "EST", "CEST", "Uhr", "Europe/Berlin", "AM", "p.m.", "um", "at", "Stand:"),
        *("Updated", "W05", "2026036", "٠٥", "年", "月", "日", "1e5", "1770325200", "-1"),
        *("99999999999999", "\xa0", "\x00", "ago", "vor 3 Tagen", "31", "29", "1582"),
        *("0001-01-01", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59"),
    ]
)
DATES = st.one_of(
    st.lists(_PIECES, max_size=10).map("".join),
    st.lists(_PIECES, max_size=8).map(" ".join),
    st.datetimes().map(str),
    st.text(max_size=40),
)
BERLIN = ZoneInfo("Europe/Berlin")


def date(text: str) -> None:
    """Aware and in UTC, or None; never another error."""
    for zone in (UTC, BERLIN):
        _sound(read_date(text, zone=zone))
        moment = printed.read(text, zone)
        _sound(moment.at if moment else None)
    _sound(http_date(text))
    is_dateline(text)
    for found in read_line(text, BERLIN):
        _sound(found.at if found else None)


def _sound(moment: datetime | None) -> None:
    assert moment is None or moment.utcoffset() is not None
    assert moment is None or moment.astimezone(UTC).year >= 1


TARGETS = (Target("dates", DATES, date),)
