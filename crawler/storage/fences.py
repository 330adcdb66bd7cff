"""Who may write: a number on each feed and each entry that grows whenever one is handed out.

A worker of many that was thought dead may wake up with answers in its hands. What it was handed
has been handed to another since, under a higher number, so nothing of it is written.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import bindparam, select, update

from crawler.errors import Fenced
from crawler.storage.store import Tx
from crawler.storage.tables import entry, feed

# Made once. Rows are locked in one order, and until the end of the transaction: who takes over
# waits for us, and sees what we wrote.
_HELD = (
    select(feed.c.id, feed.c.fence)
    .where(feed.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(feed.c.id)
    .with_for_update()
)
_TAKE_FEEDS = (
    update(feed)
    .where(
        feed.c.id.in_(bindparam("ids", expanding=True)),
        feed.c.state == "active",
        feed.c.next_look_at <= bindparam("due_by"),
    )
    .values(fence=feed.c.fence + 1)
    .returning(feed.c.id, feed.c.fence)
)
_TAKE_ENTRIES = (
    update(entry)
    .where(
        entry.c.id.in_(bindparam("ids", expanding=True)),
        entry.c.state == "waiting",
        entry.c.next_try_at <= bindparam("due_by"),
    )
    .values(fence=entry.c.fence + 1)
    .returning(entry.c.id, entry.c.fence)
)


def held(tx: Tx, taken: Mapping[int, int]) -> set[int]:
    """Of the feeds that were *taken* (id, fence) those that nobody has taken since."""
    rows = tx.execute(_HELD, {"ids": sorted(taken)})
    return {row.id for row in rows if row.fence == taken[row.id]}


def check(tx: Tx, feed_id: int, fence: int) -> None:
    """Raises Fenced when somebody has taken the feed since."""
    if not held(tx, {feed_id: fence}):
        raise Fenced("another worker has taken this feed over; nothing of our answer is written")


def take_feeds(tx: Tx, ids: Collection[int], due_by: datetime) -> dict[int, int]:
    """Take those of these feeds that are due still; their fences."""
    rows = tx.execute(_TAKE_FEEDS, {"ids": sorted(ids), "due_by": due_by})
    return {row.id: row.fence for row in rows}


def take_entries(tx: Tx, ids: Collection[int], due_by: datetime) -> dict[int, int]:
    """Take those of these entries that wait still; their fences."""
    rows = tx.execute(_TAKE_ENTRIES, {"ids": sorted(ids), "due_by": due_by})
    return {row.id: row.fence for row in rows}
