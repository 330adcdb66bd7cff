from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from crawler.backtest.forecast import Way, forecasts
from tests.samples import NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_stories_of_one_hour_or_day_share_a_message() -> None:
    times = [NOW, NOW + HOUR / 4, NOW + 2 * HOUR, NOW + DAY, NOW + 14 * DAY]

    found = {one.way: one.messages for one in forecasts(times, length=28 * DAY)}

    assert found == {Way.AT_ONCE: 5, Way.HOURLY: 4, Way.DAILY: 3, Way.WEEKLY: 2}


def test_a_week_is_a_share_of_the_archive() -> None:
    [at_once, *_] = forecasts([NOW, NOW, NOW, NOW], length=14 * DAY)

    assert at_once.a_week == 2


def test_a_short_sample_promises_no_more_than_one_message_an_hour_a_day_a_week() -> None:
    found = forecasts([NOW + n * HOUR for n in range(48)], length=DAY / 100)

    assert [one.a_week for one in found] == [48 * 7, 168, 7, 1]


def test_a_day_begins_where_people_live() -> None:
    times = [NOW, NOW + 4 * HOUR]  # 21:00 and 01:00 in UTC, 13:00 and 17:00 in Vancouver

    in_utc = forecasts(times, length=7 * DAY)
    in_vancouver = forecasts(times, length=7 * DAY, zone=ZoneInfo("America/Vancouver"))

    assert (in_utc[2].messages, in_vancouver[2].messages) == (2, 1)


def test_nothing_found_sends_nothing() -> None:
    assert {one.a_week for one in forecasts([], length=timedelta(0))} == {0}
