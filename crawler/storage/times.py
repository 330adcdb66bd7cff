"""Everything that stands for later, moved with a clock that jumped."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Column, Table, bindparam, select, update

from crawler.storage.store import Tx
from crawler.storage.tables import alert, entry, feed, host

# Due times and leases. What was noted of the past stays as it was noted.
_LATER: tuple[tuple[Table, Column[datetime], Column[datetime]], ...] = tuple(
    (table, next(iter(table.primary_key.columns)), table.c[name])
    for table, name in (
        (feed, "next_look_at"),
        (entry, "next_try_at"),
        (entry, "look_again_at"),
        (alert, "next_try_at"),
        (alert, "lease_until"),
        (host, "quiet_until"),
    )
)
CLOCK_ERROR = timedelta(minutes=1)


def shift(tx: Tx, by: timedelta, *, now: datetime) -> int:
    """The clock jumped by *by* and shows *now*: what was to come comes after the same wait.

    Gives how many times were moved. What was overdue before the jump stays so.
    """
    moved = sum(_shift(tx, *place, by, now=now) for place in _LATER)
    # So that `recall` sees what comes later, by the clock as it was.
    tx.execute(update(feed).where(feed.c.last_looked_at > now).values(last_looked_at=now))
    return moved


def recall(tx: Tx, now: datetime) -> int:
    """Feeds whose last look lies in the future: their next one comes after the same wait from now.

    Looks that were under way when the clock was put back are written down by the clock as it was.
    """
    looked = feed.c.last_looked_at
    query = select(feed.c.id, looked, feed.c.next_look_at).where(looked > now + CLOCK_ERROR)
    rows = tx.execute(query).all()
    if rows:
        statement = update(feed).where(feed.c.id == bindparam("row"))
        values = {"next_look_at": bindparam("at"), "last_looked_at": now}
        moved = [{"row": row, "at": now + max(at - last, timedelta())} for row, last, at in rows]
        tx.execute(statement.values(values), moved)
    return len(rows)


def _shift(
    tx: Tx,
    table: Table,
    key: Column[datetime],
    moment: Column[datetime],
    by: timedelta,
    *,
    now: datetime,
) -> int:
    rows = tx.execute(select(key, moment).where(moment > min(now - by, now))).all()
    if rows:
        statement = update(table).where(key == bindparam("row")).values({moment: bindparam("at")})
        # By a clock that was put back, what was overdue would come after hours.
        tx.execute(statement, [{"row": row, "at": max(at + by, now)} for row, at in rows])
    return len(rows)
