"""Quiet hours end when they say, also in the nights when the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.measure.quiet import quiet_of

BERLIN = ZoneInfo("Europe/Berlin")


def end(span: str, at: datetime) -> str | None:
    ends = quiet_of(span).ends_after(at, BERLIN)
    return ends.astimezone(BERLIN).strftime("%d. %H:%M") if ends else None


@pytest.mark.parametrize(
    ("hour", "ends"),
    [(21, None), (22, "11. 07:00"), (23, "11. 07:00"), (3, "10. 07:00"), (7, None), (12, None)],
)
def test_a_night_ends_in_the_morning(hour: int, ends: str | None) -> None:
    assert end("22:00-07:00", datetime(2026, 6, 10, hour, tzinfo=BERLIN)) == ends


def test_a_pause_within_a_day_ends_the_same_day() -> None:
    assert end("12:00 – 13:30", datetime(2026, 6, 10, 12, 15, tzinfo=BERLIN)) == "10. 13:30"
    assert end("12:00-13:30", datetime(2026, 6, 10, 13, 30, tzinfo=BERLIN)) is None


def test_an_end_that_the_clocks_leave_out_is_the_moment_after() -> None:
    assert end("22:00-02:30", datetime(2026, 3, 28, 23, tzinfo=UTC)) == "29. 03:30"


@pytest.mark.parametrize("text", ["22-7", "22:00", "25:00-07:00", "07:00-07:00", ""])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must be"):
        quiet_of(text)
