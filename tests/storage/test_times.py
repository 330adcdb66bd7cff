"""Due times follow a clock that was put forward or back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from crawler.storage import Store, times
from crawler.storage.tables import feed
from tests.samples import NOW, add_feed

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("by", [2 * HOUR, -2 * HOUR])
def test_what_was_to_come_comes_after_the_same_wait(store: Store, by: timedelta) -> None:
    with store.writing() as tx:
        soon = add_feed(tx, "https://a.example/feed")
        overdue = add_feed(tx, "https://b.example/feed")
        for id_, wait in ((soon, HOUR), (overdue, -HOUR)):
            tx.execute(update(feed).where(feed.c.id == id_).values(next_look_at=NOW + wait))

        moved = times.shift(tx, by, now=NOW + by)

        found = {row.id: row.next_look_at for row in tx.execute(select(feed))}
    assert moved == (1 if by > HOUR else 2)
    assert found[soon] == NOW + by + HOUR
    assert found[overdue] <= NOW + by  # due now, by either clock


def test_a_look_of_the_future_is_called_back_once(store: Store) -> None:
    with store.writing() as tx:
        id_ = add_feed(tx)
        later = {"last_looked_at": NOW + 2 * HOUR, "next_look_at": NOW + 3 * HOUR}
        tx.execute(update(feed).where(feed.c.id == id_).values(**later))

        recalled = times.recall(tx, NOW), times.recall(tx, NOW)

        found = tx.execute(select(feed.c.last_looked_at, feed.c.next_look_at)).one()
    assert recalled == (1, 0)
    assert tuple(found) == (NOW, NOW + HOUR)
