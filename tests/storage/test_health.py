"""How feeds are doing, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from crawler.items import Origin, Outcome
from crawler.storage import Store, feeds, health, looks
from crawler.storage.looks import LookRow
from tests.samples import NOW, add_feed

LOOK = LookRow(
    feed_id=1,
    at=NOW,
    outcome=Outcome.NEW,
    note="2 new of 2",
    next_look_at=NOW + timedelta(minutes=30),
    plan="a new feed",
    interval_min=30,
    trouble=0,
    entries=2,
    size_bytes=1000,
)


def test_a_feed_tells_its_record(store: Store) -> None:
    with store.writing() as tx:
        add_feed(tx, category="World")
        looks.record(tx, [LOOK])
        looks.record(tx, [replace(LOOK, outcome=Outcome.UNCHANGED, entries=0, size_bytes=24)])

    with store.reading() as tx:
        [feed] = health.listing(tx)
        [day] = health.days(tx, feed.id, since=date(2026, 2, 1))

    assert (feed.health, feed.category, feed.origin) == ("ok", "World", Origin.CONFIG)
    assert (feed.looks, feed.unchanged, feed.entries, feed.bytes) == (2, 1, 2, 1024)
    assert feed.last_new_at == NOW
    assert (day.day, day.looks, day.bytes) == (date(2026, 2, 5), 2, 1024)


def test_a_failing_feed_is_counted_as_such(store: Store) -> None:
    with store.writing() as tx:
        add_feed(tx)
        add_feed(tx, "https://other.example/rss", name="a paper")
        looks.record(tx, [replace(LOOK, outcome=Outcome.HARD, trouble=3, condition="degraded")])

    with store.reading() as tx:
        named = [feed.name for feed in health.listing(tx)]
        counted = health.by_health(tx)

    assert named == ["a paper", "The Paper"]  # whatever the case of letters
    assert counted == {"degraded": 1, "never looked at": 1}


def test_a_feed_that_was_left_is_listed_only_when_it_is_asked_for(store: Store) -> None:
    with store.writing() as tx:
        feeds.retire(tx, [add_feed(tx)])

    with store.reading() as tx:
        assert health.listing(tx) == []
        assert [feed.health for feed in health.listing(tx, retired=True)] == ["retired"]
