"""What a feed's last body held: an item of it must be in the next, or the window has moved past.

    moved_past(tx, feed_id, keys)  # before the new entries are kept
    keep(tx, feed_id, keys)

That some earlier body held an item tells nothing: papers bring old items back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sqlalchemy import select, update

from crawler.storage.store import Tx
from crawler.storage.tables import entry, feed, feed_entry

# Of each item. Two of different addresses agree once in 2**32: at 2,000 items a body, a gap in a
# thousand would be overlooked for that.
MARK_BYTES = 4
# Bound parameters are limited (SQLite: 32,766 a statement).
CHUNK = 500


def moved_past(tx: Tx, feed_id: int, keys: Iterable[str]) -> bool:
    """Whether the feed had items before, and none of those of its last body is among *keys*.

    *keys* are address keys of what is announced now; with none of them nothing can be said.
    """
    announced = list(keys)
    if not announced:
        return False
    held = tx.execute(select(feed.c.last_items).where(feed.c.id == feed_id)).scalar()
    if held is None:
        return _nothing_known(tx, feed_id, announced)
    marks = {held[at : at + MARK_BYTES] for at in range(0, len(held), MARK_BYTES)}
    return marks.isdisjoint(map(_mark, announced))


def keep(tx: Tx, feed_id: int, keys: Iterable[str]) -> None:
    """Remember the body at hand; one without items leaves the last one as it was."""
    marks = b"".join(sorted({_mark(key) for key in keys}))
    if marks:
        tx.execute(update(feed).where(feed.c.id == feed_id).values(last_items=marks))


def _mark(key: str) -> bytes:
    return hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=MARK_BYTES).digest()


def _nothing_known(tx: Tx, feed_id: int, keys: list[str]) -> bool:
    """Of a feed from before bodies were remembered: whether none of these was ever announced."""
    linked = select(feed_entry.c.entry_id).where(feed_entry.c.feed_id == feed_id).limit(1)
    known = linked.join(entry, entry.c.id == feed_entry.c.entry_id)
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        if tx.execute(known.where(entry.c.address_key.in_(part))).first():
            return False
    return tx.execute(linked).first() is not None
