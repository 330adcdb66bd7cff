"""After a pause many feeds are due at once: they get their turns one after the other."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update

from crawler.storage.store import Tx
from crawler.storage.tables import feed

# So many may begin at once; the first turns of a small list need no order.
AT_ONCE = 10
# Between two of the others, and for all of them together at most.
STEP_S = 1.0
ALL_S = 600.0
# Made once, for a hundred thousand feeds.
_PUT_OFF = update(feed).where(feed.c.id == bindparam("id_")).values(next_look_at=bindparam("at"))


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
    turns = [
        {"id_": feed_id, "at": now + timedelta(seconds=place * step)}
        for place, feed_id in enumerate(late, 1)
    ]
    if turns:
        tx.execute(_PUT_OFF, turns)
    return len(late)
