"""The list of feeds: narrowed down, in an order, page by page, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from crawler.items import Origin, Outcome
from crawler.storage import Store, feeds, health, looks, roster
from crawler.storage.feeds import FeedSpec
from crawler.storage.looks import Gap, LookRow
from crawler.storage.roster import Listed, Order, Wanted
from crawler.storage.tables import feed
from tests.samples import NOW

HOUR = timedelta(hours=1)


@pytest.fixture
def five(store: Store) -> Store:
    """Feeds a to e: a well, b failing since yesterday, c dead, d never looked at, e paused."""
    with store.writing() as tx:
        for name in "abcde":
            spec = FeedSpec(
                url=f"https://{name}.example/rss_1", name=name.upper(),
                category="Press" if name in "ab" else None, language="de" if name == "a" else "en",
            )  # fmt: skip
            feeds.add(tx, spec, Origin.CONFIG if name < "d" else Origin.PERSON, NOW)
        gap = Gap(from_at=NOW, to_at=NOW + HOUR, items=3, interval_before_min=60.0,
                  interval_after_min=30.0)  # fmt: skip
        looks.record(tx, [
            row(1, Outcome.NEW, entries=4, gap=gap), row(2, Outcome.SOFT), row(3, Outcome.HARD),
        ])  # fmt: skip
        looks.record(tx, [row(1, Outcome.UNCHANGED)])
        since = {2: NOW - 24 * HOUR, 3: NOW - HOUR}
        for id_, became in ((2, "degraded"), (3, "dead")):
            values = {"condition": became, "failing_since": since[id_]}
            tx.execute(update(feed).where(feed.c.id == id_).values(**values))
        assert feeds.pause(tx, 5)
    return store


def row(feed_id: int, outcome: Outcome, **more: Any) -> LookRow:
    values: dict[str, Any] = {
        "note": "as it went",
        "plan": "later",
        "interval_min": 60.0,
        "trouble": 0.0,
        **more,
    }
    return LookRow(
        feed_id=feed_id, at=NOW, outcome=outcome, next_look_at=NOW + feed_id * HOUR, **values
    )


def listed(store: Store, order: Order = Order.NAME, **wanted: str) -> list[Listed]:
    with store.reading() as tx:
        found = roster.roster(tx, Wanted(**wanted), order=order, since=NOW.date(), limit=9)
        assert roster.count(tx, Wanted(**wanted)) == len(found)
    return found


def names(store: Store, order: Order = Order.NAME, **wanted: str) -> str:
    return "".join(one.name for one in listed(store, order, **wanted))


@pytest.mark.parametrize(
    ("order", "expected"),
    [(Order.WORST, "CBDAE"), (Order.NAME, "ABCDE"), (Order.NEXT, "DABCE"), (Order.NEWS, "ABCDE")],
)
def test_they_come_in_the_order_that_was_asked_for(
    five: Store, order: Order, expected: str
) -> None:
    assert names(five, order) == expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"health": "dead"}, "C"),
        ({"health": "never looked at"}, "D"),
        ({"health": "paused"}, "E"),
        ({"group": "Press"}, "AB"),
        ({"group": "Press", "language": "de"}, "A"),
        ({"origin": "person"}, "DE"),
        ({"host": "b.example"}, "B"),
        ({"words": "C.EXAMPLE"}, "C"),
        ({"words": "s_1"}, "ABCDE"),
        ({"words": "s%1"}, ""),
    ],
)
def test_they_are_narrowed_down(five: Store, wanted: dict[str, str], expected: str) -> None:
    assert names(five, Order.NAME, **wanted) == expected


def test_each_tells_what_it_did_lately(five: Store) -> None:
    first = listed(five)[0]

    assert (first.looks, first.unchanged, first.failures, first.entries) == (2, 1, 0, 4)
    assert first.gaps == 1
    assert first.health == "ok"


def test_what_there_is_to_choose_from(five: Store) -> None:
    with five.reading() as tx:
        found = roster.overview(tx)
        counted = health.by_health(tx)

    assert list(found.health) == ["dead", "degraded", "never looked at", "ok", "paused"]
    assert found.health == counted
    assert (found.groups, found.languages) == (("Press",), ("de", "en"))


def test_one_feed_alone_is_told_as_in_the_list_of_all(five: Store) -> None:
    with five.reading() as tx:
        for one in health.listing(tx, retired=True):
            assert health.by_id(tx, one.id) == one


def test_a_feed_is_looked_at_at_once_unless_it_rests(five: Store) -> None:
    with five.writing() as tx:
        assert feeds.look_at_once(tx, 3, NOW)
        assert not feeds.look_at_once(tx, 5, NOW)
        assert not feeds.resume(tx, 3, NOW)
        assert feeds.resume(tx, 5, NOW)

        assert {one.id for one in feeds.due(tx, NOW, limit=9)} == {3, 4, 5}
