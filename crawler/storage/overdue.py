"""After a pause many feeds are due at once: they get their turns one after the other."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update

from crawler.storage.store import Tx
from crawler.storage.tables import feed

# So many may begin at once; the first turns of a small list need no order.
AT_ONCE = 10
# Between two of the others, and for all of them together at most.
STEP_S = 1.0
ALL_S = 600.0


def spread(tx: Tx, now: datetime) -> int:
    """Put off feeds that were looked at before and are overdue, the longest overdue least.

    Gives how many were put off. A feed that nobody has looked at yet is due at once.
    """
    statement = (
        select(feed.c.id)
        .where(
            feed.c.state == "active",
            feed.c.next_look_at <= now,
            feed.c.last_looked_at.is_not(None),
        )
        .order_by(feed.c.next_look_at, feed.c.id)
    )
    late = list(tx.execute(statement).scalars())[AT_ONCE:]
    step = min(STEP_S, ALL_S / max(1, len(late)))
    for place, feed_id in enumerate(late, 1):
        at = now + timedelta(seconds=place * step)
        tx.execute(update(feed).where(feed.c.id == feed_id).values(next_look_at=at))
    return len(late)
