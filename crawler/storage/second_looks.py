"""When articles are looked at again: those of a story that a topic matched, and those whose page
could not be had.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update

from crawler.items import Access
from crawler.storage import entries
from crawler.storage.entries import TRY_AGAIN, Waiting, chunks
from crawler.storage.store import Tx
from crawler.storage.tables import article, entry

# Made once, as those in feeds.py.
_ARE_DUE = select(entry.c.id).where(entry.c.look_again_at <= bindparam("now")).limit(1)


def plan(tx: Tx, article_ids: Collection[int], after: Sequence[timedelta], now: datetime) -> None:
    """Have these articles looked at again, so long *after* each was first seen.

    Of the entries that lead to an article the first counts; looks in the past are left out.
    """
    columns = entry.c.id, entry.c.article_id, entry.c.first_seen_at
    firsts: dict[int, tuple[int, datetime]] = {}
    for part in chunks(list(article_ids)):
        statement = select(*columns).where(entry.c.article_id.in_(part)).order_by(entry.c.id)
        for row in tx.execute(statement):
            firsts.setdefault(row.article_id, (row.id, row.first_seen_at))
    for entry_id, seen in firsts.values():
        unplanned = update(entry).where(entry.c.id == entry_id, entry.c.look_again_at.is_(None))
        tx.execute(unplanned.values(look_again_at=_next_look(seen, after, now)))


def end(tx: Tx, article_id: int) -> None:
    """No more looks at this article."""
    tx.execute(update(entry).where(entry.c.article_id == article_id).values(look_again_at=None))


def are_due(tx: Tx, now: datetime) -> bool:
    """Whether `wake` has something to do."""
    return tx.execute(_ARE_DUE, {"now": now}).first() is not None


def wake(tx: Tx, now: datetime, *, after: Sequence[timedelta], limit: int = 500) -> list[Waiting]:
    """Entries whose articles are to be looked at again now; each gets its next time.

    A page that could not be had yet is asked for once: the quick tries were made when it was new.
    """
    columns = entry.c.id, entry.c.state, entry.c.first_seen_at, article.c.access
    due = select(*columns).outerjoin(article, article.c.id == entry.c.article_id)
    due = due.where(entry.c.look_again_at <= now)
    woken = []
    for row in tx.execute(due.order_by(entry.c.look_again_at).limit(limit)).all():
        values: dict[str, object] = {"look_again_at": _next_look(row.first_seen_at, after, now)}
        if row.state == "read":
            tries = len(TRY_AGAIN) if row.access == Access.ENTRY else 0
            values |= {"state": "waiting", "tries": tries, "next_try_at": now}
            woken.append(row.id)
        tx.execute(update(entry).where(entry.c.id == row.id).values(**values))
    return entries.waiting(tx, ids=woken)


def _next_look(seen: datetime, after: Sequence[timedelta], now: datetime) -> datetime | None:
    return min((seen + wait for wait in after if seen + wait > now), default=None)
