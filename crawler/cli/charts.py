"""Numbers under each other -> a bar beside each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

WIDTH = 40  # characters of the longest bar
_EIGHTHS = " ▏▎▍▌▋▊▉"
# So many days in a row without anything are told in one line.
QUIET = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """A day, its number, and what is to be said of it."""

    day: date
    number: int
    note: str = ""


def bar(number: int, most: int, width: int = WIDTH) -> str:
    """A bar of up to *width* characters for *number*, full for *most*; never empty unless it is 0.

    bar(3, 12, 8)  ->  "██"
    """
    eighths = max(round(number / max(most, 1) * width * 8), 1) if number else 0
    return ("█" * (eighths // 8) + _EIGHTHS[eighths % 8]).rstrip()


def draw(bars: Sequence[Bar]) -> None:
    """Print a chart of days, those in *bars* in their order; quiet stretches in one line each."""
    from crawler.cli.showing import console, on_terminal

    most = max((one.number for one in bars), default=0)
    digits = len(f"{most:,}")
    for line, style in _lines(bars, most, digits):
        if on_terminal():
            console().print(line, style=style, soft_wrap=True)
        else:
            print(line)


def _lines(bars: Iterable[Bar], most: int, digits: int) -> Iterable[tuple[str, str]]:
    for is_quiet, group in groupby(bars, key=lambda one: not one.number and not one.note):
        days = list(group)
        if is_quiet and len(days) > QUIET:
            yield f"{'…':>10}  {0:>{digits}}  ({len(days)} days)", "dim"
            continue
        for one in days:
            shown = bar(one.number, most)
            note = f"  {one.note}" if one.note else ""
            line = f"{one.day.isoformat()}  {one.number:>{digits},}  {shown}{note}".rstrip()
            yield line, "bold" if note else ""
