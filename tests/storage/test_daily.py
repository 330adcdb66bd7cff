"""A topic's days, on both databases, in whatever zone its reader lives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crawler.storage import Store
from crawler.storage.daily import Tally, by_day
from tests.alerts.newsroom import Clock, Newsroom
from tests.samples import RIVER

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def room(store: Store) -> Iterator[Newsroom]:
    made = Newsroom(store, Clock(datetime(2026, 3, 27, 12, tzinfo=UTC)))
    made.topic("All", "river OR unlike OR the")
    yield made
    made.close()


def put(room: Newsroom, when: datetime, text: str, **more: Any) -> None:
    room.clock.now = when.astimezone(UTC)
    room.publish(f"The river. {text}", **more)


def days(room: Newsroom, first: date, last: date, **more: Any) -> dict[date, Tally]:
    with room.store.reading() as tx:
        return by_day(tx, 1, first=first, last=last, **more)


def test_days_are_those_of_the_zone_also_when_its_clocks_change(room: Newsroom) -> None:
    saturday, sunday, monday = (date(2026, 3, day) for day in (28, 29, 30))
    for day, hour, minute in ((28, 23, 59), (29, 0, 1), (29, 23, 59), (30, 0, 1)):
        room.topic("All", "river OR unlike OR the")
        when = datetime(2026, 3, day, hour, minute, tzinfo=BERLIN)
        put(room, when, f"It rose on {day} at {hour}:{minute}.", title=f"{day} {hour}")

    found = days(room, saturday, monday, zone=BERLIN)

    assert {day: one.articles for day, one in found.items()} == {saturday: 1, sunday: 2, monday: 1}
    in_utc = days(room, saturday, monday)
    assert {day: one.articles for day, one in in_utc.items()} == {saturday: 2, sunday: 2}


def test_what_lies_before_the_first_day_is_left_out(room: Newsroom) -> None:
    put(room, datetime(2026, 3, 27, 22, 59, tzinfo=UTC), "Before.")
    put(room, datetime(2026, 3, 27, 23, 1, tzinfo=UTC), "After.")

    found = days(room, date(2026, 3, 28), date(2026, 3, 28), zone=BERLIN)

    assert [one.articles for one in found.values()] == [1]


def test_a_story_is_counted_once_a_day(room: Newsroom) -> None:
    day = datetime(2026, 3, 28, 9, tzinfo=UTC)
    for n, outlet in enumerate(("The Paper", "The Post", "The Mail")):
        room.clock.now = day + timedelta(hours=n)
        room.publish(RIVER, outlet)

    assert days(room, day.date(), day.date()) == {day.date(): Tally(articles=3, stories=1)}


def test_what_was_old_when_it_was_seen_can_be_left_out(room: Newsroom) -> None:
    day = datetime(2026, 3, 28, 9, tzinfo=UTC)
    put(room, day, "Old.", published_at=day - timedelta(days=9))
    put(room, day, "Young, and of another day.", published_at=day - timedelta(days=6))
    put(room, day, "Without a date; nobody knows when.", published_at=None)

    found = days(room, day.date(), day.date(), max_age=timedelta(days=7))

    assert [one.articles for one in found.values()] == [2]
