"""Times, spans, sizes and foreign text, as people read them on a terminal."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

# What a publisher's text could do to a terminal: move its cursor, colour it, turn its direction.
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_BLANKS = re.compile(r"\s+")
_UNITS = (("days", 86_400), ("h", 3_600), ("min", 60), ("s", 1))


def printable(text: str) -> str:
    """*text* without signs that steer a terminal; line breaks stay."""
    return _CONTROLS.sub(lambda match: " " if match[0] in "\t\r\x0b\x0c\u2028\u2029" else "", text)


def one_line(text: str) -> str:
    """*text* on one line, safe to print."""
    return _BLANKS.sub(" ", printable(text)).strip()


def shortened(text: str, most: int) -> str:
    """The first *most* characters of *text* on one line."""
    line = one_line(text)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def span(length: timedelta) -> str:
    """``3 min``, ``2 h``, ``5 days``: the largest unit that fits, rounded down."""
    seconds = abs(length.total_seconds())
    for unit, size in _UNITS:
        if seconds >= size * (2 if unit == "days" else 1):
            return f"{int(seconds // size)} {unit}"
    return "0 s"


def ago(time: datetime | None, now: datetime) -> str:
    """``5 min ago``, ``in 2 h``, ``never``."""
    if time is None:
        return "never"
    if abs(now - time) < timedelta(seconds=1):
        return "now"
    return f"{span(now - time)} ago" if time < now else f"in {span(time - now)}"


def due(time: datetime | None, now: datetime) -> str:
    """``in 2 h``; what should have happened by now is ``due``."""
    return "due" if time is not None and time <= now else ago(time, now)


def local(time: datetime | None, zone: str) -> str:
    """``2026-02-05 21:02`` in the zone of people; empty for None."""
    return f"{time.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" if time else ""


def moment_of(time: datetime | None, day: date | None, zone: str) -> str:
    """When an article appeared: the *day* alone where no more is known, else as `local`."""
    return day.isoformat() if day else local(time, zone)


def utc(time: datetime) -> str:
    """ISO 8601 in UTC, for scripts: ``2026-02-05T20:02:00Z``."""
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z")


def size(n_bytes: int) -> str:
    """``1.4 MiB``."""
    amount = float(n_bytes)
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if amount < 1024 or unit == "GiB":
            return f"{amount:.0f} {unit}" if unit == "bytes" else f"{amount:.1f} {unit}"
        amount /= 1024
    raise AssertionError("unreachable")


def count(number: int, one: str, many: str = "") -> str:
    """``1 feed``, ``3 feeds``; *many* where an s does not do."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
