"""After a pause feeds get their turns one after the other."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from crawler.storage import Store, feeds, overdue
from crawler.storage.tables import feed
from tests.samples import NOW, add_feed


def begin(store: Store, n_late: int, *, looked: bool = True) -> None:
    with store.writing() as tx:
        for n in range(n_late):
            id_ = add_feed(tx, f"https://paper{n}.example/feed")
            at = NOW - timedelta(hours=5, minutes=n)
            values = {"next_look_at": at, "last_looked_at": at if looked else None}
            tx.execute(update(feed).where(feed.c.id == id_).values(**values))


def test_a_restart_makes_no_burst(store: Store) -> None:
    begin(store, 100)

    with store.writing() as tx:
        late = overdue.spread(tx, NOW)
        at_once = feeds.due(tx, NOW, limit=1000)
        later = [len(feeds.due(tx, NOW + timedelta(seconds=s), limit=1000)) for s in (10, 45, 90)]

    assert late == 90
    assert len(at_once) == overdue.AT_ONCE
    assert later == [20, 55, 100]
    assert at_once[0].url == "https://paper99.example/feed"  # the longest overdue


def test_thousands_have_had_their_turn_within_ten_minutes(sqlite_store: Store) -> None:
    begin(sqlite_store, 2000)

    with sqlite_store.writing() as tx:
        overdue.spread(tx, NOW)
        ends = NOW + timedelta(seconds=overdue.ALL_S + 1)

        assert len(feeds.due(tx, ends, limit=5000)) == 2000


def test_feeds_that_nobody_has_looked_at_are_due_at_once(store: Store) -> None:
    begin(store, 30, looked=False)

    with store.writing() as tx:
        assert overdue.spread(tx, NOW) == 0
