"""Words such as "daily 08:00" are times on a wall's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from crawler.measure.rhythm import cron_after, rhythm_of

BERLIN = ZoneInfo("Europe/Berlin")


def local_times(text: str, start: datetime, count: int) -> list[str]:
    rhythm, times = rhythm_of(text), []
    for _ in range(count):
        start = rhythm.next_after(start, BERLIN)
        times.append(start.astimezone(BERLIN).strftime("%d. %H:%M"))
    return times


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("at once", "at once"),
        ("At  Once", "at once"),
        ("hourly", "hourly"),
        ("daily 8:05", "daily 08:05"),
        ("weekly Monday 18:00", "weekly mon 18:00"),
        ("30 6 * * mon-fri", "30 6 * * mon-fri"),
    ],
)
def test_a_rhythm_has_one_form(given: str, text: str) -> None:
    assert rhythm_of(given).text == text
    assert rhythm_of(text) == rhythm_of(given)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("sometimes", 'must be "at once"'),
        ("daily 24:00", "a time that no clock shows"),
        ("weekly xyz 08:00", '"xyz" is no day of the week'),
        ("61 * * * *", "bad minute"),
        ("0 0 30 2 *", "bad day-of-month"),
        ("* * * * * *", 'must be "at once"'),
        ("", 'must be "at once"'),
    ],
)
def test_what_is_no_rhythm_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        rhythm_of(text)


def test_eight_o_clock_stays_eight_o_clock_when_the_clocks_change() -> None:
    spring = datetime(2026, 3, 27, 12, tzinfo=UTC)
    autumn = datetime(2026, 10, 23, 12, tzinfo=UTC)

    assert local_times("daily 08:00", spring, 3) == ["28. 08:00", "29. 08:00", "30. 08:00"]
    assert local_times("daily 08:00", autumn, 3) == ["24. 08:00", "25. 08:00", "26. 08:00"]


def test_an_hour_that_is_left_out_or_repeated_is_told_of_once() -> None:
    spring = datetime(2026, 3, 28, 12, tzinfo=UTC)
    autumn = datetime(2026, 10, 24, 12, tzinfo=UTC)

    assert local_times("daily 02:30", spring, 2) == ["29. 03:00", "30. 02:30"]
    assert local_times("daily 02:30", autumn, 2) == ["25. 02:30", "26. 02:30"]


def test_every_real_hour_is_told_of_when_the_clocks_change() -> None:
    start = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)
    rhythm, times = rhythm_of("hourly"), []
    for _ in range(4):
        start = rhythm.next_after(start, BERLIN)
        times.append(start)

    assert {b - a for a, b in pairwise(times)} == {timedelta(hours=1)}


@pytest.mark.parametrize(
    ("text", "reports"),
    [
        ("at once", False),
        ("hourly", False),
        ("*/15 * * * *", False),
        ("daily 08:00", True),
        ("weekly mon 08:00", True),
        ("0 8 * * mon-fri", True),
    ],
)
def test_only_rare_digests_tell_that_there_is_nothing(text: str, reports: bool) -> None:
    assert rhythm_of(text).reports_nothing is reports


@pytest.mark.parametrize(
    ("cron", "before", "times"),
    [
        ("30 2 * * *", datetime(2026, 3, 28, 12, tzinfo=UTC), ["29. 03:00", "30. 02:30"]),
        ("30 2 * * *", datetime(2026, 10, 24, 12, tzinfo=UTC), ["25. 02:30", "26. 02:30"]),
        ("30 6 * * mon-fri", datetime(2026, 2, 6, 12, tzinfo=UTC), ["09. 06:30", "10. 06:30"]),
    ],
)
def test_a_cron_line_leaves_out_no_night_and_repeats_none(
    cron: str, before: datetime, times: list[str]
) -> None:
    found = []
    for _ in times:
        after = cron_after(cron, before, BERLIN)
        assert after is not None
        assert after.tzinfo is UTC
        found.append(after.astimezone(BERLIN).strftime("%d. %H:%M"))
        before = after

    assert found == times


def test_a_day_that_never_comes_has_no_time() -> None:
    assert cron_after("0 0 30 feb *", datetime(2026, 1, 1, tzinfo=UTC), BERLIN) is None
