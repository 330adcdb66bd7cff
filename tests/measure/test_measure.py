"""When an alert is told: at once, with others, after the night, or at the full hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.measure.measure import Measure, Turn, measure_of
from crawler.measure.quiet import quiet_of
from crawler.measure.rhythm import rhythm_of

NOON = datetime(2026, 6, 10, 12, 20, tzinfo=UTC)
NIGHT = quiet_of("22:00-07:00")


def never() -> int:
    raise AssertionError("counted, though there is no limit")


def test_without_a_wish_it_is_told_at_once() -> None:
    assert Measure().turn(NOON, never) == Turn(at=NOON)


def test_a_rhythm_gathers_until_its_next_time() -> None:
    daily = Measure(rhythm=rhythm_of("daily 08:00"), zone="Europe/Berlin")

    turn = daily.turn(NOON, never)

    assert turn == Turn(at=datetime(2026, 6, 11, 6, tzinfo=UTC), gathered=True)


def test_quiet_hours_gather_until_they_are_over() -> None:
    at_night = NOON + timedelta(hours=11)

    turn = Measure(quiet=NIGHT).turn(at_night, never)

    assert turn == Turn(at=datetime(2026, 6, 11, 7, tzinfo=UTC), gathered=True)


def test_an_hourly_digest_of_the_night_leaves_in_the_morning() -> None:
    hourly = Measure(rhythm=rhythm_of("hourly"), quiet=NIGHT)

    assert hourly.turn(NOON + timedelta(hours=12), never).at.hour == 7


def test_more_than_so_many_an_hour_are_gathered_until_the_next_hour() -> None:
    five = Measure(per_hour_max=5)

    assert five.turn(NOON, lambda: 4) == Turn(at=NOON)
    assert five.turn(NOON, lambda: 5) == Turn(at=NOON.replace(hour=13, minute=0), gathered=True)


def test_what_is_too_much_shortly_before_the_night_waits_for_the_morning() -> None:
    both = Measure(per_hour_max=5, quiet=NIGHT)

    assert both.turn(NOON.replace(hour=21), lambda: 5).at == datetime(2026, 6, 11, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "measure",
    [
        Measure(),
        Measure(
            rhythm=rhythm_of("weekly mon 8:00"), quiet=NIGHT, per_hour_max=3, zone="Asia/Tokyo"
        ),
        Measure(updates=(), outlets_more=0),
    ],
)
def test_what_is_kept_is_read_back(measure: Measure) -> None:
    assert measure_of(measure.text()) == measure


def test_a_plain_measure_is_kept_as_nothing() -> None:
    assert Measure().text() == "{}"
    assert replace(Measure(), per_hour_max=2).text() == '{"per_hour_max": 2}'
